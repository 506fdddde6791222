"""The shared catalogue contradicts the file: a person decides when it suits, and selling goes on meanwhile."""

from __future__ import annotations

from PySide6.QtCore import Qt

from sync.errors import Distrust, suspended_for
from sync.state import WindowState
from tests.ui.integrity.conftest import Counter
from tests.ui.integrity.test_what_was_found import state_of, words_of
from tests.ui.sell.cashier import Cashier
from tests.ui.sell.conftest import BREAD
from ui.integrity.held_sheet import HeldSheet


def _contradicted(counter: Counter) -> Cashier:
    cashier = counter.open()
    cashier.till.window_reported.emit(WindowState(linked=True, trouble=suspended_for(Distrust.CONTRADICTED)))
    cashier.settle()
    return cashier


def test_a_doubted_file_goes_on_selling_and_says_that_somebody_has_to_decide(counter: Counter) -> None:
    cashier = _contradicted(counter)

    assert cashier.window.sheet is None, "nothing lies in the way"
    assert state_of(cashier) == "▲ Old copy or second file"
    counter.sell(cashier)

    cashier.window.sell.status.records_state.click()
    said = words_of(cashier.sheet(HeldSheet))
    assert "The catalogue remembers other sales" in said
    assert "Selling goes on, and nothing is sent to the shop window" in said
    assert "comptoir restore" in said
    cashier.scan(BREAD)
    assert len(cashier.lines) == 1, "even with the sheet open"


def test_going_on_in_a_new_series_settles_it_and_wakes_the_window(counter: Counter) -> None:
    cashier = _contradicted(counter)
    counter.sell(cashier)
    woken: list[None] = []
    cashier.till.late.online_changed.connect(lambda: woken.append(None))
    cashier.window.sell.status.records_state.click()
    sheet = cashier.sheet(HeldSheet)

    sheet.go_on_key.click()
    assert sheet.is_asking
    sheet.sure_key.click()
    cashier.settle()

    assert cashier.window.sheet is None
    assert state_of(cashier) == ""
    assert woken == [None]
    assert "RESTORE" in counter.events()


def test_a_window_that_is_well_again_leaves_no_doubt(counter: Counter) -> None:
    cashier = _contradicted(counter)

    cashier.till.window_reported.emit(WindowState(linked=True))
    cashier.settle()

    assert state_of(cashier) == ""


def test_esc_puts_the_question_aside(counter: Counter) -> None:
    cashier = _contradicted(counter)
    cashier.window.sell.status.records_state.click()

    cashier.press(Qt.Key.Key_Escape)

    assert cashier.window.sheet is None
    assert state_of(cashier) == "▲ Old copy or second file"
