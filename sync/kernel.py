"""One push to one online shop, as a pure state machine: every decision of sending is taken here.

    CLEAN --woken--> DIRTY --claimed: the attempt is durable before it is sent--> INFLIGHT
    INFLIGHT --valid answer--> DIRTY, and CLEAN once nothing is left
    INFLIGHT --no answer, 5xx, broken or foreign answer--> UNKNOWN --back-off--> the same attempt again (a target that
        knows attempts by their id), or REREAD (ABSOLUTE)
    INFLIGHT --409, 412, stale--> REREAD: the attempt is forgotten, the orders pulled, and a new one computed
    INFLIGHT --429 or 503 with a wait--> WAIT (no failure) --that wait--> the same attempt again
    INFLIGHT --refused as a whole--> DIRTY in halves, down to the one product to set aside (POISON)
    any --401, 403, TLS, redirect, one refusal after another, mass change--> SUSPENDED until a person resumes
    any --the witness contradicts the file--> SUSPENDED until a person decided and the file began a new epoch

A target has one attempt open at a time. What becomes of a single product is `fate`. How long is waited is `sync.waits`.
The levels of a target that has no version of its own need more care than a batch can take: see `sync.cycle`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from sync import waits
from sync.errors import Distrust
from sync.protocol import BATCH_LIMIT, RowResult
from sync.waits import ALL_RETRIES, Retries

if TYPE_CHECKING:
    import random

REFUSALS_BORNE: Final = 20
"""So many products refused one after another, none accepted: not the products are at fault."""
REREADS_BORNE: Final = 4
"""So many attempts in a row that were outdated when they came: something else is wrong, and it is waited."""
UNTIL_A_NEW_EPOCH: Final = frozenset({Distrust.CONTRADICTED})
"""Suspensions that only a new epoch of the file ends, and the term it is granted: no word of a person is enough."""


class Method(StrEnum):
    """What a target does with a figure.

    VERSIONED takes only what is newer, and an attempt once. COMPARE_AND_SET takes it where the old one is as was read,
    and an attempt once. ABSOLUTE takes whatever comes, as often as it comes: nothing is ever sent to it twice.
    """

    VERSIONED = "versioned"
    COMPARE_AND_SET = "compare-and-set"
    ABSOLUTE = "absolute"


class Phase(StrEnum):
    """Where a target stands."""

    CLEAN = "clean"
    DIRTY = "dirty"
    INFLIGHT = "inflight"
    REREAD = "reread"
    UNKNOWN = "unknown"
    WAIT = "wait"
    SUSPENDED = "suspended"


class Fate(StrEnum):
    """What becomes of a product's row after an answer."""

    CLEAN = "clean"
    DIRTY = "dirty"
    POISON = "poison"


@dataclass(frozen=True, slots=True)
class Target:
    """All that is remembered of one online shop; `attempt` is open in INFLIGHT, UNKNOWN and maybe later.

    must_reread: the orders are pulled before anything is claimed; rereads counts attempts outdated one after another.
    """

    phase: Phase = Phase.CLEAN
    attempt: str = ""
    failures: int = 0
    not_before_ms: int = 0
    limit: int = BATCH_LIMIT
    refusals: int = 0
    retries: Retries = ALL_RETRIES
    reason: Distrust | None = None
    method: Method = Method.VERSIONED
    must_reread: bool = False
    rereads: int = 0


@dataclass(frozen=True, slots=True)
class Woken:
    """Something was sold or changed, or a wait may be over."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """An attempt was written, its exact body with it, and is durable."""

    attempt: str


@dataclass(frozen=True, slots=True)
class NothingLeft:
    """There was nothing to claim."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """A valid answer that echoes the attempt, one result a row."""

    results: tuple[RowResult, ...]


@dataclass(frozen=True, slots=True)
class Heard:
    """A heartbeat was answered: the line is well."""


@dataclass(frozen=True, slots=True)
class Lost:
    """Nobody knows whether the call took effect."""


@dataclass(frozen=True, slots=True)
class ToldToWait:
    """The far end asks for some time; the call took no effect, or the attempt would not be asked for again."""

    wait_ms: int


@dataclass(frozen=True, slots=True)
class Stale:
    """The attempt is outdated: what it was made from is no longer so (409, 412), or another one had its id."""


@dataclass(frozen=True, slots=True)
class ReadAgain:
    """The orders were pulled and are in the file."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The attempt was refused as a whole."""

    rows: int
    reason: str


@dataclass(frozen=True, slots=True)
class Distrusted:
    """The far end is not who it should be, or does not know us."""

    reason: Distrust


@dataclass(frozen=True, slots=True)
class Hurried:
    """A person asks: do not wait any longer."""


@dataclass(frozen=True, slots=True)
class Resumed:
    """A person looked into a suspension and says: go on."""


@dataclass(frozen=True, slots=True)
class EpochBegan:
    """A person decided what the file is worth: it began a new epoch, whose term is asked for before anything else."""


Event = (
    Woken
    | Claimed
    | NothingLeft
    | Accepted
    | Heard
    | Lost
    | ToldToWait
    | Stale
    | ReadAgain
    | Refused
    | Distrusted
    | Hurried
    | Resumed
    | EpochBegan
)


@dataclass(frozen=True, slots=True)
class Claim:
    """Write an attempt with at most this many rows, durably."""

    limit: int


@dataclass(frozen=True, slots=True)
class Send:
    """Send the attempt's stored body, unchanged."""

    attempt: str


@dataclass(frozen=True, slots=True)
class Settle:
    """Give each row of the attempt its fate, and forget the attempt."""

    attempt: str
    results: tuple[RowResult, ...]


@dataclass(frozen=True, slots=True)
class Release:
    """Forget the attempt: its rows wait again."""

    attempt: str


@dataclass(frozen=True, slots=True)
class SetAside:
    """Set the attempt's only row aside with the reason, and forget the attempt."""

    attempt: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reread:
    """Pull the target's orders, and read of it what an attempt is computed from."""


Effect = Claim | Send | Settle | Release | SetAside | Reread
Step = tuple[Target, tuple[Effect, ...]]


def step(state: Target, event: Event, now_ms: int, rng: random.Random) -> Step:
    """The next state and what is to be done, in that order; an event that does not fit the state changes nothing."""
    match event:
        case Woken():
            return _woken(state, now_ms)
        case Hurried():
            return replace(state, not_before_ms=0), ()
        case Resumed() if state.phase is Phase.SUSPENDED and state.reason not in UNTIL_A_NEW_EPOCH:
            return _resumed(state), ()
        case EpochBegan() if state.reason in UNTIL_A_NEW_EPOCH:
            return _resumed(state), ()
        case NothingLeft() if state.phase is Phase.DIRTY:
            return replace(state, phase=Phase.CLEAN), ()
        case Claimed(attempt) if state.phase is Phase.DIRTY:
            return replace(state, phase=Phase.INFLIGHT, attempt=attempt), (Send(attempt),)
        case Accepted(results) if state.phase is Phase.INFLIGHT:
            return _accepted(state, results)
        case Stale() if state.phase is Phase.INFLIGHT:
            return _outdated(state, now_ms, rng)
        case ReadAgain() if state.phase is Phase.REREAD:
            return replace(state, phase=Phase.DIRTY, must_reread=False), (Claim(state.limit),)
        case Refused() if state.phase is Phase.INFLIGHT:
            return _refused(state, event)
        case Heard() if state.phase is Phase.CLEAN:
            return replace(state, failures=0, not_before_ms=0), ()
        case Lost() if state.phase is not Phase.SUSPENDED:
            return _lost(state, now_ms, rng), ()
        case ToldToWait(wait_ms) if state.phase is not Phase.SUSPENDED:
            return _told_to_wait(state, wait_ms, now_ms, rng), ()
        case Distrusted(reason):
            return _suspended(state, reason), ()
    return state, ()


def due(state: Target, now_ms: int) -> bool:
    """Whether the wait is over."""
    return waits.is_over(state.not_before_ms, now_ms)


def fate(result: RowResult, *, gen: int, claimed_gen: int) -> Fate:
    """What becomes of a row: it is only clean when the window took the very change that made it dirty."""
    if gen != claimed_gen:
        return Fate.DIRTY
    return Fate.POISON if result.outcome == "refused" else Fate.CLEAN


def _woken(state: Target, now_ms: int) -> Step:
    if state.phase is Phase.SUSPENDED or not due(state, now_ms):
        return state, ()
    if not state.attempt:
        return _claim_next(state)
    if state.method is not Method.ABSOLUTE:
        return replace(state, phase=Phase.INFLIGHT), (Send(state.attempt),)
    return replace(state, phase=Phase.REREAD, attempt=""), (Release(state.attempt), Reread())


def _claim_next(state: Target) -> Step:
    """Claim what is next, where it must be after the orders were pulled."""
    if state.must_reread or state.method is not Method.VERSIONED:
        return replace(state, phase=Phase.REREAD), (Reread(),)
    return replace(state, phase=Phase.DIRTY), (Claim(state.limit),)


def _suspended(state: Target, reason: Distrust) -> Target:
    """Nothing takes the place of a suspension that no person can end."""
    if state.reason in UNTIL_A_NEW_EPOCH:
        return state
    return replace(state, phase=Phase.SUSPENDED, reason=reason)


def _resumed(state: Target) -> Target:
    phase = Phase.UNKNOWN if state.attempt else Phase.WAIT
    return replace(state, phase=phase, reason=None, refusals=0, failures=0, not_before_ms=0)


def _accepted(state: Target, results: tuple[RowResult, ...]) -> Step:
    refused = sum(result.outcome == "refused" for result in results)
    refusals = state.refusals + refused if refused == len(results) else 0
    settled = replace(
        state,
        phase=Phase.DIRTY,
        attempt="",
        failures=0,
        not_before_ms=0,
        limit=min(BATCH_LIMIT, state.limit * 2),
        refusals=refusals,
        rereads=0,
    )
    done = Settle(state.attempt, results)
    if refusals >= REFUSALS_BORNE:
        return _suspended(settled, Distrust.REFUSES_ALL), (done,)
    following, effects = _claim_next(settled)
    return following, (done, *effects)


def _outdated(state: Target, now_ms: int, rng: random.Random) -> Step:
    """Forget the attempt and compute another, from what is read now; not for ever without a pause."""
    freed = replace(state, attempt="", must_reread=True, rereads=state.rereads + 1)
    if freed.rereads > REREADS_BORNE:
        return _lost(freed, now_ms, rng), (Release(state.attempt),)
    return replace(freed, phase=Phase.REREAD), (Release(state.attempt), Reread())


def _refused(state: Target, refusal: Refused) -> Step:
    """Halve a refused batch until the product at fault stands alone; then set that one aside and go on."""
    freed = replace(state, phase=Phase.DIRTY, attempt="", failures=0, rereads=0)
    if refusal.rows > 1:
        following, effects = _claim_next(replace(freed, limit=refusal.rows // 2))
        return following, (Release(state.attempt), *effects)
    if state.refusals + 1 >= REFUSALS_BORNE:
        return _suspended(freed, Distrust.REFUSES_ALL), (Release(state.attempt),)
    following, effects = _claim_next(replace(freed, refusals=state.refusals + 1))
    return following, (SetAside(state.attempt, refusal.reason), *effects)


def _lost(state: Target, now_ms: int, rng: random.Random) -> Target:
    not_before_ms, retries = waits.after_failure(state.failures, state.retries, now_ms, rng)
    return replace(
        state,
        phase=Phase.UNKNOWN if state.attempt else Phase.WAIT,
        failures=state.failures + 1,
        not_before_ms=not_before_ms,
        retries=retries,
    )


def _told_to_wait(state: Target, wait_ms: int, now_ms: int, rng: random.Random) -> Target:
    """No failure, and never sooner than told."""
    not_before_ms, retries = waits.as_told(wait_ms, state.failures, state.retries, now_ms, rng)
    return replace(state, phase=Phase.WAIT, not_before_ms=not_before_ms, retries=retries)
