"""The limit to hold the catalogue against: granian, as many workers and threads, an application of one lookup."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import msgspec

_JSON = "application/json"


def _read() -> dict[str, bytes]:
    """Read the recorded answers by kind, where this process serves them."""
    path = os.environ.get("LOAD_ANSWERS", "")
    return msgspec.msgpack.decode(Path(path).read_bytes(), type=dict[str, bytes]) if path else {}


_ANSWERS = _read()


def kind_of(path: str, query: str) -> str:
    """Tell what an address asks for."""
    if path.startswith("/api/"):
        return "push"
    if path == "/":
        return "search" if "q=" in query else "category" if query else "home"
    return "product" if "/articles/" in path else "shop"


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Return the bytes that were recorded for this kind of address."""
    kind = kind_of(environ["PATH_INFO"], environ["QUERY_STRING"])
    if environ["REQUEST_METHOD"] != "GET":
        environ["wsgi.input"].read()
    body = _ANSWERS.get(kind, b"")
    media = _JSON if kind == "push" else "text/html; charset=utf-8"
    start_response("200 OK", [("Content-Type", media), ("Content-Length", str(len(body)))])
    return [body]


def main(port: int, workers: int, threads: int) -> None:
    """Serve until SIGTERM."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "tests.load.bare:application",
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        backpressure=512,
        websockets=False,
        log_level=LogLevels.error,
    ).serve()


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
