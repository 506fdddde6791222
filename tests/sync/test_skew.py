"""Two clocks that differ are told in words from five minutes on, once each time, and never stop anything."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pos.database import online_log
from pos.database.connection import transaction
from pos.domain.online_log import LogEvent
from sync import skew
from sync.line import window_state
from tests.sync.pretend_catalogue import PretendShop
from tests.sync.till_at_work import TillAtWork


def _note(till: TillAtWork, measured: timedelta | None) -> None:
    with transaction(till.db):
        skew.note(till.db, till.link.target, measured, now=till.clock())


def _events(till: TillAtWork) -> list[LogEvent]:
    return [one.event for one in reversed(online_log.entries(till.db, till.link.target, since_ms=0))]


@pytest.mark.parametrize(
    ("skew_ms", "said"),
    [
        (None, None),
        (0, None),
        (299_999, None),
        (-299_999, None),
        (300_000, timedelta(minutes=5)),
        (-300_000, timedelta(minutes=-5)),
        (7 * 3600_000 + 20_000, timedelta(hours=7)),
    ],
)
def test_it_is_worth_saying_from_five_minutes_on(skew_ms: int | None, said: timedelta | None) -> None:
    assert skew.worth_saying(skew_ms) == said


def test_it_is_written_down_when_the_clocks_part_and_when_they_agree_again(till: TillAtWork) -> None:
    _note(till, timedelta(seconds=2))
    _note(till, timedelta(minutes=-12, seconds=3))
    _note(till, timedelta(minutes=-12))
    _note(till, timedelta(seconds=1))

    assert [one for one in _events(till) if one in {LogEvent.SKEWED, LogEvent.CLOCK_RIGHT}] == [
        LogEvent.SKEWED,
        LogEvent.CLOCK_RIGHT,
    ]


def test_an_answer_without_a_date_changes_nothing(till: TillAtWork) -> None:
    _note(till, timedelta(minutes=9))
    _note(till, None)

    assert window_state(till.db).skew == timedelta(minutes=9)


def test_every_heartbeat_measures_it(till: TillAtWork, window: PretendShop) -> None:
    assert till.link.skew_ms is None
    with till.line() as push:
        push.drain()
        assert push.beat()

    assert till.link.skew_ms is not None
    assert abs(till.link.skew_ms) < 60_000, "both clocks are this machine's"
    assert window.beats
