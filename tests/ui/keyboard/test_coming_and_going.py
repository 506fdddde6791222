"""When the keyboard comes, where it stands, and that it never takes the focus or covers what is being filled in."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit

from tests.ui.keyboard.conftest import at_a_full_till
from tests.ui.keyboard.fingers import Fingers, strike_ctrl_k
from tests.ui.sell.cashier import Cashier
from tests.ui.sell.conftest import BREAD, OpenTill
from ui.articles.article_sheet import ArticleSheet
from ui.keyboard.key import Key
from ui.keyboard.layouts import Act, Layer
from ui.keyboard.on_screen_keyboard import OnScreenKeyboard
from ui.keyboard.when_shown import WhenShown, touch_screen_is_there
from ui.sell.payment_sheet import PaymentSheet


def _set(cashier: Cashier, when: WhenShown) -> None:
    assert cashier.till.late.keyboard is not None
    cashier.till.late.keyboard.set_when(when)
    cashier.settle()


def _within(key: Key, keyboard: OnScreenKeyboard) -> bool:
    return keyboard.rect().contains(QRect(key.mapTo(keyboard, QPoint()), key.size()))


def _seen_whole(cashier: Cashier, widget: QLineEdit, keyboard: OnScreenKeyboard) -> bool:
    top = widget.mapTo(cashier.window, widget.rect().topLeft()).y()
    bottom = widget.mapTo(cashier.window, widget.rect().bottomLeft()).y()
    return top >= 0 and bottom < keyboard.geometry().top()


def test_ctrl_k_shows_it_and_puts_it_away_whatever_the_search_holds(cashier: Cashier) -> None:
    fingers = Fingers(cashier)
    cashier.write("pain")
    strike_ctrl_k(cashier)
    assert fingers.has_keyboard
    assert cashier.window.sell.search.text() == "pain"
    strike_ctrl_k(cashier)

    assert not fingers.has_keyboard


def test_it_does_not_come_while_somebody_types_on_keys(fingers: Fingers) -> None:
    fingers.cashier.press(Qt.Key.Key_F2)
    fingers.cashier.write("the")

    assert not fingers.has_keyboard


def test_it_never_takes_the_focus(fingers: Fingers) -> None:
    search = fingers.window.sell.search
    fingers.tap(search)
    for key in fingers.keyboard.keys:
        if key.spec.act not in {Act.HIDE, Act.SIGNS, Act.ENTER}:
            fingers.tap(key)
            assert search.hasFocus(), key.text()


def test_never_means_never_until_it_is_asked_for(fingers: Fingers) -> None:
    _set(fingers.cashier, WhenShown.NEVER)
    fingers.tap(fingers.window.sell.search)
    assert not fingers.has_keyboard
    strike_ctrl_k(fingers.cashier)

    assert fingers.has_keyboard


def test_the_shop_s_decision_is_kept(open_till: OpenTill) -> None:
    first = at_a_full_till(open_till)
    _set(first, WhenShown.TOUCHED)
    first.till.close()

    second = at_a_full_till(open_till)
    assert second.till.late.keyboard is not None
    assert second.till.late.keyboard.when is WhenShown.TOUCHED


def test_without_a_decision_a_touch_screen_decides(cashier: Cashier) -> None:
    assert cashier.till.late.keyboard is not None
    expected = WhenShown.TOUCHED if touch_screen_is_there() else WhenShown.NEVER

    assert cashier.till.late.keyboard.when is expected


def test_it_goes_by_its_key_and_comes_back_with_the_next_tap(fingers: Fingers) -> None:
    search = fingers.window.sell.search
    fingers.tap(search)
    fingers.press(Act.HIDE)
    assert not fingers.has_keyboard
    assert search.hasFocus()
    fingers.tap(search)

    assert fingers.has_keyboard


def test_it_goes_when_a_key_of_the_till_is_tapped_and_that_key_is_not_missed(fingers: Fingers) -> None:
    cashier = fingers.cashier
    cashier.scan(BREAD)
    fingers.tap(cashier.window.sell.search)
    fingers.tap(cashier.window.sell.ticket.pay_key)

    cashier.sheet(PaymentSheet)
    assert not fingers.has_keyboard, "the payment sheet has digits of its own"


def test_the_page_makes_room_and_takes_it_back(fingers: Fingers) -> None:
    sell = fingers.window.sell
    before = sell.height()
    fingers.tap(sell.search)
    keyboard = fingers.keyboard
    assert sell.height() == before - keyboard.height()
    assert sell.geometry().bottom() < keyboard.geometry().top()
    fingers.press(Act.HIDE)

    assert sell.height() == before


@pytest.mark.parametrize("percent", [100, 150])
def test_no_box_of_the_card_is_covered(open_till: OpenTill, percent: int) -> None:
    cashier = at_a_full_till(open_till, text_percent=percent)
    _set(cashier, WhenShown.TOUCHED)
    fingers = Fingers(cashier)
    cashier.window.resize(1024, 768)
    cashier.scan(BREAD)
    cashier.till.late.articles.open(cashier.ticket.lines[0].product_id)
    cashier.settle()
    sheet = cashier.sheet(ArticleSheet)

    for box in (sheet.name, sheet.price, sheet.brand, sheet.codes.box):
        box.setFocus()
        cashier.settle()
        if not fingers.has_keyboard:
            fingers.tap(box)
        assert _seen_whole(cashier, box, fingers.keyboard), box.accessibleName()
    assert fingers.keyboard.layer == "letters"


@pytest.mark.parametrize("percent", [100, 150])
@pytest.mark.parametrize("layer", ["letters", "signs", "figures"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_key_is_named_large_enough_and_whole(
    open_till: OpenTill, percent: int, layer: Layer, language: str
) -> None:
    cashier = at_a_full_till(open_till, text_percent=percent, language=language)
    cashier.window.resize(1024, 768)
    strike_ctrl_k(cashier)
    fingers = Fingers(cashier)
    fingers.keyboard.show_layer(layer)
    cashier.settle()

    keyboard = fingers.keyboard
    assert [key.text() for key in keyboard.keys if not key.accessibleName()] == []
    assert [(key.text(), key.size()) for key in keyboard.keys if key.width() < 48 or key.height() < 48] == []
    assert [key.text() for key in keyboard.keys if not _within(key, keyboard)] == []
    assert [key.text() for key in keyboard.keys if not key.text_fits] == []
    assert cashier.window.rect().contains(keyboard.geometry())


def test_a_notice_stands_above_the_keys(fingers: Fingers) -> None:
    fingers.tap(fingers.window.sell.search)
    fingers.window.say("Bonjour.")
    fingers.cashier.settle()

    toast = fingers.window.toast
    assert toast.geometry().bottom() < fingers.keyboard.geometry().top()


def test_it_stands_in_the_import_window_too(cashier: Cashier) -> None:
    cashier.till.imports.open()
    window = cashier.till.imports.window
    assert window is not None
    cashier.qtbot.waitUntil(lambda: QApplication.activeWindow() is window, timeout=2_000)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    cashier.settle()

    keyboard = window.findChild(OnScreenKeyboard)
    assert keyboard is not None
    assert keyboard.isVisible()
    assert window.rect().contains(keyboard.geometry())
    assert window.pages.geometry().bottom() < keyboard.geometry().top()


def test_a_list_that_can_be_written_into_takes_the_keys(fingers: Fingers) -> None:
    town = QComboBox(fingers.window)
    town.setEditable(True)
    town.setGeometry(40, 40, 300, 50)
    town.show()
    fingers.tap(town)
    fingers.write("nîmes")

    assert town.currentText() == "nîmes"
    town.deleteLater()
