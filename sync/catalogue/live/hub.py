"""Who listens to what: the open pages, and the events that each has yet to be sent."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from typing import TypeVar

from sync.catalogue.live.events import Event, News

AnyName = TypeVar("AnyName", int, str)

LISTENERS_LIMIT = 2000
_WAITING_LIMIT = 5000


@dataclass(frozen=True)
class Interest:
    """What a page shows: some products, all products of some shops, the freshness of some shops."""

    products: frozenset[int] = frozenset()
    shops: frozenset[str] = frozenset()
    beats: frozenset[str] = frozenset()

    def covers(self, news: News | Event) -> bool:
        """Claim that a piece of news changes this page."""
        if news.shop in self.shops:
            return True
        return news.shop in self.beats if news.product is None else news.product in self.products


@dataclass(eq=False)
class Listener:
    """One open page, and what it has yet to be sent: an event tells how things are now, so a later one of the same
    product takes the place of an earlier. A slow page is thus never further behind than the products it shows.
    """

    interest: Interest
    language: str
    is_over: bool = False
    _waiting: dict[tuple[str, int | None], Event] = field(default_factory=dict)
    _stirred: asyncio.Event = field(default_factory=asyncio.Event)

    def offer(self, event: Event) -> None:
        """Put an event last; a page that shows too much to keep up with is over, and will come back."""
        self._waiting.pop((event.shop, event.product), None)
        self._waiting[event.shop, event.product] = event
        self._stirred.set()
        if len(self._waiting) > _WAITING_LIMIT:
            self.end()

    def end(self) -> None:
        """Let the page go."""
        self.is_over = True
        self._waiting.clear()
        self._stirred.set()

    async def next_events(self) -> list[Event]:
        """Wait for events and take them all, the oldest first; none when the page is let go."""
        await self._stirred.wait()
        self._stirred.clear()
        events = list(self._waiting.values())
        self._waiting.clear()
        return events


class Hub:
    """The open pages; every method but `wants` and `is_idle` belongs to the event loop's thread."""

    def __init__(self) -> None:
        self._listeners: set[Listener] = set()
        self._products: Counter[int] = Counter()
        self._shops: Counter[str] = Counter()
        self._beats: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._listeners)

    def is_idle(self) -> bool:
        """Claim that no page is open."""
        return not self._listeners

    def wants(self, news: News) -> bool:
        """Claim that some page shows what changed."""
        if self._shops.get(news.shop):
            return True
        return bool(self._beats.get(news.shop) if news.product is None else self._products.get(news.product))

    def add(self, listener: Listener) -> None:
        """Let a page listen from now on."""
        self._listeners.add(listener)
        self._products.update(listener.interest.products)
        self._shops.update(listener.interest.shops)
        self._beats.update(listener.interest.beats)

    def remove(self, listener: Listener) -> None:
        """Forget a page; forgetting it twice is harmless."""
        if listener not in self._listeners:
            return
        self._listeners.remove(listener)
        _take(self._products, listener.interest.products)
        _take(self._shops, listener.interest.shops)
        _take(self._beats, listener.interest.beats)

    def publish(self, events: list[Event]) -> None:
        """Hand events to the pages they concern."""
        for listener in self._listeners:
            for event in events:
                if not listener.is_over and listener.interest.covers(event):
                    listener.offer(event)

    def let_go(self) -> None:
        """End every page's stream."""
        for listener in self._listeners:
            listener.end()


def _take(counter: Counter[AnyName], names: frozenset[AnyName]) -> None:
    counter.subtract(names)
    for name in names:
        if counter[name] <= 0:
            del counter[name]
