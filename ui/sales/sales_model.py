"""The sales that answer a question, read page by page as they come into sight."""

from __future__ import annotations

from pos.domain.sale import SaleEntry
from pos.domain.sale_question import AnySale, Question
from pos.operations.finding import find_sales
from pos.wording import Wording
from ui.background import Background
from ui.widgets.paged_model import PAGE, Index, PagedModel

__all__ = ["PAGE", "Index", "SalesModel"]


class SalesModel(PagedModel[SaleEntry]):
    """Rows are the sales found."""

    def __init__(self, reading: Background, wording: Wording) -> None:
        super().__init__(reading, self._said)
        self._wording = wording
        self._question: Question = AnySale()

    @property
    def question(self) -> Question:
        """What was asked last."""
        return self._question

    def ask(self, question: Question) -> None:
        """Answer another question."""
        self._question = question
        self.show(lambda db, after: find_sales(db, question, after=after, limit=PAGE))

    def _said(self, entry: SaleEntry) -> str:
        wording = self._wording
        number = wording("Ticket {number}").format(number=entry.number)
        return ", ".join((number, wording.date_time(entry.sold_at), wording.money(entry.total), *entry.names))
