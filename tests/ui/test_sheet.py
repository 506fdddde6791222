"""A sheet is walked as it is read, and stands in the middle."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QButtonGroup, QHBoxLayout, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ui.theme import Theme
from ui.widgets.sheet import Sheet


@pytest.fixture
def below(qtbot: QtBot) -> QWidget:
    """A screen to lay sheets over."""
    screen = QWidget()
    screen.resize(800, 600)
    qtbot.addWidget(screen)
    screen.show()
    screen.activateWindow()
    qtbot.waitExposed(screen)
    return screen


def _way(steps: int, *, back: bool = False) -> list[str]:
    texts = []
    for _ in range(steps):
        focus = QApplication.focusWidget()
        assert isinstance(focus, QPushButton)
        texts.append(focus.text())
        QTest.keyClick(focus, Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab)
    return texts


def test_the_tab_key_follows_the_rows_whatever_was_made_first(below: QWidget) -> None:
    sheet = Sheet(Theme("light"), "Feuille")
    last, first, second = QPushButton("c"), QPushButton("a"), QPushButton("b")
    row = QHBoxLayout()
    row.addWidget(first)
    row.addWidget(second)
    sheet.body.addLayout(row)
    sheet.body.addWidget(last)
    sheet.lay_over(below, first)

    assert _way(4) == ["a", "b", "c", "a"]
    first.setFocus()
    assert _way(4, back=True) == ["a", "c", "b", "a"]


def test_of_choices_the_tab_key_comes_by_the_one_that_is_down(below: QWidget) -> None:
    sheet = Sheet(Theme("light"), "Feuille")
    group = QButtonGroup(sheet)
    before, after = QPushButton("avant"), QPushButton("après")
    sheet.body.addWidget(before)
    for text in ("20 %", "10 %", "5,5 %"):
        key = QPushButton(text)
        key.setCheckable(True)
        key.setChecked(text == "5,5 %")
        group.addButton(key)
        sheet.body.addWidget(key)
    sheet.body.addWidget(after)
    sheet.lay_over(below, before)

    assert _way(4) == ["avant", "5,5 %", "après", "avant"]


def test_a_card_that_may_not_be_narrow_stands_in_the_middle(below: QWidget) -> None:
    sheet = Sheet(Theme("light"), "Feuille")
    key = QPushButton("Fermer")
    sheet.body.addWidget(key)
    sheet.card.setMinimumWidth(560)
    sheet.lay_over(below, key)

    off = sheet.card.geometry().center() - sheet.rect().center()
    assert (abs(off.x()), abs(off.y())) <= (1, 1)
    assert sheet.card.pos() != QPoint(0, 0)
