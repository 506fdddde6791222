"""Two machines in a machine: a shop and a town, each a network namespace, with one line between them to spoil."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from enum import StrEnum

SHOP_ADDRESS = "10.77.0.1"
TOWN_ADDRESS = "10.77.0.2"
_LOSS_PERCENT = 40


class Spoilt(StrEnum):
    """What is wrong with the line."""

    CUT = "cut"  # the interface is down: no way there
    SILENT = "silent"  # packets vanish in both directions, as behind a broken router
    DEAF = "deaf"  # what the shop sends arrives, what the town answers does not
    LOSSY = "lossy"  # packets vanish at random
    SLOW = "slow"  # a few thousand bytes a second


class Unavailable(Exception):
    """This machine lets nobody make namespaces; its own words say why."""


class Network:
    """The two namespaces while they stand; a context manager that takes them away again."""

    def __init__(self) -> None:
        mark = str(os.getpid())
        self.shop, self.town = f"comptoir-shop-{mark}", f"comptoir-town-{mark}"
        self._shop_end, self._town_end = f"cs{mark}", f"ct{mark}"

    def __enter__(self) -> Network:
        """Make them.

        Raises:
            Unavailable: the machine does not allow it, or has not the programs for it.
        """
        try:
            self._make()
        except (OSError, subprocess.CalledProcessError) as problem:
            self._take_away()
            said = getattr(problem, "stderr", None) or str(problem)
            raise Unavailable(said.strip()) from problem
        return self

    def __exit__(self, *_: object) -> None:
        self._take_away()

    def within(self, machine: str, words: Sequence[str]) -> list[str]:
        """The words that run a program on one of the two machines."""
        return ["ip", "netns", "exec", machine, *words]

    def spoil(self, how: Spoilt) -> None:
        """Make the line as bad as this."""
        if how is Spoilt.CUT:
            self._in_town("ip", "link", "set", self._town_end, "down")
        elif how is Spoilt.SLOW:
            for machine, end in ((self.shop, self._shop_end), (self.town, self._town_end)):
                shaped = ("tc", "qdisc", "replace", "dev", end, "root", "tbf")
                _run(*self.within(machine, (*shaped, "rate", "48kbit", "burst", "1600", "latency", "900ms")))
        else:
            self._drop(how)

    def heal(self) -> None:
        """Make the line good again, whatever is wrong with it."""
        self._in_town("ip", "link", "set", self._town_end, "up")
        self._in_town("nft", "flush", "ruleset")
        for machine, end in ((self.shop, self._shop_end), (self.town, self._town_end)):
            _run(*self.within(machine, ("tc", "qdisc", "del", "dev", end, "root")), may_fail=True)

    def _drop(self, how: Spoilt) -> None:
        chance = f"numgen random mod 100 < {_LOSS_PERCENT} " if how is Spoilt.LOSSY else ""
        chains = [("output", "output")] if how is Spoilt.DEAF else [("input", "input"), ("output", "output")]
        self._in_town("nft", "add", "table", "ip", "line")
        for chain, hook in chains:
            shape = f"{{ type filter hook {hook} priority 0 ; policy accept ; }}"
            self._in_town("nft", f"add chain ip line {chain} {shape}")
            direction = "oifname" if hook == "output" else "iifname"
            self._in_town("nft", f"add rule ip line {chain} {direction} {self._town_end} {chance}drop")

    def _make(self) -> None:
        for machine in (self.shop, self.town):
            _run("ip", "netns", "add", machine)
        pair = ("type", "veth", "peer", "name", self._town_end, "netns", self.town)
        _run("ip", "link", "add", self._shop_end, "netns", self.shop, *pair)
        ends = ((self.shop, self._shop_end, SHOP_ADDRESS), (self.town, self._town_end, TOWN_ADDRESS))
        for machine, end, address in ends:
            _run(*self.within(machine, ("ip", "address", "add", f"{address}/30", "dev", end)))
            for one in ("lo", end):
                _run(*self.within(machine, ("ip", "link", "set", one, "up")))
        for how in (Spoilt.LOSSY, Spoilt.SLOW):  # now rather than in the middle of a round
            self.spoil(how)
            self.heal()

    def _take_away(self) -> None:
        for machine in (self.shop, self.town):
            _run("ip", "netns", "delete", machine, may_fail=True)

    def _in_town(self, *words: str) -> None:
        _run(*self.within(self.town, words))


def _run(*words: str, may_fail: bool = False) -> None:
    try:
        subprocess.run(words, check=not may_fail, capture_output=True, text=True, timeout=20)
    except OSError:
        if not may_fail:
            raise
