"""What a process that serves pages remembers of the town: cards of products, facts of shops, lists just looked up.

Cards and facts are believed only while `following` has heard no news of them; a list is believed for a moment.
"""

import threading
from collections.abc import Hashable, Iterable, Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Generic, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from sync.catalogue.following import Following
from sync.catalogue.freshness import MINUTE_MS
from sync.catalogue.lasting import Life, Looked, Name, words_of

_CARDS = 20_000
_FACTS = 20_000
_LISTS = 20_000


class _Card(NamedTuple):
    position: int
    made_ms: int
    until_ms: int
    shop: str
    card: object


class _List(NamedTuple):
    looked: Looked
    names: tuple[Name, ...]
    sure_until_ms: int
    until_ms: int


Wanted = TypeVar("Wanted", bound=Hashable)
Held = TypeVar("Held")


class _Drawer(Generic[Wanted, Held]):
    """Holds so many things; what was put in first goes first."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held: dict[Wanted, Held] = {}
        self._turn = threading.Lock()

    def get(self, wanted: Wanted) -> Held | None:
        return self._held.get(wanted)

    def put(self, wanted: Wanted, held: Held) -> None:
        with self._turn:
            self._held.pop(wanted, None)
            self._held[wanted] = held
            if len(self._held) > self._limit:
                del self._held[next(iter(self._held))]


class Memory:
    """Remembers for as long as it is true; what is too much is forgotten, to be read again."""

    def __init__(self, following: Following) -> None:
        self._following = following
        self._cards = _Drawer[tuple[int, str], _Card](_CARDS)
        self._facts = _Drawer[tuple[str, str], tuple[int, object]](_FACTS)
        self._lists = _Drawer[Hashable, _List](_LISTS)

    def cards(self, products: Iterable[int], language: str, now_ms: int) -> dict[int, Any]:
        """Return the cards of products that hold."""
        kept = ((number, self._cards.get((number, language))) for number in products)
        near = {number: held for number, held in kept if held is not None and held.made_ms <= now_ms < held.until_ms}
        asked = ((number, (number, words_of(held.shop)), held.position) for number, held in near.items())
        return {number: near[number].card for number in self._following.which_stand(asked)}

    def keep_card(
        self, product: int, shop: str, language: str, card: object, *, position: int, now_ms: int, until_ms: int
    ) -> None:
        """Keep a card that is at least as new as a number of news."""
        until = self._until(until_ms, now_ms)
        self._cards.put((product, language), _Card(position, now_ms, until, shop, card))

    def facts(self, kind: str, shops: Iterable[str]) -> dict[str, Any]:
        """Return what is known of shops and holds."""
        near = {shop: held for shop in shops if (held := self._facts.get((kind, shop))) is not None}
        asked = ((shop, (words_of(shop),), position) for shop, (position, _) in near.items())
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

    def _until(self, until_ms: int, now_ms: int) -> int:
        return min(until_ms, day_ends(now_ms, self._following), self._following.turn_ms or until_ms)


def day_ends(now_ms: int, following: Following) -> int:
    """Return when the town's day ends: today and tomorrow turn only then; the next minute where no town is known."""
    minute = now_ms // MINUTE_MS
    return (minute + 1) * MINUTE_MS if following.town is None else _day_ends(minute, following.town.zone)


@lru_cache(maxsize=16)
def _day_ends(minute: int, town_zone: str) -> int:
    zone = ZoneInfo(town_zone)
    tomorrow = datetime.fromtimestamp(minute * MINUTE_MS / 1000, zone).date() + timedelta(days=1)
    return int(datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=zone).timestamp() * 1000)
