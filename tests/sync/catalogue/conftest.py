# ruff: noqa: E402 (Django is set up between the imports)
"""What tests of the catalogue stand on: its real code on a real database, and a clock that they set.

Django reads its settings once in a process, so the folder is made before anything of the catalogue is imported.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

_FOLDER = Path(tempfile.mkdtemp(prefix="catalogue-tests-"))
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)
os.environ["CATALOGUE_DATA"] = str(_FOLDER)
os.environ["DJANGO_SETTINGS_MODULE"] = "sync.catalogue.settings"

import django

django.setup()

import pytest

from sync.catalogue import clock, tidying
from tests.sync.catalogue import databases
from tests.sync.catalogue.calls import Town
from tests.sync.catalogue_server import running_catalogue

__all__ = ["running_catalogue"]


@pytest.fixture(scope="session")
def prepared_file() -> Path:
    """A catalogue's file with every migration applied, copied for each test."""
    return databases.prepared_file(_FOLDER)


@pytest.fixture
def town(prepared_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    """An empty catalogue on an SQLite file of its own, at a moment that the test moves."""
    with databases.sqlite(prepared_file, tmp_path / "catalogue.sqlite3"):
        yield _at_noon(monkeypatch)


@pytest.fixture(params=["sqlite", "postgresql"])
def any_town(
    request: pytest.FixtureRequest, prepared_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Town]:
    """An empty catalogue on each kind of database in turn."""
    if request.param == "sqlite":
        database = databases.sqlite(prepared_file, tmp_path / "catalogue.sqlite3")
    else:
        database = databases.postgresql(request.getfixturevalue("postgresql_url"))
    with database:
        yield _at_noon(monkeypatch)


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """The address of a real PostgreSQL server."""
    with tempfile.TemporaryDirectory() as folder, databases.postgresql_server(Path(folder)) as url:
        databases.wait_for_no_disk(url)
        yield url


def _at_noon(monkeypatch: pytest.MonkeyPatch) -> Town:
    town = Town()
    monkeypatch.setattr(clock, "now_ms", lambda: town.now_ms)
    monkeypatch.setattr(tidying, "_next_ms", 0)
    return town
