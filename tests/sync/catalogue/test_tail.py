"""The reader of the news skips what nobody hears, and nothing that a page which just came must hear."""

import asyncio

import pytest

from sync.catalogue.live import events
from sync.catalogue.live.hub import Hub, Interest, Listener
from sync.catalogue.live.tail import Tail
from tests.sync.catalogue.calls import Town


def test_news_made_while_a_page_comes_is_not_skipped(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    till = town.till()
    loop = asyncio.new_event_loop()
    hub = Hub()
    reader = Tail(hub, loop)
    reader._look()
    page = Listener(Interest(beats=frozenset({"epicerie-du-port"})), "fr")

    newest = events.position

    def newest_while_a_page_comes() -> int:
        hub.add(page)
        till.beat(version=2)
        return newest()

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(events, "position", newest_while_a_page_comes)
        reader._look()

    reader._look()
    loop.run_until_complete(asyncio.sleep(0))
    heard = loop.run_until_complete(asyncio.wait_for(page.next_events(), 2))
    loop.close()
    assert [event.shop for event in heard] == ["epicerie-du-port"]
