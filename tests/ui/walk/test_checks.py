"""The walk's checks see the faults they are there for: each is planted once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QListView, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.walk.contrast import hard_to_read
from tests.ui.walk.fitting import covered, cut_off, too_small
from tests.ui.walk.focus import lost_on_the_way
from tests.ui.walk.names import wrong_names
from ui.theme import GAP, Theme

Plant = Callable[[QWidget], None]


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """A window in our look with a named key and a line of text."""
    Theme("light").dress()
    window = QWidget()
    window.setObjectName("page")
    window.resize(400, 300)
    column = QVBoxLayout(window)
    column.setSpacing(GAP)
    column.addWidget(QLabel("Rendu"))
    for text in ("Encaisser", "Retour"):
        column.addWidget(QPushButton(text))
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitExposed(window)
    return window


def _findings(window: QWidget) -> list[str]:
    checks = (wrong_names, cut_off, covered, too_small, lost_on_the_way)
    return [*hard_to_read(window, at_least=4.5), *(finding for check in checks for finding in check(window))]


def _put(window: QWidget, widget: QWidget) -> None:
    layout = window.layout()
    assert layout is not None
    layout.addWidget(widget)
    widget.show()


def _box(box: QLineEdit, name: str) -> QLineEdit:
    box.setAccessibleName(name)
    return box


def _icon_only(window: QWidget) -> None:
    _put(window, QPushButton("⌫"))


def _figure_hidden_by_its_name(window: QWidget) -> None:
    total = QLabel("16,25 €")
    total.setAccessibleName("Total")
    _put(window, total)


def _unnamed_row(window: QWidget) -> None:
    rows = QListView()
    rows.setAccessibleName("Articles")
    rows.setModel(QStringListModel([""], rows))
    _put(window, rows)


def _cut_label(window: QWidget) -> None:
    label = QLabel("Une phrase trop longue pour sa place")
    label.setFixedWidth(60)
    _put(window, label)


def _sticking_out(window: QWidget) -> None:
    QLabel("Dehors", window).move(380, 10)
    window.findChildren(QLabel)[-1].show()


def _over_each_other(window: QWidget) -> None:
    over = QLabel("Dessus", window)
    over.setGeometry(window.findChildren(QPushButton)[0].geometry())
    over.show()


def _small_key(window: QWidget) -> None:
    key = QPushButton("1")
    key.setFixedSize(40, 50)
    _put(window, key)


def _near_keys(window: QWidget) -> None:
    row = QHBoxLayout()
    row.setSpacing(2)
    for text in ("Oui", "Non"):
        row.addWidget(QPushButton(text))
    held = QWidget()
    held.setLayout(row)
    _put(window, held)


def _pale(window: QWidget) -> None:
    label = QLabel("À peine lisible")
    label.setStyleSheet("color: #C8C2BA")
    _put(window, label)


def _out_of_the_way(window: QWidget) -> None:
    name = _box(QLineEdit(), "Nom")
    _put(window, name)
    first, second = window.findChildren(QPushButton)
    QWidget.setTabOrder(name, second)
    QWidget.setTabOrder(second, first)


def _no_ring(window: QWidget) -> None:
    key = QPushButton("Sans anneau")
    key.setStyleSheet("QPushButton, QPushButton:focus { border: 1px solid black; min-height: 48px; outline: none; }")
    _put(window, key)


FAULTS = {
    "has no name that can be said": _icon_only,
    "is said as “Total”": _figure_hidden_by_its_name,
    "has no name for its row 0": _unnamed_row,
    "is cut off": _cut_label,
    "sticks out": _sticking_out,
    "lies over": _over_each_other,
    "is only 40 x 50": _small_key,
    "is 2 pixels from": _near_keys,
    "has a contrast of": _pale,
    "the tab key goes back": _out_of_the_way,
    "one does not see the focus": _no_ring,
}


def test_a_sound_window_passes(window: QWidget) -> None:
    assert _findings(window) == []


@pytest.mark.parametrize("said", FAULTS)
def test_a_fault_is_found(window: QWidget, qtbot: QtBot, said: str) -> None:
    FAULTS[said](window)
    qtbot.wait(20)

    found = _findings(window)

    assert [finding for finding in found if said in finding], found


def test_a_key_the_tab_key_never_reaches_is_found(window: QWidget, qtbot: QtBot) -> None:
    class Trap(QLineEdit):
        def focusNextPrevChild(self, _forward: bool) -> bool:
            return True

    trap = _box(Trap(), "Montant")
    _put(window, trap)
    QWidget.setTabOrder(window.findChildren(QPushButton)[0], trap)
    trap.setFocus(Qt.FocusReason.OtherFocusReason)

    assert "the tab key never comes to QPushButton “Retour”" in lost_on_the_way(window)
