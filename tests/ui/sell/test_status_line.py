"""The line at the foot: every state in words, amber only where somebody should look, and then it can be tapped."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from pos.domain.errors import PrinterOffline
from sync.errors import Temporary, Unsettled
from sync.state import WindowState
from tests.builders import NOON
from tests.ui.sell.cashier import Cashier
from tests.ui.sell.conftest import OpenTill
from ui.printer_thread import PrinterState

AWAY = Temporary(Unsettled.UNREACHABLE)
OFFLINE = PrinterOffline("receipt")


def test_a_till_without_printer_and_window_says_so(cashier: Cashier) -> None:
    status = cashier.window.sell.status

    assert (status.window_state.text(), status.printer_state.text()) == ("Window not joined", "No printer")
    assert not status.window_state.asks
    assert not status.printer_state.asks


def test_a_printer_with_nothing_to_do_is_ready(open_till: OpenTill, tmp_path: Path) -> None:
    cashier = open_till(printer_setting="pretend:", papers=tmp_path)
    status = cashier.window.sell.status

    cashier.qtbot.waitUntil(lambda: status.printer_state.text() == "Printer ready", timeout=5_000)


@pytest.mark.parametrize(
    ("state", "said", "asks"),
    [
        (WindowState(linked=False), "Window not joined", False),
        (WindowState(linked=True, current_at=NOON), "● Window current 12:00", False),
        (WindowState(linked=True, current_at=NOON, waiting=3), "Window being updated · 3 waiting", False),
        (
            WindowState(linked=True, current_at=NOON, waiting=3, trouble=AWAY),
            "▲ 3 waiting · The online shop cannot be reached",
            True,
        ),
        (WindowState(linked=True, current_at=NOON, set_aside=2), "▲ 2 refused", True),
        (WindowState(linked=True, current_at=NOON, set_aside=2, left_aside=1), "▲ 1 refused", True),
        (WindowState(linked=True, current_at=NOON, set_aside=2, left_aside=2), "● Window current 12:00", False),
        (WindowState(linked=True, current_at=NOON, skew=timedelta(minutes=-9)), "▲ clocks differ", True),
        (
            WindowState(linked=True, current_at=NOON, set_aside=1, held=30, skew=timedelta(hours=2)),
            "▲ 1 refused · 30 held back · clocks differ",
            True,
        ),
        (
            WindowState(linked=True, current_at=NOON, waiting=3, trouble=AWAY, held=30),
            "▲ 3 waiting · The online shop cannot be reached · 30 held back",
            True,
        ),
    ],
)
def test_the_window_says_how_it_stands(cashier: Cashier, state: WindowState, said: str, asks: bool) -> None:
    status = cashier.window.sell.status
    tapped: list[None] = []
    status.window_requested.connect(lambda: tapped.append(None))

    status.show_window(state)

    assert (status.window_state.text(), status.window_state.asks) == (said, asks)
    cashier.tap(status.window_state)
    assert len(tapped) == 1


@pytest.mark.parametrize(
    ("state", "said", "opens"),
    [
        (PrinterState(waiting=1), "Printing", False),
        (PrinterState(trouble=OFFLINE), "▲ The printer does not answer", False),
        (PrinterState(waiting=1, trouble=OFFLINE), "▲ 1 waiting · The printer does not answer", True),
        (PrinterState(unknown=1), "▲ A receipt may be incomplete", True),
    ],
)
def test_the_printer_says_how_it_does(cashier: Cashier, state: PrinterState, said: str, opens: bool) -> None:
    status = cashier.window.sell.status

    status.show_printer(state)

    assert status.printer_state.text() == status.printer_state.accessibleName() == said
    assert status.printer_state.isEnabled() is opens


@pytest.mark.parametrize(
    ("held", "attested", "said"),
    [(True, False, "▲ Selling is held"), (False, False, "▲ Version not attested"), (False, True, "")],
)
def test_the_records_are_mentioned_only_where_something_is_wrong(
    cashier: Cashier, held: bool, attested: bool, said: str
) -> None:
    status = cashier.window.sell.status

    status.show_records(held=held, attested=attested)

    assert status.records_state.text() == said
    assert status.records_state.isVisible() is bool(said)


def test_a_version_that_is_not_attested_says_what_to_do_when_tapped(cashier: Cashier) -> None:
    cashier.window.sell.status.show_records(held=False, attested=False)

    cashier.tap(cashier.window.sell.status.records_state)

    assert "installed again" in cashier.window.toast.text
