"""Which copies are kept: the newest of 48 hours, 30 days and 12 months; the very newest whatever happens."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pos.domain.copies import DAILY, HOURLY, MONTHLY, to_keep
from tests.builders import NOON

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
moments_around_now = st.lists(
    st.integers(-3 * 366 * 24 * 60, 60 * 24).map(lambda minutes: NOON + timedelta(minutes=minutes)), max_size=300
)


def hours(moments: Iterable[datetime]) -> set[tuple[int, ...]]:
    return {(moment.year, moment.month, moment.day, moment.hour) for moment in moments}


@given(moments_around_now)
def test_nothing_is_kept_that_was_not_there_and_the_newest_always_is(moments: list[datetime]) -> None:
    kept = to_keep(moments, NOON)

    assert kept <= set(moments)
    assert not moments or max(moments) in kept
    past = [moment for moment in moments if moment <= NOON]
    assert not past or max(past) in kept
    assert all(moment in kept for moment in moments if moment > NOON), (
        "a clock was wrong: nothing is thrown away for it"
    )


@given(moments_around_now)
def test_the_last_hours_days_and_months_that_have_a_copy_keep_one(moments: list[datetime]) -> None:
    kept = to_keep(moments, NOON)

    past = {moment for moment in moments if moment <= NOON}
    for span, most in ((13, HOURLY), (10, DAILY), (7, MONTHLY)):
        spans = sorted({f"{moment.isoformat()[:span]}" for moment in past}, reverse=True)
        for one in spans[:most]:
            assert max(moment for moment in past if moment.isoformat()[:span] == one) in kept
    assert len(kept & past) <= HOURLY + DAILY + MONTHLY


@given(moments_around_now)
def test_asked_again_nothing_more_goes_and_the_order_does_not_matter(moments: list[datetime]) -> None:
    kept = to_keep(moments, NOON)

    assert to_keep(kept, NOON) == kept
    assert to_keep(list(reversed(moments)) + moments, NOON) == kept


def test_hour_by_hour_over_years_the_copies_reach_back_as_promised() -> None:
    """A till open day and night, thinned after every copy: what is left is what would be kept of all of them."""
    copies: frozenset[datetime] = frozenset()
    everything = []
    for hour in range(2 * 366 * 24):
        now = NOON + hour * HOUR
        everything.append(now)
        copies = to_keep({*copies, now}, now)

    last = everything[-1]
    assert copies == to_keep(everything, last)
    newest_first = sorted(copies, reverse=True)
    assert all(later - earlier == HOUR for later, earlier in pairwise(newest_first[:HOURLY]))
    assert {(last - day * DAY).date() for day in range(DAILY)} <= {moment.date() for moment in copies}
    assert len({(moment.year, moment.month) for moment in copies}) == MONTHLY
    assert len(copies) <= HOURLY + DAILY + MONTHLY


def test_a_shop_open_ten_hours_a_day_has_its_hours_over_several_days() -> None:
    open_hours = [NOON + day * DAY + hour * HOUR for day in range(60) for hour in range(-3, 7)]

    kept = to_keep(open_hours, open_hours[-1])

    assert len(hours(kept) & hours(open_hours[-HOURLY:])) == HOURLY
    assert len({moment.date() for moment in kept}) >= DAILY


def test_a_summer_without_a_copy_loses_nothing() -> None:
    before = [NOON - hour * HOUR for hour in range(200)]
    months_later = NOON + 90 * DAY

    assert to_keep(before, months_later) == to_keep(before, NOON)
