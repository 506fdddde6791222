"""The live events over HTTP: a bare ASGI application with two addresses.

    GET /events?lang=fr&form=1&since=41&product=7&product=9&shop=SLUG&beat=SLUG      server-sent events
    GET /ready                                                                204 when it answers

`product` asks for a product, `shop` for all of a shop, `beat` for a shop's freshness. A page that comes back says
in Last-Event-ID what it saw last, and is first told what it missed; where that is forgotten, or where the page reads
events of another `form`, it is told to reset.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings

from sync.catalogue import clock
from sync.catalogue.addresses import asker_behind
from sync.catalogue.live import events
from sync.catalogue.live.hub import LISTENERS_LIMIT, Hub, Interest, Listener
from sync.catalogue.watching import counters

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

_STILL_HERE_EVERY_S = 15
_COME_BACK_AFTER_MS = 2000
_NAMES_LIMIT = 200
_MISSED_LIMIT = 2000
_CORS = (b"access-control-allow-origin", b"*")  # the windows are public, and no cookie is read


class LiveApp:
    """Answers the pages that listen; the shop windows are public, so nobody signs in."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._open: Counter[str] = Counter()

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        if scope["method"] not in {"GET", "HEAD"}:
            await _answer(send, 405)
        elif scope["path"] == "/ready":
            await _answer(send, 204)
        elif scope["path"].rstrip("/") != "/events":
            await _answer(send, 404)
        elif len(self._hub) >= LISTENERS_LIMIT:
            counters.of_this_process().add("streams_refused")
            await _answer(send, 503)
        elif self._has_enough(address := _asker(scope)):
            await _answer(send, 429)
        else:
            self._open[address] += 1
            try:
                await self._stream(scope, receive, send)
            finally:
                self._open[address] -= 1
                if not self._open[address]:
                    del self._open[address]

    def _has_enough(self, address: str) -> bool:
        """Claim that an address has as many pages open as one may; this machine itself is not counted."""
        return bool(address) and 0 < settings.STREAMS <= self._open[address]

    async def _stream(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        asked = parse_qs(scope["query_string"].decode("ascii", "replace"), max_num_fields=3 * _NAMES_LIMIT)
        language = asked.get("lang", [""])[0]
        listener = Listener(_interest(asked), language if language in events.LANGUAGES else events.LANGUAGES[0])
        self._hub.add(listener)
        self._count_streams()
        counters.of_this_process().add("streams_opened")
        try:
            await _open(send)
            if _reads_another_form(asked):
                await _write(send, events.encode("reset", {}))
            seen = await self._catch_up(listener, _since(scope, asked), send)
            await _follow(listener, seen, receive, send)
        finally:
            self._hub.remove(listener)
            self._count_streams()

    def _count_streams(self) -> None:
        counters.of_this_process().put("streams", len(self._hub))

    async def _catch_up(self, listener: Listener, since: int | None, send: Send) -> int:
        """Tell a page what it missed, and return the number up to which it knows."""
        top, missed, is_forgotten = await asyncio.to_thread(_missed, listener.interest, since)
        if is_forgotten:
            await _write(send, events.encode("reset", {}, number=top))
        for event in missed:
            await _write(send, event.encoded[listener.language])
        hello = f"retry: {_COME_BACK_AFTER_MS}\n".encode()
        await _write(send, hello + events.encode("hello", {"now_ms": clock.now_ms()}, number=top))
        return top


def _missed(interest: Interest, since: int | None) -> tuple[int, list[events.Event], bool]:
    """Read what a page has missed; runs in a thread, whose connection is closed again."""
    from django.db import connection

    try:
        top = events.position()
        if since is None or since >= top:
            return top, [], False
        if events.is_forgotten(since):
            return top, [], True
        news = events.news_after(since, _MISSED_LIMIT + 1)
        if len(news) > _MISSED_LIMIT:
            return top, [], True
        return top, events.events(events.latest(item for item in news if interest.covers(item))), False
    finally:
        connection.close()


async def _follow(listener: Listener, seen: int, receive: Receive, send: Send) -> None:
    """Send events as they come until the page closes, with a word in between that the line still stands."""
    closed = asyncio.ensure_future(_closed(receive))
    try:
        while True:
            coming = asyncio.ensure_future(listener.next_events())
            done, _ = await asyncio.wait(
                {coming, closed}, timeout=_STILL_HERE_EVERY_S, return_when=asyncio.FIRST_COMPLETED
            )
            if closed in done:
                coming.cancel()
                return
            if listener.is_over:
                await send({"type": "http.response.body", "body": b"", "more_body": False})
                return
            if coming not in done:
                coming.cancel()
                await _write(send, b": still here\n\n")
                continue
            news = [event.encoded[listener.language] for event in coming.result() if event.number > seen]
            if news:
                await _write(send, b"".join(news))
    finally:
        closed.cancel()


async def _closed(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _interest(asked: dict[str, list[str]]) -> Interest:
    products = [int(text) for text in asked.get("product", []) if text.isascii() and text.isdigit() and len(text) < 16]
    return Interest(
        frozenset(products[:_NAMES_LIMIT]),
        frozenset(asked.get("shop", [])[:_NAMES_LIMIT]),
        frozenset(asked.get("beat", [])[:_NAMES_LIMIT]),
    )


def _reads_another_form(asked: dict[str, list[str]]) -> bool:
    """Claim that a page names a form of the events that is not ours; who names none is believed to read it."""
    return asked.get("form", [str(events.FORM)])[0] != str(events.FORM)


def _since(scope: MutableMapping[str, Any], asked: dict[str, list[str]]) -> int | None:
    """Return what the page saw last: by its own word when it comes back, else by the page that it was given."""
    told = [value.decode("latin-1") for name, value in scope["headers"] if name.lower() == b"last-event-id"]
    for text in (*told, *asked.get("since", [])):
        if text.isascii() and text.isdigit() and len(text) < 16:
            return int(text)
    return None


def _asker(scope: MutableMapping[str, Any]) -> str:
    """Return the address of who listens; empty for this machine itself."""
    told = [value.decode("latin-1") for name, value in scope["headers"] if name.lower() == b"x-forwarded-for"]
    return asker_behind((scope.get("client") or ("",))[0], ",".join(told))


async def _open(send: Send) -> None:
    headers = [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),
        _CORS,
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})


async def _write(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _answer(send: Send, status: int) -> None:
    headers = [(b"cache-control", b"no-store"), (b"content-length", b"0"), _CORS]
    if status == 429:
        headers.append((b"retry-after", b"60"))
    if status == 204:
        headers = [header for header in headers if header[0] != b"content-length"]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
