"""A fair share for everybody: shops by calls, rows and places, addresses by pages, searches and open pages."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterable
from typing import Any

import msgspec
import pytest
from django.conf import settings as django_settings
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory

from sync import protocol
from sync.catalogue import models, spending
from sync.catalogue.gate import Gate, Shares
from sync.catalogue.limits import Buckets, Quota, Turns
from sync.catalogue.live.app import LiveApp
from sync.catalogue.live.hub import Hub
from tests.sync.catalogue.calls import MINUTE_MS, NOON_MS, PairedTill, Town
from tests.sync.catalogue.tills import level

FAR = "203.0.113.7"


class Front:
    """The gate before the real catalogue; remembers the status and the headers of its last answer."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, **limits: float) -> None:
        self.shares = Shares(
            Quota(int(limits.get("calls", 0)), int(limits.get("rows", 0))),
            Buckets(limits.get("pace", 0), 2),
            Turns(int(limits.get("at_once", 0))),
            Buckets(limits.get("pages", 0), 3),
            Buckets(limits.get("searches", 0), 1),
        )
        for place in ("sync.catalogue.keys.SHARES", "sync.catalogue.api.SHARES"):
            monkeypatch.setattr(place, self.shares)
        self.gate = Gate(WSGIHandler(), self.shares)
        self.status, self.headers = 0, dict[str, str]()

    def page(self, path: str, *, address: str = FAR, **environ: str) -> bytes:
        asked = RequestFactory(SERVER_NAME="localhost").get(path, REMOTE_ADDR=address, **environ)
        return self._answer(asked.environ)

    def beat(self, till: PairedTill, version: int) -> bytes:
        message = protocol.Heartbeat(till.term, version, version, 0, closing=False)
        return self._call(till, "POST", "heartbeat", message)

    def levels(self, till: PairedTill, attempt: str, *rows: protocol.LevelRow) -> bytes:
        return self._call(till, "PUT", "levels", protocol.LevelBatch(attempt, till.term, rows))

    def _call(self, till: PairedTill, method: str, path: str, message: protocol.Message) -> bytes:
        asked = RequestFactory(SERVER_NAME="localhost").generic(
            method, f"/api/v1/{path}", msgspec.json.encode(message), content_type=protocol.MEDIA_TYPE,
            HTTP_AUTHORIZATION=f"Bearer {till.joined.key}",
        )  # fmt: skip
        return self._answer(asked.environ)

    def _answer(self, environ: dict[str, Any]) -> bytes:
        def hear(status: str, headers: Iterable[tuple[str, str]], *_: object) -> None:
            self.status, self.headers = int(status[:3]), dict(headers)

        answer = self.gate(environ, hear)
        try:
            return b"".join(answer)
        finally:
            getattr(answer, "close", lambda: None)()


def test_a_shop_that_calls_too_often_waits_for_the_next_minute(any_town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    busy, calm = any_town.till("Épicerie du Port"), any_town.till("Fournil du Coin")
    front = Front(monkeypatch, calls=3)
    for version in range(1, 5):
        front.beat(busy, version)
        assert front.status == 200
    any_town.now_ms += 20_000

    refused = msgspec.json.decode(front.beat(busy, 9), type=protocol.Problem)

    assert (front.status, refused.type, front.headers["Retry-After"]) == (429, "too-many-calls", "40")
    front.beat(calm, 1)
    assert front.status == 200
    any_town.now_ms += 40_000
    front.beat(busy, 10)
    assert front.status == 200


def test_a_minutes_pushes_do_not_come_all_at_once(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    hasty, calm = town.till("Épicerie du Port"), town.till("Fournil du Coin")
    front = Front(monkeypatch, pace=0.001, calls=600)
    for till in (hasty, calm):
        front.beat(till, 1)  # the gate learns whose key it is
    for attempt in ("1", "2"):
        front.levels(hasty, attempt, level("a", 1000))
        assert front.status == 200

    front.levels(hasty, "3", level("a", 2000))

    assert (front.status, int(front.headers["Retry-After"]) > 0) == (429, True)
    front.levels(calm, "1", level("a", 1000))
    assert front.status == 200
    front.beat(hasty, 2)
    assert front.status == 200, "only pushes are paced"


def test_rows_are_counted_too_and_no_batch_is_cut(any_town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    till = any_town.till()
    front = Front(monkeypatch, rows=3)
    rows = [level(f"p{place}", 1000) for place in range(5)]
    front.beat(till, 1)
    front.levels(till, "a", *rows)
    assert front.status == 200

    front.levels(till, "b", *rows)

    assert front.status == 429


def test_workers_hear_what_the_others_counted(any_town: Town) -> None:
    shop = any_town.shop().pk
    one, other = Quota(10, 0), Quota(10, 0)
    for _ in range(6):
        assert one.wait_s(shop, any_town.now_ms) == other.wait_s(shop, any_town.now_ms) == 0

    spending.tell_and_hear(one, any_town.now_ms)
    assert one.wait_s(shop, any_town.now_ms) == 0
    spending.tell_and_hear(other, any_town.now_ms)

    assert other.wait_s(shop, any_town.now_ms) > 0
    spending.tell_and_hear(one, any_town.now_ms)
    assert one.wait_s(shop, any_town.now_ms) > 0
    assert models.Calls.objects.get(shop_id=shop).calls == 13
    spending.forget_old(any_town.now_ms + 61 * MINUTE_MS)
    assert not models.Calls.objects.exists()


def test_a_shop_has_so_many_calls_answered_at_once_and_others_are_not_held_up(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy, calm = town.till("Épicerie du Port"), town.till("Fournil du Coin")
    front = Front(monkeypatch, at_once=1)
    front.beat(busy, 1)
    inside, may_go = threading.Event(), threading.Event()
    behind = front.gate._behind

    def slow(environ: Any, start_response: Any) -> Any:
        inside.set()
        may_go.wait(10)
        return behind(environ, start_response)

    front.gate._behind = slow
    first = threading.Thread(target=lambda: front.gate({**_call(busy)}, lambda *_: None))
    first.start()
    assert inside.wait(10)
    front.gate._behind = behind

    front.beat(busy, 3)
    assert (front.status, front.headers["Retry-After"]) == (429, "1")
    front.beat(calm, 1)
    assert front.status == 200
    may_go.set()
    first.join(10)
    front.beat(busy, 4)
    assert front.status == 200


def _call(till: PairedTill) -> dict[str, Any]:
    asked = RequestFactory(SERVER_NAME="localhost").get(
        "/api/v1/nowhere", HTTP_AUTHORIZATION=f"Bearer {till.joined.key}"
    )
    return dict(asked.environ)


def test_an_address_that_copies_every_page_is_told_to_wait_in_its_own_language(
    any_town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    front = Front(monkeypatch, pages=0.01)
    for _ in range(3):
        front.page("/")
        assert front.status == 200

    told = front.page("/", HTTP_ACCEPT_LANGUAGE="fr").decode()

    wait_s = int(front.headers["Retry-After"])
    assert front.status == 429
    assert 0 < wait_s <= 100
    assert 'lang="fr"' in told
    assert f"dans {wait_s} seconde" in told
    front.page("/", address="198.51.100.9")
    assert front.status == 200
    front.page("/static/style.css")
    assert front.status != 429


def test_searches_have_a_smaller_share(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    front = Front(monkeypatch, searches=0.01)
    front.page("/?q=miel")
    assert front.status == 200
    front.page("/?in_stock=1&q=miel")
    assert front.status == 429
    front.page("/")
    assert front.status == 200


def test_behind_a_proxy_the_shopper_is_counted_and_not_the_proxy(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    front = Front(monkeypatch, pages=0.01)
    for _ in range(5):
        front.page("/", address="127.0.0.1", HTTP_X_FORWARDED_FOR=f"10.0.0.1, {FAR}")
    assert front.status == 429
    front.page("/", address="127.0.0.1", HTTP_X_FORWARDED_FOR="198.51.100.9")
    assert front.status == 200
    front.page("/", address="127.0.0.1")
    assert front.status == 200


def test_a_bucket_fills_again() -> None:
    bucket = Buckets(2.0, 4.0)
    assert [bucket.wait_s("a", 0.0) for _ in range(5)] == [0, 0, 0, 0, 1]
    assert bucket.wait_s("a", 0.4) == 1
    assert bucket.wait_s("a", 0.6) == 0
    assert [bucket.wait_s("a", 100.0) for _ in range(5)] == [0, 0, 0, 0, 1]
    assert [bucket.wait_s("a", 50.0) for _ in range(2)] == [1, 1]


def test_a_quota_of_nothing_is_no_limit() -> None:
    quota = Quota(0, 0)
    assert {quota.wait_s("shop", NOON_MS) for _ in range(2000)} == {0}


def test_an_address_has_so_many_open_pages(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(django_settings, "STREAMS", 2)

    assert asyncio.run(_open_pages((FAR, 1), 3)) == [200, 200, 429]
    assert asyncio.run(_open_pages(("127.0.0.1", 1), 3)) == [200, 200, 200]


async def _open_pages(client: tuple[str, int], count: int) -> list[int]:
    app, closing = LiveApp(Hub()), asyncio.Event()
    statuses: list[int] = []

    async def receive() -> dict[str, object]:
        await closing.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    scope = {"type": "http", "method": "GET", "path": "/events", "query_string": b"", "headers": [], "client": client}
    pages = []
    for wanted in range(1, count + 1):
        pages.append(asyncio.ensure_future(app(dict(scope), receive, send)))
        while len(statuses) < wanted:
            await asyncio.sleep(0.01)
    closing.set()
    await asyncio.gather(*pages)
    assert not app._open
    return statuses
