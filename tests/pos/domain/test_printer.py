"""A printer's setting is one line that a person can type, and a wrong one says which part is wrong."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos.domain.errors import PrinterSettingWrong
from pos.domain.printer import CodePage, PrinterProfile, PrinterSetting, Reach, parse_printer

WIDE, NARROW = PrinterProfile(48), PrinterProfile(32, CodePage.CP1252)


@pytest.mark.parametrize(
    ("setting", "read"),
    [
        ("tcp://192.0.2.7", PrinterSetting(Reach.NETWORK, host="192.0.2.7", port=9100, profile=WIDE)),
        ("tcp://[2001:db8::7]:9101/", PrinterSetting(Reach.NETWORK, host="2001:db8::7", port=9101, profile=WIDE)),
        (
            " tcp://printer.local?columns=42 ",
            PrinterSetting(Reach.NETWORK, "printer.local", profile=PrinterProfile(42)),
        ),
        ("file:///dev/usb/lp0?columns=32&page=cp1252", PrinterSetting(Reach.FILE, path="/dev/usb/lp0", profile=NARROW)),
        ("file:///mnt/mes%20papiers/r.bin", PrinterSetting(Reach.FILE, path="/mnt/mes papiers/r.bin")),
        ("pretend:", PrinterSetting(Reach.PRETEND)),
        ("pretend:///var/papers", PrinterSetting(Reach.PRETEND, path="/var/papers")),
    ],
)
def test_a_setting_is_read(setting: str, read: PrinterSetting) -> None:
    assert parse_printer(setting) == read


@pytest.mark.parametrize(
    ("setting", "part"),
    [
        ("", "kind"),
        ("192.0.2.7", "kind"),
        ("usb://0x04b8", "kind"),
        ("tcp://", "address"),
        ("tcp://192.0.2.7:port", "address"),
        ("tcp://192.0.2.7:99999", "address"),
        ("tcp://192.0.2.7/queue", "address"),
        ("tcp://[192.0.2.7", "address"),
        ("file:", "address"),
        ("file://host/dev/usb/lp0", "address"),
        ("tcp://192.0.2.7?columns=12", "columns"),
        ("tcp://192.0.2.7?columns=9999999999999", "columns"),
        ("tcp://192.0.2.7?columns=x", "columns"),
        ("tcp://192.0.2.7?page=cp437", "page"),
        ("tcp://192.0.2.7?colour=red", "colour"),
    ],
)
def test_a_wrong_setting_says_which_part_is_wrong(setting: str, part: str) -> None:
    with pytest.raises(PrinterSettingWrong) as refused:
        parse_printer(setting)

    assert (refused.value.setting, refused.value.part) == (setting, part)


@given(st.sampled_from(["", "tcp://", "file://", "pretend:", "tcp://h:", "tcp://[", "file:///p?columns="]), st.text())
def test_whatever_is_typed_is_read_or_refused(start: str, rest: str) -> None:
    with contextlib.suppress(PrinterSettingWrong):
        assert isinstance(parse_printer(start + rest), PrinterSetting)
