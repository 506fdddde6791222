"""Pages kept in memory by each process that serves them; what they say of a product is as true as on one made anew.

A page is given again only while nothing that it shows has changed (`following` hears so within a few hundredths of a
second) and none of its sentences would be said otherwise (`lasting`). What differs at every look is written in anew:
the moment, the news that the page knows of, and what makes one reservation of a form. So are the cards of products: a
list of forty-eight stays while three of them are sold. Kept are only pages that are the same for everybody: asked for
without a cookie but that of the language.

A page that lists what any news may change is kept for some seconds (`lasting.LIST_MS`): what it says of a product is
true at every look, but another may stand in its place by then. `live.js` replays what the rest of it has missed.
"""

import logging
import re
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest
from django.utils.translation import override

from sync.catalogue import clock, remembering
from sync.catalogue.following import Following
from sync.catalogue.lasting import LIST_MS, Name, Noted, noting
from sync.catalogue.middleware import LANGUAGE_COOKIE, language_of
from sync.catalogue.remembering import Memory
from sync.catalogue.watching import counters

_PAGE_BYTES = 1_000_000
_QUERY_LENGTH = 200
_WAIT_S = 2.0
_COOKIE = re.compile(rf"{LANGUAGE_COOKIE}=([a-z]{{2}})")
_HOLES = re.compile(
    rb' data-now="(?P<now>[0-9]+)"| data-since="(?P<since>[0-9]+)"| name="once" value="(?P<once>[A-Za-z0-9_-]+)"'
    rb'|(?P<same><svg xmlns="[^"]*" class="drawings"|<header class="top")'
    rb"|(?P<card><!--card (?P<number>[0-9]+) (?P<part>[a-z]+) (?P<mark>[0-9a-f]+)-->.*?<!--/card-->)",
    re.DOTALL,
)
"""Every branch begins with a letter of its own, so that a page is looked through at the speed of a search."""
_MARKS = re.compile(rb"<!--card [^>]*-->|<!--/card-->")

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

_SHARED: dict[bytes, bytes] = {}
"""The drawings, which all pages begin with: kept once."""

_log = logging.getLogger(__name__)


class Card(Protocol):
    """What is known of a product's card here: how it is written, and what a page leans on beside that."""

    @property
    def mark(self) -> str:
        """Return what is the same while only figures change."""

    def write(self, part: str) -> bytes:
        """Return a part of it as its page holds it, in the language that it was made in."""


class Key(NamedTuple):
    """Under what a page is kept."""

    scheme: str
    host: str
    path: str
    query: str
    language: str


class CardHole(NamedTuple):
    """The place of a part of a product's card, and the card's mark when the page was made."""

    number: int
    part: str
    mark: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was made: its bytes around what differs at every look, and how long it holds.

    position is the number of the news that it is at least as new as; names are what it shows.
    """

    headers: tuple[tuple[str, str], ...]
    parts: tuple[bytes, ...]
    holes: tuple[str | CardHole, ...]
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


class Keeper:
    """The application that answers with a kept page where one holds, and else asks the one behind it."""

    def __init__(self, behind: Application, following: Following, *, limit_bytes: int) -> None:
        self._behind = behind
        self._following = following
        self._shelf = Shelf(limit_bytes)
        self._memory = Memory(following)
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
        cards = self._cards_of(page, key.language, now)
        if cards is None:
            self._shelf.drop(key, page)
            return None
        body = _filled(page, now, page.position if page.is_whole_town else stands, cards)
        start_response("200 OK", [*page.headers, ("Content-Length", str(len(body)))])
        return [body]

    def _made(self, key: Key, environ: Environ, start_response: StartResponse) -> bytes:
        """Have a page made, and keep it where its view says that it may be kept."""
        made_ms = clock.now_ms()
        noted = Noted(self._following.position, self._following.town, self._memory, key.language)
        told: list[tuple[str, list[tuple[str, str]]]] = []

        def hear(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> None:
            told.append((status, headers))

        with noting(noted):
            answer = self._behind(environ, hear)
            try:
                body = b"".join(answer)
            finally:
                getattr(answer, "close", _nothing)()
        status, headers = told[-1]
        if noted.is_kept and status.startswith("200 ") and len(body) <= _PAGE_BYTES:
            ends = [remembering.day_ends(made_ms, self._following), self._following.turn_ms]
            self._keep(key, _page(noted, headers, body, made_ms, ends))
        body = _MARKS.sub(b"", body)
        start_response(status, [*_without_length(headers), ("Content-Length", str(len(body)))])
        return body

    def _cards_of(self, page: Page, language: str, now_ms: int) -> dict[int, Card] | None:
        """Return the cards that a page shows as they are now; None where one is gone or no longer what it was."""
        wanted = [hole for hole in page.holes if isinstance(hole, CardHole)]
        if not wanted:
            return {}
        cards: dict[int, Card] = self._memory.cards({hole.number for hole in wanted}, language, now_ms)
        missing = {hole.number for hole in wanted} - cards.keys()
        if missing:
            cards.update(self._made_cards(missing, language, now_ms))
        stand = all(hole.number in cards and cards[hole.number].mark == hole.mark for hole in wanted)
        return cards if stand else None

    def _made_cards(self, numbers: Iterable[int], language: str, now_ms: int) -> Mapping[int, Card]:
        town = self._following.town
        if town is None:
            return {}
        try:
            with noting(Noted(self._following.position, town, self._memory, language)), override(language):
                return _make_cards(numbers, now_ms, town.zone)
        except DatabaseError as error:
            _log.error("The cards of a page cannot be read: %s", error)
            connection.close()
            return {}

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


def _make_cards(numbers: Iterable[int], now_ms: int, zone: str) -> Mapping[int, Card]:
    """Make the cards of those products that are shown, in the language in force."""
    from sync.catalogue.pages.cards import cards_of

    return {card.number: card for card in cards_of(numbers, now_ms=now_ms, zone=zone)}


def _without_length(headers: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in headers if name.lower() != "content-length")


def _page(
    noted: Noted, headers: list[tuple[str, str]], body: bytes, made_ms: int, ends_ms: Iterable[int | None]
) -> Page | None:
    """Take a page apart; None where it is somebody's own."""
    if any(name.lower() == "set-cookie" for name, _ in headers):
        return None
    ends = [*ends_ms, noted.until_ms, made_ms + LIST_MS if noted.is_whole_town else None]
    parts: list[bytes] = []
    holes: list[str | CardHole] = []
    last = shared = 0
    for found in _HOLES.finditer(body):
        hole = _hole(found)
        start, end = found.span() if isinstance(hole, CardHole) else found.span(hole)
        part = body[last:start]
        if holes and holes[-1] == "same" == hole:
            part, shared = _SHARED.setdefault(part, part), len(part)
        parts.append(part)
        holes.append(hole)
        last = start if hole == "same" else end
    return Page(
        headers=_without_length(headers),
        parts=(*parts, body[last:]),
        holes=tuple(holes),
        position=noted.position,
        names=frozenset() if noted.is_whole_town else frozenset(noted.names),
        is_whole_town=noted.is_whole_town,
        made_ms=made_ms,
        until_ms=min(end for end in ends if end is not None),
        size=sum(map(len, parts)) + len(body) - last - shared + 64 * (len(noted.names) + len(holes)) + 1024,
    )


def _hole(found: re.Match[bytes]) -> str | CardHole:
    number = found["number"]
    if number is None:
        return next(name for name, text in found.groupdict().items() if text is not None)
    return CardHole(int(number), found["part"].decode(), found["mark"].decode())


def _filled(page: Page, now_ms: int, since: int, cards: Mapping[int, Card]) -> bytes:
    """Write into a page what differs at every look."""
    drawn: dict[str, bytes] = {"same": b"", "now": str(now_ms).encode(), "since": str(since).encode()}
    if "once" in page.holes:
        drawn["once"] = secrets.token_urlsafe(24).encode()
    pieces = [page.parts[0]]
    for hole, part in zip(page.holes, page.parts[1:], strict=True):
        pieces += (drawn[hole] if isinstance(hole, str) else cards[hole.number].write(hole.part), part)
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
