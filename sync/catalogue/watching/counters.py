"""What every process counts, each in a small shared file of its own; whoever asks adds all of them up.

A file is a row of 64-bit numbers in the order of NAMES. A worker that was started anew has a file of its own, and the
one before it stays, so that a count never falls while the catalogue runs. `clear` begins anew, before all of them.
"""

import mmap
import os
import threading
import zlib
from array import array
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from sync.catalogue import clock

FOLDER = "metrics"
LIVE = "live"
VIEWS = (
    "town",
    "search",
    "shop",
    "product",
    "reservation",
    "question",
    "photo",
    "static",
    "push",
    "deed",
    "read",
    "feed",
    "watch",
    "other",
)
STATUSES = (200, 201, 204, 206, 301, 302, 303, 304, 400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 502, 503)
OTHER_STATUS = 0
BOUNDS_MS = (1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000)
COUNTED = (
    "pushes_products",
    "pushes_levels",
    "rows_products",
    "rows_levels",
    "kept_found",
    "kept_missed",
    "streams_opened",
    "streams_refused",
)
STANDING = ("streams", "began_ms", "looked_ms", "tidied_ms", "pid")
"""Not counted but set: how things stand in a process now."""


def names() -> Iterator[str]:
    """Name every number of a file, in order."""
    yield "layout"
    yield from COUNTED
    yield from STANDING
    for view in VIEWS:
        yield from (f"status {view} {status}" for status in (*STATUSES, OTHER_STATUS))
        yield from (f"within {view} {bound}" for bound in BOUNDS_MS)
        yield f"micros {view}"


NAMES = tuple(names())
_LAYOUT = zlib.crc32("\n".join(NAMES).encode())
_PLACE = {name: place for place, name in enumerate(NAMES)}
_BYTES = 8 * len(NAMES)


class Counters:
    """The numbers of this process."""

    def __init__(self, file: Path) -> None:
        """Begin at nothing in a file of its own."""
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)
        with file.open("x+b") as held:
            held.write(bytes(_BYTES))
            held.flush()
            self._map = mmap.mmap(held.fileno(), _BYTES)
        self._numbers = memoryview(self._map).cast("q")
        self._turn = threading.Lock()
        self._numbers[_PLACE["layout"]] = _LAYOUT
        self._numbers[_PLACE["began_ms"]] = clock.now_ms()
        self._numbers[_PLACE["pid"]] = os.getpid()

    def add(self, name: str, by: int = 1) -> None:
        """Count."""
        place = _PLACE[name]
        with self._turn:
            self._numbers[place] += by

    def put(self, name: str, value: int) -> None:
        """Note how something stands."""
        self._numbers[_PLACE[name]] = value

    def note_request(self, view: str, status: int, micros: int) -> None:
        """Count an answered request, by how long it took."""
        kind = f"status {view} {status}"
        places = [_PLACE.get(kind, _PLACE[f"status {view} {OTHER_STATUS}"])]
        bound = next((bound for bound in BOUNDS_MS if micros <= bound * 1000), None)
        if bound is not None:
            places.append(_PLACE[f"within {view} {bound}"])
        with self._turn:
            for place in places:
                self._numbers[place] += 1
            self._numbers[_PLACE[f"micros {view}"]] += micros


_own: Counters | None = None
_beginning = threading.Lock()


def of_this_process() -> Counters:
    """Return this process's numbers, begun at the first need."""
    return _own if _own is not None else begin(str(os.getpid()))


def begin(name: str) -> Counters:
    """Let this process count under a name: a process that took another's place takes its file, too."""
    global _own
    with _beginning:
        if _own is None:
            from django.conf import settings

            _own = Counters(settings.DATA_FOLDER / FOLDER / f"{name}.counts")
    return _own


def clear(data: Path) -> None:
    """Forget what was counted by processes that are gone."""
    for file in (data / FOLDER).glob("*.counts"):
        with suppress(OSError):
            file.unlink()


def added_up(data: Path) -> dict[str, int]:
    """Add up what all processes counted; of how things stand the latest or the greatest is told."""
    total = dict.fromkeys(NAMES, 0)
    for file in sorted((data / FOLDER).glob("*.counts")):
        numbers = array("q")
        with suppress(OSError, ValueError):
            numbers.frombytes(file.read_bytes())
        if len(numbers) != len(NAMES) or numbers[0] != _LAYOUT:
            continue
        for name, number in zip(NAMES, numbers, strict=True):
            total[name] = max(total[name], number) if name in STANDING else total[name] + number
    return total
