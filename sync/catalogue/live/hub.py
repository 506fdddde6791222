"""Who listens to what: the open pages, and the queue of events that each has yet to be sent."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from typing import TypeVar

from sync.catalogue.live.events import Event, News

AnyName = TypeVar("AnyName", int, str)

_QUEUE_LIMIT = 500
LISTENERS_LIMIT = 2000


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
    """One open page; `queue` ends with None when it has fallen too far behind or the server stops."""

    interest: Interest
    language: str
    queue: asyncio.Queue[Event | None] = field(default_factory=lambda: asyncio.Queue(_QUEUE_LIMIT))


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
        _add(self._products, listener.interest.products)
        _add(self._shops, listener.interest.shops)
        _add(self._beats, listener.interest.beats)

    def remove(self, listener: Listener) -> None:
        """Forget a page; forgetting it twice is harmless."""
        if listener not in self._listeners:
            return
        self._listeners.remove(listener)
        _take(self._products, listener.interest.products)
        _take(self._shops, listener.interest.shops)
        _take(self._beats, listener.interest.beats)

    def publish(self, events: list[Event]) -> None:
        """Hand events to the pages they concern; one that cannot keep up is let go and will come back."""
        for listener in tuple(self._listeners):
            for event in events:
                if listener.interest.covers(event) and not self._offer(listener, event):
                    break

    def let_go(self) -> None:
        """End every page's stream."""
        for listener in tuple(self._listeners):
            self._end(listener)

    def _offer(self, listener: Listener, event: Event) -> bool:
        try:
            listener.queue.put_nowait(event)
        except asyncio.QueueFull:
            self._end(listener)
            return False
        return True

    def _end(self, listener: Listener) -> None:
        while listener.queue.full():
            listener.queue.get_nowait()
        listener.queue.put_nowait(None)
        self.remove(listener)


def _add(counter: Counter[AnyName], names: frozenset[AnyName]) -> None:
    counter.update(names)


def _take(counter: Counter[AnyName], names: frozenset[AnyName]) -> None:
    counter.subtract(names)
    for name in names:
        if counter[name] <= 0:
            del counter[name]
