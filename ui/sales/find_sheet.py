"""Find a sale: one box for number, amount, day and article, the sales that answer it, and the chosen one's receipt."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QPushButton,
    QVBoxLayout,
)

from pos.domain.sale_question import AnySale, Question, ThisSale, WithCode, read_code, read_question
from pos.wording import Wording
from ui.sales.question_words import nothing_found
from ui.sales.sale_delegate import SaleDelegate
from ui.sales.sale_panel import SalePanel
from ui.sales.sales_model import Index, SalesModel
from ui.theme import GAP, MARGIN, Theme
from ui.widgets.answer import Answer
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label
from ui.widgets.sheet import Sheet

SEARCH_PAUSE_MS: Final = 120
LONGEST: Final = 100


class FindSheet(Sheet):
    """Says which sale is to be shown, printed or saved; reads pages of the list by its model."""

    chosen = Signal(object)

    def __init__(
        self, theme: Theme, wording: Wording, model: SalesModel, *, today: Callable[[], date], can_print: bool
    ) -> None:
        super().__init__(theme, wording("Find a sale"))
        self._wording, self._model, self._today = wording, model, today
        self.box = QLineEdit()
        self.box.setPlaceholderText(wording("Number, amount, day or article"))
        self.box.setAccessibleName(wording("Number, amount, day or article"))
        self.box.setMaxLength(LONGEST)
        self.box.setClearButtonEnabled(True)
        self.list = _SalesList(theme, wording, model)
        self.nothing = label(role="soft", wrap=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._answer = Answer(620)
        self.panel = SalePanel(theme, wording, can_print=can_print)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SEARCH_PAUSE_MS)
        self._lay_out(theme)
        self._listen()
        self.ask(AnySale())

    def ask(self, question: Question) -> None:
        """Answer a question at once."""
        self._pause.stop()
        self._model.ask(question)

    def take_scan(self, code: str) -> bool:
        """A ticket's code finds that sale, any other the sales of the article that carries it."""
        question = read_code(code) or WithCode(code)
        self.box.blockSignals(True)
        self.box.setText("" if isinstance(question, ThisSale) else code)
        self.box.selectAll()
        self.box.blockSignals(False)
        self.wait_for_scan()
        self.ask(question)
        return True

    def go_back(self) -> None:
        """Esc: what is looked for, then the sheet."""
        if self.box.text():
            self.box.clear()
            self.box.setFocus()
        else:
            self.put_away()

    def confirm(self) -> None:
        """Enter: from the box to the list, from there to the keys; a key does what it says."""
        focus = QApplication.focusWidget()
        if isinstance(focus, QPushButton) and self.isAncestorOf(focus):
            focus.click()
        elif focus is self.list:
            self.panel.first_key.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._ask_typed()
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys' own shortcuts; an arrow goes down into the list, and letters begin another search."""
        does = _SHORTCUTS.get(event.key()) if event.modifiers() == Qt.KeyboardModifier.ControlModifier else None
        if does is not None:
            does(self.panel)
            event.accept()
        elif event.key() == Qt.Key.Key_Down and self.box.hasFocus():
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
            event.accept()
        elif event.matches(QKeySequence.StandardKey.Find):
            self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.box.selectAll()
            event.accept()
        elif _writes(event):
            self.box.setFocus(Qt.FocusReason.OtherFocusReason)
            self.box.insert(event.text())
            event.accept()
        else:
            super().keyPressEvent(event)

    def _days(self) -> dict[str, date]:
        today, wording = self._today(), self._wording
        return {wording("Today"): today, wording("Yesterday"): today - timedelta(days=1)}

    def _ask_typed(self) -> None:
        question = read_question(self.box.text(), today=self._today(), days=self._days())
        if question != self._model.question:
            self.ask(question)

    def _answered(self) -> None:
        found = self._model.rowCount() > 0
        self.answer_scan(taken=found)
        self._answer.setCurrentWidget(self.list if found else self.nothing)
        if found:
            self.list.setCurrentIndex(self._model.index(0))
            self.list.scrollToTop()
        else:
            self.nothing.setText(nothing_found(self._model.question, self._wording))
            self.panel.show_nothing()
            if not self.isAncestorOf(QApplication.focusWidget() or self):
                self.box.setFocus()

    def _choose(self, index: Index) -> None:
        if index.isValid():
            self.chosen.emit(self._model.entry(index))

    def _say(self, words: str) -> None:
        self.box.setText(words)
        self._ask_typed()
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _listen(self) -> None:
        self._pause.timeout.connect(self._ask_typed)
        self.box.textChanged.connect(lambda _: self._pause.start())
        self._model.answered.connect(self._answered)
        self.list.chosen.connect(self._choose)

    def _lay_out(self, theme: Theme) -> None:
        wording = self._wording
        self._answer.addWidget(self.list)
        self._answer.addWidget(self.nothing)
        days = QHBoxLayout()
        days.setSpacing(GAP)
        for words in self._days():
            days.addWidget(KeyButton(theme, words, partial(self._say, words)), 1)
        days.addWidget(KeyButton(theme, wording("All sales"), partial(self._say, "")), 1)
        left = QVBoxLayout()
        left.setSpacing(GAP)
        left.addWidget(self.box)
        left.addLayout(days)
        left.addWidget(self._answer, 1)
        self.back_key = KeyButton(theme, wording("Close"), self.put_away, key=wording("Esc"))
        left.addWidget(self.back_key)
        columns = QHBoxLayout()
        columns.setSpacing(MARGIN)
        columns.addLayout(left, 1)
        columns.addWidget(self.panel)
        self.body.addLayout(columns, 1)


class _SalesList(QListView):
    """The found sales, as many as there is room for; letters typed here are the search box's."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, wording: Wording, model: SalesModel) -> None:
        super().__init__()
        self.setAccessibleName(wording("Sales"))
        self.setModel(model)
        self._delegate = SaleDelegate(theme, wording)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Another sale was chosen, by key or by tap."""
        super().currentChanged(current, previous)
        self.chosen.emit(current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Moves move; the rest is the sheet's."""
        if _writes(event) or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)


_SHORTCUTS: Final[dict[int, Callable[[SalePanel], None]]] = {
    Qt.Key.Key_P: SalePanel.print,
    Qt.Key.Key_G: SalePanel.print_gift,
    Qt.Key.Key_S: SalePanel.save_pdf,
    Qt.Key.Key_T: SalePanel.save_text,
}


def _writes(event: QKeyEvent) -> bool:
    text = event.text()
    command = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
    return len(text) == 1 and text.isprintable() and not text.isspace() and not event.modifiers() & command
