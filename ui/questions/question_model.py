"""The rows of the list of questions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from pos.domain.question import Question
from pos.wording import Wording
from ui.orders.order_words import moment_in_words
from ui.questions.question_words import state_in_words
from ui.widgets.two_lines import Index, TwoLines
from ui.widgets.two_lines_list import TwoLinesModel


class QuestionModel(TwoLinesModel[Question]):
    """A row: the question, and below who asked and what it is about."""

    def __init__(self, wording: Wording, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._wording, self._clock = wording, clock

    def place_of(self, question: Question | None) -> int:
        """Where the row of this question is now, whatever became of it; -1 where it is not listed."""
        if question is None:
            return -1
        wanted = (question.target, question.id)
        return next((place for place, one in enumerate(self.entries) if (one.target, one.id) == wanted), -1)

    def lines(self, index: Index) -> TwoLines | None:
        """A row in two lines."""
        question = self.entry(index)
        if question is None:
            return None
        return TwoLines(
            name=" ".join(question.text.split()),
            figure="" if question.is_open else state_in_words(question, self._wording),
            below=" · ".join(one for one in (question.customer, question.product_name) if one),
            moment=moment_in_words(question.asked_at, self._clock(), self._wording),
        )
