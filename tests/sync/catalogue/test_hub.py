"""The open pages as the live server keeps them: bounded, coalesced, and forgotten when left."""

import asyncio
from collections.abc import MutableMapping
from typing import Any

import pytest

from sync.catalogue.live import app, hub
from sync.catalogue.live.app import LiveApp
from sync.catalogue.live.events import Event, News
from sync.catalogue.live.hub import Hub, Interest, Listener


def _event(number: int, product: int | None, shop: str = "lise") -> Event:
    return Event(number, shop, product, {"fr": str(number).encode()})


def _taken(listener: Listener) -> list[int]:
    return [event.number for event in asyncio.run(listener.next_events())]


def test_a_slow_page_is_sent_the_latest_of_each_product_in_order() -> None:
    pages, listener = Hub(), Listener(Interest(shops=frozenset({"lise"})), "fr")
    pages.add(listener)

    pages.publish([_event(1, 7), _event(2, 8), _event(3, 7)])
    pages.publish([_event(4, None), _event(5, 8)])

    assert _taken(listener) == [3, 4, 5]


def test_a_page_that_shows_too_much_to_keep_up_with_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "_WAITING_LIMIT", 3)
    pages, listener = Hub(), Listener(Interest(shops=frozenset({"lise"})), "fr")
    pages.add(listener)

    pages.publish([_event(number, number) for number in range(1, 9)])

    assert listener.is_over
    assert _taken(listener) == []


def test_what_nobody_shows_is_not_looked_up() -> None:
    pages = Hub()
    product_page = Listener(Interest(products=frozenset({7})), "fr")
    beat_page = Listener(Interest(beats=frozenset({"lise"})), "fr")
    for page in (product_page, beat_page):
        pages.add(page)

    assert pages.wants(News(1, "lise", 7))
    assert pages.wants(News(1, "lise", None))
    assert not pages.wants(News(1, "lise", 8))
    assert not pages.wants(News(1, "autre", None))
    for page in (product_page, beat_page, beat_page):
        pages.remove(page)
    assert pages.is_idle()
    assert not pages.wants(News(1, "lise", 7))
    assert not pages.wants(News(1, "lise", None))


@pytest.mark.usefixtures("prepared_file")
def test_a_quiet_stream_says_that_it_still_stands_and_is_forgotten_when_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "_STILL_HERE_EVERY_S", 0.05)
    pages = Hub()
    sent: list[bytes] = []

    async def visit() -> int:
        left = asyncio.Event()

        async def receive() -> MutableMapping[str, Any]:
            await left.wait()
            return {"type": "http.disconnect"}

        async def send(message: MutableMapping[str, Any]) -> None:
            sent.append(message.get("body", b""))

        scope = {"type": "http", "method": "GET", "path": "/events", "query_string": b"beat=lise", "headers": []}
        visiting = asyncio.ensure_future(LiveApp(pages)(scope, receive, send))
        while b": still here\n\n" not in sent:
            await asyncio.sleep(0.01)
        listening = len(pages)
        left.set()
        await asyncio.wait_for(visiting, 5)
        return listening

    assert asyncio.run(asyncio.wait_for(visit(), 10)) == 1
    assert pages.is_idle()


def test_a_full_house_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "LISTENERS_LIMIT", 0)
    statuses: list[int] = []

    async def send(message: MutableMapping[str, Any]) -> None:
        statuses.append(message.get("status", 0))

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.disconnect"}

    scope = {"type": "http", "method": "GET", "path": "/events", "query_string": b"", "headers": []}
    asyncio.run(LiveApp(Hub())(scope, receive, send))

    assert statuses[0] == 503
