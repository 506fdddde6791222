"""The records that answer a question, read page by page as they come into sight."""

from __future__ import annotations

from pos.database.journal.reading import RecordQuestion, page
from pos.fiscal.record import Record
from pos.wording import Wording
from ui.background import Background
from ui.inspector.record_words import amount_of, in_one_sentence, in_short, name_in_list
from ui.theme import Theme
from ui.widgets.paged_model import PAGE, Index, PagedModel
from ui.widgets.two_lines import TwoLines, TwoLinesDelegate


class RecordsModel(PagedModel[Record]):
    """Rows are records; a search nobody waits for any more stops."""

    def __init__(self, reading: Background, wording: Wording) -> None:
        super().__init__(reading, lambda record: in_one_sentence(record, wording))
        self._question = RecordQuestion()

    @property
    def question(self) -> RecordQuestion:
        """What was asked last."""
        return self._question

    def ask(self, question: RecordQuestion) -> None:
        """Answer another question."""
        self._question = question
        self.show(
            lambda db, after: page(
                db,
                question,
                before=None if after is None else after.seq,
                limit=PAGE,
                is_wanted=lambda: self._question is question,
            )
        )


class RecordDelegate(TwoLinesDelegate):
    """A record in two lines."""

    def __init__(self, theme: Theme, wording: Wording) -> None:
        super().__init__(theme)
        self._wording = wording

    def lines(self, index: Index) -> TwoLines | None:
        """What it is and what it came to; below, what it is about and when."""
        model, wording = index.model(), self._wording
        if not isinstance(model, RecordsModel):
            return None
        record = model.entry(index)
        return TwoLines(
            name_in_list(record, wording),
            amount_of(record, wording),
            in_short(record, wording),
            wording.date_time(record.at),
        )
