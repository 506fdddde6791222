"""Pages kept in memory by each process that serves them, and never less true than one made anew.

A page is given again only while nothing that it shows has changed (`following` hears so within a few hundredths of a
second) and none of its sentences would be said otherwise (`lasting`). What differs at every look is written in anew:
the moment, the news that the page knows of, and what makes one reservation of a form. Kept are only pages that are
the same for everybody: asked for without a cookie but that of the language.

A page that any news may change is kept for two seconds; `live.js` replays what it has missed.
"""

import re
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest

from sync.catalogue import clock
from sync.catalogue.following import Following
from sync.catalogue.freshness import MINUTE_MS
from sync.catalogue.lasting import Name, Noted, noting, words_of
from sync.catalogue.middleware import LANGUAGE_COOKIE, language_of
from sync.catalogue.watching import counters

TOWN_WIDE_MS = 2000
_PAGE_BYTES = 1_000_000
_QUERY_LENGTH = 200
_WAIT_S = 2.0
_CARDS = 10_000
_COOKIE = re.compile(rf"{LANGUAGE_COOKIE}=([a-z]{{2}})")
_HOLES = re.compile(
    rb'(?P<now>(?<= data-now=")[0-9]+(?="))|(?P<since>(?<= data-since=")[0-9]+(?="))'
    rb'|(?P<once>(?<= name="once" value=")[A-Za-z0-9_-]+(?="))'
)

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]


class Key(NamedTuple):
    """Under what a page is kept."""

    scheme: str
    host: str
    path: str
    query: str
    language: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was made: its bytes around what differs at every look, and how long it holds.

    position is the number of the news that it is at least as new as; names are what it shows.
    """

    headers: tuple[tuple[str, str], ...]
    parts: tuple[bytes, ...]
    holes: tuple[str, ...]
    position: int
    names: frozenset[Name]
    is_whole_town: bool
    made_ms: int
    until_ms: int
    size: int


class Shelf:
    """Pages within so many bytes; the one that was asked for longest ago goes first."""

    def __init__(self, limit_bytes: int) -> None:
        self._limit = limit_bytes
        self._pages: OrderedDict[Key, Page] = OrderedDict()
        self._size = 0
        self._turn = threading.Lock()

    def get(self, key: Key) -> Page | None:
        """Return the page kept under a key."""
        with self._turn:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def put(self, key: Key, page: Page) -> None:
        """Keep a page."""
        with self._turn:
            self._take(key)
            self._pages[key] = page
            self._size += page.size
            while self._size > self._limit:
                self._take(next(iter(self._pages)))

    def drop(self, key: Key, page: Page) -> None:
        """Let a page go, unless another stands there by now."""
        with self._turn:
            if self._pages.get(key) is page:
                self._take(key)

    def _take(self, key: Key) -> None:
        old = self._pages.pop(key, None)
        if old is not None:
            self._size -= old.size


class Cards:
    """Cards of products, kept as long as pages that show only them would be; see `lasting.Cards`."""

    def __init__(self, following: Following) -> None:
        self._following = following
        self._cards: dict[tuple[int, str], tuple[int, int, int, object]] = {}

    def get(self, product: int, shop: str, language: str, now_ms: int) -> object | None:
        """Return the card of a product while it holds."""
        found = self._cards.get((product, language))
        if found is None:
            return None
        position, made_ms, until_ms, card = found
        if not made_ms <= now_ms < until_ms:
            return None
        return card if self._following.standing((product, words_of(shop)), position) is not None else None

    def put(self, product: int, language: str, card: object, *, position: int, now_ms: int, until_ms: int) -> None:
        """Keep a card that is at least as new as a number of news."""
        if len(self._cards) >= _CARDS:
            self._cards.clear()
        ends = [minute_after(now_ms), until_ms, self._following.turn_ms]
        self._cards[product, language] = (position, now_ms, min(end for end in ends if end is not None), card)


class Keeper:
    """The application that answers with a kept page where one holds, and else asks the one behind it."""

    def __init__(self, behind: Application, following: Following, *, limit_bytes: int) -> None:
        self._behind = behind
        self._following = following
        self._shelf = Shelf(limit_bytes)
        self._cards = Cards(following)
        self._making: dict[Key, threading.Event] = {}
        self._turn = threading.Lock()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        key = _key_of(environ) if self._following.is_near() else None
        if key is None:
            return self._behind(environ, start_response)
        body = self._kept(key, start_response)
        counters.of_this_process().add("kept_missed" if body is None else "kept_found")
        if body is not None:
            return body
        with self._alone(key) as is_first:
            body = None if is_first else self._kept(key, start_response)
            return [self._made(key, environ, start_response)] if body is None else body

    def _kept(self, key: Key, start_response: StartResponse) -> list[bytes] | None:
        page = self._shelf.get(key)
        if page is None:
            return None
        now = clock.now_ms()
        stands = self._following.standing(page.names, page.position)
        if stands is None or not page.made_ms <= now < page.until_ms:
            self._shelf.drop(key, page)
            return None
        body = _filled(page, now, page.position if page.is_whole_town else stands)
        start_response("200 OK", [*page.headers, ("Content-Length", str(len(body)))])
        return [body]

    def _made(self, key: Key, environ: Environ, start_response: StartResponse) -> bytes:
        """Have a page made, and keep it where its view says that it may be kept."""
        made_ms = clock.now_ms()
        noted = Noted(self._following.position, self._following.town, self._cards, key.language)
        told: list[tuple[str, list[tuple[str, str]]]] = []

        def hear(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> None:
            told.append((status, headers))
            start_response(status, headers)

        with noting(noted):
            answer = self._behind(environ, hear)
            try:
                body = b"".join(answer)
            finally:
                getattr(answer, "close", _nothing)()
        status, headers = told[-1]
        if noted.is_kept and status.startswith("200 ") and len(body) <= _PAGE_BYTES:
            self._keep(key, _page(noted, headers, body, made_ms, self._following.turn_ms))
        return body

    def _keep(self, key: Key, page: Page | None) -> None:
        if page is not None and self._following.standing(page.names, page.position) is not None:
            self._shelf.put(key, page)

    def _alone(self, key: Key) -> "_Alone":
        return _Alone(key, self._making, self._turn)


class _Alone:
    """Lets one thread make a page while others that want the same wait for it; tells whether this is the one."""

    def __init__(self, key: Key, making: dict[Key, threading.Event], turn: threading.Lock) -> None:
        self._key, self._making, self._turn = key, making, turn
        self._own: threading.Event | None = None

    def __enter__(self) -> bool:
        with self._turn:
            other = self._making.get(self._key)
            if other is None:
                self._own = self._making[self._key] = threading.Event()
        if other is not None:
            other.wait(_WAIT_S)
        return self._own is not None

    def __exit__(self, *_: object) -> None:
        if self._own is None:
            return
        with self._turn:
            del self._making[self._key]
        self._own.set()


def _nothing() -> None:
    """Do what is to be done about an answer that needs no closing."""


def minute_after(moment_ms: int) -> int:
    """Return the next full minute: hours, days and closures turn only then."""
    return (moment_ms // MINUTE_MS + 1) * MINUTE_MS


def _page(noted: Noted, headers: list[tuple[str, str]], body: bytes, made_ms: int, turn_ms: int | None) -> Page | None:
    """Take a page apart; None where it is somebody's own, or over already.

    No page outlives the minute in which it was made: see `minute_after`.
    """
    if any(name.lower() == "set-cookie" for name, _ in headers):
        return None
    ends = [minute_after(made_ms), noted.until_ms, turn_ms]
    ends.append(made_ms + TOWN_WIDE_MS if noted.is_whole_town else None)
    parts, holes, last = [], [], 0
    for hole in _HOLES.finditer(body):
        parts.append(body[last : hole.start()])
        holes.append(str(hole.lastgroup))
        last = hole.end()
    return Page(
        headers=tuple((name, value) for name, value in headers if name.lower() != "content-length"),
        parts=(*parts, body[last:]),
        holes=tuple(holes),
        position=noted.position,
        names=frozenset() if noted.is_whole_town else frozenset(noted.names),
        is_whole_town=noted.is_whole_town,
        made_ms=made_ms,
        until_ms=min(end for end in ends if end is not None),
        size=len(body) + 64 * len(noted.names) + 1024,
    )


def _filled(page: Page, now_ms: int, since: int) -> bytes:
    """Write into a page what differs at every look."""
    drawn = {"now": str(now_ms).encode(), "since": str(since).encode()}
    if "once" in page.holes:
        drawn["once"] = secrets.token_urlsafe(24).encode()
    pieces = [page.parts[0]]
    for hole, part in zip(page.holes, page.parts[1:], strict=True):
        pieces += (drawn[hole], part)
    return b"".join(pieces)


def _key_of(environ: Environ) -> Key | None:
    """Return under what the page asked for may be kept; None where the request is somebody's own."""
    path, query, cookie = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", ""), environ.get("HTTP_COOKIE", "")
    chosen = _COOKIE.fullmatch(cookie)
    if environ["REQUEST_METHOD"] != "GET" or path.startswith(("/api/", settings.STATIC_URL)):
        return None
    if (cookie and chosen is None) or "lang=" in query or len(query) > _QUERY_LENGTH:
        return None
    scheme, host = environ.get("wsgi.url_scheme", ""), environ.get("HTTP_HOST", "")
    return Key(scheme, host, path, query, language_asked(environ))


def language_asked(environ: Environ) -> str:
    """Return the language that a request without `?lang=` is answered in."""
    chosen = _COOKIE.fullmatch(environ.get("HTTP_COOKIE", ""))
    return _language(chosen[1] if chosen else "", environ.get("HTTP_ACCEPT_LANGUAGE", ""))


@lru_cache(maxsize=1024)
def _language(chosen: str, accepted: str) -> str:
    """Choose the language as the page itself will."""
    request = HttpRequest()
    request.COOKIES = {LANGUAGE_COOKIE: chosen} if chosen else {}
    request.META = {"HTTP_ACCEPT_LANGUAGE": accepted}
    return language_of(request)
