"""What to do about a code no article carries; scanning goes on beside it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout

from pos.domain.barcode import has_wrong_check_digit
from pos.wording import Wording
from ui.sell.counter import UnknownCode
from ui.theme import GAP, MARGIN, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label

NARROW: Final = 640


class UnknownCodePanel(QFrame):
    """Shows the oldest unknown code and how many wait behind it."""

    create_requested = Signal(object)
    search_requested = Signal()

    def __init__(self, theme: Theme, wording: Wording) -> None:
        super().__init__()
        self.setProperty("role", "ask")
        self._wording = wording
        self._waiting: list[UnknownCode] = []
        self._text = label(wrap=True)
        self._theme = theme
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(MARGIN, GAP, GAP, GAP)
        self._row.setSpacing(GAP)
        self._row.addWidget(self._text, 1)
        self.create_key = KeyButton(theme, wording("Create the article"), self._create, kind="primary")
        self.search_key = KeyButton(theme, wording("Look for it"), self._search)
        self.ignore_key = KeyButton(theme, wording("Ignore"), self.settle, key=wording("Esc"))
        keys = QHBoxLayout()
        keys.setSpacing(GAP)
        for key in (self.create_key, self.search_key, self.ignore_key):
            keys.addWidget(key)
        self._row.addLayout(keys)
        self.hide()

    @property
    def code(self) -> str:
        """The code now asked about; empty when there is none."""
        return self._waiting[0].code if self._waiting else ""

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def ask(self, unknown: UnknownCode) -> None:
        """Ask about one more code; the same code again is not asked twice."""
        if unknown.code not in {one.code for one in self._waiting}:
            self._waiting.append(unknown)
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where text and keys do not fit beside each other, the keys stand below."""
        super().resizeEvent(event)
        narrow = self.width() < self._theme.px(NARROW)
        self._row.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def settle(self) -> None:
        """The shown code was dealt with: on to the next."""
        self._waiting = self._waiting[1:]
        self._show()

    def _create(self) -> None:
        if self._waiting:
            self.create_requested.emit(self._waiting[0])

    def _search(self) -> None:
        self.settle()
        self.search_requested.emit()

    def _show(self) -> None:
        self.setVisible(bool(self._waiting))
        if not self._waiting:
            return
        wording = self._wording
        sentences = [wording("No article carries the code {code}.").format(code=self.code)]
        if has_wrong_check_digit(self.code):
            sentences.append(wording("Its check digit is wrong: scan it once more."))
        more = len(self._waiting) - 1
        if more:
            waiting = wording.plural("{count} more code waits.", "{count} more codes wait.", more)
            sentences.append(waiting.format(count=more))
        self._text.setText(" ".join(sentences))
