"""The far ends a till is tried against: one in memory that misbehaves on order, and the real catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest

from pos.database.connection import Database
from tests.sync.catalogue_server import RunningCatalogue
from tests.sync.fault_server import FaultServer, forward_to
from tests.sync.pretend_catalogue import PretendCatalogue, PretendShop
from tests.sync.till_at_work import TillAtWork

SHOP = "Savonnerie du Port"


@pytest.fixture
def catalogue() -> PretendCatalogue:
    return PretendCatalogue()


@pytest.fixture
def server(catalogue: PretendCatalogue) -> Iterator[FaultServer]:
    """A server that answers as the catalogue in memory does."""
    listening = FaultServer(catalogue)
    yield listening
    listening.stop()


@pytest.fixture
def till(db: Database, server: FaultServer, catalogue: PretendCatalogue) -> TillAtWork:
    """A till joined to the catalogue in memory."""
    one = TillAtWork(db)
    one.join(server.url, catalogue.invite(SHOP))
    return one


@pytest.fixture
def window(till: TillAtWork, catalogue: PretendCatalogue) -> PretendShop:
    """What the catalogue in memory holds of the till's shop."""
    return catalogue.shops[SHOP]


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCatalogue]:
    """One real catalogue for all tests of the wire; each invites a shop of its own."""
    running = RunningCatalogue()
    running.start(tmp_path_factory.mktemp("town"))
    yield running
    running.stop()


@pytest.fixture(params=["pretend", "real"])
def far_end(
    request: pytest.FixtureRequest, server: FaultServer, catalogue: PretendCatalogue
) -> tuple[FaultServer, str]:
    """A server that misbehaves on order before either catalogue, and a code to join it with."""
    if request.param == "pretend":
        return server, catalogue.invite(SHOP)
    real: RunningCatalogue = request.getfixturevalue("town")
    server.answer = forward_to(real.url)
    return server, real.invite(f"Épicerie {uuid4()}")


@pytest.fixture
def joined(db: Database, far_end: tuple[FaultServer, str]) -> tuple[TillAtWork, FaultServer]:
    """A till joined through a misbehaving line to either catalogue."""
    server, code = far_end
    one = TillAtWork(db)
    one.join(server.url, code)
    return one, server
