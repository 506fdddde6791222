"""Past closings: all of them, the chosen one's paper, and the keys that give it out once more."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout

from pos.operations.finding_closings import ClosingEntry
from pos.operations.saving_papers import FileKind
from pos.wording import Wording
from ui.closing.closings_list import ClosingsList, ClosingsModel
from ui.theme import GAP, MARGIN, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label
from ui.widgets.paper import Paper
from ui.widgets.sheet import Sheet

_WIDE: Final = 860


class PastSheet(Sheet):
    """Says which closing is to be shown, printed, saved or counted."""

    chosen = Signal(object)
    print_requested = Signal(object)
    file_requested = Signal(object, object)
    count_requested = Signal(object)
    habits_requested = Signal()

    def __init__(
        self, theme: Theme, wording: Wording, model: ClosingsModel, *, can_print: bool, choose: int | None, said: str
    ) -> None:
        """Lay the sheet out and begin to read.

        Args:
            theme: the look.
            wording: the language.
            model: reads the closings.
            can_print: whether there is a printer.
            choose: the closing that is shown first, by its number in the chain; None for the newest.
            said: what has just happened, to stand above the list; may be empty.
        """
        super().__init__(theme, wording("Past closings"))
        self._wording, self._model, self._first = wording, model, choose
        self._can_print = can_print
        self._entry: ClosingEntry | None = None
        self.news = label(said, role="accent", wrap=True)
        self.list = _RoomyList(theme, wording, model)
        self.nothing = label(wording("Nothing was closed yet."), role="soft", wrap=True)
        self.nothing.hide()
        self.paper = Paper(theme, wording)
        self.paper.setAccessibleName(wording("Paper of the closing"))
        self.print_key = KeyButton(theme, wording("Print"), self._print, key=wording("Ctrl+P"))
        self.pdf_key = KeyButton(theme, wording("PDF…"), self._save_pdf, key=wording("Ctrl+S"))
        self.text_key = KeyButton(theme, wording("Text…"), self._save_text, key=wording("Ctrl+T"))
        self.count_key = KeyButton(theme, wording("Count the drawer"), self._count, key=wording("Ctrl+J"))
        self.habits_key = KeyButton(theme, wording("How the shop closes…"), self.habits_requested.emit)
        self.back_key = KeyButton(theme, wording("Close"), self.put_away, key=wording("Esc"))
        self._lay_out()
        self._let_keys_work()
        self._model.answered.connect(self._answered)
        self.list.chosen.connect(self._choose)
        self._model.read()

    @property
    def entry(self) -> ClosingEntry | None:
        """The closing that is chosen."""
        return self._entry

    def show_paper(self, seq: int, page: str) -> None:
        """Show the paper of a closing, a page of `pos.receipts.html`, if it is still the chosen one."""
        if self._entry is not None and self._entry.record.seq == seq:
            self.paper.show_page(page)

    def read_again(self) -> None:
        """One of them was counted meanwhile."""
        self._first = None if self._entry is None else self._entry.record.seq
        self._model.read()

    def confirm(self) -> None:
        """Enter: from the list to the keys; a key does what it says."""
        focus = QApplication.focusWidget()
        if isinstance(focus, QPushButton) and self.isAncestorOf(focus):
            focus.click()
        else:
            (self.print_key if self._can_print else self.pdf_key).setFocus(Qt.FocusReason.OtherFocusReason)

    def refuses_scans(self) -> str:
        """These papers are no articles."""
        return self._wording("Close this before scanning.")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys' own shortcuts."""
        pressed = {
            Qt.Key.Key_P: self.print_key,
            Qt.Key.Key_S: self.pdf_key,
            Qt.Key.Key_T: self.text_key,
            Qt.Key.Key_J: self.count_key,
        }.get(Qt.Key(event.key()))
        if pressed is not None and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            pressed.click()
            event.accept()
        else:
            super().keyPressEvent(event)

    def _answered(self) -> None:
        found = self._model.rowCount() > 0
        self.list.setVisible(found)
        self.nothing.setVisible(not found)
        if found:
            self.list.choose(self._first)
            if not self.isAncestorOf(QApplication.focusWidget() or self):
                self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.back_key.setFocus(Qt.FocusReason.OtherFocusReason)
        self._let_keys_work()

    def _choose(self, entry: ClosingEntry) -> None:
        self._entry = entry
        self._let_keys_work()
        self.chosen.emit(entry)

    def _print(self) -> None:
        if self._entry is not None and self._can_print:
            self.print_requested.emit(self._entry)

    def _save_pdf(self) -> None:
        if self._entry is not None:
            self.file_requested.emit(self._entry, FileKind.PDF)

    def _save_text(self) -> None:
        if self._entry is not None:
            self.file_requested.emit(self._entry, FileKind.TEXT)

    def _count(self) -> None:
        if self._entry is not None and self._entry.lacks_count:
            self.count_requested.emit(self._entry)

    def _let_keys_work(self) -> None:
        for key in (self.print_key, self.pdf_key, self.text_key):
            key.setEnabled(self._entry is not None)
        self.count_key.setEnabled(self._entry is not None and self._entry.lacks_count)

    def _lay_out(self) -> None:
        theme = self._theme
        left = QVBoxLayout()
        left.setSpacing(GAP)
        if self.news.text():
            left.addWidget(self.news)
        else:
            self.news.setParent(self)
            self.news.hide()
        left.addWidget(self.list, 1)
        left.addWidget(self.nothing, 1)
        below = QHBoxLayout()
        below.setSpacing(GAP)
        below.addWidget(self.back_key, 1)
        below.addWidget(self.habits_key, 1)
        left.addLayout(below)
        keys = QGridLayout()
        keys.setSpacing(GAP)
        shown = ((self.print_key,) if self._can_print else ()) + (self.pdf_key, self.text_key, self.count_key)
        for place, key in enumerate(shown):
            keys.addWidget(key, place // 2, place % 2)
        if not self._can_print:
            self.print_key.setParent(self)
            self.print_key.hide()
        right = QVBoxLayout()
        right.setSpacing(GAP)
        right.addWidget(self.paper, 1)
        right.addLayout(keys)
        columns = QHBoxLayout()
        columns.setSpacing(MARGIN)
        columns.addLayout(left, 1)
        columns.addLayout(right)
        self.body.addLayout(columns, 1)
        self.body.addStrut(theme.room(_WIDE))


class _RoomyList(ClosingsList):
    """Takes all the room there is, so that the sheet does not jump."""

    def sizeHint(self) -> QSize:
        """More than any screen."""
        return QSize(super().sizeHint().width(), 1_200)
