"""The rows of the preparation list: reservations, and what came that nobody could read."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

from pos.database.online_orders import RefusedOrder
from pos.domain.online_order import OnlineOrder
from pos.wording import Wording
from ui.orders.order_words import articles_in_words, moment_in_words, state_in_words, until_in_words, waits_in_words
from ui.widgets.two_lines import Index, TwoLines
from ui.widgets.two_lines_list import TwoLinesModel

Entry = OnlineOrder | RefusedOrder


class OrderModel(TwoLinesModel[Entry]):
    """Rows are entries, in the order they are given."""

    def __init__(self, wording: Wording, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._wording, self._clock = wording, clock
        self._marked: frozenset[tuple[str, ...]] = frozenset()

    def mark(self, keys: Collection[tuple[str, ...]]) -> None:
        """Mark the rows of which something was turned down."""
        self._marked = frozenset(keys)

    def place_of(self, entry: Entry | None) -> int:
        """Where the row of this reservation is now, whatever became of it; -1 where it is not listed."""
        if entry is None:
            return -1
        wanted = key_of(entry)
        return next((place for place, one in enumerate(self._entries) if key_of(one) == wanted), -1)

    def lines(self, index: Index) -> TwoLines | None:
        """A row in two lines."""
        entry, wording, now = self.entry(index), self._wording, self._clock()
        if entry is None:
            return None
        if isinstance(entry, RefusedOrder):
            heard = moment_in_words(entry.heard_at, now, wording)
            return TwoLines(wording("Could not be read"), heard, entry.reason, entry.target)
        sign = "▲ " if key_of(entry) in self._marked else ""
        state = sign + state_in_words(entry, wording)
        return TwoLines(
            name=f"{entry.number}  {entry.customer or entry.made_by}".rstrip(),
            figure=f"{state} · {waits_in_words(entry, now, wording)}" if entry.state.is_open else state,
            below=articles_in_words(entry, wording),
            moment=until_in_words(entry, now, wording) or moment_in_words(entry.made_at, now, wording),
        )


def key_of(entry: Entry) -> tuple[str, ...]:
    """What tells an entry from every other one, whatever becomes of it."""
    if isinstance(entry, RefusedOrder):
        return entry.target, entry.order_id, str(entry.revision)
    return entry.target, entry.id
