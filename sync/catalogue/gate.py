"""The gate before everything else: whoever asks for more than a fair share is told so before any work is done for it.

A till is told with 429, Retry-After and a problem, which it waits for as for a busy line; a browser with a short page.
A shop's calls go through a few at a time, so that those of the other shops find a free thread. This machine itself is
not held back: behind a proxy every request names the address that it came from.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import msgspec
from django.utils.html import escape
from django.utils.translation import gettext, ngettext, override

from sync.catalogue import clock
from sync.catalogue.addresses import asker_of
from sync.catalogue.codes import key_hash
from sync.catalogue.keeping import language_asked
from sync.catalogue.limits import Buckets, Quota, Turns
from sync.catalogue.problems import CallRefused, too_many_calls
from sync.protocol import PROBLEM_MEDIA_TYPE

_KNOWN_KEYS = 50_000
_FREE = ("/static/", "/photos/", "/ready", "/health")

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]


@dataclass(frozen=True)
class Shares:
    """What each caller may have: shops by calls, rows, pace of pushes and places, addresses by pages and searches."""

    quota: Quota
    pace: Buckets
    turns: Turns
    pages: Buckets
    searches: Buckets
    _keys: dict[str, str] = field(default_factory=dict)

    def know(self, key: str, shop: str) -> None:
        """Remember which shop a key signed in for, so that its next call is counted before it costs anything."""
        if len(self._keys) >= _KNOWN_KEYS:
            self._keys.clear()
        self._keys[key] = shop

    def shop_of(self, key: str) -> str:
        """Return the shop that a key signed in for; empty for a key that never did."""
        return self._keys.get(key, "")


class Gate:
    """The application that lets requests through to the one behind it, or answers that it is too much."""

    def __init__(self, behind: Application, shares: Shares) -> None:
        self._behind = behind
        self._shares = shares

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request, or let it through."""
        path = environ.get("PATH_INFO", "")
        if path.startswith("/api/"):
            return self._call(environ, start_response)
        wait = 0 if path.startswith(_FREE) else self._look(environ)
        return _too_often(environ, start_response, wait) if wait else self._behind(environ, start_response)

    def _look(self, environ: Environ) -> int:
        """Count a look at a page; the seconds to wait where there were too many from its address."""
        address = asker_of(environ)
        if not address:
            return 0
        is_search = environ.get("QUERY_STRING", "").startswith("q=") or "&q=" in environ.get("QUERY_STRING", "")
        return self._shares.pages.wait_s(address) or (self._shares.searches.wait_s(address) if is_search else 0)

    def _call(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        shop = self._shares.shop_of(key_of(environ.get("HTTP_AUTHORIZATION", "")))
        if not shop:
            return self._behind(environ, start_response)
        wait = self._shares.pace.wait_s(shop) if environ["REQUEST_METHOD"] == "PUT" else 0
        wait = wait or self._shares.quota.wait_s(shop, clock.now_ms())
        if wait:
            return _refused(start_response, too_many_calls(wait))
        with self._shares.turns.taken(shop) as may:
            if not may:
                return _refused(start_response, too_many_calls(1))
            answer = self._behind(environ, start_response)
            if isinstance(answer, list):
                return answer
            try:
                return [b"".join(answer)]
            finally:
                close = getattr(answer, "close", None)
                if close is not None:
                    close()


@lru_cache(maxsize=4096)
def key_of(authorization: str) -> str:
    """Return the hash of the key that a header holds; empty where it holds none."""
    scheme, _, key = authorization.partition(" ")
    return key_hash(key.strip()) if scheme.lower() == "bearer" and key.strip() else ""


def _refused(start_response: StartResponse, refused: CallRefused) -> list[bytes]:
    body = msgspec.json.encode(refused.problem)
    headers = [
        ("Content-Type", PROBLEM_MEDIA_TYPE),
        ("Cache-Control", "no-store"),
        ("Content-Length", str(len(body))),
        *refused.headers.items(),
    ]
    start_response("429 Too Many Requests", headers)
    return [body]


def _too_often(environ: Environ, start_response: StartResponse, wait_s: int) -> list[bytes]:
    """Say in the reader's language that it was too much, and how long to wait; loads nothing."""
    language = language_asked(environ)
    with override(language):
        title = gettext("That was too many pages at once")
        text = ngettext(
            "Many pages were asked for from your connection. Please try again in {count} second.",
            "Many pages were asked for from your connection. Please try again in {count} seconds.",
            wait_s,
        ).replace("{count}", str(wait_s))
    body = (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><main><h1>{escape(title)}</h1><p>{escape(text)}</p></main></html>"
    ).encode()
    headers = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Language", language),
        ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
        ("X-Content-Type-Options", "nosniff"),
        ("Cache-Control", "no-store"),
        ("Retry-After", str(wait_s)),
        ("Content-Length", str(len(body))),
    ]
    start_response("429 Too Many Requests", headers)
    return [body]
