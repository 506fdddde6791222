"""Joins the list of questions, the word in the status line and the shop's file."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from pos.database import questions
from pos.domain.errors import ShopError
from pos.domain.question import Question
from pos.operations import answering
from ui.messages import explain
from ui.questions.question_view import QuestionView, look
from ui.questions.question_words import usual_answers
from ui.questions.questions_sheet import QuestionsSheet

if TYPE_CHECKING:
    from sync.state import WindowState
    from ui.late_parts import Parts


class QuestionsDesk(QObject):
    """Opens the sheet, keeps it and the word in the status line true, and does what is asked for on it."""

    changed = Signal()
    """The online shop has an answer to learn."""

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self._parts, self._window, self._wording = parts, parts.window, parts.wording
        self._view = QuestionView()
        self._sheet: QuestionsSheet | None = None
        self._opening = False

    @property
    def sheet(self) -> QuestionsSheet | None:
        """The sheet while it is open."""
        return self._sheet

    def hear(self, state: WindowState) -> None:
        """The sync thread told how the window stands: look what came, if there is or was anything."""
        if state.questions_open or self._view.open or self._sheet is not None:
            self._look_again()

    def open(self) -> None:
        """Lay the sheet over the screen as soon as the file has answered, where who is at the till sells."""
        self._parts.desk.gate.if_selling(self._open)

    def _open(self) -> None:
        if self._sheet is None and not self._opening:
            self._opening = True
            self._ask(self._lay, self._cannot_open)

    def _lay(self, view: QuestionView) -> None:
        self._opening = False
        parts = self._parts
        parts.desk.serve_next()
        sheet = QuestionsSheet(parts.theme, parts.wording, clock=parts.clock)
        sheet.answered.connect(self._answer)
        sheet.keep_requested.connect(lambda text: self._keep(answering.keep_saved, text))
        sheet.drop_requested.connect(lambda text: self._keep(answering.drop_saved, text))
        sheet.closed.connect(self._closed)
        self._sheet = sheet
        self._show(view)
        self._window.lay(sheet, sheet.first)
        parts.background.run(questions.mark_seen, owner=self)

    def _cannot_open(self, problem: ShopError) -> None:
        self._opening = False
        self._refuse(problem)

    def _look_again(self) -> None:
        self._ask(self._show)

    def _ask(self, then: Callable[[QuestionView], None], otherwise: Callable[[ShopError], None] | None = None) -> None:
        self._parts.reading.run(look, then, otherwise, owner=self)

    def _show(self, view: QuestionView) -> None:
        self._view = view
        self._window.sell.status.show_questions(len(view.open))
        if self._sheet is not None:
            self._sheet.show_view(view)

    def _closed(self) -> None:
        self._sheet = None

    def _answer(self, question: Question, text: str) -> None:
        parts = self._parts
        work = partial(
            answering.answer,
            target=question.target,
            question_id=question.id,
            text=text,
            now=parts.clock(),
            new_id=parts.new_id,
        )
        parts.background.run(work, self._answered, self._not_done, owner=self)

    def _answered(self, question: Question) -> None:
        said = self._wording("The answer to {name} is on its way.").format(name=question.customer)
        self._window.say(said)
        self._ask(self._go_on)
        self.changed.emit()

    def _go_on(self, view: QuestionView) -> None:
        self._show(view)
        if self._sheet is not None:
            self._sheet.go_on()

    def _keep(self, do: Callable[..., tuple[str, ...]], text: str) -> None:
        work = partial(do, text=text, usual=usual_answers(self._wording))
        self._parts.background.run(work, lambda _: self._look_again(), self._refuse, owner=self)

    def _not_done(self, problem: ShopError) -> None:
        """It may have been taken back meanwhile: show it as it is."""
        self._refuse(problem)
        self._look_again()

    def _refuse(self, problem: ShopError) -> None:
        self._window.say(explain(problem, self._wording).in_short)
