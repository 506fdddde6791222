"""Who reserved or asked is forgotten a month after the end: a canary is found in no file, log or mail."""

import io
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from sync.catalogue.mailing import sending
from sync.catalogue.models import Order, Question, Transition
from sync.catalogue.orders.forgetting import PERSON_LIFE_MS
from sync.catalogue.tidying import ORDER_LIFE_MS, tidy
from tests.sync.catalogue.asked import ask, reply
from tests.sync.catalogue.calls import HOUR_MS, PairedTill, Town
from tests.sync.catalogue.letters import delivered
from tests.sync.catalogue.reservations import do, feed, reserve, reserve_secretly
from tests.sync.catalogue.tills import level, product

DAY_MS = 24 * HOUR_MS
CANARY = "zqcanary"
WHO = {
    "customer": f"Mme {CANARY}",
    "contact": f"{CANARY}@exemple.fr",
    "note": f"Pour {CANARY}, merci. " * 20,
    "address": "https://vitrines.example",
}


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """All that is written into any log."""
    kept = io.StringIO()
    handler = logging.StreamHandler(kept)
    logging.getLogger().addHandler(handler)
    yield kept
    logging.getLogger().removeHandler(handler)


@pytest.fixture
def till(town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PairedTill:
    monkeypatch.setattr(settings, "DATA_FOLDER", tmp_path)
    paired = town.till()
    paired.put_products(product("coffee", "Café moulu"))
    paired.put_levels(level("coffee", 900_000))
    paired.beat()
    return paired


def traces(folder: Path) -> list[str]:
    """The files that hold the canary anywhere, in whatever they no longer use either."""
    wanted = (CANARY.encode(), CANARY.upper().encode())
    files = [file for file in folder.rglob("*") if file.is_file()]
    return [file.name for file in files if any(one in file.read_bytes() for one in wanted)]


def test_a_canary_leaves_no_trace_a_month_after_the_end(till: PairedTill, tmp_path: Path, logged: io.StringIO) -> None:
    town = till.town
    for place in range(60):
        order = reserve(till, ("coffee", 1000), **WHO)
        do(till, order, ("fulfil", "reject", "confirm")[place % 3], reason=f"Pour {CANARY}")
        town.now_ms += HOUR_MS // 4
    for _ in range(8):
        question, _page = ask(town, text=f"Bonjour, {CANARY} ? " * 30, customer=CANARY, contact=f"{CANARY}@exemple.fr")
        reply(till, question, f"Oui, {CANARY}.")
        town.now_ms += HOUR_MS
    ask(town, text=CANARY)
    delivered(town, tmp_path)
    assert len(traces(tmp_path)) > 10  # the file, and mails
    town.now_ms += 2 * DAY_MS
    tidy(town.now_ms)

    town.now_ms += PERSON_LIFE_MS + DAY_MS
    delivered(town, tmp_path)
    tidy(town.now_ms)
    sending.tidy(tmp_path, town.now_ms)

    connection.close()
    assert traces(tmp_path) == []
    assert CANARY not in logged.getvalue().lower()
    assert Order.objects.count() == 60
    assert not Question.objects.exists()
    assert {row.contact for row in feed(till).rows} == {""}
    town.now_ms += ORDER_LIFE_MS
    tidy(town.now_ms)
    assert not Order.objects.exists()


def test_nothing_is_forgotten_before_the_end_or_within_the_month(till: PairedTill) -> None:
    ended, waiting = reserve(till, ("coffee", 1000), **WHO), reserve(till, ("coffee", 1000), **WHO)
    do(till, ended, "fulfil")
    do(till, waiting, "confirm")
    Order.objects.filter(pk=waiting.pk).update(expires_ms=till.town.now_ms + 90 * DAY_MS)

    tidy(till.town.now_ms + PERSON_LIFE_MS - HOUR_MS)
    assert Order.objects.get(pk=ended.pk).contact
    tidy(till.town.now_ms + PERSON_LIFE_MS + HOUR_MS)
    assert not Order.objects.get(pk=ended.pk).contact
    assert Order.objects.get(pk=waiting.pk).contact


def test_who_says_so_is_forgotten_at_once_and_the_till_hears_of_it(till: PairedTill, tmp_path: Path) -> None:
    order, secret = reserve_secretly(till, ("coffee", 1000), **WHO)
    do(till, order, "fulfil", reason=CANARY)
    delivered(till.town, tmp_path)
    page = f"/reservations/{secret}/"
    assert "Forget me now" in till.town.page(page)
    head = feed(till).head

    assert till.town.client.post(page, {"deed": "forget"}).status_code == 303

    (row,) = feed(till, after=head).rows
    assert (row.state, row.customer, row.contact, row.note, row.reason) == ("fulfilled", "", "", "", "")
    assert (row.lines[0].fulfilled_milli, row.revision) == (1000, 3)
    assert Transition.objects.count() == 1
    connection.close()
    assert traces(tmp_path) == []
    shown = till.town.page(page)
    assert "Forget me now" not in shown
    assert CANARY not in shown
    till.town.client.post(page, {"deed": "forget"})
    assert feed(till).head == head + 1


def test_an_open_reservation_is_not_forgotten_but_given_up_first(till: PairedTill) -> None:
    _, secret = reserve_secretly(till, ("coffee", 1000), **WHO)
    page = f"/reservations/{secret}/"
    assert "Forget me now" not in till.town.page(page)

    till.town.client.post(page, {"deed": "forget"})

    assert Order.objects.get().contact == WHO["contact"]


def test_a_customer_takes_along_what_is_kept(till: PairedTill) -> None:
    order, secret = reserve_secretly(till, ("coffee", 1000), **WHO)

    answer = till.town.client.get(f"/reservations/{secret}/donnees/")

    assert f'filename="reservation-{order.number}.json"' in answer.headers["Content-Disposition"]
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert WHO["contact"] in answer.content.decode()
