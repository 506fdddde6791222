"""Notes on a line or the whole ticket: written, shown, kept, undone, and on the sale."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt

from pos.database import sales, tickets
from tests.ui.sell.cashier import Cashier, ask
from tests.ui.sell.conftest import BREAD, TEA
from ui.sell.note_sheet import NoteSheet

CTRL = Qt.KeyboardModifier.ControlModifier


def write_note(cashier: Cashier, note: str) -> None:
    cashier.press(Qt.Key.Key_N, CTRL)
    cashier.write(note)
    cashier.press(Qt.Key.Key_Return)


def test_a_note_stands_on_the_chosen_line_and_the_next_bread_on_a_line_of_its_own(cashier: Cashier) -> None:
    cashier.scan(BREAD)
    write_note(cashier, "to wrap")
    cashier.scan(BREAD)

    assert [(line.note, line.quantity.milli) for line in cashier.ticket.lines] == [("to wrap", 1000), ("", 1000)]
    shown = cashier.window.sell.ticket.list.model()
    assert "to wrap" in shown.index(0, 0).data()


def test_a_noted_line_is_taller(cashier: Cashier) -> None:
    cashier.scan(BREAD)
    cashier.scan(TEA)
    write_note(cashier, "hot")

    view = cashier.window.sell.ticket.list
    plain, noted = (view.visualRect(view.model().index(row, 0)).height() for row in (0, 1))
    assert noted > plain


def test_the_whole_ticket_has_a_note_of_its_own(cashier: Cashier, shop_path: Path) -> None:
    cashier.scan(BREAD)
    cashier.tap_key("Note")
    sheet = cashier.sheet(NoteSheet)
    cashier.tap(sheet.choices.button(1))
    cashier.write("for friday")
    cashier.press(Qt.Key.Key_Return)

    assert cashier.ticket.note == "for friday"
    assert cashier.window.sell.ticket.note.text() == "✎ for friday"
    assert ask(shop_path, tickets.load) == cashier.ticket


def test_notes_are_undone_and_redone(cashier: Cashier) -> None:
    cashier.scan(BREAD)
    write_note(cashier, "one")
    write_note(cashier, "two")
    cashier.press(Qt.Key.Key_Z, CTRL)
    assert cashier.ticket.lines[0].note == "one"
    cashier.press(Qt.Key.Key_Z, CTRL)
    assert cashier.ticket.lines[0].note == ""

    cashier.press(Qt.Key.Key_Y, CTRL)
    cashier.press(Qt.Key.Key_Y, CTRL)
    cashier.press(Qt.Key.Key_Y, CTRL)

    assert cashier.ticket.lines[0].note == "two"


def test_a_change_after_undo_is_the_new_way_forth(cashier: Cashier) -> None:
    cashier.scan(BREAD)
    write_note(cashier, "one")
    cashier.press(Qt.Key.Key_Z, CTRL)
    cashier.scan(TEA)
    cashier.press(Qt.Key.Key_Y, CTRL)

    assert [(line.name, line.note) for line in cashier.ticket.lines] == [("Pain de seigle", ""), ("Thé vert", "")]


def test_an_empty_note_takes_it_away(cashier: Cashier) -> None:
    cashier.scan(BREAD)
    write_note(cashier, "one")
    cashier.press(Qt.Key.Key_N, CTRL)
    assert cashier.sheet(NoteSheet).text.text() == "one"
    cashier.press(Qt.Key.Key_Delete)
    cashier.press(Qt.Key.Key_Return)

    assert cashier.ticket.lines[0].note == ""


def test_notes_are_on_the_sale(cashier: Cashier, shop_path: Path) -> None:
    cashier.scan(BREAD)
    write_note(cashier, "to wrap")
    cashier.press(Qt.Key.Key_F9)
    cashier.press(Qt.Key.Key_Return)

    [sale] = ask(shop_path, lambda db: sales.latest(db))
    assert [line.note for line in sale.lines] == ["to wrap"]


def test_an_empty_ticket_takes_no_note(cashier: Cashier) -> None:
    cashier.press(Qt.Key.Key_N, CTRL)

    assert cashier.window.sheet is None
    assert cashier.beeps == 1


def test_a_scan_while_a_note_is_written_is_a_line_and_the_note_goes_where_it_was_meant(cashier: Cashier) -> None:
    cashier.scan(BREAD)
    cashier.press(Qt.Key.Key_N, CTRL)
    cashier.write("hot")
    cashier.scan(TEA)
    cashier.press(Qt.Key.Key_Return)

    assert [(line.name, line.note) for line in cashier.ticket.lines] == [("Pain de seigle", "hot"), ("Thé vert", "")]
