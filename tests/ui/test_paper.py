"""A receipt that is longer than its place is read on by the arrow keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from pos.wording import Wording
from ui.theme import Theme
from ui.widgets.paper import Paper


def _shown(qtbot: QtBot, lines: int) -> Paper:
    paper = Paper(Theme("light"), Wording("en"), "<br>".join(["Pain"] * lines))
    qtbot.addWidget(paper)
    paper.setFixedHeight(200)
    paper.show()
    paper.activateWindow()
    qtbot.waitExposed(paper)
    return paper


def test_the_arrows_scroll_a_long_receipt(qtbot: QtBot) -> None:
    paper = _shown(qtbot, lines=80)
    assert paper.focusPolicy() == Qt.FocusPolicy.TabFocus
    paper.setFocus(Qt.FocusReason.TabFocusReason)

    QTest.keyClick(paper, Qt.Key.Key_Down)
    first = paper.verticalScrollBar().value()
    QTest.keyClick(paper, Qt.Key.Key_PageDown)

    assert 0 < first < paper.verticalScrollBar().value()


def test_the_tab_key_passes_by_a_short_one(qtbot: QtBot) -> None:
    assert _shown(qtbot, lines=2).focusPolicy() == Qt.FocusPolicy.NoFocus
