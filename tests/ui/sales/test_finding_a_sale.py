"""A customer comes back: the sale is found, looked at, and its papers are given out once more."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

from pos.domain.barcode import check_digit
from pos.domain.sale import Sale
from pos.domain.sale_code import sale_code
from pos.operations.copying import next_copy
from tests.pdf_text import text_of
from tests.ui.sell.cashier import Cashier, ask
from tests.ui.sell.conftest import BREAD, CHEESE, TEA, OpenTill
from ui.sales.find_sheet import SEARCH_PAUSE_MS, FindSheet
from ui.sell.sold_sheet import SoldSheet
from ui.widgets.files import FileWish

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def cashier(sold: list[Sale], open_till: OpenTill, tmp_path: Path) -> Cashier:
    return open_till(printer_setting="pretend:", papers=tmp_path / "papers")


def find(cashier: Cashier) -> FindSheet:
    """Press Ctrl+F."""
    cashier.press(Qt.Key.Key_F, CONTROL)
    return cashier.sheet(FindSheet)


def look_for(cashier: Cashier, words: str) -> FindSheet:
    """Type into the box, and wait for what comes of it."""
    sheet = find(cashier)
    cashier.write(words)
    QTest.qWait(SEARCH_PAUSE_MS + 60)
    cashier.settle()
    return sheet


def listed(sheet: FindSheet) -> list[str]:
    """The tickets in the list, from the top."""
    model = sheet.list.model()
    rows = [model.index(row, 0).data() for row in range(model.rowCount())]
    return [row.split(",")[0] for row in rows]


def papers(cashier: Cashier, folder: Path, count: int) -> list[str]:
    """The printed papers, as soon as there are so many."""
    cashier.qtbot.waitUntil(lambda: len(list(folder.glob("*.txt"))) == count, timeout=5_000)
    cashier.qtbot.waitUntil(lambda: all(path.stat().st_size for path in folder.glob("*.txt")), timeout=5_000)
    return [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))]


def test_ctrl_f_shows_the_last_sales_and_the_newest_one_s_receipt(cashier: Cashier) -> None:
    sheet = find(cashier)

    assert listed(sheet) == ["Ticket 3", "Ticket 2", "Ticket 1"]
    assert sheet.box.hasFocus()
    said = sheet.panel.paper.toPlainText()
    assert "Receipt 3" in said
    assert "2 × €3.20" in said
    assert "DUPLICATE" not in said


def test_the_menu_leads_there_too(cashier: Cashier) -> None:
    cashier.choose_in_menu("Find a sale…")

    assert listed(cashier.sheet(FindSheet)) == ["Ticket 3", "Ticket 2", "Ticket 1"]


@pytest.mark.parametrize(
    ("typed", "tickets"),
    [
        ("2", ["Ticket 2"]),
        ("6,40", ["Ticket 3"]),
        ("yesterday", ["Ticket 1"]),
        ("22/11/2026", ["Ticket 1"]),
        ("today", ["Ticket 3", "Ticket 2"]),
        ("seigle", ["Ticket 3", "Ticket 1"]),
        ("THE", ["Ticket 2"]),
    ],
)
def test_a_sale_is_found_by_number_amount_day_and_article(cashier: Cashier, typed: str, tickets: list[str]) -> None:
    assert listed(look_for(cashier, typed)) == tickets


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("99", "No ticket has the number 99."),
        ("12,50", "No sale came to €12.50."),
        ("01/01/2026", "Nothing was sold on 01/01/2026."),
        ("savon", "No sale holds an article called “savon”."),
    ],
)
def test_where_nothing_is_found_the_sheet_says_what_was_looked_for(cashier: Cashier, typed: str, sentence: str) -> None:
    sheet = look_for(cashier, typed)

    assert sheet.nothing.isVisible()
    assert sheet.nothing.text() == sentence
    assert not sheet.panel.print_key.isEnabled()
    assert not sheet.panel.paper.isVisible()


def test_the_day_keys_say_in_the_box_what_they_look_for(cashier: Cashier) -> None:
    sheet = find(cashier)

    cashier.tap_key("Yesterday", sheet)
    assert (sheet.box.text(), listed(sheet)) == ("Yesterday", ["Ticket 1"])
    cashier.tap_key("All sales", sheet)
    assert (sheet.box.text(), len(listed(sheet))) == ("", 3)


def test_arrows_choose_a_sale_and_enter_leads_to_the_keys(cashier: Cashier) -> None:
    sheet = find(cashier)

    cashier.press(Qt.Key.Key_Down)
    assert sheet.list.hasFocus()
    cashier.press(Qt.Key.Key_Down)
    assert "Receipt 2" in sheet.panel.paper.toPlainText()
    cashier.press(Qt.Key.Key_Return)
    assert sheet.panel.print_key.hasFocus()
    cashier.write("9")

    assert sheet.box.hasFocus()
    assert sheet.box.text() == "9"


def test_esc_empties_the_box_and_then_closes_the_sheet(cashier: Cashier) -> None:
    sheet = look_for(cashier, "99")

    cashier.press(Qt.Key.Key_Escape)
    QTest.qWait(SEARCH_PAUSE_MS + 60)
    cashier.settle()
    assert len(listed(sheet)) == 3
    cashier.press(Qt.Key.Key_Escape)

    assert cashier.window.sheet is None


def test_a_scanned_article_finds_its_sales_and_stays_off_the_ticket(cashier: Cashier) -> None:
    sheet = find(cashier)

    cashier.scan(TEA)
    assert listed(sheet) == ["Ticket 2"]
    cashier.scan(CHEESE)

    assert sheet.nothing.text() == f"No sale holds an article with the code {CHEESE}."
    assert cashier.lines == []
    assert cashier.beeps == 1, "only the second found nothing"


def test_a_scanned_ticket_opens_its_sale_wherever_the_till_is(cashier: Cashier, sold: list[Sale]) -> None:
    cashier.scan(sale_code(sold[0].id))
    assert listed(cashier.sheet(FindSheet)) == ["Ticket 1"]
    cashier.scan(sale_code(sold[1].id))

    sheet = cashier.sheet(FindSheet)
    assert listed(sheet) == ["Ticket 2"]
    assert "Receipt 2" in sheet.panel.paper.toPlainText()
    assert cashier.lines == []


def test_a_ticket_of_another_till_is_said_to_be_one(cashier: Cashier) -> None:
    digits = "0" * 39
    cashier.scan(digits + check_digit(digits))

    assert cashier.sheet(FindSheet).nothing.text().startswith("This shop’s file does not hold that sale")


def test_a_ticket_scanned_while_paying_is_put_off(cashier: Cashier, sold: list[Sale]) -> None:
    cashier.scan(BREAD)
    cashier.press(Qt.Key.Key_F12)

    cashier.scan(sale_code(sold[0].id))

    assert cashier.payment().isVisible()
    assert cashier.beeps == 1
    assert cashier.lines == [("Pain de seigle", 1000)]


def test_a_second_print_of_a_found_sale_says_duplicate_and_a_present_has_no_price(
    cashier: Cashier, tmp_path: Path
) -> None:
    sheet = find(cashier)

    cashier.press(Qt.Key.Key_P, CONTROL)
    cashier.press(Qt.Key.Key_G, CONTROL)
    cashier.tap(sheet.panel.print_key)

    first, present, second = papers(cashier, tmp_path / "papers", 3)
    assert "DUPLICATE" not in first
    assert "GIFT RECEIPT" in present
    assert "6.40" not in present
    assert "DUPLICATE 1" in second


def test_the_sold_sheet_prints_for_a_present_and_stays(cashier: Cashier, tmp_path: Path) -> None:
    cashier.scan(BREAD)
    cashier.press(Qt.Key.Key_F9)
    cashier.press(Qt.Key.Key_Return)
    sheet = cashier.sheet(SoldSheet)

    cashier.press(Qt.Key.Key_G, CONTROL)
    cashier.tap(sheet.gift_key)
    cashier.press(Qt.Key.Key_P, CONTROL)

    *presents, receipt = papers(cashier, tmp_path / "papers", 3)
    assert all("GIFT RECEIPT" in paper for paper in presents)
    assert "DUPLICATE" not in receipt
    assert cashier.window.sheet is None


def test_a_receipt_is_saved_as_pdf_and_as_text_and_each_counts(
    cashier: Cashier, sold: list[Sale], tmp_path: Path, shop_path: Path
) -> None:
    asked: list[str] = []

    def answer(_over: QWidget, _title: str, name: str, kinds: Mapping[str, str]) -> FileWish:
        asked.append(f"{name} {', '.join(kinds.values())}")
        return FileWish(tmp_path / name, next(iter(kinds)))

    cashier.till.late.sales.ask_save = answer
    find(cashier)
    cashier.press(Qt.Key.Key_S, CONTROL)
    cashier.press(Qt.Key.Key_T, CONTROL)

    assert asked == ["receipt-3.pdf PDF", "receipt-3.txt Text, Mail"]
    assert "TOTAL" in text_of((tmp_path / "receipt-3.pdf").read_bytes())
    assert "DUPLICATE 1" in (tmp_path / "receipt-3.txt").read_text(encoding="utf-8")
    assert cashier.window.toast.isVisible()
    assert ask(shop_path, lambda db: next_copy(db, sold[2].id)) == 2


def test_a_file_that_cannot_be_written_is_said_and_not_counted(
    cashier: Cashier, sold: list[Sale], tmp_path: Path, shop_path: Path
) -> None:
    cashier.till.late.sales.ask_save = lambda *_: FileWish(tmp_path / "gone" / "receipt.eml", "eml")
    find(cashier)

    cashier.press(Qt.Key.Key_T, CONTROL)

    assert cashier.window.toast.isVisible()
    assert ask(shop_path, lambda db: next_copy(db, sold[2].id)) == 0


def test_without_a_printer_a_sale_is_still_found_and_saved(sold: list[Sale], open_till: OpenTill) -> None:
    cashier = open_till()
    sheet = find(cashier)

    assert not sheet.panel.print_key.isVisible()
    assert not sheet.panel.gift_key.isVisible()
    cashier.press(Qt.Key.Key_P, CONTROL)
    cashier.press(Qt.Key.Key_Down)
    cashier.press(Qt.Key.Key_Return)
    assert sheet.panel.pdf_key.hasFocus()


@pytest.mark.parametrize("percent", [100, 150])
def test_all_of_it_is_named_large_and_reached_by_tab(
    sold: list[Sale], open_till: OpenTill, tmp_path: Path, percent: int
) -> None:
    cashier = open_till(text_percent=percent, language="fr", printer_setting="pretend:", papers=tmp_path / "papers")
    cashier.window.resize(1024, 768)
    sheet = find(cashier)
    boxes: list[QWidget] = [*sheet.findChildren(QAbstractButton), *sheet.findChildren(QLineEdit)]
    keys = [one for one in boxes if one.isVisible() and not isinstance(one.parentWidget(), QLineEdit)]

    reached = set()
    for _ in range(20):
        cashier.strike(Qt.Key.Key_Tab)
        QApplication.processEvents()
        reached.add(cashier.focus())

    assert [one for one in keys if one.height() < 48 or one.width() < one.minimumSizeHint().width()] == []
    assert [one for one in keys if not one.accessibleName()] == []
    assert sheet.card.rect().contains(sheet.panel.geometry())
    assert set(keys) - reached == set()
    assert sheet.list in reached


def test_what_is_typed_after_a_scan_takes_the_place_of_the_scanned_code(cashier: Cashier) -> None:
    sheet = find(cashier)
    cashier.scan(TEA)
    cashier.write("3")

    assert sheet.box.text() == "3"


def test_what_the_next_paper_will_be_is_said_before_it_is_printed(cashier: Cashier) -> None:
    sheet = find(cashier)
    assert sheet.panel.next_paper.text() == "No receipt was given yet: the next is the original."

    cashier.press(Qt.Key.Key_P, CONTROL)
    assert sheet.panel.next_paper.text() == "The next paper will say DUPLICATE 1."
    cashier.press(Qt.Key.Key_P, CONTROL)
    assert sheet.panel.next_paper.text() == "The next paper will say DUPLICATE 2."


def test_a_duplicate_that_could_not_be_written_stays_counted_and_that_is_said(
    cashier: Cashier, sold: list[Sale], tmp_path: Path, shop_path: Path
) -> None:
    find(cashier)
    cashier.press(Qt.Key.Key_P, CONTROL)
    cashier.till.late.sales.ask_save = lambda *_: FileWish(tmp_path / "gone" / "receipt.pdf", "pdf")

    cashier.press(Qt.Key.Key_S, CONTROL)

    assert "DUPLICATE 1 stays counted" in cashier.window.toast.text
    assert ask(shop_path, lambda db: next_copy(db, sold[2].id)) == 2
