"""What of a ticket is promised to people who are not here, and what is nobody else's."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pos.database.connection import Database
from pos.domain.online_order import OrderState
from pos.domain.quantity import pieces
from pos.domain.ticket import Ticket, add
from pos.operations.ordering import put_on_ticket
from pos.operations.weighing_promises import overridden_by
from tests import builders
from tests.pos.reservations import heard, joined, order, stocked


@pytest.mark.parametrize(
    ("taken", "promised", "said"), [(1, 1, None), (2, 1, (1, 2)), (1, 2, (2, 2)), (2, 5, (2, 2)), (1, 0, None)]
)
def test_it_is_said_when_less_is_left_than_is_promised(
    db: Database, taken: int, promised: int, said: tuple[int, int] | None
) -> None:
    joined(db)
    soap = stocked(db, "Savon", 2)
    if promised:
        heard(db, order((soap, promised), state=OrderState.HELD))

    found = overridden_by(db, builders.ticket((soap, pieces(taken))))

    assert [(one.name, one.promised, one.left) for one in found] == (
        [] if said is None else [("Savon", pieces(said[0]), pieces(said[1]))]
    )


def test_a_request_nobody_answered_is_no_promise(db: Database) -> None:
    joined(db)
    soap = stocked(db, "Savon", 1)
    heard(db, order((soap, 1), state=OrderState.REQUESTED))

    assert overridden_by(db, builders.ticket(soap)) == ()


def test_what_is_on_the_ticket_of_its_own_customer_is_nobody_else_s(db: Database, now: datetime) -> None:
    joined(db)
    soap = stocked(db, "Savon", 3)
    mine = heard(db, order((soap, 2), state=OrderState.CONFIRMED))
    heard(db, order((soap, 1), state=OrderState.HELD))

    ticket = put_on_ticket(db, mine.target, mine.id, Ticket("t1"), now=now)

    assert overridden_by(db, ticket) == ()
    [found] = overridden_by(db, add(ticket, soap))
    assert (found.promised, found.left) == (pieces(1), pieces(3))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 6), st.integers(0, 6), st.integers(1, 6))
def test_it_is_said_exactly_when_the_sale_would_break_a_promise(
    db: Database, left: int, promised: int, taken: int
) -> None:
    joined(db)
    soap = stocked(db, "", left)
    if promised:
        heard(db, order((soap, promised), state=OrderState.CONFIRMED))

    found = overridden_by(db, builders.ticket((soap, pieces(taken))))

    assert bool(found) == (promised > 0 and left - taken < promised)
    assert all(pieces(0) <= one.promised <= one.left or one.left == pieces(0) for one in found)
