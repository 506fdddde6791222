"""When what the window says beside the stock is told: after all else, and once more in full at every start."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from pos.database import ended_prices, window_told
from pos.database.connection import transaction
from pos.domain.identity import to_ms
from sync.contents import Telling, tell
from sync.errors import Rejected

if TYPE_CHECKING:
    from collections.abc import Callable

    from pos.database.connection import Database
    from sync.connector import Connector
    from sync.push import Push

_UNKNOWN_CALL_S: Final = 600.0
"""How long an online shop that does not know these calls yet is left in peace."""


class ContentRounds:
    """What is due of the window's contents in a round; belongs to the sync thread."""

    def __init__(self) -> None:
        """Everything is due at once."""
        self._told_anew: str = ""
        self._not_before = float("-inf")

    def go(self, db: Database, push: Push, line: Connector, stopped: Callable[[], bool]) -> bool:
        """Tell what is newer here; whether more is left.

        The first time after a start all of it is told again: what is held over there is answered as known, and an
        online shop that was put back from an old copy has it again. May be repeated.

        Raises:
            SyncError: the line is in trouble.
        """
        if time.monotonic() < self._not_before:
            return False
        link = push.link
        joining = repr(link.joining)
        if self._told_anew != joining:
            with transaction(db):
                window_told.forget(db, link.target)
                ended_prices.forget_before(db, to_ms(push.now) - ended_prices.KEPT_MS)
            self._told_anew = joining
        try:
            return tell(Telling(db, link, line, lambda: push.now, push.new_id, stopped))
        except Rejected:
            self._not_before = time.monotonic() + _UNKNOWN_CALL_S
            return False
