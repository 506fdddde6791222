"""One push to one online shop, as a pure state machine: every decision of sending is taken here.

    CLEAN --woken--> DIRTY --claimed: the attempt is durable before it is sent--> INFLIGHT
    INFLIGHT --valid answer--> DIRTY, and CLEAN once nothing is left
    INFLIGHT --no answer, 5xx, broken or foreign answer--> UNKNOWN --back-off--> the same attempt again
    INFLIGHT --429 or 503 with a wait--> WAIT (no failure) --that wait--> the same attempt again
    INFLIGHT --refused as a whole--> DIRTY in halves, down to the one product to set aside (POISON)
    any --401, 403, TLS, redirect, one refusal after another--> SUSPENDED until a person resumes

A target has one attempt open at a time. What becomes of a single product is `fate`. Moments and waits are
milliseconds; `now_ms` may jump, so a wait longer than LONGEST_WAIT_MS is never believed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from sync.errors import Distrust
from sync.protocol import BATCH_LIMIT, RowResult

if TYPE_CHECKING:
    import random

FIRST_BACK_OFF_MS: Final = 1_000
LONGEST_BACK_OFF_MS: Final = 300_000
"""Also the time over which the tills of a town come back after an outage of their catalogue."""
LONGEST_WAIT_MS: Final = 3_600_000
RETRIES_KEPT: Final = 30
RETRY_EARNED_EVERY_MS: Final = 60_000
REFUSALS_BORNE: Final = 20
"""So many products refused one after another, none accepted: not the products are at fault."""


class Phase(StrEnum):
    """Where a target stands."""

    CLEAN = "clean"
    DIRTY = "dirty"
    INFLIGHT = "inflight"
    UNKNOWN = "unknown"
    WAIT = "wait"
    SUSPENDED = "suspended"


class Fate(StrEnum):
    """What becomes of a product's row after an answer."""

    CLEAN = "clean"
    DIRTY = "dirty"
    POISON = "poison"


@dataclass(frozen=True, slots=True)
class Retries:
    """The retries a target may still make, and since when the next one is being earned."""

    left: int = RETRIES_KEPT
    since_ms: int = 0


@dataclass(frozen=True, slots=True)
class Target:
    """All that is remembered of one online shop; `attempt` is open in INFLIGHT, UNKNOWN and maybe later."""

    phase: Phase = Phase.CLEAN
    attempt: str = ""
    failures: int = 0
    not_before_ms: int = 0
    limit: int = BATCH_LIMIT
    refusals: int = 0
    retries: Retries = Retries()
    reason: Distrust | None = None


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
class Refused:
    """The attempt was refused as a whole; `blameless` when the rows are not why (another attempt had its id)."""

    rows: int
    reason: str
    blameless: bool = False


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


Event = Woken | Claimed | NothingLeft | Accepted | Heard | Lost | ToldToWait | Refused | Distrusted | Hurried | Resumed


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


Effect = Claim | Send | Settle | Release | SetAside
Step = tuple[Target, tuple[Effect, ...]]


def step(state: Target, event: Event, now_ms: int, rng: random.Random) -> Step:
    """The next state and what is to be done, in that order; an event that does not fit the state changes nothing."""
    match event:
        case Woken():
            return _woken(state, now_ms)
        case Hurried():
            return replace(state, not_before_ms=0), ()
        case Resumed() if state.phase is Phase.SUSPENDED:
            return _resumed(state), ()
        case NothingLeft() if state.phase is Phase.DIRTY:
            return replace(state, phase=Phase.CLEAN), ()
        case Claimed(attempt) if state.phase is Phase.DIRTY:
            return replace(state, phase=Phase.INFLIGHT, attempt=attempt), (Send(attempt),)
        case Accepted(results) if state.phase is Phase.INFLIGHT:
            return _accepted(state, results)
        case Refused() if state.phase is Phase.INFLIGHT:
            return _refused(state, event)
        case Heard() if state.phase is Phase.CLEAN:
            return replace(state, failures=0, not_before_ms=0), ()
        case Lost() if state.phase is not Phase.SUSPENDED:
            return _lost(state, now_ms, rng), ()
        case ToldToWait(wait_ms) if state.phase is not Phase.SUSPENDED:
            return _told_to_wait(state, wait_ms, now_ms, rng), ()
        case Distrusted(reason):
            return replace(state, phase=Phase.SUSPENDED, reason=reason), ()
    return state, ()


def due(state: Target, now_ms: int) -> bool:
    """Whether the wait is over; one that a jump of the clock made endless is."""
    return not now_ms < state.not_before_ms <= now_ms + LONGEST_WAIT_MS


def fate(result: RowResult, *, gen: int, claimed_gen: int) -> Fate:
    """What becomes of a row: it is only clean when the window took the very change that made it dirty."""
    if gen != claimed_gen:
        return Fate.DIRTY
    return Fate.POISON if result.outcome == "refused" else Fate.CLEAN


def _woken(state: Target, now_ms: int) -> Step:
    if state.phase is Phase.SUSPENDED or not due(state, now_ms):
        return state, ()
    if state.attempt:
        return replace(state, phase=Phase.INFLIGHT), (Send(state.attempt),)
    return replace(state, phase=Phase.DIRTY), (Claim(state.limit),)


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
    )
    done = Settle(state.attempt, results)
    if refusals >= REFUSALS_BORNE:
        return replace(settled, phase=Phase.SUSPENDED, reason=Distrust.REFUSES_ALL), (done,)
    return settled, (done, Claim(settled.limit))


def _refused(state: Target, refusal: Refused) -> Step:
    """Halve a refused batch until the product at fault stands alone; then set that one aside and go on."""
    freed = replace(state, phase=Phase.DIRTY, attempt="", failures=0)
    if refusal.blameless:
        return freed, (Release(state.attempt), Claim(freed.limit))
    if refusal.rows > 1:
        halved = replace(freed, limit=refusal.rows // 2)
        return halved, (Release(state.attempt), Claim(halved.limit))
    if state.refusals + 1 >= REFUSALS_BORNE:
        suspended = replace(freed, phase=Phase.SUSPENDED, reason=Distrust.REFUSES_ALL)
        return suspended, (Release(state.attempt),)
    return replace(freed, refusals=state.refusals + 1), (SetAside(state.attempt, refusal.reason), Claim(freed.limit))


def _lost(state: Target, now_ms: int, rng: random.Random) -> Target:
    retries, earliest_ms = _spend(state.retries, now_ms)
    return replace(
        state,
        phase=Phase.UNKNOWN if state.attempt else Phase.WAIT,
        failures=state.failures + 1,
        not_before_ms=max(earliest_ms, now_ms + rng.randint(0, _ceiling(state.failures))),
        retries=retries,
    )


def _told_to_wait(state: Target, wait_ms: int, now_ms: int, rng: random.Random) -> Target:
    """No failure, and never sooner than told; a little later, so that not all tills come back in one moment."""
    retries, earliest_ms = _spend(state.retries, now_ms)
    wait = max(FIRST_BACK_OFF_MS, min(wait_ms, LONGEST_WAIT_MS - LONGEST_BACK_OFF_MS))
    late = rng.randint(0, max(_ceiling(state.failures), min(wait, LONGEST_BACK_OFF_MS) // 2))
    return replace(state, phase=Phase.WAIT, not_before_ms=max(earliest_ms, now_ms + wait + late), retries=retries)


def _ceiling(failures: int) -> int:
    return int(min(LONGEST_BACK_OFF_MS, FIRST_BACK_OFF_MS << min(failures, 20)))


def _spend(retries: Retries, now_ms: int) -> tuple[Retries, int]:
    """Take one retry; when none is left, the moment the next one is earned."""
    clock_set_back = retries.since_ms > now_ms + RETRY_EARNED_EVERY_MS
    since_ms = now_ms if clock_set_back else retries.since_ms
    earned = max(0, now_ms - since_ms) // RETRY_EARNED_EVERY_MS
    left = min(RETRIES_KEPT, retries.left + earned)
    since_ms = now_ms if left == RETRIES_KEPT else since_ms + earned * RETRY_EARNED_EVERY_MS
    if left:
        return Retries(left - 1, since_ms), now_ms
    return Retries(0, since_ms + RETRY_EARNED_EVERY_MS), since_ms + RETRY_EARNED_EVERY_MS
