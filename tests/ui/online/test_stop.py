"""Stopping a joining: heeded before anything is kept, and never afterwards."""

from __future__ import annotations

import threading
import time

import pytest

from pos.domain.errors import Cancelled
from sync.connectors import connector_opener
from sync.errors import Temporary
from sync.protocol import PairRequest
from tests.sync.fault_server import Fault, FaultServer
from tests.sync.pretend_catalogue import PretendCatalogue
from ui.online.stop import Stop


def test_what_was_stopped_keeps_nothing() -> None:
    stop = Stop()

    assert stop.ask()

    assert stop.asked
    with pytest.raises(Cancelled):
        stop.pass_by()


def test_what_is_being_kept_is_not_stopped_any_more() -> None:
    stop = Stop()
    stop.pass_by()

    assert not stop.ask()
    assert not stop.asked


def test_a_call_on_its_way_is_broken_off(server: FaultServer, catalogue: PretendCatalogue) -> None:
    stop = Stop()
    server.misbehave(Fault.SLOW)
    connector = stop.watching(connector_opener())("catalogue", server.url, "")
    ended: list[Exception] = []

    def call() -> None:
        try:
            connector.pair(PairRequest(catalogue.invite("Librairie"), "till", "Till", 1))
        except Temporary as problem:
            ended.append(problem)

    calling = threading.Thread(target=call)
    calling.start()
    while not server.heard:
        time.sleep(0.005)

    stop.ask()
    calling.join(5)

    assert not calling.is_alive(), "the server has not answered, and will not"
    assert len(ended) == 1
    connector.close()


def test_a_line_opened_after_the_wish_to_stop_carries_no_code(server: FaultServer, catalogue: PretendCatalogue) -> None:
    stop = Stop()
    stop.ask()
    connector = stop.watching(connector_opener())("catalogue", server.url, "")

    with pytest.raises(Temporary):
        connector.pair(PairRequest(catalogue.invite("Librairie"), "till", "Till", 1))

    connector.close()
    assert catalogue.shops["Librairie"].term == 0
