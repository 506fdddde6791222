"""Open pages that listen: a process of its own, which says how long a level took from its call to each of them.

A line of a level's event says when the catalogue heard of it, on this machine's clock: from before the commit, so that
what is measured is never less than from commit to page.
"""

from __future__ import annotations

import asyncio
import random
import re
import resource
import signal
import sys
import time

import msgspec

from tests.load import filling
from tests.load.popularity import Zipf

_LEVEL = re.compile(rb"event: level\nid: \d+\ndata: ([^\n]*)\n\n")
_AT = re.compile(rb'"at_ms":(\d+)')
_PRODUCTS_A_PAGE = 24


class Told(msgspec.Struct):
    """What the open pages saw."""

    pages: int
    lost: int
    took_ms: list[float]
    cpu: float


class _Page(asyncio.Protocol):
    """One open page."""

    def __init__(self, asked: bytes, told: Told) -> None:
        self._asked, self._told = asked, told
        self._read = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        transport.write(self._asked)

    def data_received(self, data: bytes) -> None:
        now = time.time() * 1000
        self._read += data
        last = 0
        for event in _LEVEL.finditer(self._read):
            last = event.end()
            at = _AT.search(event[1])
            if at is not None:
                self._told.took_ms.append(round(now - int(at[1]), 1))
        self._read = self._read[last:][-65536:]

    def connection_lost(self, exc: Exception | None) -> None:
        self._told.lost += 1


async def _listen(host: str, port: int, pages: int, shops: int, products: int) -> Told:
    loop, ended = asyncio.get_running_loop(), asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, ended.set)
    chance, popular = random.Random(7), Zipf(shops)
    told = Told(pages, 0, [], 0.0)
    began = time.perf_counter()
    for _ in range(pages):
        shop = popular.draw(chance)
        shown = [filling.number(shop, place, products) for place in range(min(_PRODUCTS_A_PAGE, products))]
        query = "&".join(["lang=fr", f"beat={filling.slug(shop)}", *(f"product={one}" for one in shown)])
        asked = f"GET /events?{query} HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode()
        await loop.create_connection(lambda asked=asked: _Page(asked, told), host, port)
    sys.stdout.write("listening\n")
    sys.stdout.flush()
    await ended.wait()
    used = resource.getrusage(resource.RUSAGE_SELF)
    told.cpu = (used.ru_utime + used.ru_stime) / (time.perf_counter() - began)
    return told


if __name__ == "__main__":
    words = sys.argv[1:]
    seen = asyncio.run(_listen(words[0], *(int(word) for word in words[1:])))
    sys.stdout.buffer.write(msgspec.json.encode(seen) + b"\n")
