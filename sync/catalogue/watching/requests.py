"""Around every request, outside of all else: its number, its time, and whether a proxy took it over TLS."""

import logging
import re
import secrets
import time
from collections.abc import Callable, Iterable
from typing import Any

from sync.catalogue.addresses import THIS_MACHINE
from sync.catalogue.watching import counters
from sync.catalogue.watching.logs import REQUESTS, current_request

REQUEST_ID = "comptoir.request_id"
SHOP = "comptoir.shop"
"""Where a request keeps its number, and whose till made it."""

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

_KNOWN_ID = re.compile(r"[0-9A-Za-z-]{8,64}")
_OF_FIRST = {
    "reservations": "reservation",
    "questions": "question",
    "photos": "photo",
    "static": "static",
    "ready": "watch",
    "health": "watch",
    "metrics": "watch",
    "robots.txt": "feed",
    "favicon.ico": "static",
}
_OF_METHOD = {"PUT": "push", "POST": "deed"}
_SHOP_DEPTH, _PRODUCT_DEPTH = 2, 4
_log = logging.getLogger(REQUESTS)


def watched(application: Application) -> Application:
    """Let every request through an application be counted, and logged where that is wished for.

    A proxy on this machine is believed when it says that it took a request over TLS, or under which number.
    """
    counted = counters.of_this_process()

    def answer(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        began = time.perf_counter_ns()
        number = _number(environ)
        environ[REQUEST_ID] = number
        held = current_request.set(number)
        status = 500

        def start(line: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            nonlocal status
            status = int(line[:3])
            return start_response(line, [*headers, ("X-Request-Id", number)], *more)

        _note_scheme(environ)
        try:
            return application(environ, start)
        finally:
            micros = (time.perf_counter_ns() - began) // 1000
            counted.note_request(view_of(environ), status, micros)
            if _log.isEnabledFor(logging.INFO):
                _write(environ, status, micros)
            current_request.reset(held)

    return answer


def view_of(environ: Environ) -> str:
    """Tell what kind of address was asked for; what a shopper looked at is not told apart."""
    path = environ.get("PATH_INFO", "/")
    parts = path.strip("/").split("/")
    first = parts[0]
    if not first:
        return "search" if environ.get("QUERY_STRING") else "town"
    if first == "api":
        return _OF_METHOD.get(environ.get("REQUEST_METHOD", ""), "read")
    if first == "boutiques":
        return {_SHOP_DEPTH: "shop", _PRODUCT_DEPTH: "product"}.get(len(parts)) or _form(parts)
    if first.startswith("sitemap") or first.endswith(".xml") or parts[-1].endswith(".atom"):
        return "feed"
    return _OF_FIRST.get(first, "other")


def _form(parts: list[str]) -> str:
    return "reservation" if parts[-1] == "reserver" else "question" if parts[-1] == "question" else "other"


def _number(environ: Environ) -> str:
    """Take a proxy's number for a request over, or draw one."""
    told: str = environ.get("HTTP_X_REQUEST_ID", "")
    if told and _is_from_here(environ) and _KNOWN_ID.fullmatch(told):
        return told
    return secrets.token_hex(8)


def _note_scheme(environ: Environ) -> None:
    if _is_from_here(environ) and environ.get("HTTP_X_FORWARDED_PROTO", "").lower() == "https":
        environ["wsgi.url_scheme"] = "https"


def _is_from_here(environ: Environ) -> bool:
    return environ.get("REMOTE_ADDR", "") in THIS_MACHINE


def _write(environ: Environ, status: int, micros: int) -> None:
    told = {
        "method": environ.get("REQUEST_METHOD"),
        "path": environ.get("PATH_INFO"),
        "status": status,
        "ms": round(micros / 1000, 1),
        "shop": environ.get(SHOP),
    }
    level = logging.ERROR if status >= 500 else logging.INFO
    _log.log(level, "answered", extra=told)
