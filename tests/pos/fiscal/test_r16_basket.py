"""R16: a basket abandoned or a line removed is in the log with its content, whichever way it was done."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from pos.database import tickets
from pos.database.connection import Database
from pos.database.journal.records import by_kind_after
from pos.domain.errors import SigningKeyMissing
from pos.domain.quantity import pieces
from pos.domain.tax import TaxRate
from pos.domain.ticket import Ticket, add, remove, set_quantity
from pos.fiscal.canonical import parse
from pos.fiscal.record import Kind
from pos.operations.closing import close_day
from pos.operations.parking import give_up, park, put_back, take_back
from pos.operations.selling import keep_ticket, sell
from tests.builders import exactly, new_id, product, ticket

SOAP, TEA = product("Savon", 250), product("Thé", 480)


def events(db: Database) -> list[dict[str, Any]]:
    """What the log says after its first record."""
    said: list[Any] = [parse(record.payload) for record in by_kind_after(db, Kind.JET, 0)]
    return [{"event": one["event"], "code": one["code"], **one["data"]} for one in said if one["event"] != "INIT"]


def kept(db: Database, *stages: Ticket, now: datetime) -> None:
    for stage in stages:
        keep_ticket(db, stage, now=now)


@pytest.fixture
def basket() -> Ticket:
    return ticket((SOAP, pieces(3)), TEA)


def test_r16_a_line_removed_is_in_the_log_with_its_content(db: Database, now: datetime, basket: Ticket) -> None:
    kept(db, basket, remove(basket, 0), now=now)

    assert events(db) == [
        {
            "event": "LINE_VOIDED",
            "code": 0,
            "ticket": basket.id,
            "amount": 750,
            "lines": [{"pid": SOAP.id, "label": "Savon", "qty": 3_000, "unit": "piece", "pu": 250, "amt": 750}],
        }
    ]


def test_r16_a_line_reduced_is_in_the_log_with_the_difference(db: Database, now: datetime, basket: Ticket) -> None:
    kept(db, basket, set_quantity(basket, 0, pieces(1)), now=now)

    [event] = events(db)
    assert (event["event"], event["amount"], event["lines"][0]["qty"]) == ("LINE_VOIDED", 500, 2_000)


def test_r16_a_ticket_cleared_is_one_event_with_all_its_lines(db: Database, now: datetime, basket: Ticket) -> None:
    kept(db, basket, Ticket(basket.id), now=now)

    [event] = events(db)
    assert (event["event"], event["code"], event["amount"]) == ("SALE_CANCELLED", 320, 1_230)
    assert [(line["label"], line["qty"], line["amt"]) for line in event["lines"]] == [
        ("Savon", 3_000, 750),
        ("Thé", 1_000, 480),
    ]


def test_r16_the_last_line_removed_is_a_ticket_cancelled(db: Database, now: datetime) -> None:
    one = ticket(TEA)
    kept(db, one, remove(one, 0), now=now)

    assert [event["event"] for event in events(db)] == ["SALE_CANCELLED"]


def test_r16_undo_and_redo_are_told_by_what_they_take_off(db: Database, now: datetime, basket: Ticket) -> None:
    without = remove(basket, 1)
    kept(db, basket, without, basket, without, now=now)

    assert [(event["event"], event["amount"]) for event in events(db)] == [("LINE_VOIDED", 480)] * 2


def test_r16_a_ticket_that_gives_way_to_another_is_cancelled(db: Database, now: datetime, basket: Ticket) -> None:
    kept(db, basket, ticket(TEA), now=now)

    [event] = events(db)
    assert (event["event"], event["ticket"]) == ("SALE_CANCELLED", basket.id)


def test_r16_a_parked_ticket_deleted_is_cancelled_without_its_name(db: Database, now: datetime, basket: Ticket) -> None:
    kept(db, basket, now=now)
    park(db, basket, name="Mme Petit", now=now)
    gone = give_up(db, basket.id, now=now)
    put_back(db, gone)

    [event] = events(db)
    assert (event["event"], event["amount"], event["parked"]) == ("SALE_CANCELLED", 1_230, 1)
    assert "Petit" not in repr(event)


def test_r16_what_takes_nothing_off_leaves_no_record(
    db: Database, now: datetime, basket: Ticket, rates: tuple[TaxRate, ...]
) -> None:
    empty = Ticket(new_id())
    kept(db, empty, empty, Ticket(new_id()), ticket(SOAP), now=now)
    first = tickets.load(db)
    assert first is not None
    kept(db, add(first, TEA), now=now)
    park(db, add(first, TEA), name="12:00", now=now)
    kept(db, basket, now=now)
    take_back(db, first.id, leaving=basket, name="12:05", now=now)
    sell(db, add(first, TEA), exactly(add(first, TEA)), now=now, rates=rates)
    keep_ticket(db, Ticket(first.id), now=now)

    assert events(db) == []


def test_r16_the_event_and_the_change_are_one(db: Database, now: datetime, basket: Ticket) -> None:
    kept(db, basket, now=now)
    db.execute("CREATE TEMP TRIGGER cut BEFORE UPDATE ON open_ticket BEGIN SELECT RAISE(ABORT, 'the power went'); END")

    with pytest.raises(Exception, match="the power went"):
        keep_ticket(db, remove(basket, 0), now=now)

    assert (tickets.load(db), events(db)) == (basket, [])


def test_r16_nothing_is_taken_off_that_cannot_be_noted(db: Database, now: datetime, basket: Ticket) -> None:
    kept(db, basket, now=now)
    db.author = db.call_author = None

    keep_ticket(db, add(basket, SOAP), now=now)
    with pytest.raises(SigningKeyMissing):
        keep_ticket(db, remove(basket, 0), now=now)

    assert tickets.load(db) == add(basket, SOAP)


def test_r16_the_closing_counts_what_was_taken_off(db: Database, now: datetime, basket: Ticket) -> None:
    kept(db, basket, remove(basket, 0), Ticket(basket.id), now=now)

    figures = close_day(db, now=now).closing.figures

    assert (figures.voided.count, figures.voided.amount) == (1, 750)
    assert (figures.cancelled.count, figures.cancelled.amount) == (1, 480)
