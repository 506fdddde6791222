"""A printer's setting is one line that a person can type, and a wrong one says which part is wrong."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos.domain.errors import PrinterSettingWrong
from pos.domain.printer import (
    CANDIDATES,
    CodePage,
    Cutting,
    Drawer,
    Flow,
    Letters,
    PrinterProfile,
    PrinterSetting,
    Reach,
    parse_printer,
)

WIDE, NARROW = PrinterProfile(48), PrinterProfile(32, Letters(CodePage.CP1252, 16))


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
        ("usb:/dev/usb/lp0", PrinterSetting(Reach.USB, path="/dev/usb/lp0")),
        ("tcp://192.0.2.7?ask=0", PrinterSetting(Reach.NETWORK, host="192.0.2.7", asks=False)),
        ("cups:Ticket%20bar", PrinterSetting(Reach.CUPS, path="Ticket bar")),
        ("windows:EPSON TM-T20III Receipt", PrinterSetting(Reach.WINDOWS, path="EPSON TM-T20III Receipt")),
        ("serial:/dev/ttyUSB0", PrinterSetting(Reach.SERIAL, path="/dev/ttyUSB0")),
        (
            "serial:COM3?baud=9600&flow=hardware&columns=42",
            PrinterSetting(Reach.SERIAL, path="COM3", baud=9600, flow=Flow.HARDWARE, profile=PrinterProfile(42)),
        ),
        (
            "usb:/dev/usb/lp1?page=cp1252&number=71&cut=partial&drawer=5&onebyte=1",
            PrinterSetting(
                Reach.USB,
                path="/dev/usb/lp1",
                profile=PrinterProfile(48, Letters(CodePage.CP1252, 71), Cutting.PARTIAL, Drawer.PIN_5, True),
            ),
        ),
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
        ("usb://0x04b8", "address"),
        ("lpt://1", "kind"),
        ("cups:", "address"),
        ("cups:-o", "address"),
        ("cups:a/b", "address"),
        ("windows:", "address"),
        ("serial:", "address"),
        ("serial:COM3?baud=1", "baud"),
        ("serial:COM3?baud=19201", "baud"),
        ("serial:COM3?flow=maybe", "flow"),
        ("tcp://192.0.2.7?baud=9600", "baud"),
        ("usb:/dev/usb/lp0?number=256", "number"),
        ("usb:/dev/usb/lp0?drawer=3", "drawer"),
        ("usb:/dev/usb/lp0?cut=maybe", "cut"),
        ("usb:/dev/usb/lp0#1", "address"),
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
        ("tcp://192.0.2.7?page=cp850", "page"),
        ("tcp://192.0.2.7?colour=red", "colour"),
    ],
)
def test_a_wrong_setting_says_which_part_is_wrong(setting: str, part: str) -> None:
    with pytest.raises(PrinterSettingWrong) as refused:
        parse_printer(setting)

    assert (refused.value.setting, refused.value.part) == (setting, part)


@given(
    st.sampled_from(
        [
            "",
            "tcp://",
            "file://",
            "usb:",
            "serial:",
            "cups:",
            "windows:",
            "pretend:",
            "tcp://h:",
            "tcp://[",
            "file:///p?columns=",
        ]
    ),
    st.text(),
)
def test_whatever_is_typed_is_read_or_refused(start: str, rest: str) -> None:
    with contextlib.suppress(PrinterSettingWrong):
        assert isinstance(parse_printer(start + rest), PrinterSetting)


def test_no_candidate_is_tried_twice() -> None:
    assert len(set(CANDIDATES)) == len(CANDIDATES)


@pytest.mark.parametrize(("columns", "dots"), [(48, 576), (42, 504), (32, 384), (33, 392)])
def test_a_line_of_paper_has_whole_bytes_of_dots(columns: int, dots: int) -> None:
    assert PrinterProfile(columns).dots == dots
