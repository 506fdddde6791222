"""What every test stands on: a real shop's file, a known moment, and a schema nobody changes by accident."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Generator, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"  # the developer's own key store is not ours

from pos.database import migrations
from pos.database.connection import Database, connect
from pos.domain.identity import to_ms
from pos.domain.tax import TaxRate
from pos.exchange.tax_rates import french_rates
from pos.operations.opening import open_shop
from tests import builders

settings.register_profile("shop", deadline=None)  # how fast an example runs says more about the machine than the code
settings.load_profile("shop")

_MEMORY, _ROOM = Path("/dev/shm"), 4 << 30
if "TMPDIR" not in os.environ and _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM:
    os.environ["TMPDIR"] = tempfile.tempdir = str(_MEMORY)  # thousands of small files, and no disk is waited for

_LONG = (
    "tests/test_simulation_quick.py",
    "tests/simulation/",
    "tests/sync/catalogue/",
    "tests/tampering/",
    "tests/test_",
    "tests/sync/",
    "tests/ui/commands/",
)
"""Where the files lie that take longest: they begin first, so that no worker waits long for the other at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what takes long first; xdist is told to keep the order."""

    def place(item: pytest.Item) -> int:
        return next((place for place, begin in enumerate(_LONG) if item.nodeid.startswith(begin)), len(_LONG))

    items.sort(key=place)


@pytest.fixture(scope="session", autouse=True)
def own_state(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Commands keep the anchors of their tills in a folder of the tests, not in this user's own."""
    os.environ["XDG_STATE_HOME"] = str(tmp_path_factory.mktemp("state"))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown() -> Generator[None, object, object]:
    """What a test threw away of its windows goes at once: each that stays is dressed again with every later one."""
    try:
        return (yield)
    finally:
        if "PySide6.QtWidgets" in sys.modules:
            from PySide6.QtCore import QCoreApplication, QEvent

            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def now() -> datetime:
    return builders.NOON


@pytest.fixture
def rates() -> tuple[TaxRate, ...]:
    return french_rates()


@pytest.fixture
def shop_path(tmp_path: Path) -> Path:
    return tmp_path / "shop.db"


@pytest.fixture(scope="session")
def migrated_shop(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A shop's file with every migration applied and nothing else in it, as `open_shop` makes it on its way."""
    file = tmp_path_factory.mktemp("migrated") / "shop.db"
    with closing(connect(file)) as shop:
        migrations.migrate(shop, now_ms=to_ms(builders.NOON))
    return file.read_bytes()


@pytest.fixture
def db(shop_path: Path, now: datetime, migrated_shop: bytes) -> Iterator[Database]:
    """A new shop's real file; the test fails when it changed the schema (a misspelt table made in passing)."""
    shop_path.write_bytes(migrated_shop)
    shop = open_shop(shop_path, now=now, new_id=builders.ids(1))
    before = _schema(shop)
    yield shop
    after = _schema(shop)
    shop.close()
    assert after == before, "the test changed the schema"


def _schema(shop: Database) -> list[tuple[object, ...]]:
    return shop.rows("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name")
