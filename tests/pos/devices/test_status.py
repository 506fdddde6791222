"""What a printer answers about itself, read as its manual writes it; silence is never taken for good news."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos.devices.status import PrinterStatus, ask_status, question
from pos.domain.errors import CoverOpen, CutterJammed, OutOfPaper, PaperNearlyOut, PrinterNotReady, PrinterOffline
from tests.loopback_printer import FINE, NEARLY_NO_PAPER, NO_PAPER, OPEN_COVER, PAUSED, STUCK_KNIFE, Says


def asking(says: Says) -> Callable[[bytes], bytes]:
    return lambda asked: says.to(asked[2])


@pytest.mark.parametrize(
    ("says", "hindrance"),
    [
        (NO_PAPER, OutOfPaper),
        (OPEN_COVER, CoverOpen),
        (STUCK_KNIFE, CutterJammed),
        (PAUSED, PrinterNotReady),
        (Says(roll=0x72), OutOfPaper),
    ],
    ids=["no paper", "open cover", "stuck knife", "paused", "only the roll says so"],
)
def test_what_hinders_a_printer_is_told_by_its_name(says: Says, hindrance: type[PrinterOffline]) -> None:
    trouble = ask_status(asking(says)).hindrance("the printer")

    assert type(trouble) is hindrance
    assert trouble.device == "the printer"


def test_a_printer_that_is_well_prints() -> None:
    status = ask_status(asking(FINE))

    assert (status.answered, status.hindrance("p"), status.warning("p")) == (True, None, None)


def test_a_roll_near_its_end_is_a_warning_and_no_hindrance() -> None:
    status = ask_status(asking(NEARLY_NO_PAPER))

    assert status.hindrance("p") is None
    assert isinstance(status.warning("p"), PaperNearlyOut)


def test_silence_is_unknown_and_asked_no_further() -> None:
    asked: list[bytes] = []

    def silent(what: bytes) -> bytes:
        asked.append(what)
        return b""

    assert ask_status(silent) == PrinterStatus(answered=False)
    assert asked == [question(1)]


def test_a_printer_that_says_something_else_has_not_answered() -> None:
    assert not ask_status(lambda _: b"\x14\x00\x00\x0f").answered


def test_what_a_printer_leaves_open_later_is_unknown_but_the_rest_counts() -> None:
    status = ask_status(lambda asked: b"\x12" if asked == question(1) else b"")

    assert (status.answered, status.hindrance("p")) == (True, None)


@given(st.binary(max_size=8))
def test_whatever_a_printer_says_is_borne(answer: bytes) -> None:
    assert isinstance(ask_status(lambda _: answer), PrinterStatus)
