"""R25: the clock is moved back; it is noted, and no record is earlier than the one before it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos.domain.identity import to_ms
from pos.fiscal.events import Event
from tests.pos.fiscal.working_till import WorkingTill


@pytest.fixture
def till(tmp_path: Path) -> WorkingTill:
    till = WorkingTill(tmp_path)
    till.work(sales=3)
    return till


def test_r25_a_clock_far_behind_at_a_start_is_said_and_selling_goes_on(till: WorkingTill) -> None:
    last = till.now
    till.now -= timedelta(hours=5)

    begun = till.open()

    assert begun.hold is None
    assert begun.last_at_ms == to_ms(last)
    [noted] = till.details(Event.CLOCK_CHANGED)
    assert (noted["before"], noted["clock"]) == (to_ms(last), to_ms(till.now))
    [sold] = till.sell()
    assert sold.sale.sold_at == last


def test_r25_a_clock_a_little_behind_is_noted_and_not_worth_a_word(till: WorkingTill) -> None:
    till.now -= timedelta(minutes=10)

    assert till.open().last_at_ms is None
    assert len(till.details(Event.CLOCK_CHANGED)) == 1


def test_r25_a_right_clock_is_said_nothing_of(till: WorkingTill) -> None:
    till.now += timedelta(days=1)

    assert till.open().last_at_ms is None
    assert till.details(Event.CLOCK_CHANGED) == []


@given(st.lists(st.integers(-4_000, 4_000), min_size=1, max_size=6))
def test_r25_no_record_is_earlier_than_the_one_before(
    tmp_path_factory: pytest.TempPathFactory, steps: list[int]
) -> None:
    till = WorkingTill(tmp_path_factory.mktemp("clock"))
    till.open()
    backwards = 0
    for seconds in steps:
        before = till.now
        till.now = before + timedelta(seconds=seconds)
        backwards += till.now < before - timedelta(minutes=1, seconds=2)
        till.sell()
    moments = [one.at for one in till.records]
    noted = len(till.details(Event.CLOCK_CHANGED))
    till.cut_power()

    assert moments == sorted(moments)
    assert noted == backwards
