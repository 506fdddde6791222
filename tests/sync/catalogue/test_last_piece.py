"""Many shoppers for the last piece at the same moment, on a catalogue that runs: as many get one as there are."""

import secrets
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest
import requests

from sync import order_protocol as wire
from tests.sync.catalogue.tills import TIMEOUT_S, Till, level, product
from tests.sync.catalogue_server import RunningCatalogue

SHOPPERS, PIECES = 12, 3


@pytest.fixture(params=["sqlite", "postgresql"])
def catalogue(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RunningCatalogue]:
    running = RunningCatalogue()
    environment = {"DATABASE_URL": request.getfixturevalue("postgresql_url")} if request.param != "sqlite" else {}
    running.start(tmp_path, environment=environment)
    yield running
    assert running.stop() == ""


@pytest.mark.parametrize("mode", ["safety", "escrow"])
def test_as_many_get_one_as_there_are(catalogue: RunningCatalogue, mode: str) -> None:
    till = _till(catalogue, mode)
    together = threading.Barrier(SHOPPERS)

    with ThreadPoolExecutor(SHOPPERS) as crowd:
        shoppers = [crowd.submit(_reserve, till, place, together) for place in range(SHOPPERS)]
        answers = Counter(shopper.result(timeout=60) for shopper in shoppers)

    assert answers == {303: PIECES, 409: SHOPPERS - PIECES}
    page = _feed(till)
    assert [row.cursor for row in page.rows] == list(range(1, PIECES + 1))
    assert {row.state for row in page.rows} == {"held"}


def test_one_form_sent_many_times_at_once_makes_one_reservation(catalogue: RunningCatalogue) -> None:
    till = _till(catalogue, "safety")
    together, once = threading.Barrier(SHOPPERS), secrets.token_urlsafe(24)

    with ThreadPoolExecutor(SHOPPERS) as crowd:
        clicks = [crowd.submit(_reserve, till, place, together, once) for place in range(SHOPPERS)]
        answers = Counter(click.result(timeout=60) for click in clicks)

    assert answers == {303: SHOPPERS}
    assert len(_feed(till).rows) == 1


def test_the_shop_and_the_customer_at_once_end_at_one_end(catalogue: RunningCatalogue) -> None:
    till = _till(catalogue, "safety")
    page = requests.post(
        _form_url(till), data=_form(secrets.token_urlsafe(24)), timeout=TIMEOUT_S, allow_redirects=False
    ).headers["Location"]
    order = _feed(till).rows[0].order
    deeds = [wire.Transition(f"k{place}", till.joined.term, order, "fulfil") for place in range(4)]

    with ThreadPoolExecutor(8) as crowd:
        told = [crowd.submit(_insist, till, deed) for deed in deeds]
        given_up = [crowd.submit(requests.post, f"{catalogue.url}{page}", timeout=TIMEOUT_S) for _ in range(4)]
        replies = [msgspec.json.decode(one.result(60).content, type=wire.TransitionReply) for one in told]
        assert {one.result(60).status_code for one in given_up} == {200}

    assert Counter(reply.outcome for reply in replies) == {"applied": 1, "overtaken": 3}
    row = _feed(till).rows[0]
    assert (row.state, row.lines[0].fulfilled_milli, row.cursor) == ("fulfilled", 1000, row.revision)


def _insist(till: Till, deed: wire.Transition) -> requests.Response:
    """Tell a deed until it is taken: only so many calls of a shop are answered at once."""
    while (answer := till.call("POST", "orders", deed)).status_code == requests.codes.too_many_requests:
        time.sleep(0.02)
    return answer


def _till(catalogue: RunningCatalogue, mode: str) -> Till:
    till = Till(catalogue.url, catalogue.invite(f"Boutique {secrets.token_hex(6)}"))  # the database outlives a test
    till.put_products([product("a", "Café moulu")])
    till.put_levels([level("a", 1000 * PIECES)])
    till.beat()
    told = wire.Rules(till.joined.term, 1, takes=True, mode="escrow" if mode == "escrow" else "safety")
    assert till.call("PUT", "rules", told).status_code == 200
    batch = wire.EscrowBatch(till.joined.term, (wire.EscrowRow("a", 1000 * PIECES),))
    assert till.call("PUT", "escrow", batch).status_code == 200
    return till


def _form(once: str) -> dict[str, str]:
    return {"once": once, "quantity": "1", "customer": "Anne", "contact": "06 12 34 56 78"}


def _reserve(till: Till, place: int, together: threading.Barrier, once: str = "") -> int:
    """Send a form at the moment when all others do; each shopper comes from an address of their own."""
    with requests.Session() as session:
        session.get(till.joined.window_url, timeout=TIMEOUT_S)
        together.wait()
        headers = {"X-Forwarded-For": f"203.0.113.{place}"}
        form = _form(once or secrets.token_urlsafe(24))
        answer = session.post(_form_url(till), data=form, headers=headers, timeout=60, allow_redirects=False)
        return answer.status_code


def _form_url(till: Till) -> str:
    return f"{till.joined.window_url}articles/a/reserver/"


def _feed(till: Till) -> wire.OrderPage:
    return msgspec.json.decode(till.call("GET", "orders?after=0").content, type=wire.OrderPage)
