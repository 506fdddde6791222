"""Units handed to the window: what left with whom, when more may be handed over, and how few rows are looked at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import pytest

from pos.database import escrow, online_links, order_deeds, outbox, stock
from pos.database.connection import Database, transaction
from pos.database.online_links import OnlineLink
from pos.domain.catalogue import Product
from pos.domain.escrow import Units
from pos.domain.online_order import OrderMode, OrderState
from pos.domain.quantity import pieces
from pos.domain.tax import TaxRate
from pos.domain.ticket import Ticket
from pos.operations.escrowing import adopt, is_of_term, promised_online, top_up
from pos.operations.ordering import put_on_ticket
from pos.operations.selling import sell
from tests import builders
from tests.pos.reservations import heard, joined, order, stocked

TARGET = "catalogue"


def _joined(db: Database) -> OnlineLink:
    joined(db, mode=OrderMode.ESCROW.value, share_milli=2000)
    link = online_links.get(db)
    assert link is not None
    return link


def _shown(db: Database, one: Product, granted: int = 2) -> Product:
    """An article in the window, with units handed over."""
    with transaction(db):
        outbox.note_shown(db, TARGET, [(one.id, True)])
        escrow.put(db, TARGET, [Units(one.id, granted=pieces(granted))])
    return one


def _collect(db: Database, order_id: str, now: datetime, rates: Sequence[TaxRate]) -> None:
    basket = put_on_ticket(db, TARGET, order_id, Ticket("t1"), now=now)
    sell(db, basket, builders.exactly(basket), now=now, rates=rates)


@pytest.mark.parametrize(("state", "consumed"), [(OrderState.HELD, 2), (OrderState.EXPIRED, 0)])
def test_who_comes_late_takes_the_shops_own_until_the_window_says_otherwise(
    db: Database, now: datetime, rates: Sequence[TaxRate], state: OrderState, consumed: int
) -> None:
    _joined(db)
    soap = _shown(db, stocked(db, count=5))
    asked = heard(db, order((soap, 2), state=state, mode=OrderMode.ESCROW))

    _collect(db, asked.id, now, rates)

    units = escrow.of(db, TARGET, soap.id)
    assert units is not None
    assert units.consumed == pieces(consumed)
    assert promised_online(db, soap.id) == pieces(2 - consumed)


def test_nothing_more_is_handed_over_before_it_is_known_whose_units_left(
    db: Database, now: datetime, rates: Sequence[TaxRate]
) -> None:
    link = _joined(db)
    soap = _shown(db, stocked(db, count=5))
    asked = heard(db, order((soap, 2), state=OrderState.HELD, mode=OrderMode.ESCROW))
    _collect(db, asked.id, now, rates)

    assert top_up(db, link, now=now) == 0
    (deed,) = order_deeds.waiting(db, TARGET)
    order_deeds.settle(db, TARGET, deed.key, "applied")
    assert top_up(db, link, now=now) == 1

    units = escrow.of(db, TARGET, soap.id)
    assert units is not None
    assert (units.granted, units.rights) == (pieces(4), pieces(2))


@pytest.mark.parametrize("mode", list(OrderMode))
def test_a_till_that_took_the_window_over_keeps_what_another_promised_of_its_units(
    db: Database, mode: OrderMode
) -> None:
    joined(db, mode=mode.value)
    soap = stocked(db, count=5)
    heard(db, order((soap, 3), state=OrderState.HELD, mode=OrderMode.ESCROW))

    assert escrow.of(db, TARGET, soap.id) is None
    assert promised_online(db, soap.id) == pieces(3)


def test_what_the_window_holds_is_taken_over_row_by_row_and_what_it_does_not_hold_is_gone(db: Database) -> None:
    link = _joined(db)
    gone, *kept = (_shown(db, stocked(db)) for _ in range(3))
    held = [Units(one.id, granted=pieces(7), consumed=pieces(1)) for one in kept]
    many = [Units(f"p{number}", granted=pieces(1)) for number in range(450)]
    assert not is_of_term(db, link)

    adopt(db, link, [*held, *many])

    assert is_of_term(db, link)
    assert {one.product_id: one for one in escrow.ledger(db, TARGET)} == {one.product_id: one for one in [*held, *many]}
    assert escrow.of(db, TARGET, gone.id) is None


def test_products_that_are_named_are_found_without_reading_any_other(db: Database) -> None:
    _joined(db)
    asked: list[tuple[str, tuple[object, ...]]] = []
    rows = db.rows

    class Heard:
        def rows(self, question: str, values: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
            asked.append((question, values))
            return rows(question, values)

    escrow.standing(Heard(), TARGET, ["a", "b"])  # type: ignore[arg-type]
    stock.moved_since(Heard(), "t", 1, 5)  # type: ignore[arg-type]
    order_deeds.leaving_units_milli(Heard(), TARGET, ["a"])  # type: ignore[arg-type]

    plans = [db.rows(f"EXPLAIN QUERY PLAN {question}", values) for question, values in asked]
    steps = [str(step[3]) for plan in plans for step in plan]
    assert len(plans) == 3
    assert [step for step in steps if step.startswith("SCAN") and "VIRTUAL TABLE" not in step] == []
