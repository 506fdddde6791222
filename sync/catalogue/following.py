"""Following the news inside a process that serves pages: what changed last, and what the whole town's pages lean on.

One thread reads the `change` table every few hundredths of a second, with a connection of its own. Numbers there grow
in the order of the commits (see `rows.note_changes`), so whatever is at or below `position` has been read here.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeVar

from django.db import DatabaseError, connection

from sync.catalogue import clock, lasting, rows
from sync.catalogue.lasting import Name
from sync.catalogue.live.events import position
from sync.catalogue.models import Barcode, Change, Town

_LOOK_EVERY_S = 0.05
_AFTER_FAILURE_S = 0.5
_BELIEVED_S = 1.0
_AT_ONCE = 5000
_NAMES_LIMIT = 200_000
_LOOKS_HELD = 512

Asked = TypeVar("Asked")


class News(NamedTuple):
    """A line of news, see `models.Change`."""

    number: int
    shop: str | None
    product: int | None
    figures_only: bool | None


_log = logging.getLogger(__name__)


class Following:
    """What this process has heard; `look` belongs to one thread, everything else to any."""

    def __init__(self) -> None:
        self.position = -1
        self.turn_ms: int | None = None
        self.town: Town | None = None
        self._floor = -1
        self._told: dict[Name, int] = {}
        self._heard: deque[tuple[int, frozenset[Name]]] = deque(maxlen=_LOOKS_HELD)
        self._heard_from = -1
        self._turn = threading.Lock()
        self._data_version = -1
        self._looked_s = float("-inf")

    def start(self) -> None:
        """Follow until the process ends."""
        threading.Thread(target=self._run, name="following", daemon=True).start()

    def is_near(self) -> bool:
        """Claim that the last look was a moment ago: what is kept may be believed."""
        return time.monotonic() - self._looked_s < _BELIEVED_S

    def standing(self, names: frozenset[Name], since: int) -> int | None:
        """Return up to which news nothing of `names` has changed since a number; None where something has.

        What was heard lately is held against the names, since that is less than many names.
        """
        with self._turn:
            if since < self._floor:
                return None
            if since < self._heard_from:
                has_changed = any(self._told.get(name, -1) > since for name in names)
            else:
                has_changed = self._is_heard(names, since)
            return None if has_changed else self.position

    def _is_heard(self, names: frozenset[Name], since: int) -> bool:
        for number, told in reversed(self._heard):
            if number <= since:
                return False
            if not names.isdisjoint(told):
                return True
        return False

    def which_stand(self, asked: Iterable[tuple[Asked, Iterable[Name], int]]) -> list[Asked]:
        """Return those things of whose names nothing has changed since a number, given as (thing, names, since)."""
        with self._turn:
            told, floor = self._told, self._floor
            return [
                thing
                for thing, names, since in asked
                if since >= floor and all(told.get(name, -1) <= since for name in names)
            ]

    def look(self) -> None:
        """Read what was committed since the last look."""
        if self.position < 0:
            self._place()
        elif self._something_was_committed():
            while self._take(self._news()):
                pass
        if self.turn_ms is not None and self.turn_ms <= clock.now_ms():
            self.turn_ms = rows.next_turn(clock.now_ms())
        self._looked_s = time.monotonic()

    def _run(self) -> None:
        while True:
            pause = _LOOK_EVERY_S
            try:
                self.look()
            except DatabaseError as error:
                _log.error("The news cannot be read: %s", error)
                connection.close()
                self._data_version = -1
                pause = _AFTER_FAILURE_S
            time.sleep(pause)

    def _place(self) -> None:
        """Begin at the newest news; what was made before is of no account, for nothing is kept yet."""
        newest = position()
        self._look_at_town()
        with self._turn:
            self._floor = self.position = self._heard_from = newest

    def _news(self) -> list[News]:
        found = Change.objects.filter(pk__gt=self.position).order_by("pk")
        return [News(*one) for one in found.values_list("pk", "shop_id", "product_id", "figures_only")[:_AT_ONCE]]

    def _take(self, news: Sequence[News]) -> bool:
        """Note news, and claim that there may be more; `position` moves last, when everything of it is known."""
        if not news:
            return False
        codes = self._codes_of({one.product for one in news if one.product is not None and not one.figures_only})
        if any(one.product is None and not one.figures_only for one in news):
            self._look_at_town()
        with self._turn:
            told = {name: one.number for one in news for name in self._names(one, codes)}
            self._told.update(told)
            if len(self._heard) == _LOOKS_HELD:
                self._heard_from = self._heard[0][0]
            self._heard.append((news[-1].number, frozenset(told)))
            self.position = news[-1].number
            if len(self._told) > _NAMES_LIMIT:
                self._told.clear()
                self._floor = self.position
        return len(news) == _AT_ONCE

    def _names(self, news: News, codes: dict[int, list[str]]) -> list[Name]:
        """Name what a line of news is of; news of the whole town ends all that was known before it."""
        if news.shop is None:
            self._floor = news.number
            return []
        if news.product is None:
            return [lasting.beats_of(news.shop) if news.figures_only else lasting.words_of(news.shop)]
        if news.figures_only:
            return [news.product]
        listed = (lasting.described(news.product), lasting.SHELVES, lasting.shelf_of(news.shop))
        return [news.product, *listed, *map(lasting.code, codes.get(news.product, ()))]

    def _codes_of(self, products: set[int]) -> dict[int, list[str]]:
        codes: dict[int, list[str]] = {}
        if products:
            found = Barcode.objects.filter(product_id__in=products).exclude(gtin="")
            for product, gtin in found.values_list("product_id", "gtin"):
                codes.setdefault(product, []).append(gtin)
        return codes

    def _look_at_town(self) -> None:
        self.town = Town.objects.filter(pk=1).first()
        self.turn_ms = rows.next_turn(clock.now_ms())

    def _something_was_committed(self) -> bool:
        """Ask SQLite whether its file changed, which costs microseconds; PostgreSQL is asked for the news itself."""
        if connection.vendor != "sqlite":
            return True
        with connection.cursor() as cursor:
            (version,) = cursor.execute("PRAGMA data_version").fetchone()
        changed = version != self._data_version
        self._data_version = version
        return bool(changed)
