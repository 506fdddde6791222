"""Which products to look at when units are handed over: those that moved, and now and then all of them.

A shop may show hundreds of thousands, and looking at all takes a second or two: it is done at the start, when the rules
changed, and otherwise no more often than it costs a two-hundredth of the time. In a small shop that is every time.
"""

from __future__ import annotations

import time
from collections.abc import Collection
from typing import TYPE_CHECKING, Final

from pos.database import stock, till
from pos.operations import escrowing

if TYPE_CHECKING:
    from datetime import datetime

    from pos.database.connection import Database
    from pos.database.online_links import OnlineLink

_SHARE_OF_TIME: Final = 200


class Topping:
    """Tops up the units of an online shop's window, round by round; belongs to the sync thread."""

    def __init__(self) -> None:
        """All products are looked at first."""
        self._looked: tuple[object, ...] = ()
        self._looked_at = self._took = 0.0
        self._place = 0
        self._heard: set[str] = set()

    def note_heard(self, product_ids: Collection[str]) -> None:
        """The online shop said how its units of these stand: they are looked at next time."""
        self._heard |= set(product_ids)

    def look_at_all(self) -> None:
        """The ledger was read anew: look at all products next time."""
        self._looked = ()

    def top_up(self, db: Database, link: OnlineLink, *, now: datetime) -> int:
        """Hand over or ask back what is to be; the number of products changed. `link` is as the file has it now."""
        began = time.monotonic()
        identity = till.identity(db)
        place = stock.last_place(db, identity.id, identity.epoch)
        known = (*link.joining, link.rules_version)
        if known == self._looked and began < self._looked_at + _SHARE_OF_TIME * self._took:
            moved = stock.moved_since(db, identity.id, identity.epoch, self._place)
            wanted = escrowing.wanting(db, link, sorted({*moved, *self._heard}))
        else:
            wanted = escrowing.wanting(db, link)
            self._looked_at, self._took, self._looked = began, time.monotonic() - began, known
        changed = escrowing.top_up(db, link, now=now, product_ids=wanted) if wanted else 0
        self._place = place
        self._heard = set()
        return changed
