"""A till in a real town: another shop beside it, whose window shows what this one does not have."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt

from pos.database import demands
from pos.domain.demand import Demand
from pos.keystore import FileKeyStore, key_file
from tests.sync.catalogue.tills import Till as Neighbour
from tests.sync.catalogue.tills import level, product
from tests.sync.catalogue_server import RunningCatalogue
from tests.sync.conftest import catalogue, server, town  # noqa: F401
from tests.sync.fault_server import FaultServer, forward_to
from tests.ui.online.shopkeeper import Shopkeeper, elsewhere
from tests.ui.sell.cashier import Cashier, ask
from tests.ui.sell.conftest import OpenTill, gui_thread_guard, open_till, shelf  # noqa: F401

NEIGHBOUR = {"street": "4 rue du Vieux Pont", "postcode": "56000", "city": "Vannes", "phone": "02 97 00 00 04"}
CANDLE = "3017620425035"
OpenInTown = Callable[..., Shopkeeper]


class BesideThis:
    """The shop beside this one, as its own till feeds the catalogue."""

    def __init__(self, running: RunningCatalogue, name: str) -> None:
        self.name = name
        self.till = Neighbour(running.url, running.invite(name, **NEIGHBOUR), till=str(uuid4()))
        self._version = 0

    def show(self, ref: str, name: str, quantity_milli: int, *codes: str) -> None:
        """Put an article into the window, with its level."""
        self._version += 1
        self.till.put_products([product(ref, name, version=self._version, barcodes=codes)])
        self.till.put_levels([level(ref, quantity_milli, version=self._version)])

    def told(self, path: str) -> bytes:
        """What the catalogue answers this shop."""
        answer = self.till.call("GET", path)
        assert answer.status_code == 200, answer.text
        return answer.content


@pytest.fixture
def neighbour(town: RunningCatalogue) -> BesideThis:  # noqa: F811
    """A shop beside this one with candles, found by a word that no other test's shop uses."""
    word = f"bougie{uuid4().hex[:8]}"
    beside = elsewhere(lambda: BesideThis(town, f"Mercerie {word[6:]}"))
    elsewhere(lambda: beside.show(word, f"{word} à la cire", 12_000, CANDLE))
    return beside


@pytest.fixture
def line(server: FaultServer, town: RunningCatalogue) -> FaultServer:  # noqa: F811
    """The way to the real catalogue, which misbehaves on order."""
    server.answer = forward_to(town.url)
    return server


@pytest.fixture
def open_in_town(
    line: FaultServer,
    town: RunningCatalogue,  # noqa: F811
    open_till: OpenTill,  # noqa: F811
    shop_path: Path,
) -> OpenInTown:
    """Opens a till whose shop is joined to the town."""

    def open_one(**options: object) -> Shopkeeper:
        keys = FileKeyStore(key_file(shop_path))
        keeper = Shopkeeper(open_till(**{"keys": keys, **options}), shop_path)
        code = elsewhere(lambda: town.invite(f"Épicerie {uuid4()}"))
        keeper.cashier.qtbot.waitUntil(lambda: keeper.cashier.till.late.scanner is not None, timeout=10_000)
        keeper.join(line.url, code)
        keeper.press(Qt.Key.Key_Escape)
        return keeper

    return open_one


def noted(shop_path: Path) -> list[Demand]:
    """What the file knows of demands, oldest first."""
    return ask(shop_path, lambda db: demands.since(db, 0))


def ready(cashier: Cashier) -> Cashier:
    """A cashier once everything is loaded behind the first screen."""
    cashier.qtbot.waitUntil(lambda: cashier.till.late.scanner is not None, timeout=10_000)
    return cashier
