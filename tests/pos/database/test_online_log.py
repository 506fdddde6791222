"""The log of the shop window: what happened is there for thirty days, and it never fills the file."""

from __future__ import annotations

from datetime import datetime, timedelta

from pos.database import online_log
from pos.database.connection import Database, transaction
from pos.domain.identity import to_ms
from pos.domain.online_log import Detail, LogEvent

TARGET = "catalogue"


def _note(db: Database, event: LogEvent, now: datetime, **details: Detail) -> None:
    with transaction(db):
        online_log.note(db, TARGET, event, now=now, **details)


def test_what_happened_is_read_back_the_latest_first(db: Database, now: datetime) -> None:
    _note(db, LogEvent.JOINED, now, shop="Savonnerie", term=1)
    _note(db, LogEvent.LINE_LOST, now + timedelta(minutes=3), reason="unreachable")

    lost, joined = online_log.entries(db, TARGET, since_ms=0)

    assert (joined.event, joined.at, joined.times, joined.details) == (
        LogEvent.JOINED,
        now,
        1,
        {"shop": "Savonnerie", "term": 1},
    )
    assert lost.details == {"reason": "unreachable"}
    assert online_log.entries(db, TARGET, since_ms=to_ms(now) + 1) == [lost]
    assert online_log.entries(db, "elsewhere", since_ms=0) == []


def test_a_line_that_comes_and_goes_all_month_fills_no_disk(db: Database, now: datetime) -> None:
    with transaction(db):
        for minute in range(60 * 24 * 3):
            for event in (LogEvent.LINE_LOST, LogEvent.LINE_BACK):
                online_log.note(db, TARGET, event, now=now + timedelta(minutes=minute))

    found = online_log.entries(db, TARGET, since_ms=0)

    assert len(found) == 2 * 24 * 3
    assert sum(one.times for one in found) == 2 * 60 * 24 * 3
    assert {one.until - one.at for one in found} == {timedelta(minutes=59)}


def test_different_things_are_different_lines(db: Database, now: datetime) -> None:
    for number in ("A1", "A2"):
        _note(db, LogEvent.ORDER_CAME, now, order=number)

    assert [one.details["order"] for one in online_log.entries(db, TARGET, since_ms=0)] == ["A2", "A1"]


def test_after_thirty_days_it_is_forgotten(db: Database, now: datetime) -> None:
    _note(db, LogEvent.JOINED, now)
    _note(db, LogEvent.LINE_LOST, now + timedelta(days=29))
    _note(db, LogEvent.LINE_BACK, now + timedelta(days=31))

    assert [one.event for one in online_log.entries(db, TARGET, since_ms=0)] == [LogEvent.LINE_BACK, LogEvent.LINE_LOST]


def test_there_are_never_more_lines_than_it_may_hold(db: Database, now: datetime) -> None:
    with transaction(db):
        for number in range(online_log.MOST_ENTRIES + 50):
            online_log.note(db, TARGET, LogEvent.ORDER_CAME, now=now, order=str(number))

    found = online_log.entries(db, TARGET, since_ms=0)

    assert len(found) == online_log.MOST_ENTRIES
    assert found[-1].details["order"] == "50"


def test_a_clock_put_back_counts_nothing_on_a_line_of_the_future(db: Database, now: datetime) -> None:
    _note(db, LogEvent.LINE_LOST, now + timedelta(days=400))
    _note(db, LogEvent.LINE_LOST, now)

    assert [one.times for one in online_log.entries(db, TARGET, since_ms=0)] == [1, 1]


def test_long_words_are_cut_and_unknown_ones_left_out(db: Database, now: datetime) -> None:
    _note(db, LogEvent.DEED_REFUSED, now, reason="é" * 5000)
    _note(db, LogEvent.JOINED, now)
    with transaction(db):
        db.execute("UPDATE online_log SET event = 'of a later Comptoir' WHERE event = 'joined'")

    (found,) = online_log.entries(db, TARGET, since_ms=0)

    assert found.details == {"reason": "é" * online_log.LONGEST_WORD}
