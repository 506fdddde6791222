"""Which database the catalogue stands on, and how it writes: one SQLite file, or a town's PostgreSQL."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

_ONE_WRITER = threading.Lock()
_PREPARED_AFTER = 2
"""A question that was asked so often on a connection is planned no more: planning costs as much as answering."""


class DatabaseAddressWrong(Exception):
    """DATABASE_URL names no PostgreSQL database; the address itself is not kept: it holds a password."""


def database_from(url: str, file: Path) -> dict[str, Any]:
    """Return Django's description of the PostgreSQL database at `url`, or of the SQLite file where it is empty.

    Raises:
        DatabaseAddressWrong: `url` is not of the form postgresql://user:password@host:port/name.
    """
    return _postgresql(url) if url else _sqlite(file)


@contextmanager
def writing() -> Iterator[None]:
    """One write transaction; in one SQLite file the writers of this process queue here instead of in busy waits."""
    from django.db import connection, transaction

    if connection.vendor != "sqlite":
        with transaction.atomic():
            yield
        return
    with _ONE_WRITER, transaction.atomic():
        yield


def _sqlite(file: Path) -> dict[str, Any]:
    """A rollback journal: Python's own SQLite may be older than 3.51.3, whose write-ahead log can lose pages.

    What is forgotten is overwritten in the file, since it was about people.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=DELETE; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;"
                " PRAGMA secure_delete=ON;"
            ),
        },
    }


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in {"postgres", "postgresql"} or not name:
        raise DatabaseAddressWrong
    return {
        "ENGINE": "sync.catalogue.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": _options(dict(parse_qsl(parts.query))),
    }


def _options(told: dict[str, str]) -> dict[str, Any]:
    """Have questions planned once on a connection, unless the address says `prepare_threshold=none`."""
    after = told.get("prepare_threshold", str(_PREPARED_AFTER))
    return {**told, "server_side_binding": True, "prepare_threshold": int(after) if after.isdecimal() else None}
