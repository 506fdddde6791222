"""Pages kept in memory by each process that serves them; what they say of a product is as true as on one made anew.

A page is given again only while nothing that it shows has changed (`following` hears so within a few hundredths of a
second) and none of its sentences would be said otherwise (`lasting`). What differs at every look is written in anew,
the cards of products among it (`kept_pages`): a list of forty-eight stays while three of them are sold. Kept are only
pages that are the same for everybody: asked for without a cookie but that of the language.

A page that lists what any news may change is kept for some seconds (`lasting.LIST_MS`): what it says of a product is
true at every look, but another may stand in its place by then. `live.js` replays what the rest of it has missed.
"""

import logging
import re
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest
from django.utils.translation import override

from sync.catalogue import clock, kept_pages, remembering
from sync.catalogue.following import Following
from sync.catalogue.kept_pages import Page, Shelf, Written
from sync.catalogue.lasting import LIST_MS, Name, Noted, Piece, noting
from sync.catalogue.middleware import LANGUAGE_COOKIE, language_of
from sync.catalogue.remembering import Memory
from sync.catalogue.watching import counters

_PAGE_BYTES = 1_000_000
_QUERY_LENGTH = 200
_WAIT_S = 2.0
_COOKIE = re.compile(rf"{LANGUAGE_COOKIE}=([a-z]{{2}})")

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

_log = logging.getLogger(__name__)


class Key(NamedTuple):
    """Under what a page is kept."""

    scheme: str
    host: str
    path: str
    query: str
    language: str


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
        stands = self._following.standing(page.names, page.checked)
        if stands is None or not page.made_ms <= now < page.until_ms or not self._have_lists_held(page, now):
            self._shelf.drop(key, page)
            return None
        page.checked = stands
        written = self._written(page, key.language, now)
        if written is None:
            self._shelf.drop(key, page)
            return None
        body = written.body(now, page.position if page.is_whole_town else stands)
        start_response("200 OK", [*page.headers, ("Content-Length", str(len(body)))])
        return [body]

    def _have_lists_held(self, page: Page, now_ms: int) -> bool:
        due = [(late, late.names, late.position) for late in page.late if late.from_ms <= now_ms]
        return not due or len(self._following.which_stand(due)) == len(due)

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
                made = b"".join(answer).split(noted.seam.encode())
            finally:
                getattr(answer, "close", _nothing)()
        status, headers = told[-1]
        body = kept_pages.whole(made)
        if noted.is_kept and status.startswith("200 ") and len(body) <= _PAGE_BYTES:
            self._keep(key, noted, headers, made, made_ms)
        start_response(status, [*_without_length(headers), ("Content-Length", str(len(body)))])
        return body

    def _written(self, page: Page, language: str, now_ms: int) -> Written | None:
        """Return a page with its pieces as they are now; None where one is gone or no longer what it was."""
        before = page.written
        if before is not None and before.holds(now_ms):
            stands = self._following.standing(before.names, before.position)
            if stands is not None:
                before.position = stands
                return before
        position, turn_ms, wanted = self._following.position, self._following.turn_ms, page.pieces
        pieces: dict[Name, Piece] = self._memory.pieces(wanted, language, now_ms) if wanted else {}
        missing = wanted - pieces.keys()
        if missing:
            pieces.update(self._made_pieces(missing, language, now_ms))
        page.written = page.write(pieces, position=position, now_ms=now_ms, until_ms=turn_ms)
        return page.written

    def _made_pieces(self, names: Iterable[Name], language: str, now_ms: int) -> Mapping[Name, Piece]:
        town = self._following.town
        if town is None:
            return {}
        try:
            with noting(Noted(self._following.position, town, self._memory, language)), override(language):
                return _make_pieces(names, now_ms, town.zone)
        except DatabaseError as error:
            _log.error("The pieces of a page cannot be read: %s", error)
            connection.close()
            return {}

    def _keep(
        self, key: Key, noted: Noted, headers: list[tuple[str, str]], made: Sequence[bytes], made_ms: int
    ) -> None:
        """Keep a page unless it is somebody's own, or old already."""
        if any(name.lower() == "set-cookie" for name, _ in headers):
            return
        ends = [remembering.day_ends(made_ms, self._following), self._following.turn_ms, noted.until_ms]
        ends.append(made_ms + LIST_MS if noted.is_whole_town else None)
        until_ms = min(end for end in ends if end is not None)
        page = kept_pages.page_of(noted, _without_length(headers), made, made_ms=made_ms, until_ms=until_ms)
        if self._following.standing(page.names, page.position) is not None:
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


def _make_pieces(names: Iterable[Name], now_ms: int, zone: str) -> Mapping[Name, Piece]:
    """Make the cards of products, and how shops stand, as far as these are shown, in the language in force."""
    from sync.catalogue.pages.cards import cards_of
    from sync.catalogue.pages.heard import heard_of

    numbers = [name for name in names if isinstance(name, int)]
    shops = [name for name in names if isinstance(name, str)]
    cards: list[Piece] = [*cards_of(numbers, now_ms=now_ms, zone=zone)]
    return {piece.key: piece for piece in [*cards, *heard_of(shops, now_ms, zone)]}


def _without_length(headers: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in headers if name.lower() != "content-length")


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
