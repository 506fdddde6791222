"""Taking reservations in: all of one or nothing of it, and only the far end says when its time is over."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from pos.database import cursors, inbox, online_orders, order_deeds, stock
from pos.database.connection import Database, transaction
from pos.domain.identity import to_ms
from pos.domain.online_order import OnlineOrder, OrderState
from pos.domain.quantity import pieces
from pos.operations.ordering import collect_paid
from pos.operations.taking_orders import KEPT, HeardOrder, HeardPage, begin_anew, forget_old, take
from tests import builders
from tests.pos.reservations import heard, joined, order, stocked

NEW_ID = builders.ids(11)


def _page(*told: OnlineOrder) -> HeardPage:
    rows = tuple(HeardOrder(one.id, one.revision, place, b"{}", one) for place, one in enumerate(told, start=1))
    return HeardPage("feed", 0, len(rows), rows)


def test_a_program_that_dies_between_reads_the_same_reservation_again(db: Database, now: datetime) -> None:
    link = joined(db)
    savon = stocked(db)
    first, second = order((savon, 2)), order((savon, 1))
    begin_anew(db, link, _page())
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


def test_an_older_word_about_a_reservation_puts_nothing_back(db: Database, now: datetime) -> None:
    link = joined(db)
    asked = order((stocked(db), 2), revision=2)
    begin_anew(db, link, _page())
    take(db, link, _page(asked), now=now)

    take(db, link, replace(_page(replace(asked, revision=1, customer="M. Ancien")), after=1), now=now)

    assert [one.customer for one in online_orders.open_orders(db)] == ["Mme Petit"]


def test_another_feed_is_read_from_the_start_though_it_has_come_further(db: Database, now: datetime) -> None:
    link = joined(db)
    begin_anew(db, link, _page())
    take(db, link, _page(order((stocked(db), 2))), now=now)

    assert begin_anew(db, link, replace(_page(), feed="another", after=1, head=99))

    known = cursors.get(db, link.target, cursors.ORDERS)
    assert known == cursors.Cursor("another", 0)


def test_what_was_told_to_an_earlier_joining_is_not_taken(db: Database, now: datetime) -> None:
    link = joined(db)
    begin_anew(db, link, _page())
    joined(db, term=link.term + 1)

    assert take(db, link, _page(order((stocked(db), 2))), now=now) is None
    assert online_orders.open_orders(db) == []


def test_a_year_of_reservations_leaves_three_months_of_them(db: Database, now: datetime) -> None:
    joined(db)
    savon = stocked(db, count=1000)
    most = 0
    for day in range(200):
        today = now + timedelta(days=day)
        asked = order((savon, 1), state=OrderState.CONFIRMED, is_paid=True)
        with transaction(db):
            inbox.take(db, asked.target, asked.id, asked.revision, b"{}", heard_at_ms=to_ms(today))
            online_orders.put(db, asked, heard_at_ms=to_ms(today))
        collect_paid(db, asked.target, asked.id, now=today, new_id=NEW_ID)
        (deed,) = order_deeds.waiting(db, asked.target)
        order_deeds.settle(db, asked.target, deed.key, "applied")
        forget_old(db, now=today)
        tables = ("online_order", "online_order_line", "inbox", "order_deed")
        most = max(most, *(int(db.value(f"SELECT count(*) FROM {table}")) for table in tables))

    assert most == KEPT.days + 1
    assert stock.levels(db)[savon.id] == pieces(800)


def test_what_waits_to_be_told_is_never_forgotten(db: Database, now: datetime) -> None:
    joined(db)
    waiting = heard(db, order((stocked(db), 1), state=OrderState.CONFIRMED, is_paid=True))
    still_open = heard(db, order((stocked(db), 1), state=OrderState.HELD))
    collect_paid(db, waiting.target, waiting.id, now=now, new_id=NEW_ID)

    forget_old(db, now=now + 10 * KEPT)

    assert online_orders.get(db, waiting.target, waiting.id) is not None
    assert online_orders.get(db, still_open.target, still_open.id) is not None
    assert len(order_deeds.waiting(db, waiting.target)) == 1


def test_a_place_of_another_mark_is_not_the_place_that_was_read_to(db: Database, now: datetime) -> None:
    link = joined(db)
    asked = order((stocked(db), 1))
    begin_anew(db, link, _page())
    take(db, link, replace(_page(asked), reached="aaaa"), now=now)
    assert cursors.get(db, link.target, cursors.ORDERS) == cursors.Cursor("feed", 1, "aaaa")
    later = replace(_page(), after=1, head=5)

    assert not begin_anew(db, link, replace(later, at="aaaa"))
    assert begin_anew(db, link, replace(later, at="bbbb"))
    assert cursors.get(db, link.target, cursors.ORDERS) == cursors.Cursor("feed", 0)
    assert not begin_anew(db, link, replace(later, at="cccc"))
