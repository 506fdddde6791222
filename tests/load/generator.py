"""The load: a process of its own that keeps connections open and calls, as told line by line on its standard input.

Each line is a `Wish`, each answer a `Heard`. Nothing here waits for anything but the sockets: a connection sends its
next call when the last one was answered, at once or (with `rate`) when that call is due; what is due is measured from
then, so that a slow server cannot slow the question down.
"""

from __future__ import annotations

import asyncio
import re
import resource
import sys
import time
from collections import Counter, defaultdict
from functools import partial

import msgspec

from tests.load.calls import Call, Calls

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_GRACE_S = 20


class Wish(msgspec.Struct):
    """What to call and for how long.

    mix gives the shares of page, search and push. rate is calls a second in all, 0 for as many as get answered.
    flooding names a shop that pushes nothing of that but, on top of it, `flood_rate` times a second over
    `flood_connections`.
    """

    url: str
    seconds: float
    mix: dict[str, float]
    shops: int
    products: int
    seed: int
    connections: int = 16
    rate: float = 0.0
    flooding: int = -1
    flood_rate: float = 0.0
    flood_connections: int = 8


class Heard(msgspec.Struct):
    """What was answered: milliseconds by kind, refusals by kind and status, and the share of a core asking took."""

    seconds: float
    took_ms: dict[str, list[float]]
    errors: dict[str, int]
    cpu: float


class _Run:
    """One wish at work."""

    def __init__(self, wish: Wish, host: str) -> None:
        self.wish = wish
        self.calls = Calls(wish.shops, wish.products, host, wish.seed)
        self.took: defaultdict[str, list[float]] = defaultdict(list)
        self.errors: Counter[str] = Counter()
        self.begin = time.perf_counter()
        self.end = self.begin + wish.seconds
        self._due = {False: 0, True: 0}

    def next(self, is_flood: bool) -> tuple[float, Call] | None:
        """The next call and when it is due (0 at once); none when the time is over."""
        rate = self.wish.flood_rate if is_flood else self.wish.rate
        due = 0.0
        if rate:
            due = self.begin + self._due[is_flood] / rate
            self._due[is_flood] += 1
        if max(due, time.perf_counter()) >= self.end:
            return None
        wish = self.wish
        return due, self.calls.push(wish.flooding, "flood") if is_flood else self.calls.draw(wish.mix, wish.flooding)


class _Line(asyncio.Protocol):
    """A kept-alive connection: one call after the other."""

    def __init__(self, run: _Run, loop: asyncio.AbstractEventLoop, *, is_flood: bool) -> None:
        self._run, self._loop, self._is_flood = run, loop, is_flood
        self.done: asyncio.Future[None] = loop.create_future()
        self._answer = b""
        self._whole = -1

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._go()

    def _go(self) -> None:
        found = self._run.next(self._is_flood)
        if found is None:
            self._finish()
            return
        due, self._call = found
        wait = due - time.perf_counter()
        if wait > 0:
            self._loop.call_later(wait, self._send, due)
        else:
            self._send(due or time.perf_counter())

    def _send(self, since: float) -> None:
        self._since = since
        self._answer, self._whole = b"", -1
        self._transport.write(self._call.sent)

    def data_received(self, data: bytes) -> None:
        self._answer += data
        if self._whole < 0:
            head = self._answer.find(b"\r\n\r\n")
            if head < 0:
                return
            length = _LENGTH.search(self._answer, 0, head + 2)
            self._whole = head + 4 + (int(length[1]) if length else 0)
        if len(self._answer) >= self._whole:
            self._took()

    def _took(self) -> None:
        self._run.took[self._call.kind].append(round((time.perf_counter() - self._since) * 1000, 3))
        status = self._answer[9:12].decode("ascii", "replace")
        if status != "200":
            self._run.errors[f"{self._call.kind} {status}"] += 1
        self._go()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self._run.errors[f"{self._call.kind} lost"] += 1
            self.done.set_result(None)

    def _finish(self) -> None:
        if not self.done.done():
            self.done.set_result(None)
        self._transport.close()


async def _play(wish: Wish) -> Heard:
    host, _, port = wish.url.rpartition("//")[2].partition(":")
    loop = asyncio.get_running_loop()
    before, began = _cpu(), time.perf_counter()
    run = _Run(wish, f"{host}:{port}")
    lines: list[_Line] = []
    floods = wish.flood_connections if wish.flood_rate else 0
    for place in range(wish.connections + floods):
        is_flood = place >= wish.connections
        _, line = await loop.create_connection(partial(_Line, run, loop, is_flood=is_flood), host, int(port))
        lines.append(line)
    await asyncio.wait([line.done for line in lines], timeout=wish.seconds + _GRACE_S)
    waiting = sum(not line.done.done() for line in lines)
    if waiting:
        run.errors["never answered"] += waiting
    took = time.perf_counter() - began
    return Heard(took, dict(run.took), dict(run.errors), (_cpu() - before) / took)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Play wishes until the input ends."""
    for line in sys.stdin.buffer:
        heard = asyncio.run(_play(msgspec.json.decode(line, type=Wish)))
        sys.stdout.buffer.write(msgspec.json.encode(heard) + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
