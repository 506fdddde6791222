"""The load's own processes, held by the run that started them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import msgspec

from tests.load.generator import Heard, Wish
from tests.load.open_pages import Told


class Generator:
    """A process that calls as told."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def play(self, wish: Wish) -> Heard:
        """Call as wished, and return what was answered."""
        asked, told = self._process.stdin, self._process.stdout
        assert asked is not None
        assert told is not None
        asked.write(msgspec.json.encode(wish) + b"\n")
        asked.flush()
        return msgspec.json.decode(told.readline(), type=Heard)


@contextmanager
def generator() -> Iterator[Generator]:
    """Run a process that calls."""
    command = (sys.executable, "-m", "tests.load.generator")
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            yield Generator(process)
        finally:
            assert process.stdin is not None
            process.stdin.close()
            process.wait(30)


class OpenPages:
    """A process that listens."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def end(self) -> Told:
        """Close the pages and return what they saw."""
        self._process.terminate()
        assert self._process.stdout is not None
        return msgspec.json.decode(self._process.stdout.readline(), type=Told)


@contextmanager
def open_pages(live_url: str, pages: int, *, shops: int, products: int) -> Iterator[OpenPages]:
    """Open pages that listen to the live events."""
    place = urlsplit(live_url)
    words = (str(place.hostname), str(place.port), str(pages), str(shops), str(products))
    command = (sys.executable, "-m", "tests.load.open_pages", *words)
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        try:
            yield OpenPages(process)
        finally:
            if process.poll() is None:
                process.kill()
