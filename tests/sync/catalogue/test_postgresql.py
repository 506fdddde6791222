"""The connection to PostgreSQL: a page is made though its server ended the connection since the last one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from sync.catalogue.database import database_from
from sync.catalogue.models import Town
from tests.sync.catalogue import databases


@pytest.fixture
def server(postgresql_url: str) -> Iterator[str]:
    """A migrated PostgreSQL database that this thread is connected to, as a worker is."""
    with databases.postgresql(postgresql_url):
        yield postgresql_url


def test_a_connection_that_its_server_ended_is_made_anew(server: str) -> None:
    assert _town() == "Les vitrines"
    first = connection.connection
    _end(server, first.info.backend_pid)

    assert _town() == "Les vitrines"
    assert connection.connection is not first


def test_a_connection_that_stands_is_kept_and_not_asked(server: str) -> None:
    _town()
    first = connection.connection

    with _counted() as asked:
        assert [_town(), _town()] == ["Les vitrines", "Les vitrines"]

    assert connection.connection is first
    assert len(asked) == 2


def test_questions_are_planned_once_unless_the_address_says_otherwise(server: str) -> None:
    for _ in range(4):
        _town()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%%catalogue_town%%'")
        assert cursor.fetchone() == (1,)
    pooled = database_from("postgresql://anna:secret@host/town?prepare_threshold=none", Path())
    assert pooled["OPTIONS"]["prepare_threshold"] is None


def _town() -> str:
    """Read something as a request does."""
    connection.close_if_unusable_or_obsolete()
    return str(Town.objects.get(pk=1).name)


def _end(url: str, process: int) -> None:
    with psycopg.connect(url, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", (process,))


@contextmanager
def _counted() -> Iterator[list[str]]:
    """Hear every statement that is sent on the connection."""
    sent: list[str] = []
    real = connection.connection.cursor_factory

    class Heard(real):  # type: ignore[misc,valid-type]
        def execute(self, query: object, *args: object, **told: object) -> object:
            sent.append(str(query))
            return super().execute(query, *args, **told)

    connection.connection.cursor_factory = Heard
    try:
        yield sent
    finally:
        connection.connection.cursor_factory = real
