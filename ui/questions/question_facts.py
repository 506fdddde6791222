"""The chosen question: what was asked, by whom, about what, and what was answered."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from pos.domain.question import Question
from pos.wording import Wording
from ui.questions.question_words import (
    about_in_words,
    asked_in_words,
    refusal_in_words,
    state_in_words,
    who_in_words,
)
from ui.theme import Theme
from ui.widgets.labels import label

QUESTION_PX = 20


class QuestionFacts(QWidget):
    """Labels, each left out where it has nothing to say; plain text, whatever a shopper wrote."""

    def __init__(self, theme: Theme, wording: Wording) -> None:
        super().__init__()
        self._theme, self._wording = theme, wording
        self.question = label(role="ink", wrap=True)
        self.who = label(wrap=True)
        self.about = label(wrap=True)
        self.asked = label(role="soft", wrap=True)
        self.state = label(role="amber", wrap=True)
        self.answer = label(wrap=True)
        self.refusal = label(role="amber", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for one in (self.question, self.who, self.about, self.asked, self.state, self.answer, self.refusal):
            one.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(one)
        self._dress()
        theme.changed.connect(self._dress)

    def show_question(self, question: Question, now: datetime) -> None:
        """Say what is known of a question."""
        wording = self._wording
        by = "✉" if question.has_mail else "☎"
        _say(self.question, question.text)
        _say(self.who, f"{by} {who_in_words(question)}")
        _say(self.about, about_in_words(question, wording))
        _say(self.asked, asked_in_words(question, now, wording))
        _say(self.state, "" if question.is_told or question.refusal else state_in_words(question, wording))
        _say(self.answer, f"» {question.answer}" if question.answer else "")
        _say(self.refusal, refusal_in_words(question, wording))

    def _dress(self) -> None:
        self.question.setFont(self._theme.font(QUESTION_PX, QFont.Weight.DemiBold))
        self.who.setFont(self._theme.font(16, QFont.Weight.DemiBold))


def _say(one: QLabel, words: str) -> None:
    one.setText(words)
    one.setVisible(bool(words))
