"""A shopkeeper says in the window when the shop is open and who it is, tells news, reduces a price."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from pos.database import products, promotions, window_words
from pos.database.connection import Database
from pos.domain.money import Money
from pos.domain.opening_hours import CLOSED_WEEK, ClosedDays, Span
from pos.domain.window_word import WindowWord
from pos.operations.announcing import reduce_price
from tests.ui.sell.cashier import Cashier, ask
from tests.ui.sell.conftest import BREAD
from tests.ui.window.conftest import OpenSheet
from ui.articles.article_list import ArticleList
from ui.window.day_row import DayRow
from ui.window.window_sheet import ABOUT, CLOSURES, HOURS, NEWS, PROMOTIONS, WindowSheet


def _word(shop: Path) -> WindowWord:
    return ask(shop, window_words.word)


def _type(row: DayRow, *texts: str) -> None:
    for box, text in zip(row.boxes, texts, strict=False):
        box.setText(text)


def _undo(cashier: Cashier) -> None:
    key = cashier.window.toast.findChild(QPushButton)
    assert isinstance(key, QPushButton)
    key.click()
    cashier.settle()


def _price(db: Database, product_id: str) -> Money | None:
    product = products.get(db, product_id)
    assert product is not None
    return product.price


def _keys(sheet: WindowSheet, words: str) -> list[QPushButton]:
    return [key for key in sheet.findChildren(QPushButton) if words in key.accessibleName() and key.isVisible()]


def test_hours_are_typed_copied_to_all_days_and_kept(cashier: Cashier, open_sheet: OpenSheet, shop_path: Path) -> None:
    sheet = open_sheet(cashier)
    monday = sheet.hours.rows[0]
    assert cashier.focus() is monday.boxes[0]
    _type(monday, "9", "12h30", "14", "19")
    sheet.hours.copy_key.click()
    _type(sheet.hours.rows[6], "", "", "", "")
    assert "Monday to saturday: 09:00–12:30 and 14:00–19:00" in sheet.hours.preview.text()
    cashier.press(Qt.Key.Key_Return)

    day = (Span(540, 750), Span(840, 1140))
    assert cashier.window.sheet is None
    assert _word(shop_path).hours == (day,) * 6 + ((),)


def test_a_time_nobody_reads_is_said_at_its_day_and_nothing_is_lost(
    cashier: Cashier, open_sheet: OpenSheet, shop_path: Path
) -> None:
    sheet = open_sheet(cashier)
    _type(sheet.hours.rows[1], "neuf", "12")
    sheet.tabs.setCurrentIndex(ABOUT)
    cashier.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)

    assert sheet.tabs.currentIndex() == HOURS
    assert "no time" in sheet.hours.rows[1].fault.text()
    assert cashier.focus() is sheet.hours.rows[1].boxes[0]
    assert _word(shop_path) == WindowWord()


def test_days_with_other_hours_are_added_removed_and_put_back(
    cashier: Cashier, open_sheet: OpenSheet, shop_path: Path
) -> None:
    sheet = open_sheet(cashier, CLOSURES)
    page = sheet.closures
    page.first_day.show_text("24/12/2099")
    page.last_day.show_text("26/12/2099")
    page.reason.show_text("Noël")
    cashier.press(Qt.Key.Key_Return)
    noel = ClosedDays(date(2099, 12, 24), date(2099, 12, 26), reason="Noël")
    assert list(page.closures) == [noel]

    (remove,) = _keys(sheet, "Remove: 24/12/2099")
    remove.click()
    assert list(page.closures) == []
    _undo(cashier)
    assert list(page.closures) == [noel]
    cashier.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert _word(shop_path).closures == (noel,)


def test_days_that_make_no_sense_are_said_at_their_box(cashier: Cashier, open_sheet: OpenSheet) -> None:
    page = open_sheet(cashier, CLOSURES).closures
    for first, last, said in (
        ("demain", "", "no day"),
        ("24/12/2099", "1/12/2099", "before"),
        ("1/1/2020", "", "over"),
    ):
        page.first_day.show_text(first)
        page.last_day.show_text(last)
        assert not page.add()
        assert said in page.first_day.fault.text() + page.last_day.fault.text()
    assert page.closures == ()


def test_who_the_shop_is_is_kept_and_can_be_taken_back(
    cashier: Cashier, open_sheet: OpenSheet, shop_path: Path, tmp_path: Path
) -> None:
    sheet = open_sheet(cashier, ABOUT)
    sheet.about.presentation.show_text("Fromages et paniers")
    sheet.about.website.show_text("port.example")
    picture = tmp_path / "shop.png"
    QImage(3000, 2000, QImage.Format.Format_RGB32).save(str(picture))
    sheet.about.photo.offered.emit(picture)
    cashier.settle()
    cashier.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)

    word = _word(shop_path)
    assert (word.presentation, word.website) == ("Fromages et paniers", "https://port.example")
    body = ask(shop_path, lambda db: products.photo(db, word.picture or ""))
    assert QImage.fromData(body or b"").width() == 1600
    _undo(cashier)
    assert _word(shop_path).presentation == ""


def test_a_wrong_site_is_said_at_its_box(cashier: Cashier, open_sheet: OpenSheet) -> None:
    sheet = open_sheet(cashier, ABOUT)
    sheet.about.website.show_text("pas un site")
    sheet.save()

    assert "no site" in sheet.about.website.fault.text()
    assert cashier.focus() is sheet.about.website.box


def test_a_changed_word_is_not_left_without_a_question(cashier: Cashier, open_sheet: OpenSheet) -> None:
    sheet = open_sheet(cashier)
    _type(sheet.hours.rows[0], "9", "12")
    cashier.press(Qt.Key.Key_Escape)
    assert sheet.asking.isVisible()
    cashier.press(Qt.Key.Key_Escape)
    assert not sheet.asking.isVisible()
    _type(sheet.hours.rows[0], "", "")
    cashier.press(Qt.Key.Key_Escape)
    assert cashier.window.sheet is None


def test_news_are_written_told_withdrawn_and_shown_again(
    cashier: Cashier, open_sheet: OpenSheet, shop_path: Path
) -> None:
    sheet = open_sheet(cashier, NEWS)
    assert sheet.news.list.nothing.isVisible()
    cashier.press(Qt.Key.Key_Return)
    assert sheet.news.is_writing
    cashier.press(Qt.Key.Key_Return)
    cashier.settle()
    assert "title" in sheet.news.title.fault.text()
    sheet.news.title.show_text("Arrivage")
    sheet.news.last_day.show_text("31/12/2099")
    cashier.press(Qt.Key.Key_Return)
    cashier.settle()

    (told,) = ask(shop_path, window_words.news)
    assert (told.title, told.last, told.shown) == ("Arrivage", date(2099, 12, 31), True)
    _keys(sheet, "Withdraw: Arrivage")[0].click()
    cashier.settle()
    assert not ask(shop_path, window_words.news)[0].shown
    _undo(cashier)
    assert ask(shop_path, window_words.news)[0].shown
    assert _keys(sheet, "Rewrite: Arrivage")


def test_a_price_is_reduced_from_the_list_and_put_back_with_one_key(
    cashier: Cashier, open_sheet: OpenSheet, shop_path: Path
) -> None:
    before = ask(shop_path, lambda db: products.with_barcode(db, BREAD))
    assert before is not None
    assert before.price is not None
    sheet = open_sheet(cashier, PROMOTIONS)
    cashier.press(Qt.Key.Key_Return)
    cashier.settle()
    cashier.sheet(ArticleList).chosen.emit(before.id)
    cashier.sheet(ArticleList).put_away()
    cashier.settle()
    page = sheet.promotions
    assert page.is_setting
    assert "L112-1-1" in page.prior.text()

    page.price.setText("99")
    assert "below" in page.notice.text()
    page.price.setText("0.50")
    assert "instead of" in page.preview.text()
    cashier.press(Qt.Key.Key_Return)
    cashier.settle()

    (told,) = ask(shop_path, promotions.all_of_them)
    assert (told.asked, told.promotion.prior) == (Money(50), before.price)
    _keys(sheet, "Price as before")[0].click()
    cashier.settle()
    assert ask(shop_path, lambda db: _price(db, before.id)) == before.price


def test_the_end_of_a_reduced_price_is_said_and_nothing_is_changed(cashier: Cashier, shop_path: Path) -> None:
    bread = ask(shop_path, lambda db: products.with_barcode(db, BREAD))
    assert bread is not None
    now = cashier.till.late.contents._parts.clock()
    then, over = now - timedelta(days=5), now - timedelta(days=1)
    cashier.till.background.run(lambda db: reduce_price(db, bread.id, Money(50), ends=over, text="", now=then))
    cashier.settle()

    cashier.till.late.contents.remind()
    cashier.settle()

    assert "announced no more" in cashier.window.toast.text
    assert ask(shop_path, lambda db: _price(db, bread.id)) == Money(50)
    _undo(cashier)
    assert cashier.sheet(WindowSheet).tabs.currentIndex() == PROMOTIONS
    assert _keys(cashier.sheet(WindowSheet), "Price as before")
    assert _keys(cashier.sheet(WindowSheet), "Keep this price")
    cashier.till.late.contents.remind()
    cashier.settle()
    assert "announced no more" in cashier.window.toast.text, "said once"


def test_tab_goes_round_on_every_page(cashier: Cashier, open_sheet: OpenSheet) -> None:
    sheet = open_sheet(cashier)
    for place in (HOURS, CLOSURES, ABOUT, NEWS, PROMOTIONS):
        sheet.tabs.setCurrentIndex(place)
        for _ in range(40):
            QTest.keyClick(cashier.focus(), Qt.Key.Key_Tab)
            assert sheet.isAncestorOf(cashier.focus()), (place, cashier.focus())


def test_an_untouched_sheet_is_closed_at_once(cashier: Cashier, open_sheet: OpenSheet, shop_path: Path) -> None:
    open_sheet(cashier)
    cashier.press(Qt.Key.Key_Return)

    assert cashier.window.sheet is None
    assert _word(shop_path).hours in {None, CLOSED_WEEK}
