"""What a process that serves pages remembers: pieces of pages, products, facts of shops, lists just looked up.

All but lists are believed only while `following` has heard no news of them; a list is believed for a moment.
"""

import threading
from collections import OrderedDict
from collections.abc import Hashable, Iterable, Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Generic, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from sync.catalogue.following import Following
from sync.catalogue.freshness import MINUTE_MS
from sync.catalogue.lasting import Life, Looked, Name, Piece, beats_of, words_of

_PIECES = 20_000
_PRODUCTS = 20_000
_FACTS = 20_000
_LISTS = 20_000


class _Thing(NamedTuple):
    position: int
    made_ms: int
    until_ms: int
    names: tuple[Name, ...]
    thing: Any


class _List(NamedTuple):
    looked: Looked
    names: tuple[Name, ...]
    sure_until_ms: int
    until_ms: int


Wanted = TypeVar("Wanted", bound=Hashable)
Held = TypeVar("Held")


class _Drawer(Generic[Wanted, Held]):
    """Holds so many things; what was asked for longest ago goes first."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held: OrderedDict[Wanted, Held] = OrderedDict()
        self._turn = threading.Lock()

    def get(self, wanted: Wanted) -> Held | None:
        with self._turn:
            held = self._held.get(wanted)
            if held is not None:
                self._held.move_to_end(wanted)
            return held

    def put(self, wanted: Wanted, held: Held) -> None:
        with self._turn:
            self._held[wanted] = held
            self._held.move_to_end(wanted)
            if len(self._held) > self._limit:
                self._held.popitem(last=False)


class Memory:
    """Remembers for as long as it is true; what is too much is forgotten, to be read again."""

    def __init__(self, following: Following) -> None:
        self._following = following
        self._pieces = _Drawer[tuple[Name, str], _Thing](_PIECES)
        self._products = _Drawer[int, _Thing](_PRODUCTS)
        self._facts = _Drawer[tuple[str, str], tuple[int, object]](_FACTS)
        self._lists = _Drawer[Hashable, _List](_LISTS)

    def pieces(self, names: Iterable[Name], language: str, now_ms: int) -> dict[Name, Any]:
        """Return the pieces that hold."""
        return self._holding(((name, self._pieces.get((name, language))) for name in names), now_ms)

    def keep_piece(self, piece: Piece, language: str, *, position: int, now_ms: int) -> None:
        """Keep a piece that is at least as new as a number of news."""
        until = self._until(piece.until_ms, now_ms)
        self._pieces.put((piece.key, language), _Thing(position, now_ms, until, piece.names, piece))

    def products(self, numbers: Iterable[int], now_ms: int) -> dict[int, Any]:
        """Return what is known of products and holds."""
        return self._holding(((number, self._products.get(number)) for number in numbers), now_ms)

    def keep_product(
        self, number: int, shop: str, known: object, *, position: int, now_ms: int, until_ms: int | None
    ) -> None:
        """Keep what is known of a product, which is at least as new as a number of news."""
        until = self._until(until_ms, now_ms)
        self._products.put(number, _Thing(position, now_ms, until, (number, words_of(shop)), known))

    def _holding(self, kept: Iterable[tuple[Name, _Thing | None]], now_ms: int) -> dict[Any, Any]:
        near = {name: held for name, held in kept if held is not None and held.made_ms <= now_ms < held.until_ms}
        asked = ((name, held.names, held.position) for name, held in near.items())
        return {name: near[name].thing for name in self._following.which_stand(asked)}

    def facts(self, kind: str, shops: Iterable[str], *, of_beats: bool) -> dict[str, Any]:
        """Return what is known of shops and holds; `of_beats` where it changes when a till is heard."""
        near = {shop: held for shop in shops if (held := self._facts.get((kind, shop))) is not None}
        asked = ((shop, _ending(shop, of_beats=of_beats), position) for shop, (position, _) in near.items())
        return {shop: near[shop][1] for shop in self._following.which_stand(asked)}

    def keep_facts(self, kind: str, facts: Mapping[str, object], *, position: int) -> None:
        """Keep what is known of shops, which is at least as new as a number of news."""
        for shop, fact in facts.items():
            self._facts.put((kind, shop), (position, fact))

    def found(self, asked: Hashable, now_ms: int) -> Looked | None:
        """Return a list that was looked up lately and may be shown, or None."""
        held = self._lists.get(asked)
        if held is None or not held.looked.made_ms <= now_ms < held.until_ms:
            return None
        if held.names and now_ms >= held.sure_until_ms:
            stands = self._following.which_stand([(held, held.names, held.looked.position)])
            return held.looked if stands else None
        return held.looked

    def keep_found(self, asked: Hashable, looked: Looked, life: Life) -> None:
        """Keep a list for its life; the day's end ends it too, and what begins or ends in the town."""
        until = self._until(looked.made_ms + life.ms, looked.made_ms)
        self._lists.put(asked, _List(looked, life.names, looked.made_ms + life.sure_ms, until))

    def _until(self, until_ms: int | None, now_ms: int) -> int:
        """Return until when something holds at the most: the day's end and what begins or ends in the town end it."""
        ends = (until_ms, day_ends(now_ms, self._following), self._following.turn_ms)
        return min(end for end in ends if end is not None)


def _ending(shop: str, *, of_beats: bool) -> tuple[Name, ...]:
    return (words_of(shop), beats_of(shop)) if of_beats else (words_of(shop),)


def day_ends(now_ms: int, following: Following) -> int:
    """Return when the town's day ends: today and tomorrow turn only then; the next minute where no town is known."""
    minute = now_ms // MINUTE_MS
    return (minute + 1) * MINUTE_MS if following.town is None else _day_ends(minute, following.town.zone)


@lru_cache(maxsize=16)
def _day_ends(minute: int, town_zone: str) -> int:
    zone = ZoneInfo(town_zone)
    tomorrow = datetime.fromtimestamp(minute * MINUTE_MS / 1000, zone).date() + timedelta(days=1)
    return int(datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=zone).timestamp() * 1000)
