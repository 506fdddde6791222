"""Mutants of what decides: the kernel, its waits, the cycle, the brake. Pure tests find them out within seconds."""

from __future__ import annotations

from typing import Final

from tests.mutants.mutant import Mutant

_KERNEL: Final = "sync/kernel.py"
_CYCLE: Final = "sync/cycle.py"
_WAITS: Final = "sync/waits.py"
_BY_KERNEL: Final = ("tests/sync/test_kernel.py",)
_BY_CYCLE: Final = ("tests/sync/test_cycle.py",)
_BY_DRIFT: Final = ("tests/sync/test_drift.py",)

MUTANTS: Final = (
    Mutant(
        "retry with a new key",
        _KERNEL,
        "    if state.method is not Method.ABSOLUTE:\n        return replace(state, phase=Phase.INFLIGHT), (Send",
        "    if state.method is Method.COMPARE_AND_SET:\n        return replace(state, phase=Phase.INFLIGHT), (Send",
        _BY_KERNEL,
    ),
    Mutant(
        "clear dirty without the gen check",
        _KERNEL,
        "    if gen != claimed_gen:\n        return Fate.DIRTY\n",
        "",
        _BY_KERNEL,
    ),
    Mutant(
        "stale outcome sets aside",
        _KERNEL,
        'return Fate.POISON if result.outcome == "refused" else',
        'return Fate.POISON if result.outcome != "applied" else',
        _BY_KERNEL,
    ),
    Mutant(
        "suspended target goes on sending",
        _KERNEL,
        "    if state.phase is Phase.SUSPENDED or not due(state, now_ms):",
        "    if not due(state, now_ms):",
        _BY_KERNEL,
    ),
    Mutant(
        "poison blocks others",
        _KERNEL,
        "        following, effects = _claim_next(replace(freed, limit=refusal.rows // 2))\n"
        "        return following, (Release(state.attempt), *effects)\n",
        "        return freed, (SetAside(state.attempt, refusal.reason),)\n",
        _BY_KERNEL,
    ),
    Mutant(
        "a catalogue that refuses everything is believed",
        _KERNEL,
        "    if state.refusals + 1 >= REFUSALS_BORNE:",
        "    if state.refusals < 0:",
        _BY_KERNEL,
    ),
    Mutant(
        "a contradicted file goes on when a person says so",
        _KERNEL,
        "        case Resumed() if state.phase is Phase.SUSPENDED and state.reason not in UNTIL_A_NEW_EPOCH:",
        "        case Resumed() if state.phase is Phase.SUSPENDED:",
        _BY_KERNEL,
    ),
    Mutant(
        "outdated attempts in a loop",
        _KERNEL,
        "    if freed.rereads > REREADS_BORNE:",
        "    if freed.rereads < 0:",
        _BY_KERNEL,
    ),
    Mutant(
        "an outdated attempt is computed from what was read before",
        _KERNEL,
        "    return replace(freed, phase=Phase.REREAD), (Release(state.attempt), Reread())",
        "    return replace(freed, phase=Phase.DIRTY), (Release(state.attempt), Claim(freed.limit))",
        _BY_KERNEL,
    ),
    Mutant(
        "Retry-After ignored",
        _WAITS,
        "    wait = max(FIRST_BACK_OFF_MS, min(wait_ms, LONGEST_WAIT_MS - LONGEST_BACK_OFF_MS))",
        "    wait = FIRST_BACK_OFF_MS",
        _BY_KERNEL,
    ),
    Mutant(
        "no jitter",
        _WAITS,
        "now_ms + rng.randint(0, _ceiling(failures))",
        "now_ms + _ceiling(failures)",
        _BY_KERNEL,
    ),
    Mutant(
        "back-off uncapped",
        _WAITS,
        "    return int(min(LONGEST_BACK_OFF_MS, FIRST_BACK_OFF_MS << min(failures, 20)))",
        "    return FIRST_BACK_OFF_MS << failures",
        _BY_KERNEL,
    ),
    Mutant(
        "retries without a budget",
        _WAITS,
        "    if left:\n",
        "    if left or since_ms:\n",
        _BY_KERNEL,
    ),
    Mutant(
        "a wait made endless by the clock is believed",
        _WAITS,
        "    return not now_ms < not_before_ms <= now_ms + LONGEST_WAIT_MS",
        "    return not now_ms < not_before_ms",
        _BY_KERNEL,
    ),
    Mutant(
        "missing = 0",
        _CYCLE,
        "        case LevelRead(None), Phase.READING | Phase.CHECKING:\n"
        "            return _set_aside(state, Aside.NO_RECORD)\n",
        "        case LevelRead(None), Phase.READING | Phase.CHECKING:\n"
        "            return replace(state, phase=Phase.PULLING, read=0), (PullOrders(),)\n",
        _BY_CYCLE,
    ),
    Mutant(
        "an absolute level is sent again",
        _CYCLE,
        "    if state.method is Method.COMPARE_AND_SET and 0 <= now_ms",
        "    if 0 <= now_ms",
        _BY_CYCLE,
    ),
    Mutant(
        "orders that came meanwhile are not looked for",
        _CYCLE,
        "    if is_quiet and is_kept:",
        "    if is_kept:",
        _BY_CYCLE,
    ),
    Mutant(
        "what was set is not read back",
        _CYCLE,
        "    if is_quiet and is_kept:",
        "    if is_quiet:",
        _BY_CYCLE,
    ),
    Mutant(
        "a late figure is not waited for",
        _CYCLE,
        "    return state.method is Method.ABSOLUTE and state.attempt is not None",
        "    return False",
        _BY_CYCLE,
    ),
    Mutant(
        "an id is trusted past its lifetime",
        _CYCLE,
        "and 0 <= now_ms - attempt.made_ms <= ID_KNOWN_MS:",
        "and attempt.id:",
        _BY_CYCLE,
    ),
    Mutant(
        "below zero is offered",
        _CYCLE,
        "    return max(0, on_hand - held - safety)",
        "    return on_hand - held - safety",
        _BY_CYCLE,
    ),
    Mutant(
        "reserved units ignored",
        _CYCLE,
        "    return max(0, on_hand - held - safety)",
        "    return max(0, on_hand - safety)",
        _BY_CYCLE,
    ),
    Mutant(
        "brake off",
        "sync/drift.py",
        "    if len(findings) > most or missing > MISSING_BORNE:",
        "    if missing > MISSING_BORNE:",
        _BY_DRIFT,
    ),
    Mutant(
        "missing records are no reason to brake",
        "sync/drift.py",
        "    if len(findings) > most or missing > MISSING_BORNE:",
        "    if len(findings) > most:",
        _BY_DRIFT,
    ),
)
