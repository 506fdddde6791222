"""The rows of the preparation list: reservations, and what came that nobody could read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from pos.database.online_orders import RefusedOrder
from pos.domain.online_order import OnlineOrder
from pos.wording import Wording
from ui.orders.order_words import articles_in_words, moment_in_words, state_in_words, until_in_words, waits_in_words
from ui.widgets.two_lines import TwoLines

Index = QModelIndex | QPersistentModelIndex
Entry = OnlineOrder | RefusedOrder
ROOT: Final = QModelIndex()


class OrderModel(QAbstractListModel):
    """Rows are entries, in the order they are given."""

    def __init__(self, wording: Wording, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._wording, self._clock = wording, clock
        self._entries: tuple[Entry, ...] = ()
        self._marked: frozenset[tuple[str, ...]] = frozenset()

    @property
    def entries(self) -> Sequence[Entry]:
        """What is listed, from the top."""
        return self._entries

    def show(self, entries: Sequence[Entry]) -> None:
        """Replace the rows."""
        self.beginResetModel()
        self._entries = tuple(entries)
        self.endResetModel()

    def mark(self, keys: Collection[tuple[str, ...]]) -> None:
        """Mark the rows of which something was turned down."""
        self._marked = frozenset(keys)

    def place_of(self, entry: Entry | None) -> int:
        """Where the row of this reservation is now, whatever became of it; -1 where it is not listed."""
        if entry is None:
            return -1
        wanted = key_of(entry)
        return next((place for place, one in enumerate(self._entries) if key_of(one) == wanted), -1)

    def entry(self, index: Index) -> Entry | None:
        """The entry of a row."""
        return self._entries[index.row()] if 0 <= index.row() < len(self._entries) else None

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

    def rowCount(self, parent: Index = ROOT) -> int:
        """How many there are."""
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The entry in words."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        lines = self.lines(index)
        said = () if lines is None else (lines.name, lines.figure, lines.below, lines.moment)
        return ", ".join(one for one in said if one) or None


def key_of(entry: Entry) -> tuple[str, ...]:
    """What tells an entry from every other one, whatever becomes of it."""
    if isinstance(entry, RefusedOrder):
        return entry.target, entry.order_id, str(entry.revision)
    return entry.target, entry.id
