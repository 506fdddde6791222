"""A product's page, as a shopper's browser gets it: over HTTP, and read out of its HTML."""

from __future__ import annotations

import http.client
import re
import threading
import time
from collections.abc import Callable
from datetime import datetime
from html.parser import HTMLParser
from typing import Final
from urllib.parse import quote, urlsplit

from pos.domain.quantity import MILLI, Quantity
from ui import machine

PAUSE_S: Final = 0.005
_WAIT_S: Final = 10
_FIGURE = re.compile(r"\d[\d\u202f\u00a0]*(?:[.,](\d{1,3}))?")


def product_url(window_url: str, product_id: str) -> str:
    """Where a product of a shop's window is seen."""
    return f"{window_url.rstrip('/')}/articles/{quote(product_id)}/"


def level_line(url: str, language: str) -> str:
    """What the page says of the level, in words: "7 en stock"; empty when there is no such page."""
    where = urlsplit(url)
    call = http.client.HTTPConnection(where.hostname or "", where.port, timeout=_WAIT_S)
    try:
        call.request("GET", where.path, headers={"Accept-Language": language})
        answer = call.getresponse()
        body = answer.read().decode("utf-8")
        return _LevelReader.read(body) if answer.status == http.HTTPStatus.OK else ""
    except (OSError, http.client.HTTPException):
        return ""
    finally:
        call.close()


def figure(line: str) -> Quantity | None:
    """The quantity that the line tells, or None when it tells none."""
    found = _FIGURE.search(line)
    if found is None:
        return None
    whole = re.sub(r"\D", "", found[0].partition(",")[0].partition(".")[0])
    return Quantity(int(whole) * MILLI + int((found[1] or "").ljust(3, "0")))


class Watcher(threading.Thread):
    """Fetches a page again and again until its level is as wanted, and keeps the moment and the line."""

    def __init__(self, url: str, language: str, wanted: Callable[[Quantity | None], bool], *, within_s: float) -> None:
        super().__init__(name="shopper", daemon=True)
        self.line = ""
        self.seen_at: datetime | None = None
        self._url, self._language, self._wanted = url, language, wanted
        self._until = time.monotonic() + within_s

    @property
    def is_done(self) -> bool:
        """Whether the page was seen as wanted, or the time is over."""
        return not self.is_alive()

    def run(self) -> None:
        """Look until it is as wanted."""
        while time.monotonic() < self._until:
            self.line = level_line(self._url, self._language)
            if self._wanted(figure(self.line)):
                self.seen_at = machine.now()
                return
            time.sleep(PAUSE_S)


class _LevelReader(HTMLParser):
    """Picks the words out of `<p class="level">…<span data-text>`."""

    def __init__(self) -> None:
        super().__init__()
        self.words = ""
        self._in_level = False
        self._in_text = False

    @classmethod
    def read(cls, page: str) -> str:
        """The words of the product's own level line."""
        reader = cls()
        reader.feed(page)
        return " ".join(reader.words.split(" "))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        if tag == "p" and "level" in (names.get("class") or "").split():
            self._in_level = True
        elif self._in_level and "data-text" in names:
            self._in_text = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "p":
            self._in_level = False
        if tag == "span":
            self._in_text = False

    def handle_data(self, data: str) -> None:
        if self._in_text:
            self.words += data
