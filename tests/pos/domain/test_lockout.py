"""Wrong PINs make a person wait: longer each time, through restarts and whatever the clock does."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pos.domain.lockout import DAY_MS, FIRST_WAIT_MS, FREE_TRIES, LAST_TRY, OPEN, Lock, wait_ms

MOST_TRIES_A_DAY = 30

steps = st.lists(st.integers(min_value=1, max_value=2 * DAY_MS), min_size=1, max_size=200)
moments = st.integers(min_value=0, max_value=10_000 * DAY_MS)


def test_four_slips_cost_nothing_and_the_fifth_half_a_minute() -> None:
    assert [wait_ms(tries) for tries in range(FREE_TRIES)] == [0] * FREE_TRIES
    assert wait_ms(FREE_TRIES) == FIRST_WAIT_MS == 30_000


def test_each_further_one_costs_twice_as_long_and_the_tenth_a_day() -> None:
    assert [wait_ms(tries) // 1000 for tries in range(FREE_TRIES, LAST_TRY)] == [30, 60, 120, 240, 480]
    assert wait_ms(LAST_TRY) == wait_ms(10_000) == DAY_MS


@given(steps)
def test_who_guesses_whenever_it_is_allowed_never_has_more_than_thirty_tries_on_any_day(waits: list[int]) -> None:
    lock, now, tried_at = OPEN, 1_000_000, []
    for wait in waits:
        now += wait if wait % 3 else max(lock.left_ms(now), 1)  # sometimes as soon as it is allowed
        if lock.left_ms(now):
            lock = lock.at(now)
        else:
            lock = lock.tried(now)
            tried_at.append(now)

    most = max(sum(start <= at < start + DAY_MS for at in tried_at) for start in tried_at) if tried_at else 0
    assert most <= MOST_TRIES_A_DAY


@given(tries=st.integers(min_value=0, max_value=40), now=moments, clock=moments)
def test_a_clock_that_jumps_makes_no_wait_longer_than_it_was(tries: int, now: int, clock: int) -> None:
    lock = Lock(tries).tried(now)

    assert lock.left_ms(clock) <= wait_ms(lock.tries)
    assert lock.at(clock).left_ms(clock) == lock.left_ms(clock)


@given(tries=st.integers(min_value=FREE_TRIES, max_value=40), now=moments, back=moments)
def test_a_clock_put_back_shortens_no_wait(tries: int, now: int, back: int) -> None:
    lock = Lock(tries - 1).tried(now)
    earlier = now - back

    seen = lock.at(earlier)

    assert seen.left_ms(earlier) == wait_ms(tries)
    assert seen.left_ms(earlier + wait_ms(tries) - 1) == 1
    assert seen.left_ms(earlier + wait_ms(tries)) == 0
