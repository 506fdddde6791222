"""Where an answer is written: a box, the answers kept at hand, and the keys that send or keep what stands there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from pos.domain.question import Question
from pos.wording import Wording
from ui.theme import GAP, Theme
from ui.widgets.key_button import KeyButton

LONGEST = 400


class AnswerBox(QWidget):
    """Says what is to be answered, and which answers the shop keeps."""

    answered = Signal(str)
    keep_requested = Signal(str)
    drop_requested = Signal(str)
    moved = Signal(int)
    """Another question is wanted, above or below: an answer is written with the list in sight."""

    def __init__(self, theme: Theme, wording: Wording) -> None:
        super().__init__()
        self._theme, self._wording = theme, wording
        self.saved: tuple[str, ...] = ()
        self.saved_keys: tuple[KeyButton, ...] = ()
        self.text = QLineEdit()
        self.text.setPlaceholderText(wording("Your answer"))
        self.text.setAccessibleName(wording("Answer, as the shopper reads it"))
        self.text.setMaxLength(LONGEST)
        self.answer_key = KeyButton(theme, wording("Send the answer"), self.answer, key="F12", kind="primary", px=16)
        self.phone_key = KeyButton(theme, wording("Answered by telephone"), self._phoned, key="F9")
        self.keep_key = KeyButton(theme, "", self._keep_or_drop, key=wording("Ctrl+S"))
        self._saved_column = QVBoxLayout()
        self._saved_column.setSpacing(GAP)
        self.text.textChanged.connect(lambda _: self._weigh())
        self._lay_out()
        self._weigh()

    def show_for(self, question: Question) -> None:
        """Another question: the box is empty, or holds what was answered."""
        self.text.setText("" if question.is_open else " ".join(question.answer.split()))
        self.text.setCursorPosition(0)
        self.phone_key.setVisible(not question.has_mail)
        words = self._wording("Send the answer") if question.is_open else self._wording("Answer anew")
        self.answer_key.setText(words)
        self.answer_key.setAccessibleName(words)

    def show_saved(self, saved: Sequence[str]) -> None:
        """Put the answers kept at hand under the box; a tap writes one into it."""
        if tuple(saved) == self.saved:
            return
        for key in self.saved_keys:
            self._saved_column.removeWidget(key)
            key.hide()
            key.deleteLater()
        self.saved = tuple(saved)
        self.saved_keys = tuple(
            KeyButton(self._theme, words, partial(self._take, words), kind="choice") for words in self.saved
        )
        for key in self.saved_keys:
            self._saved_column.addWidget(key)
        self._weigh()

    def answer(self) -> None:
        """Answer what stands in the box; nothing is none."""
        if self.answer_key.isEnabled():
            self.answered.emit(self._said)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down are the list's, and scroll nothing."""
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if by:
            self.moved.emit(by)
            event.accept()
        else:
            super().keyPressEvent(event)

    @property
    def _said(self) -> str:
        return " ".join(self.text.text().split())

    def _phoned(self) -> None:
        """It was said by telephone: the page says so, and that is the answer."""
        self.answered.emit(self._wording("We answered you by telephone."))

    def _take(self, words: str) -> None:
        self.text.setText(words)
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep_or_drop(self) -> None:
        if self._said in self.saved:
            self.drop_requested.emit(self._said)
        elif self._said:
            self.keep_requested.emit(self._said)

    def _weigh(self) -> None:
        """What can be done with what stands in the box."""
        is_kept = self._said in self.saved
        words = self._wording("No longer keep this answer") if is_kept else self._wording("Keep this answer")
        self.keep_key.setText(words)
        self.keep_key.setAccessibleName(words)
        self.keep_key.setEnabled(bool(self._said))
        self.answer_key.setEnabled(bool(self._said))

    def _lay_out(self) -> None:
        keys = QGridLayout()
        keys.setSpacing(GAP)
        keys.addWidget(self.phone_key, 0, 0)
        keys.addWidget(self.keep_key, 0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.text)
        column.addLayout(self._saved_column)
        column.addWidget(self.answer_key)
        column.addLayout(keys)
