"""One product's level at an online shop whose levels have no version, as a pure state machine.

Such a shop lowers the level itself when something is ordered there, and takes any figure written to it for the truth.
Between our looking at its orders and our writing, an order may come, and our figure would undo what it lowered. So a
figure counts as told only after a round in which nothing moved. There are two ways:

    ABSOLUTE          pull orders -> set the level -> read it -> pull orders again
                      no order came or changed between the pulls, and it reads what was set: settled
    COMPARE_AND_SET   read the level -> pull orders -> set it from what was read
                      taken: settled; it is another by now (stale): the next round

Both read before they pull, so that no order can hide between the two: whatever lowered the level that was read is in
the pull that follows. After ROUNDS rounds in vain, orders that kept coming make it wait for a quieter moment (later);
an online shop that would not keep the figure although nothing came is no matter of waiting: the product is set aside
(POISON).

    IDLE --woken--> (READING) PULLING --> CLAIMING --> INFLIGHT --> settled, or CHECKING PULLING and so on
    INFLIGHT --no answer--> UNKNOWN: ABSOLUTE never sends again; it gives the attempt up and begins anew with a pull.
                            COMPARE_AND_SET sends the same id and body, as long as the online shop still knows the id
    reading or pulling failed, 429, 503 --> WAIT --woken when due--> begins anew
    400, 404, 410, 422, no such record, not kept --> SET ASIDE, IDLE
    any --401, 403, TLS, redirect, mass change--> SUSPENDED until a person resumes, as in the kernel

How to drive it
    state = Cycle(method) for a product that waits, or `taken_up(method, attempt)` where the file holds an open attempt.
    Feed `Woken` whenever the product is dirty and something may have changed (a sale, a wait that is over). An order
    that came or changed makes its product dirty as a sale does, so the orders are pulled regularly besides. Do the
    effects of every step in their order; each but the last three is answered by one of the events named, or, after a
    crash, by none:

    PullOrders       read the order feed to its end, every order with its cursor in one transaction; then, in one
                     snapshot of the file, answer Pulled(News): the level to offer (`offered`), the gen of the product's
                     dirty row, and a mark that differs from any earlier one when an order of this product came or
                     changed (the greatest feed position that touched it will do). Also: Lost, ToldToWait, Distrusted
    ReadLevel        answer LevelRead(level), None where there is no such record: never 0. Also: Lost, ToldToWait,
                     Distrusted, Refused
    Claim(change)    keep an attempt with a new id, this change, its gen and the moment, durably; answer Claimed(id, ms)
    Send(attempt)    send the open attempt: its level, from `was` and with its id where the method is COMPARE_AND_SET.
                     Answer Taken, Stale (409, 412: it is another by now), Refused (400, 404, 410, 422), ToldToWait
                     (429, 503), Lost (nobody knows) or Distrusted
    Settle(attempt, gen)   forget the attempt; the row is clean if its gen is still this one, else it stays dirty
    Release(attempt)       forget the attempt; the row waits
    SetAside(attempt, reason)   forget the attempt (none where empty); the row stands aside until the product changes
                     or a person asks; feed Woken then

    Levels are what the online shop can hold (its own unit, rounded down). An order counts as held from the moment its
    lowering can be read there. A call that was given up may still take effect there: OVERDUE_MS, longer than any online
    shop works on one call, pass before the next round, and a till must send through one line only.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from sync import waits
from sync.kernel import (
    UNTIL_A_NEW_EPOCH,
    Distrusted,
    Hurried,
    Lost,
    Method,
    Refused,
    Release,
    Resumed,
    Send,
    SetAside,
    Stale,
    ToldToWait,
    Woken,
)
from sync.waits import ALL_RETRIES, Retries

if TYPE_CHECKING:
    import random

    from sync.errors import Distrust

ROUNDS: Final = 4
OVERDUE_MS: Final = 60_000
ID_KNOWN_MS: Final = 12 * 3_600_000
"""So long an attempt's id is surely remembered by an online shop that remembers ids (most keep them for a day)."""


class Phase(StrEnum):
    """Where a product stands at an online shop."""

    IDLE = "idle"
    READING = "reading"
    PULLING = "pulling"
    CLAIMING = "claiming"
    INFLIGHT = "inflight"
    CHECKING = "checking"
    UNKNOWN = "unknown"
    WAIT = "wait"
    SUSPENDED = "suspended"


class Aside(StrEnum):
    """Why a product is set aside by the cycle itself; other reasons are the online shop's own words."""

    NO_RECORD = "no-record"
    NOT_KEPT = "not-kept"


@dataclass(frozen=True, slots=True)
class News:
    """What a pull of the orders ended in: the level to offer, the version behind it, and the mark of its orders."""

    level: int
    gen: int
    mark: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be written: news, over the level last read where the online shop compares."""

    news: News
    was: int | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """A change that was or will be sent, under its id, and when it was written down."""

    id: str
    change: Change
    made_ms: int


@dataclass(frozen=True, slots=True)
class Cycle:
    """All that is remembered of one product at one online shop; `attempt` is open from its claim to its end.

    rounds are those begun since it was woken, `moved` whether orders came during one of them. read is the level last
    read, and news what is about to be claimed.
    """

    method: Method
    phase: Phase = Phase.IDLE
    attempt: Attempt | None = None
    news: News | None = None
    read: int | None = None
    rounds: int = 0
    moved: bool = False
    failures: int = 0
    not_before_ms: int = 0
    retries: Retries = ALL_RETRIES
    reason: Distrust | None = None


@dataclass(frozen=True, slots=True)
class Pulled:
    """The orders were read to their end and are in the file."""

    news: News


@dataclass(frozen=True, slots=True)
class LevelRead:
    """What the online shop offers now; None where it has no such record, which is not zero."""

    level: int | None


@dataclass(frozen=True, slots=True)
class Claimed:
    """The attempt was written, and is durable."""

    attempt: str
    made_ms: int


@dataclass(frozen=True, slots=True)
class Taken:
    """The online shop says that it took the change."""


Event = (
    Woken | Pulled | LevelRead | Claimed | Taken | Stale | Refused | Lost | ToldToWait | Distrusted | Hurried | Resumed
)


@dataclass(frozen=True, slots=True)
class PullOrders:
    """Read the online shop's orders to their end, and say what is to be offered then."""


@dataclass(frozen=True, slots=True)
class ReadLevel:
    """Read what the online shop offers."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Write an attempt at this change, durably."""

    change: Change


@dataclass(frozen=True, slots=True)
class Settle:
    """Forget the attempt; the product is clean if this is still its gen."""

    attempt: str
    gen: int


Effect = PullOrders | ReadLevel | Claim | Send | Settle | Release | SetAside
Step = tuple[Cycle, tuple[Effect, ...]]


def offered(on_hand: int, held: int, safety: int = 0) -> int:
    """What an online shop that lowers its level by itself may offer: nothing is promised twice, nor below zero."""
    return max(0, on_hand - held - safety)


def taken_up(method: Method, attempt: Attempt, *, not_before_ms: int = 0) -> Cycle:
    """Where a program that starts again stands with an attempt it finds open: it may or may not have arrived."""
    return Cycle(method, Phase.UNKNOWN, attempt, not_before_ms=max(not_before_ms, attempt.made_ms + OVERDUE_MS))


def due(state: Cycle, now_ms: int) -> bool:
    """Whether the wait is over."""
    return waits.is_over(state.not_before_ms, now_ms)


def step(state: Cycle, event: Event, now_ms: int, rng: random.Random) -> Step:
    """The next state and what is to be done, in that order; an event that does not fit the state changes nothing."""
    match event, state.phase:
        case Distrusted(reason), _ if state.reason not in UNTIL_A_NEW_EPOCH:
            return replace(state, phase=Phase.SUSPENDED, reason=reason), ()
        case Resumed(), Phase.SUSPENDED if state.reason not in UNTIL_A_NEW_EPOCH:
            return _resumed(state, now_ms), ()
        case _, Phase.SUSPENDED:
            return state, ()
        case Woken(), Phase.IDLE | Phase.WAIT | Phase.UNKNOWN if due(state, now_ms):
            return _woken(state, now_ms)
        case Hurried(), Phase.WAIT | Phase.UNKNOWN if not _may_be_overdue(state):
            return replace(state, not_before_ms=0), ()
        case LevelRead(None), Phase.READING | Phase.CHECKING:
            return _set_aside(state, Aside.NO_RECORD)
        case LevelRead(level), Phase.READING | Phase.CHECKING:
            return replace(state, phase=Phase.PULLING, read=level), (PullOrders(),)
        case Pulled(news), Phase.PULLING:
            return _pulled(state, news, now_ms, rng)
        case Claimed(attempt, made_ms), Phase.CLAIMING if state.news is not None:
            change = Change(state.news, state.read if state.method is Method.COMPARE_AND_SET else None)
            return replace(state, phase=Phase.INFLIGHT, attempt=Attempt(attempt, change, made_ms)), (Send(attempt),)
        case _, Phase.INFLIGHT:
            return _answered(state, event, now_ms, rng)
        case Lost() | ToldToWait(), Phase.READING | Phase.PULLING | Phase.CHECKING:
            return _failed(state, event, now_ms, rng)
        case Refused(), Phase.READING | Phase.CHECKING:
            return _set_aside(state, event.reason)
    return state, ()


def _woken(state: Cycle, now_ms: int) -> Step:
    attempt = state.attempt
    if attempt is None:
        return _begin(replace(state, rounds=0, moved=False))
    if state.method is Method.COMPARE_AND_SET and 0 <= now_ms - attempt.made_ms <= ID_KNOWN_MS:
        return replace(state, phase=Phase.INFLIGHT), (Send(attempt.id),)
    begun, effects = _begin(replace(state, rounds=0, moved=False))
    return begun, (Release(attempt.id), *effects)


def _begin(state: Cycle) -> Step:
    """The next round from its beginning."""
    begun = replace(state, rounds=state.rounds + 1, attempt=None, read=None, news=None)
    if state.method is Method.COMPARE_AND_SET:
        return replace(begun, phase=Phase.READING), (ReadLevel(),)
    return replace(begun, phase=Phase.PULLING), (PullOrders(),)


def _pulled(state: Cycle, news: News, now_ms: int, rng: random.Random) -> Step:
    """Claim what the first pull of a round says; after the second, settle what nothing moved, or claim anew."""
    attempt = state.attempt
    if attempt is None:
        return _claim(state, news)
    sent = attempt.change.news
    is_quiet, is_kept = news.mark == sent.mark, state.read == sent.level
    if is_quiet and is_kept:
        return _settle(state, attempt)
    moved = state.moved or not is_quiet
    if state.rounds < ROUNDS:
        claiming, effects = _claim(replace(state, rounds=state.rounds + 1, moved=moved, attempt=None), news)
        return claiming, (Release(attempt.id), *effects)
    return _later(state, attempt, now_ms, rng) if moved else _set_aside(state, Aside.NOT_KEPT)


def _claim(state: Cycle, news: News) -> Step:
    was = state.read if state.method is Method.COMPARE_AND_SET else None
    return replace(state, phase=Phase.CLAIMING, news=news), (Claim(Change(news, was)),)


def _answered(state: Cycle, event: Event, now_ms: int, rng: random.Random) -> Step:
    """What becomes of the attempt on its way."""
    attempt = state.attempt
    if attempt is None:
        return state, ()
    match event:
        case Taken() if state.method is Method.COMPARE_AND_SET:
            return _settle(state, attempt)
        case Taken():
            return replace(state, phase=Phase.CHECKING), (ReadLevel(),)
        case Stale() if state.rounds < ROUNDS:
            begun, effects = _begin(replace(state, moved=True))
            return begun, (Release(attempt.id), *effects)
        case Stale():
            return _later(state, attempt, now_ms, rng)
        case Refused():
            return _set_aside(state, event.reason)
        case Lost() | ToldToWait():
            return _failed(state, event, now_ms, rng)
    return state, ()


def _settle(state: Cycle, attempt: Attempt) -> Step:
    done = Settle(attempt.id, attempt.change.news.gen)
    return Cycle(state.method, retries=state.retries), (done,)


def _set_aside(state: Cycle, reason: str) -> Step:
    attempt = "" if state.attempt is None else state.attempt.id
    return Cycle(state.method, retries=state.retries), (SetAside(attempt, reason),)


def _later(state: Cycle, attempt: Attempt, now_ms: int, rng: random.Random) -> Step:
    """Nothing failed, but orders kept coming: a quieter moment is waited for."""
    waiting, _ = _failed(replace(state, attempt=None), Lost(), now_ms, rng)
    return waiting, (Release(attempt.id),)


def _failed(state: Cycle, event: Lost | ToldToWait, now_ms: int, rng: random.Random) -> Step:
    """Wait, and longer than a call may take effect that nobody heard the end of."""
    if isinstance(event, ToldToWait):
        not_before_ms, retries = waits.as_told(event.wait_ms, state.failures, state.retries, now_ms, rng)
        phase, failures = Phase.WAIT, state.failures
    else:
        not_before_ms, retries = waits.after_failure(state.failures, state.retries, now_ms, rng)
        phase, failures = Phase.UNKNOWN if state.attempt else Phase.WAIT, state.failures + 1
    if _may_be_overdue(state):
        not_before_ms = max(not_before_ms, now_ms + OVERDUE_MS)
    return replace(state, phase=phase, failures=failures, not_before_ms=not_before_ms, retries=retries), ()


def _resumed(state: Cycle, now_ms: int) -> Cycle:
    phase = Phase.UNKNOWN if state.attempt else Phase.WAIT
    not_before_ms = now_ms + OVERDUE_MS if _may_be_overdue(state) else 0
    return replace(state, phase=phase, reason=None, failures=0, not_before_ms=not_before_ms)


def _may_be_overdue(state: Cycle) -> bool:
    """Whether a figure is on its way that nothing would hold back if it arrived late."""
    return state.method is Method.ABSOLUTE and state.attempt is not None
