"""The card of all keys, made from the table they are bound by."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from pos.wording import Wording
from ui.sell.keys import KEYS, Group, ShownKey
from ui.theme import GAP, MARGIN, TOUCH, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label
from ui.widgets.scrolling import scrolling
from ui.widgets.sheet import Sheet

_HIGHEST: Final = 618
"""The list and the key below it, on the smallest screen."""
_COLUMNS: Final = ((Group.FIND, Group.PAY, Group.TILL), (Group.TICKET, Group.ARRANGE))


class KeysSheet(Sheet):
    """Shows every key with what it does, by groups; scrolls where the text is large."""

    def __init__(self, theme: Theme, wording: Wording) -> None:
        super().__init__(theme, wording("All keys"))
        self._wording = wording
        self.shown: list[tuple[ShownKey, str, str]] = []
        """The rows with their words, in the order of the table."""
        page = QWidget()
        columns = QHBoxLayout(page)
        columns.setContentsMargins(0, 0, MARGIN, 0)
        columns.setSpacing(3 * MARGIN)
        for groups in _COLUMNS:
            column = QVBoxLayout()
            column.setSpacing(GAP)
            for group in groups:
                column.addLayout(self._group(group))
                column.addSpacing(GAP)
            column.addStretch(1)
            columns.addLayout(column, 1)
        self._area = scrolling(page)
        self._area.setMinimumWidth(theme.room(800))
        self._area.setFixedHeight(_HIGHEST - theme.room(TOUCH))
        self.close_key = KeyButton(theme, wording("Close"), self.go_back, key=wording("Esc"))
        self.body.addWidget(self._area)
        self.body.addWidget(self.close_key)

    def confirm(self) -> None:
        """Enter: close."""
        self.put_away()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F1 again closes; the arrows scroll."""
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_F1:
            self.put_away()
        elif steps is not None:
            bar = self._area.verticalScrollBar()
            bar.setValue(bar.value() + steps * bar.singleStep() * 2)
        else:
            super().keyPressEvent(event)

    def _group(self, group: Group) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(MARGIN)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        heading = label(self._wording(group.value))
        heading.setFont(self._theme.font(14, QFont.Weight.DemiBold))
        grid.addWidget(heading, 0, 0, 1, 2)
        for row, one in enumerate((one for one in KEYS if one.group is group), 1):
            key, says = label(self._wording(one.key), role="key"), label(self._wording(one.says), wrap=True)
            key.setAlignment(Qt.AlignmentFlag.AlignCenter)
            grid.addWidget(key, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(says, row, 1)
            self.shown.append((one, key.text(), says.text()))
        return grid
