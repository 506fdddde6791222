"""A shopkeeper at a till that may go online, and the far ends it can join."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pos.keystore import FileKeyStore, key_file
from tests.sync.conftest import catalogue, server, town  # noqa: F401
from tests.sync.fault_server import FaultServer
from tests.ui.online.shopkeeper import Shopkeeper
from tests.ui.sell.conftest import OpenTill, gui_thread_guard, open_till, shelf  # noqa: F401

OpenShop = Callable[..., Shopkeeper]


@pytest.fixture
def open_shop(server: FaultServer, open_till: OpenTill, shop_path: Path) -> OpenShop:  # noqa: F811
    """Opens a till that may go online; far ends stay up until it is closed."""

    def open_one(**options: object) -> Shopkeeper:
        keys = FileKeyStore(key_file(shop_path))
        return Shopkeeper(open_till(**{"keys": keys, **options}), shop_path)

    return open_one


@pytest.fixture
def shopkeeper(open_shop: OpenShop) -> Shopkeeper:
    """A shopkeeper whose shop has joined no catalogue yet."""
    return open_shop()
