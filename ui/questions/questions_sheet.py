"""The questions of shoppers: those that wait and those that were answered, and the chosen one with its answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from enum import IntEnum

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from pos.domain.question import Question
from pos.wording import Wording
from ui.questions.answer_box import AnswerBox
from ui.questions.question_facts import QuestionFacts
from ui.questions.question_model import QuestionModel
from ui.questions.question_view import QuestionView
from ui.questions.question_words import usual_answers
from ui.theme import GAP, MARGIN, Theme
from ui.widgets.answer import Answer
from ui.widgets.choices import Choices
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label
from ui.widgets.roomy import Roomy
from ui.widgets.sheet import Sheet
from ui.widgets.two_lines import Index
from ui.widgets.two_lines_list import TwoLinesList

WIDTH = 420


class Shelf(IntEnum):
    """Which questions are listed, by the place of its key."""

    OPEN = 0
    ANSWERED = 1


class QuestionsSheet(Sheet):
    """Shows the view it is given; what is wished is done elsewhere."""

    answered = Signal(object, str)
    """A question, and what is answered."""
    keep_requested = Signal(str)
    drop_requested = Signal(str)

    def __init__(self, theme: Theme, wording: Wording, *, clock: Callable[[], datetime]) -> None:
        super().__init__(theme, wording("Questions from shoppers"))
        self._wording, self._clock = wording, clock
        self._view = QuestionView()
        self._shown: Question | None = None
        self.shelf = Choices(wording("Which questions"), (wording("To answer"), wording("Answered")))
        self._model = QuestionModel(wording, clock)
        self._model.setParent(self)
        self.list = TwoLinesList(theme, wording("Questions"), self._model)
        self.nothing = label(role="soft", wrap=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._list_or_words = Answer(420)
        self.facts = QuestionFacts(theme, wording)
        self.box = AnswerBox(theme, wording)
        self.panel = _Panel(theme.room(WIDTH))
        self.back_key = KeyButton(theme, wording("Close"), self.put_away, key=wording("Esc"))
        self._lay_out()
        self._listen()

    @property
    def first(self) -> QWidget:
        """Where the cursor begins."""
        return self.box.text if self._shown is not None else self.back_key

    @property
    def chosen(self) -> Question | None:
        """The question that is shown in full."""
        return self._shown

    def show_view(self, view: QuestionView) -> None:
        """Show how the questions are now; which is chosen stays chosen, and what is being written stays too."""
        self._view = view
        said, count = self._wording("To answer"), len(view.open)
        self.shelf.button(Shelf.OPEN).setText(f"{said} ({self._wording.number(count)})" if count else said)
        self.box.show_saved(usual_answers(self._wording) if view.saved is None else view.saved)
        self._list_again()

    def go_on(self) -> None:
        """One was answered: the next one's box has the cursor."""
        self.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def confirm(self) -> None:
        """Enter: a key does what it says; in the box it answers, in the list it leads there."""
        focus = QApplication.focusWidget()
        if isinstance(focus, QPushButton) and self.isAncestorOf(focus):
            focus.click()
        elif focus is self.list and self._shown is not None:
            self.box.text.setFocus(Qt.FocusReason.OtherFocusReason)
        elif focus is self.box.text:
            self.box.answer()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F12 answers, F9 says it was done by telephone, Ctrl+S keeps an answer."""
        key = event.key()
        wanted = {Qt.Key.Key_F12: self.box.answer_key, Qt.Key.Key_F9: self.box.phone_key}.get(Qt.Key(key))
        if key == Qt.Key.Key_S and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            wanted = self.box.keep_key
        if wanted is not None and not event.isAutoRepeat():
            if wanted.isVisible():
                wanted.click()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def _move(self, by: int) -> None:
        """Choose the row above or below."""
        place = self.list.currentIndex().row() + by
        if 0 <= place < len(self._model.entries):
            self.list.setCurrentIndex(self._model.index(place))

    def _listed(self) -> Sequence[Question]:
        return self._view.open if self.shelf.chosen == Shelf.OPEN else self._view.answered

    def _list_again(self) -> None:
        chosen, place = self._shown, self.list.currentIndex().row()
        entries = self._listed()
        if list(entries) != list(self._model.entries):
            self._model.show(entries)
        self._list_or_words.setCurrentWidget(self.list if entries else self.nothing)
        if entries:
            known = self._model.place_of(chosen)
            self.list.setCurrentIndex(self._model.index(known if known >= 0 else min(max(place, 0), len(entries) - 1)))
            self._show(self.list.currentIndex())
        else:
            self.nothing.setText(self._why_nothing())
            self._show_nothing()
        self._keep_focus()

    def _why_nothing(self) -> str:
        if self.shelf.chosen == Shelf.ANSWERED:
            return self._wording("No question was answered in the last 30 days.")
        return self._wording("Nobody waits for an answer. What shoppers ask in the online shop window comes here.")

    def _show(self, index: Index) -> None:
        question = self._model.entry(index)
        if question is None:
            self._show_nothing()
            return
        is_other = self._shown is None or (self._shown.target, self._shown.id) != (question.target, question.id)
        is_changed = is_other or self._shown is None or self._shown.state is not question.state
        self._shown = question
        self.facts.show_question(question, self._clock())
        self.panel.setVisible(True)
        if is_changed:
            self.box.show_for(question)

    def _show_nothing(self) -> None:
        self._shown = None
        self.panel.setVisible(False)

    def _keep_focus(self) -> None:
        """What had the cursor may be gone with the question: keys must be heard."""
        focus = QApplication.focusWidget()
        if self.isVisible() and (focus is None or not focus.isVisible()):
            self.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _answer(self, text: str) -> None:
        if self._shown is not None:
            self.answered.emit(self._shown, text)

    def _listen(self) -> None:
        self.shelf.changed.connect(self._list_again)
        self.list.chosen.connect(self._show)
        self.box.answered.connect(self._answer)
        self.box.moved.connect(self._move)
        self.box.keep_requested.connect(self.keep_requested)
        self.box.drop_requested.connect(self.drop_requested)

    def _lay_out(self) -> None:
        self._list_or_words.addWidget(self.list)
        self._list_or_words.addWidget(self.nothing)
        left = QVBoxLayout()
        left.setSpacing(GAP)
        left.addWidget(self.shelf)
        left.addWidget(self._list_or_words, 1)
        left.addWidget(self.back_key)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, GAP, 0)
        column.setSpacing(MARGIN)
        column.addWidget(self.facts)
        column.addWidget(self.box)
        column.addStretch(1)
        whole = QVBoxLayout(self.panel)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Roomy(page))
        columns = QHBoxLayout()
        columns.setSpacing(MARGIN)
        columns.addLayout(left, 1)
        columns.addWidget(self.panel, 1)
        self.body.addLayout(columns, 1)


class _Panel(QWidget):
    """As high as there is room, so that the sheet does not jump from one question to the next."""

    def __init__(self, wide: int) -> None:
        super().__init__()
        self._wide = wide
        self.setMinimumWidth(wide)

    def sizeHint(self) -> QSize:
        """All the room there is."""
        return QSize(self._wide, 1_200)

    def hasHeightForWidth(self) -> bool:
        """Breaking sentences ask for no height of their own."""
        return False
