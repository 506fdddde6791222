"""Taking reservations in: all of one or nothing of it, and only the far end says when its time is over."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from pos.database import cursors, online_orders
from pos.database.connection import Database
from pos.domain.online_order import OnlineOrder
from pos.domain.quantity import pieces
from pos.operations.taking_orders import HeardOrder, HeardPage, take
from tests.pos.reservations import heard, joined, order, stocked


def _page(*told: OnlineOrder) -> HeardPage:
    rows = tuple(HeardOrder(one.id, one.revision, place, b"{}", one) for place, one in enumerate(told, start=1))
    return HeardPage("feed", 0, len(rows), rows)


def test_a_program_that_dies_between_reads_the_same_reservation_again(db: Database, now: datetime) -> None:
    link = joined(db)
    savon = stocked(db)
    first, second = order((savon, 2)), order((savon, 1))
    db.execute(
        "CREATE TEMP TRIGGER cut BEFORE INSERT ON main.online_order_line"
        f" WHEN NEW.order_id = '{second.id}' BEGIN SELECT raise(ABORT, 'the power went away'); END"
    )

    with pytest.raises(Exception, match="the power went away"):
        take(db, link, _page(first, second), now=now)
    known = cursors.get(db, link.target, cursors.ORDERS)

    assert known is not None
    assert known.position == 1, "the feed is read to what is in the file, no further"
    assert [one.id for one in online_orders.open_orders(db)] == [first.id]
    db.execute("DROP TRIGGER cut")
    assert take(db, link, replace(_page(first, second), after=1), now=now) == 2
    assert online_orders.held(db, [savon.id]) == {savon.id: pieces(3)}


def test_a_reservation_whose_time_is_over_by_the_tills_clock_is_held_until_the_catalogue_says_so(
    db: Database, now: datetime
) -> None:
    joined(db)
    savon = stocked(db)
    over = heard(db, replace(order((savon, 2)), expires_at=now - timedelta(days=900)))

    assert [one.id for one in online_orders.open_orders(db)] == [over.id]
    assert online_orders.held(db, [savon.id]) == {savon.id: pieces(2)}
