"""The rounds: the line is spoilt, the till sells on, the line is healed, the window must be true within a minute."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.partition.network import Network, Spoilt
from tests.partition.talking import Machine

CONVERGED_WITHIN_S = 60.0
SOLD_WITHIN_S = 1.0
"""So long a single sale may take while the line is bad: it never waits for the network."""
_LOOK_EVERY_S = 0.2
_NOTHING_GETS_THROUGH = frozenset({Spoilt.CUT, Spoilt.SILENT, Spoilt.DEAF})


@dataclass(frozen=True, slots=True)
class Round:
    """One round: what was wrong for how long, what was sold and waited meanwhile, how long the window took then."""

    spoilt: Spoilt
    spoilt_s: float
    sold: int
    waiting: int
    longest_sale_ms: float
    converged_s: float | None
    drift: int


@dataclass(slots=True)
class Found:
    """All rounds, and every broken promise in words."""

    rounds: list[Round] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)


def run(rounds: int, *, seed: int, folder: Path, longest_s: float) -> Found:
    """Play so many rounds.

    Args:
        rounds: how many.
        seed: what chance starts from; timing is the machine's.
        folder: where shop and catalogue lie.
        longest_s: the longest the line is bad, in seconds.

    Raises:
        Unavailable: this machine has no namespaces.
    """
    chance = random.Random(seed)
    found = Found()
    kinds = list(Spoilt)
    with Network() as network, _machines(network, folder, seed) as (town, shop):
        shop.ask("join", address=town.ready["address"], code=town.ask("invite", shop="Épicerie du port")["code"])
        _converged(shop, time.monotonic())
        for place in range(rounds):
            how = kinds[place % len(kinds)]
            one = _play(network, shop, how, chance.uniform(longest_s / 4, longest_s))
            _judge(one, shop, found)
            print(f"{place + 1:3} {one.spoilt:6} {one.spoilt_s:5.1f} s, {one.sold:4} sold, {one.waiting:3} waiting, "
                  f"longest {one.longest_sale_ms:5.0f} ms, true again after {one.converged_s or 0:5.2f} s, "
                  f"drift {one.drift}", file=sys.stderr)  # fmt: skip
    return found


def _play(network: Network, shop: Machine, how: Spoilt, spoilt_s: float) -> Round:
    shop.ask("figures")
    network.spoil(how)
    time.sleep(spoilt_s)
    while_spoilt = shop.ask("figures")
    network.heal()
    converged_s = _converged(shop, time.monotonic())
    compared = shop.ask("compare")
    return Round(
        spoilt=how,
        spoilt_s=round(spoilt_s, 1),
        sold=while_spoilt["sold"],
        waiting=while_spoilt["waiting"],
        longest_sale_ms=round(while_spoilt["longest_ms"], 1),
        converged_s=converged_s,
        drift=compared["drift"],
    )


def _converged(shop: Machine, healed: float) -> float | None:
    """Seconds until the window was known to show all there is at some moment after the line was good again."""
    good_since = shop.ask("figures")["now"]
    while (waited := time.monotonic() - healed) < CONVERGED_WITHIN_S:
        figures = shop.ask("figures")
        if not figures["trouble"] and figures["current"] is not None and figures["current"] >= good_since:
            return round(waited, 2)
        time.sleep(_LOOK_EVERY_S)
    return None


def _judge(one: Round, shop: Machine, found: Found) -> None:
    found.rounds.append(one)
    place = len(found.rounds)
    if one.spoilt in _NOTHING_GETS_THROUGH and not one.waiting:
        found.broken.append(f"round {place}, {one.spoilt}: nothing waited, so the line was not bad")
    if one.converged_s is None:
        found.broken.append(f"round {place}, {one.spoilt}: the window was not true again within a minute")
    if one.drift:
        found.broken.append(f"round {place}, {one.spoilt}: {one.drift} levels differ")
    if not one.sold or one.longest_sale_ms > SOLD_WITHIN_S * 1000:
        found.broken.append(f"round {place}, {one.spoilt}: a sale took {one.longest_sale_ms:.0f} ms")
    found.broken.extend(f"round {place}: not sold: {problem}" for problem in shop.ask("figures")["problems"])


@contextmanager
def _machines(network: Network, folder: Path, seed: int) -> Iterator[tuple[Machine, Machine]]:
    python = (sys.executable, "-m")
    town = Machine(network.within(network.town, [*python, "tests.partition.town", str(folder)]), folder / "town.err")
    try:
        words = [*python, "tests.partition.shop", str(folder), str(seed)]
        shop = Machine(network.within(network.shop, words), folder / "shop.err")
        try:
            yield town, shop
        finally:
            shop.stop()
    finally:
        town.stop()
