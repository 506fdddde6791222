"""The decisions about a level that has no version: rounds, what is read when, and when to stop trying."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync import cycle, kernel
from sync.cycle import Aside, Attempt, Change, Cycle, News, Phase
from sync.errors import Distrust
from sync.kernel import Method

NOW = 1_800_000_000_000
SEVEN = News(level=7, gen=3, mark=1)
ABSOLUTE = Cycle(Method.ABSOLUTE)
COMPARING = Cycle(Method.COMPARE_AND_SET)


def step(state: Cycle, event: cycle.Event, now_ms: int = NOW) -> cycle.Step:
    return cycle.step(state, event, now_ms, random.Random(5))


def after(state: Cycle, *events: cycle.Event, now_ms: int = NOW) -> cycle.Step:
    """Where a state is after some events, and what the last of them asks for."""
    effects: tuple[cycle.Effect, ...] = ()
    for event in events:
        state, effects = step(state, event, now_ms)
    return state, effects


def in_flight(method: Method = Method.ABSOLUTE) -> Cycle:
    first = (kernel.Woken(), cycle.Pulled(SEVEN))
    if method is Method.COMPARE_AND_SET:
        first = (kernel.Woken(), cycle.LevelRead(9), cycle.Pulled(SEVEN))  # type: ignore[assignment]
    return after(Cycle(method), *first, cycle.Claimed("a", NOW))[0]


def test_an_absolute_level_is_pulled_for_set_read_and_pulled_for_again() -> None:
    pulling, effects = step(ABSOLUTE, kernel.Woken())
    assert effects == (cycle.PullOrders(),)
    claiming, effects = step(pulling, cycle.Pulled(SEVEN))
    assert effects == (cycle.Claim(Change(SEVEN)),)
    sending, effects = step(claiming, cycle.Claimed("a", NOW))
    assert effects == (kernel.Send("a"),)
    checking, effects = step(sending, cycle.Taken())
    assert effects == (cycle.ReadLevel(),)
    pulling, effects = step(checking, cycle.LevelRead(7))
    assert effects == (cycle.PullOrders(),)

    assert step(pulling, cycle.Pulled(SEVEN)) == (ABSOLUTE, (cycle.Settle("a", 3),))


def test_a_sale_during_the_round_leaves_the_product_to_be_told_again_and_the_round_stands() -> None:
    sold_meanwhile = replace(SEVEN, level=6, gen=4)

    _, effects = after(in_flight(), cycle.Taken(), cycle.LevelRead(7), cycle.Pulled(sold_meanwhile))

    assert effects == (cycle.Settle("a", 3),), "the row's gen is 4 by now, so it stays dirty"


def test_an_order_that_came_meanwhile_makes_another_round() -> None:
    ordered = News(level=6, gen=4, mark=2)

    again, effects = after(in_flight(), cycle.Taken(), cycle.LevelRead(7), cycle.Pulled(ordered))

    assert effects == (kernel.Release("a"), cycle.Claim(Change(ordered)))
    assert (again.rounds, again.moved, again.attempt) == (2, True, None)


def test_orders_that_undo_each_other_make_another_round_although_the_figures_agree() -> None:
    """One ordered before the set, and gave it back after the read: it reads seven, and eight are there."""
    both = replace(SEVEN, mark=3)

    _, effects = after(in_flight(), cycle.Taken(), cycle.LevelRead(7), cycle.Pulled(both))

    assert effects == (kernel.Release("a"), cycle.Claim(Change(both)))


def _round(state: Cycle, news: News, read: int) -> cycle.Step:
    return after(state, cycle.Claimed("a", NOW), cycle.Taken(), cycle.LevelRead(read), cycle.Pulled(news))


def test_orders_that_keep_coming_are_waited_out() -> None:
    state, effects = after(ABSOLUTE, kernel.Woken(), cycle.Pulled(SEVEN))
    for mark in range(2, 2 + cycle.ROUNDS):
        assert effects[-1] == cycle.Claim(Change(replace(SEVEN, mark=mark - 1)))
        state, effects = _round(state, replace(SEVEN, mark=mark), 7)

    assert (state.phase, effects) == (Phase.WAIT, (kernel.Release("a"),))
    assert step(state, kernel.Woken(), state.not_before_ms)[1] == (cycle.PullOrders(),)


def test_a_level_that_the_shop_does_not_keep_is_set_aside_for_a_person() -> None:
    state, effects = after(ABSOLUTE, kernel.Woken(), cycle.Pulled(SEVEN))
    for _ in range(cycle.ROUNDS):
        state, effects = _round(state, SEVEN, 12)

    assert (state, effects) == (ABSOLUTE, (kernel.SetAside("a", Aside.NOT_KEPT),))


@pytest.mark.parametrize("state", [step(COMPARING, kernel.Woken())[0], step(in_flight(), cycle.Taken())[0]])
def test_a_product_that_is_not_there_is_not_one_of_which_there_is_none(state: Cycle) -> None:
    _, [aside] = step(state, cycle.LevelRead(None))

    assert isinstance(aside, kernel.SetAside)
    assert aside.reason == Aside.NO_RECORD


def test_where_it_compares_the_level_is_read_before_the_orders_are_pulled() -> None:
    reading, effects = step(COMPARING, kernel.Woken())
    assert effects == (cycle.ReadLevel(),)
    pulling, effects = step(reading, cycle.LevelRead(9))
    assert effects == (cycle.PullOrders(),)
    _, effects = step(pulling, cycle.Pulled(SEVEN))
    assert effects == (cycle.Claim(Change(SEVEN, was=9)),)

    assert step(in_flight(Method.COMPARE_AND_SET), cycle.Taken()) == (COMPARING, (cycle.Settle("a", 3),))


def test_a_level_that_moved_is_read_anew_and_not_for_ever() -> None:
    state = in_flight(Method.COMPARE_AND_SET)
    for _ in range(cycle.ROUNDS - 1):
        state, effects = step(state, kernel.Stale())
        assert effects == (kernel.Release("a"), cycle.ReadLevel())
        state, _ = after(state, cycle.LevelRead(9), cycle.Pulled(SEVEN), cycle.Claimed("a", NOW))

    waiting, effects = step(state, kernel.Stale())
    assert (waiting.phase, waiting.attempt, effects) == (Phase.WAIT, None, (kernel.Release("a"),))


def test_an_absolute_level_is_never_sent_twice_and_a_lost_one_is_given_time_to_arrive() -> None:
    unknown, _ = step(in_flight(), kernel.Lost())

    assert unknown.not_before_ms >= NOW + cycle.OVERDUE_MS
    assert step(unknown, kernel.Hurried()) == (unknown, ()), "no hurry makes a late figure harmless"
    assert step(unknown, kernel.Woken(), NOW + cycle.OVERDUE_MS - 1)[1] == ()
    assert step(unknown, kernel.Woken(), unknown.not_before_ms)[1] == (kernel.Release("a"), cycle.PullOrders())


def test_where_attempts_are_known_the_same_one_is_sent_again_while_they_are() -> None:
    unknown, _ = step(in_flight(Method.COMPARE_AND_SET), kernel.Lost())

    assert step(unknown, kernel.Woken(), unknown.not_before_ms)[1] == (kernel.Send("a"),)
    late = NOW + cycle.ID_KNOWN_MS + 1
    assert step(unknown, kernel.Woken(), late)[1] == (kernel.Release("a"), cycle.ReadLevel())
    assert step(unknown, kernel.Woken(), NOW - 90_000_000)[1] == (kernel.Release("a"), cycle.ReadLevel())


@pytest.mark.parametrize("method", [Method.ABSOLUTE, Method.COMPARE_AND_SET])
def test_a_program_that_starts_again_takes_up_the_attempt_it_finds(method: Method) -> None:
    found = cycle.taken_up(method, Attempt("a", Change(SEVEN, 9), NOW))

    assert step(found, kernel.Woken(), NOW + 1)[1] == ()
    [first, *_] = step(found, kernel.Woken(), NOW + cycle.OVERDUE_MS)[1]
    assert first == (kernel.Send("a") if method is Method.COMPARE_AND_SET else kernel.Release("a"))


def test_being_told_to_wait_is_waited_and_then_begun_anew() -> None:
    for state in (after(COMPARING, kernel.Woken())[0], after(in_flight(), cycle.Taken())[0], in_flight()):
        waiting, effects = step(state, kernel.ToldToWait(90_000))
        assert (waiting.phase, waiting.failures, effects) == (Phase.WAIT, 0, ())
        assert waiting.not_before_ms >= NOW + 90_000


def test_a_refusal_sets_the_product_aside_with_the_shops_own_words() -> None:
    assert step(in_flight(), kernel.Refused(1, "gone")) == (ABSOLUTE, (kernel.SetAside("a", "gone"),))
    reading, _ = step(COMPARING, kernel.Woken())
    assert step(reading, kernel.Refused(1, "gone")) == (COMPARING, (kernel.SetAside("", "gone"),))


def test_distrust_stops_everything_until_a_person_resumes() -> None:
    suspended, _ = step(in_flight(), kernel.Distrusted(Distrust.MASS_CHANGE))
    for event in (kernel.Woken(), kernel.Lost(), cycle.Taken(), kernel.Hurried(), cycle.LevelRead(None)):
        assert step(suspended, event, NOW + 10**9) == (suspended, ())

    resumed, _ = step(suspended, kernel.Resumed())

    assert step(resumed, kernel.Woken(), NOW + cycle.OVERDUE_MS)[1] == (kernel.Release("a"), cycle.PullOrders())


def test_nothing_is_offered_twice_nor_below_zero() -> None:
    assert cycle.offered(on_hand=10, held=3, safety=2) == 5
    assert cycle.offered(on_hand=2, held=3) == 0
    assert cycle.offered(on_hand=-4, held=0) == 0


_EVENTS = st.one_of(
    st.sampled_from([kernel.Woken(), cycle.Taken(), kernel.Stale(), kernel.Lost(), kernel.Hurried(), kernel.Resumed()]),
    st.builds(cycle.Pulled, st.builds(News, st.integers(0, 9), st.integers(1, 9), st.integers(0, 9))),
    st.builds(cycle.LevelRead, st.none() | st.integers(0, 9)),
    st.builds(cycle.Claimed, st.sampled_from("ab"), st.just(NOW)),
    st.builds(kernel.Refused, st.just(1), st.just("no")),
    st.builds(kernel.ToldToWait, st.integers(0, 10**9)),
    st.builds(kernel.Distrusted, st.sampled_from(Distrust)),
)


@given(st.lists(st.tuples(_EVENTS, st.integers(0, 3_600_000)), max_size=60), st.sampled_from([ABSOLUTE, COMPARING]))
def test_no_order_of_events_forgets_an_attempt_or_sends_too_early(
    events: list[tuple[cycle.Event, int]], begun: Cycle
) -> None:
    state, now_ms = begun, NOW
    for event, pause_ms in events:
        before, now_ms = state, now_ms + pause_ms
        state, effects = step(state, event, now_ms)

        given_up = {one.attempt for one in effects if isinstance(one, cycle.Settle | kernel.Release | kernel.SetAside)}
        was_open = before.attempt.id if before.attempt else ""
        assert state.attempt == before.attempt or not was_open or was_open in given_up
        if kernel.Send(was_open) in effects:
            assert state.method is Method.COMPARE_AND_SET, "sent twice"
            assert cycle.due(before, now_ms)
        if before.phase is Phase.SUSPENDED and not isinstance(event, kernel.Resumed):
            assert effects == ()
        assert state.rounds <= cycle.ROUNDS
        assert (state.phase is Phase.SUSPENDED) == (state.reason is not None)
        assert state.phase is not Phase.INFLIGHT or state.attempt is not None
