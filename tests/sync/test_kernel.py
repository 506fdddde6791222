"""The decisions of a push: waits, halving, suspension, and what becomes of a product."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync import kernel, waits
from sync.errors import Distrust
from sync.kernel import Fate, Method, Phase, Target
from sync.protocol import BATCH_LIMIT, RowResult
from sync.waits import Retries

NOW = 1_800_000_000_000
HOUR_MS = 3_600_000
TOOK = RowResult("p", 1, "applied")
NO = RowResult("p", 1, "refused", "no")


def rng() -> random.Random:
    return random.Random(20261123)


def step(state: Target, event: kernel.Event, now_ms: int = NOW) -> kernel.Step:
    return kernel.step(state, event, now_ms, rng())


def in_flight(**changes: object) -> Target:
    return replace(Target(phase=Phase.INFLIGHT, attempt="a"), **changes)  # type: ignore[arg-type]


def test_news_is_claimed_before_it_is_sent() -> None:
    dirty, effects = step(Target(), kernel.Woken())
    assert (dirty.phase, effects) == (Phase.DIRTY, (kernel.Claim(BATCH_LIMIT),))

    sending, effects = step(dirty, kernel.Claimed("a"))
    assert (sending.phase, effects) == (Phase.INFLIGHT, (kernel.Send("a"),))

    settled, effects = step(sending, kernel.Accepted((TOOK,)))
    assert (settled.attempt, effects) == ("", (kernel.Settle("a", (TOOK,)), kernel.Claim(BATCH_LIMIT)))

    assert step(settled, kernel.NothingLeft()) == (Target(), ())


def test_an_answer_that_never_came_is_asked_for_again_under_the_same_attempt() -> None:
    unknown, effects = step(in_flight(), kernel.Lost())

    assert (unknown.phase, unknown.attempt, unknown.failures, effects) == (Phase.UNKNOWN, "a", 1, ())
    assert step(unknown, kernel.Woken(), unknown.not_before_ms)[1] == (kernel.Send("a"),)


@given(st.integers(0, 60), st.integers())
def test_the_wait_doubles_up_to_five_minutes_and_is_spread_over_all_of_it(failures: int, seed: int) -> None:
    lost, _ = kernel.step(in_flight(failures=failures), kernel.Lost(), NOW, random.Random(seed))

    ceiling = min(waits.LONGEST_BACK_OFF_MS, waits.FIRST_BACK_OFF_MS * 2**failures)
    assert NOW <= lost.not_before_ms <= NOW + ceiling


def test_tills_that_lost_the_catalogue_together_come_back_spread_over_five_minutes() -> None:
    chance = rng()
    waits = sorted(
        kernel.step(in_flight(failures=12), kernel.Lost(), NOW, chance)[0].not_before_ms - NOW for _ in range(400)
    )

    by_half_minute = [sum(begin <= wait < begin + 30_000 for wait in waits) for begin in range(0, 300_000, 30_000)]
    assert max(by_half_minute) < 80
    assert min(by_half_minute) > 10


def test_being_told_to_wait_is_no_failure_and_never_cut_short() -> None:
    told, _ = step(in_flight(), kernel.ToldToWait(7_000))

    assert (told.phase, told.failures, told.attempt) == (Phase.WAIT, 0, "a")
    assert NOW + 7_000 <= told.not_before_ms <= NOW + 7_000 + 3_500
    assert step(told, kernel.Woken(), NOW + 6_999) == (told, ())


def test_being_told_to_wait_for_nothing_does_not_make_the_till_hammer() -> None:
    told, _ = step(in_flight(), kernel.ToldToWait(0))

    assert told.not_before_ms >= NOW + waits.FIRST_BACK_OFF_MS


def test_a_wait_that_no_catalogue_means_is_cut_to_an_hour() -> None:
    told, _ = step(in_flight(), kernel.ToldToWait(10 * 24 * HOUR_MS))

    assert told.not_before_ms <= NOW + waits.LONGEST_WAIT_MS


def test_a_clock_set_back_does_not_stop_the_till_for_days() -> None:
    lost, _ = step(in_flight(failures=9), kernel.Lost())

    assert kernel.due(lost, NOW - 3 * 24 * HOUR_MS)


def test_a_flapping_catalogue_is_not_asked_more_often_than_the_retries_it_has_earned() -> None:
    state, now_ms, sent, chance = Target(), NOW, 0, rng()
    while now_ms < NOW + HOUR_MS:
        state, effects = kernel.step(state, kernel.Woken(), now_ms, chance)
        if effects:
            sent += 1
            state, _ = kernel.step(replace(state, phase=Phase.INFLIGHT, attempt="a"), kernel.Lost(), now_ms, chance)
            state = replace(state, failures=0)  # a heartbeat came through in between
        now_ms = max(now_ms + 1, state.not_before_ms)

    assert waits.RETRIES_KEPT < sent <= waits.RETRIES_KEPT + HOUR_MS // waits.RETRY_EARNED_EVERY_MS + 1


@given(st.lists(st.integers(-HOUR_MS * 48, HOUR_MS), max_size=60))
def test_whatever_the_clock_does_a_retry_is_never_more_than_an_hour_away(jumps: list[int]) -> None:
    state, now_ms = in_flight(retries=Retries(since_ms=NOW)), NOW
    for jump in jumps:
        now_ms += jump
        state, _ = step(replace(state, phase=Phase.INFLIGHT), kernel.Lost(), now_ms)
        assert kernel.due(state, now_ms + waits.LONGEST_WAIT_MS)
        assert state.retries.left >= 0


def test_a_refused_batch_is_halved_until_the_product_at_fault_stands_alone() -> None:
    state, effects = step(in_flight(), kernel.Refused(rows=500, reason="bad"))
    assert effects == (kernel.Release("a"), kernel.Claim(250))

    state, effects = step(replace(state, phase=Phase.INFLIGHT, attempt="b"), kernel.Refused(rows=1, reason="bad"))
    assert effects == (kernel.SetAside("b", "bad"), kernel.Claim(250))
    assert state.phase is Phase.DIRTY


def test_batches_grow_again_after_a_halved_one_went_through() -> None:
    settled, _ = step(in_flight(limit=3), kernel.Accepted((TOOK,)))

    assert settled.limit == 6


def test_an_outdated_attempt_is_computed_anew_from_what_the_orders_say_and_blames_no_product() -> None:
    reading, effects = step(in_flight(), kernel.Stale())
    assert (reading.phase, reading.attempt, reading.refusals) == (Phase.REREAD, "", 0)
    assert effects == (kernel.Release("a"), kernel.Reread())

    dirty, effects = step(reading, kernel.ReadAgain())
    assert (dirty.phase, effects) == (Phase.DIRTY, (kernel.Claim(BATCH_LIMIT),))


@pytest.mark.parametrize("event", [kernel.Lost(), kernel.ToldToWait(5_000)])
def test_what_could_not_be_read_again_is_read_before_anything_else_is_claimed(event: kernel.Event) -> None:
    reading, _ = step(in_flight(), kernel.Stale())

    waiting, effects = step(reading, event)
    assert (waiting.phase, effects) == (Phase.WAIT, ())

    assert step(waiting, kernel.Woken(), waiting.not_before_ms)[1] == (kernel.Reread(),)


def test_attempts_that_are_always_outdated_end_in_a_wait_and_not_in_a_loop() -> None:
    state, sent = in_flight(), 0
    for _ in range(2 * kernel.REREADS_BORNE):
        state, _ = step(state, kernel.Stale())
        sent += 1
        if state.phase is Phase.WAIT:
            break
        state = replace(state, phase=Phase.INFLIGHT, attempt="b")

    assert sent == kernel.REREADS_BORNE + 1
    assert state.not_before_ms >= NOW
    assert step(in_flight(rereads=4), kernel.Accepted((TOOK,)))[0].rereads == 0


def test_a_target_that_takes_whatever_comes_is_never_sent_the_same_twice() -> None:
    unknown, _ = step(in_flight(method=Method.ABSOLUTE), kernel.Lost())

    reading, effects = step(unknown, kernel.Woken(), unknown.not_before_ms)

    assert (reading.phase, effects) == (Phase.REREAD, (kernel.Release("a"), kernel.Reread()))


@pytest.mark.parametrize("method", [Method.COMPARE_AND_SET, Method.ABSOLUTE])
def test_a_target_without_versions_is_asked_for_its_orders_before_every_claim(method: Method) -> None:
    assert step(Target(method=method), kernel.Woken())[1] == (kernel.Reread(),)
    assert step(in_flight(method=method), kernel.Accepted((TOOK,)))[1][-1] == kernel.Reread()
    assert step(in_flight(method=method), kernel.Refused(rows=2, reason="no"))[1][-1] == kernel.Reread()


def test_a_target_that_knows_attempts_is_asked_for_the_same_again() -> None:
    unknown, _ = step(in_flight(method=Method.COMPARE_AND_SET), kernel.Lost())

    assert step(unknown, kernel.Woken(), unknown.not_before_ms)[1] == (kernel.Send("a"),)


def test_a_contradicted_file_publishes_nothing_whatever_a_person_says_and_nothing_takes_the_place_of_it() -> None:
    suspended, _ = step(in_flight(), kernel.Distrusted(Distrust.CONTRADICTED))

    for event in (kernel.Resumed(), kernel.Hurried(), kernel.Distrusted(Distrust.TLS), kernel.Woken()):
        assert step(suspended, event)[0].reason is Distrust.CONTRADICTED
        assert step(suspended, event)[1] == ()


def test_a_catalogue_that_refuses_one_product_after_another_is_not_believed() -> None:
    state = in_flight(refusals=kernel.REFUSALS_BORNE - 1)

    suspended, effects = step(state, kernel.Refused(rows=1, reason="bad"))

    assert (suspended.phase, suspended.reason) == (Phase.SUSPENDED, Distrust.REFUSES_ALL)
    assert effects == (kernel.Release("a"),)


def test_a_whole_batch_of_refusals_stops_the_push_and_a_single_one_does_not() -> None:
    many, _ = step(in_flight(), kernel.Accepted((NO,) * kernel.REFUSALS_BORNE))
    mixed, _ = step(in_flight(), kernel.Accepted((NO,) * 400 + (TOOK,)))

    assert many.phase is Phase.SUSPENDED
    assert mixed.phase is Phase.DIRTY
    assert mixed.refusals == 0


@pytest.mark.parametrize("phase", list(Phase))
def test_distrust_stops_the_line_whatever_it_was_doing(phase: Phase) -> None:
    suspended, effects = step(Target(phase=phase), kernel.Distrusted(Distrust.TLS))

    assert (suspended.phase, suspended.reason, effects) == (Phase.SUSPENDED, Distrust.TLS, ())


def test_a_suspended_line_waits_for_a_person_and_then_sends_the_open_attempt_again() -> None:
    suspended, _ = step(in_flight(), kernel.Distrusted(Distrust.REDIRECT))
    for event in (kernel.Woken(), kernel.Lost(), kernel.ToldToWait(5), kernel.Hurried(), kernel.NothingLeft()):
        assert step(suspended, event, NOW + 30 * 24 * HOUR_MS)[1] == ()
        assert step(suspended, event)[0].phase is Phase.SUSPENDED

    resumed, _ = step(suspended, kernel.Resumed())

    assert step(resumed, kernel.Woken())[1] == (kernel.Send("a"),)


def test_a_row_is_clean_only_when_the_window_took_its_latest_change() -> None:
    assert kernel.fate(TOOK, gen=4, claimed_gen=4) is Fate.CLEAN
    assert kernel.fate(RowResult("p", 4, "stale"), gen=4, claimed_gen=4) is Fate.CLEAN
    assert kernel.fate(TOOK, gen=5, claimed_gen=4) is Fate.DIRTY
    assert kernel.fate(NO, gen=4, claimed_gen=4) is Fate.POISON
    assert kernel.fate(NO, gen=5, claimed_gen=4) is Fate.DIRTY


_EVENTS = st.one_of(
    st.just(kernel.Woken()),
    st.just(kernel.Claimed("b")),
    st.just(kernel.NothingLeft()),
    st.just(kernel.Accepted((TOOK,))),
    st.just(kernel.Accepted((NO,))),
    st.just(kernel.Heard()),
    st.just(kernel.Lost()),
    st.builds(kernel.ToldToWait, st.integers(0, 10**9)),
    st.just(kernel.Stale()),
    st.just(kernel.ReadAgain()),
    st.builds(kernel.Refused, st.integers(1, 500), st.just("bad")),
    st.builds(kernel.Distrusted, st.sampled_from(Distrust)),
    st.just(kernel.Hurried()),
    st.just(kernel.Resumed()),
)


@given(st.lists(st.tuples(_EVENTS, st.integers(0, HOUR_MS)), max_size=80), st.integers(), st.sampled_from(Method))
def test_no_order_of_events_loses_an_attempt_or_sends_too_early(
    events: list[tuple[kernel.Event, int]], seed: int, method: Method
) -> None:
    state, now_ms, chance = Target(method=method), NOW, random.Random(seed)
    for event, pause_ms in events:
        before, now_ms = state, now_ms + pause_ms
        state, effects = kernel.step(state, event, now_ms, chance)

        given_up = {effect.attempt for effect in effects if isinstance(effect, kernel.Settle | kernel.Release)}
        given_up |= {effect.attempt for effect in effects if isinstance(effect, kernel.SetAside)}
        assert state.attempt == before.attempt or before.attempt in {"", *given_up}, "an open attempt was forgotten"
        for effect in effects:
            if isinstance(effect, kernel.Send):
                assert state.phase is Phase.INFLIGHT
                assert effect.attempt == state.attempt != ""
                assert kernel.due(before, now_ms)
                assert method is not Method.ABSOLUTE or isinstance(event, kernel.Claimed), "sent twice"
        if before.phase is Phase.SUSPENDED and not isinstance(event, kernel.Resumed):
            assert state.phase is Phase.SUSPENDED
            assert effects == ()
        assert (state.phase is Phase.SUSPENDED) == (state.reason is not None)
        assert state.phase not in {Phase.INFLIGHT, Phase.UNKNOWN} or state.attempt
        assert 1 <= state.limit <= BATCH_LIMIT
