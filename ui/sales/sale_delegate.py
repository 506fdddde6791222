"""Paints a sale in the list: number and amount, and below the articles and the moment."""

from __future__ import annotations

from pos.domain.sale import SaleEntry
from pos.wording import Wording
from ui.sales.sales_model import Index, SalesModel
from ui.theme import Theme
from ui.widgets.two_lines import TwoLines, TwoLinesDelegate


class SaleDelegate(TwoLinesDelegate):
    """One row of the list."""

    def __init__(self, theme: Theme, wording: Wording) -> None:
        super().__init__(theme)
        self._wording = wording

    def lines(self, index: Index) -> TwoLines | None:
        """The sale of the row."""
        model = index.model()
        if not isinstance(model, SalesModel):
            return None
        entry = model.entry(index)
        return TwoLines(
            name=self._wording("Ticket {number}").format(number=entry.number),
            figure=self._wording.money(entry.total),
            below=self._articles(entry),
            moment=self._wording.date_time(entry.sold_at),
        )

    def _articles(self, entry: SaleEntry) -> str:
        names = ", ".join(entry.names)
        if not entry.more:
            return names
        more = self._wording.plural("and {count} more", "and {count} more", entry.more).format(count=entry.more)
        return f"{names} {more}"
