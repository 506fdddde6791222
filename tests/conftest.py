"""What every test stands on: a real shop's file, a known moment, and a schema nobody changes by accident."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"  # the developer's own key store is not ours

from pos.database.connection import Database
from pos.domain.tax import TaxRate
from pos.exchange.tax_rates import french_rates
from pos.operations.opening import open_shop
from tests import builders

settings.register_profile("shop", deadline=None)  # how fast an example runs says more about the machine than the code
settings.load_profile("shop")


@pytest.fixture(scope="session", autouse=True)
def own_state(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Commands keep the anchors of their tills in a folder of the tests, not in this user's own."""
    os.environ["XDG_STATE_HOME"] = str(tmp_path_factory.mktemp("state"))


@pytest.fixture
def now() -> datetime:
    return builders.NOON


@pytest.fixture
def rates() -> tuple[TaxRate, ...]:
    return french_rates()


@pytest.fixture
def shop_path(tmp_path: Path) -> Path:
    return tmp_path / "shop.db"


@pytest.fixture
def db(shop_path: Path, now: datetime) -> Iterator[Database]:
    """A new shop's real file; the test fails when it changed the schema (a misspelt table made in passing)."""
    shop = open_shop(shop_path, now=now, new_id=builders.ids(1))
    before = _schema(shop)
    yield shop
    after = _schema(shop)
    shop.close()
    assert after == before, "the test changed the schema"


def _schema(shop: Database) -> list[tuple[object, ...]]:
    return shop.rows("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name")
