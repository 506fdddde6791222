"""Every till of the town comes back at once, as after a night without a line: how long until all were heard."""

from __future__ import annotations

import asyncio
import os
import random
import re
import time
from collections import Counter
from urllib.parse import urlsplit

import msgspec

from sync import protocol, waits
from tests.bench.rows import percentile
from tests.load import filling
from tests.load.running import Size
from tests.sync.catalogue_server import RunningCatalogue

CHANGED = 60
"""Levels that each till has to send after the night: what it sold and took in since."""
RECOVER_GOAL_S, CALL_GOAL_MS = 300.0, 250.0
_CALL_WITHIN_S = 30.0


class _Till:
    """A till that comes back: its levels, its orders, its heartbeat, each until answered, by the real till's waits."""

    def __init__(self, place: int, size: Size, host: str, port: int) -> None:
        self._place, self._size, self._host, self._port = place, size, host, port
        self._chance = random.Random(place)
        self._failures, self._retries = 0, waits.ALL_RETRIES
        self.took_ms: list[float] = []
        self.answers: Counter[str] = Counter()

    async def come_back(self, spread_s: float) -> None:
        """Come back some time within the spread, as waits that grew to their longest do, and tell all there is."""
        await asyncio.sleep(self._chance.uniform(0, spread_s))
        for method, path, message in self._errands():
            while not await self._is_answered(method, path, message):
                await asyncio.sleep(self._wait_s(0))

    def _errands(self) -> list[tuple[str, str, protocol.Message | None]]:
        version = time.time_ns() // 1000
        count = min(CHANGED, self._size.products)
        rows = tuple(protocol.LevelRow(f"p{one}", version, self._chance.randrange(30) * 1000) for one in range(count))
        beat = protocol.Heartbeat(filling.TERM, version, time.time_ns() // 1_000_000, 0, closing=False)
        return [
            ("GET", "status", None),
            ("PUT", "levels", protocol.LevelBatch(f"back-{self._place}-{version}", filling.TERM, rows)),
            ("GET", "orders?after=0", None),
            ("POST", "heartbeat", beat),
        ]

    async def _is_answered(self, method: str, path: str, message: protocol.Message | None) -> bool:
        body = b"" if message is None else msgspec.json.encode(message)
        began = time.perf_counter()
        try:
            status, wait_s = await asyncio.wait_for(self._call(method, path, body), _CALL_WITHIN_S)
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            self.answers["lost"] += 1
            return False
        self.took_ms.append((time.perf_counter() - began) * 1000)
        self.answers[str(status)] += 1
        if wait_s:
            await asyncio.sleep(self._wait_s(wait_s))
        return status == 200

    async def _call(self, method: str, path: str, body: bytes) -> tuple[int, int]:
        reader, writer = await asyncio.open_connection(self._host, self._port)
        head = (
            f"{method} /api/v1/{path} HTTP/1.1\r\nHost: {self._host}:{self._port}\r\nConnection: close\r\n"
            f"Authorization: Bearer {filling.key(self._place)}\r\nContent-Type: {protocol.MEDIA_TYPE}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        writer.write(head.encode() + body)
        answer = await reader.read()
        writer.close()
        wait = re.search(rb"\r\nretry-after: *(\d+)", answer, re.IGNORECASE)
        return int(answer[9:12] or b"0"), int(wait[1]) if wait else 0

    def _wait_s(self, told_s: int) -> float:
        """Wait as a till does: what it was told to, or longer with every failure."""
        now = time.time_ns() // 1_000_000
        self._failures += 1
        if told_s:
            until, self._retries = waits.as_told(told_s * 1000, self._failures, self._retries, now, self._chance)
        else:
            until, self._retries = waits.after_failure(self._failures, self._retries, now, self._chance)
        return max(0.0, (until - now) / 1000)


def run(catalogue: RunningCatalogue, size: Size) -> dict[str, object]:
    """Let every till come back within `size.seconds`; returns the figures."""
    place = urlsplit(catalogue.url)
    tills = [_Till(one, size, str(place.hostname), int(place.port or 0)) for one in range(size.shops)]
    began = time.perf_counter()
    asyncio.run(_all(tills, size.seconds))
    took_s = time.perf_counter() - began
    calls = sorted(one for till in tills for one in till.took_ms)
    answers = sum((till.answers for till in tills), Counter[str]())
    p99 = percentile(calls, 99)
    refused = {status: count for status, count in answers.items() if status not in {"200", "429"}}
    return {
        "available": True, "tills": len(tills), "spread_s": size.seconds, "recovered_s": round(took_s, 1),
        "calls": len(calls), "p50_ms": round(percentile(calls, 50), 1), "p99_ms": round(p99, 1),
        "answers": dict(answers), "errors": refused, "load_average": os.getloadavg(),
        "goals": {
            "all heard again, s": {"value": round(took_s, 1), "goal": RECOVER_GOAL_S, "met": took_s <= RECOVER_GOAL_S},
            "a call, p99 ms": {"value": round(p99, 1), "goal": CALL_GOAL_MS, "met": p99 < CALL_GOAL_MS},
        },
    }  # fmt: skip


async def _all(tills: list[_Till], spread_s: float) -> None:
    await asyncio.gather(*(till.come_back(spread_s) for till in tills))
