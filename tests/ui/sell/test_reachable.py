"""Everybody can reach everything: names for screen readers, keys large enough, a focus that can be followed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QWidget

from pos.wording import Language
from tests.ui.sell.cashier import Cashier
from tests.ui.sell.conftest import BREAD, CARD, CHEESE, OpenTill

SMALLEST_KEY_PX = 48
QTS_OWN = {"qt_toolbutton", "ScrollLeftButton", "ScrollRightButton"}


def on_the_screen(cashier: Cashier) -> None:
    cashier.scan(BREAD)


def paying(cashier: Cashier) -> None:
    cashier.scan(BREAD)
    cashier.press(Qt.Key.Key_F12)


def paid(cashier: Cashier) -> None:
    cashier.scan(BREAD)
    cashier.press(Qt.Key.Key_F9)
    cashier.press(Qt.Key.Key_Return)


def creating(cashier: Cashier) -> None:
    cashier.scan("3560070000003")
    cashier.tap(cashier.window.sell.unknown.create_key)


def weighing(cashier: Cashier) -> None:
    cashier.scan(CHEESE)


def pricing(cashier: Cashier) -> None:
    cashier.scan(CARD)


def noted(cashier: Cashier) -> None:
    cashier.scan(BREAD)
    cashier.till.desk.counter.note(0, "à emballer à part et à garder au frais jusqu’à ce soir")
    cashier.till.desk.counter.note(None, "Mme Petit passe à 18 h")
    cashier.settle()


def noting(cashier: Cashier) -> None:
    cashier.scan(BREAD)
    cashier.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)


def parking(cashier: Cashier) -> None:
    for _ in range(7):
        cashier.till.desk.scan(BREAD)
        cashier.till.desk.counter.park("Madame Petit de la rue du Faubourg")
        cashier.settle()
    cashier.scan(BREAD)
    cashier.press(Qt.Key.Key_F7)


def checking(cashier: Cashier) -> None:
    cashier.press(Qt.Key.Key_F4)


def looking(cashier: Cashier) -> None:
    cashier.till.desk.beside.can_edit = True
    cashier.press(Qt.Key.Key_F4)
    cashier.scan(BREAD)


def arranging(cashier: Cashier) -> None:
    cashier.scan(BREAD)
    cashier.press(Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    cashier.window.toast.hide()
    cashier.window.sell.tabs.setCurrentIndex(0)
    cashier.settle()
    cashier.tap(cashier.window.sell.arrange_key)


def without_favourites(cashier: Cashier) -> None:
    cashier.window.sell.tabs.setCurrentIndex(0)
    cashier.settle()


def all_keys(cashier: Cashier) -> None:
    cashier.press(Qt.Key.Key_F1)


def after_a_sale(cashier: Cashier) -> None:
    cashier.scan(BREAD)
    cashier.press(Qt.Key.Key_F10)
    cashier.write("20")
    cashier.press(Qt.Key.Key_F12)
    cashier.press(Qt.Key.Key_Return)


SCREENS = pytest.mark.parametrize(
    "go",
    [
        on_the_screen, paying, paid, creating, weighing, pricing, noted, noting, parking, checking, looking, arranging,
        without_favourites, all_keys, after_a_sale,
    ],
)  # fmt: skip


def _seen(cashier: Cashier) -> list[QWidget]:
    within = cashier.window.sheet or cashier.window
    return [widget for widget in within.findChildren(QWidget) if widget.isVisible()]


@SCREENS
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_key_and_box_has_a_name(open_till: OpenTill, go: Callable[[Cashier], None], language: Language) -> None:
    cashier = open_till(language=language)
    go(cashier)

    unnamed = [
        widget
        for widget in _seen(cashier)
        if isinstance(widget, QAbstractButton | QLineEdit | QComboBox)
        and not (widget.accessibleName() or getattr(widget, "text", str)().strip(" ⌫−+✕"))
        and widget.objectName() not in QTS_OWN
        and not isinstance(widget.parentWidget(), QLineEdit | QComboBox)
    ]
    assert unnamed == []


@SCREENS
@pytest.mark.parametrize("percent", [100, 150])
def test_every_key_is_large_enough_for_a_finger(
    open_till: OpenTill, go: Callable[[Cashier], None], percent: int
) -> None:
    cashier = open_till(text_percent=percent, language="fr")
    cashier.window.resize(1024, 768)
    go(cashier)

    small = [
        (key.text() or key.objectName(), key.width(), key.height())
        for key in _seen(cashier)
        if isinstance(key, QAbstractButton)
        and key.objectName() not in QTS_OWN
        and not isinstance(key.parentWidget(), QLineEdit)
        and (key.width() < SMALLEST_KEY_PX or key.height() < SMALLEST_KEY_PX)
    ]
    assert small == []


@SCREENS
@pytest.mark.parametrize("percent", [100, 150])
def test_nothing_is_cut_off_or_covered(open_till: OpenTill, go: Callable[[Cashier], None], percent: int) -> None:
    cashier = open_till(text_percent=percent, language="fr")
    cashier.window.resize(1024, 768)
    go(cashier)
    cashier.settle()

    cut = [
        (widget.text(), widget.size(), widget.minimumSizeHint())
        for widget in _seen(cashier)
        if isinstance(widget, QAbstractButton | QLabel)
        and widget.objectName() not in QTS_OWN
        and not isinstance(widget.parentWidget(), QLineEdit)
        and widget.text()
        and (widget.width() < widget.minimumSizeHint().width() or widget.height() < widget.minimumSizeHint().height())
    ]
    assert cut == []
    assert [widget for widget in _seen(cashier) if not _within_its_parent(widget)] == []


def _within_its_parent(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    if parent is None or not isinstance(widget, QAbstractButton | QLabel | QLineEdit):
        return True
    return parent.rect().contains(widget.geometry()) or isinstance(parent.parentWidget(), QComboBox)


@SCREENS
def test_tab_reaches_every_key_in_turn(cashier: Cashier, go: Callable[[Cashier], None]) -> None:
    go(cashier)
    wanted = {
        widget
        for widget in _seen(cashier)
        if isinstance(widget, QAbstractButton | QLineEdit)
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isEnabled()
        and not isinstance(widget.parentWidget(), QComboBox)
    }

    reached = set()
    for _ in range(60):
        cashier.strike(Qt.Key.Key_Tab)
        QApplication.processEvents()
        reached.add(cashier.focus())

    groups = {key for key in wanted if isinstance(key, QAbstractButton) and key.group() is not None}
    assert wanted - groups - reached == set()
