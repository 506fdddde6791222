"""The kernel in a small world of its own: changes, faults, crashes and time in any order end with a true window.

The world is a dictionary for the till's file, one for the catalogue, and a line that hypothesis breaks.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from sync import kernel
from sync.errors import Distrust
from sync.kernel import Phase, Target
from sync.protocol import RowResult

Body = tuple[int, tuple[tuple[str, int, int], ...]]
"""The term, and for each product its version and figure."""
PRODUCTS = st.sampled_from([f"p{number}" for number in range(9)])
FAULTS = st.sampled_from(
    ["", "", "", "lost before", "lost after", "wait", "redirect", "twice", "outdated", "mass change"]
)
READ_FAULTS = st.sampled_from(["", "", "lost before", "wait", "redirect"])


@dataclass
class Row:
    """A product's news in the till's file."""

    gen: int
    claimed_gen: int = 0
    attempt: str = ""
    aside: str = ""


class World(RuleBasedStateMachine):
    """A till, a catalogue, and a line between them."""

    def __init__(self) -> None:
        super().__init__()
        self.now_ms = 1_000_000
        self.rng = random.Random(1)
        self.state = Target()
        self.version = 0
        self.truth: dict[str, tuple[int, int]] = {}
        self.rows: dict[str, Row] = {}
        self.bodies: dict[str, Body] = {}
        self.term = 1
        self.window: dict[str, tuple[int, int, int]] = {}
        self.read_faults: list[str] = []
        self.was_reread = True
        self.answered: dict[str, tuple[Body, tuple[RowResult, ...]]] = {}
        self.blamed: set[str] = set()
        self.attempts = 0

    @rule(product=PRODUCTS, value=st.integers(-5, 50))
    def change(self, product: str, value: int) -> None:
        """Something is sold or counted."""
        self.version += 1
        self.truth[product] = (self.version, value)
        self.rows.setdefault(product, Row(0)).gen = self.version
        self.rows[product].aside = ""

    @rule(faults=st.lists(READ_FAULTS, max_size=3))
    def reading_fails(self, faults: list[str]) -> None:
        """The next times the orders are pulled, the line is not well."""
        self.read_faults = list(faults)

    @rule()
    def contradicted(self) -> None:
        """The witness says that this file is an old copy, or a clone."""
        self.run_event(kernel.Distrusted(Distrust.CONTRADICTED), [])

    @rule()
    def new_term(self) -> None:
        """A person decided, and a new epoch began: everything is news again, under a greater term."""
        self.term += 1
        self.was_reread = True
        self.bodies.clear()
        self.rows = {one: Row(version) for one, (version, _) in self.truth.items()}
        self.state = Target()

    @rule(product=PRODUCTS)
    def blame(self, product: str) -> None:
        """The catalogue takes offence at a product: a whole batch with it is refused."""
        self.blamed.add(product)

    @rule()
    def forgive(self) -> None:
        """It was repaired, and a person sends what stood aside again."""
        self.blamed.clear()
        for row in self.rows.values():
            row.aside = ""

    @rule(seconds=st.integers(0, 400))
    def time_passes(self, seconds: int) -> None:
        """Nothing happens."""
        self.now_ms += seconds * 1000

    @rule()
    def crash(self) -> None:
        """The program dies; only the file is left, and the next start pulls the orders before it pushes."""
        opened, reason = next(iter(self.bodies), ""), self.state.reason
        phase = Phase.SUSPENDED if reason else Phase.UNKNOWN if opened else Phase.CLEAN
        self.state = Target(phase=phase, attempt=opened, reason=reason)
        self.was_reread = True

    @rule()
    def look(self) -> None:
        """A person looks and says: go on."""
        self.run_event(kernel.Resumed(), [])

    @rule(faults=st.lists(FAULTS, max_size=6))
    def push(self, faults: list[str]) -> None:
        """The till pushes; some of the calls go wrong."""
        self.run_event(kernel.Woken(), faults)

    @rule(faults=st.lists(FAULTS, max_size=3), during=st.lists(PRODUCTS, max_size=3))
    def push_while_selling(self, faults: list[str], during: list[str]) -> None:
        """Things are sold while a batch is on its way."""
        self.run_event(kernel.Woken(), faults, meanwhile=lambda: during and self.change(during.pop(), 7))

    @invariant()
    def every_claimed_row_belongs_to_the_open_attempt(self) -> None:
        """One attempt at a time, and its body is kept."""
        assert len(self.bodies) <= 1
        assert {row.attempt for row in self.rows.values()} <= {"", *self.bodies}

    @invariant()
    def the_window_never_knows_what_the_till_does_not(self) -> None:
        """And never believes a version newer than the till's."""
        assert all(version <= self.truth[one][0] for one, (_, version, _) in self.window.items())

    def teardown(self) -> None:
        """Let everything heal: the window must then be true."""
        self.forgive()
        self.reading_fails([])
        if self.state.reason is Distrust.CONTRADICTED:
            before = dict(self.window)
            self.look()
            self.now_ms += 10**9
            self.run_event(kernel.Woken(), [])
            assert self.window == before, "a contradicted file published"
            self.new_term()
        self.look()
        for _ in range(60):
            self.now_ms += 301_000
            self.run_event(kernel.Woken(), [])
        assert self.state.phase is Phase.CLEAN
        assert {one: held[1:] for one, held in self.window.items()} == self.truth
        assert self.rows == {}

    def run_event(
        self, event: kernel.Event | None, faults: list[str], meanwhile: Callable[[], object] = lambda: None
    ) -> None:
        """Take an event and all that follows."""
        waiting = [event]
        left = list(faults)
        while waiting:
            now_event = waiting.pop(0)
            if now_event is None:
                continue
            self.state, effects = kernel.step(self.state, now_event, self.now_ms, self.rng)
            waiting += [self.do(effect, left, meanwhile) for effect in effects]

    def do(self, effect: kernel.Effect, faults: list[str], meanwhile: Callable[[], object]) -> kernel.Event | None:
        """Do what the kernel asks."""
        match effect:
            case kernel.Claim(limit):
                return self.claim(limit)
            case kernel.Reread():
                return self.reread()
            case kernel.Send(attempt):
                assert self.was_reread, "an outdated attempt was computed from what was read before"
                event = self.send(self.bodies[attempt], attempt, faults.pop(0) if faults else "")
                meanwhile()
                return event
            case kernel.Settle(attempt, results):
                for result in results:
                    row = self.rows[result.product]
                    fated = kernel.fate(result, gen=row.gen, claimed_gen=row.claimed_gen)
                    if fated is kernel.Fate.CLEAN:
                        del self.rows[result.product]
                self.release(attempt)
            case kernel.SetAside(attempt, reason):
                for row in self.rows.values():
                    if row.attempt == attempt and row.gen == row.claimed_gen:
                        row.aside = reason
                self.release(attempt)
            case kernel.Release(attempt):
                self.release(attempt)
        return None

    def reread(self) -> kernel.Event:
        """Pull the orders, or not."""
        match self.read_faults.pop(0) if self.read_faults else "":
            case "redirect":
                return kernel.Distrusted(Distrust.REDIRECT)
            case "wait":
                return kernel.ToldToWait(20_000)
            case "lost before":
                return kernel.Lost()
        self.was_reread = True
        return kernel.ReadAgain()

    def claim(self, limit: int) -> kernel.Event:
        """Write down an attempt."""
        free = [one for one, row in sorted(self.rows.items()) if not row.attempt and not row.aside][:limit]
        if not free:
            return kernel.NothingLeft()
        self.attempts += 1
        attempt = f"a{self.attempts}"
        for one in free:
            self.rows[one].attempt = attempt
            self.rows[one].claimed_gen = self.rows[one].gen
        self.bodies[attempt] = (self.term, tuple((one, *self.truth[one]) for one in free))
        return kernel.Claimed(attempt)

    def release(self, attempt: str) -> None:
        """Forget an attempt."""
        del self.bodies[attempt]
        for row in self.rows.values():
            if row.attempt == attempt:
                row.attempt = ""

    def send(self, body: Body, attempt: str, fault: str) -> kernel.Event:
        """What comes of sending."""
        if fault == "redirect":
            return kernel.Distrusted(Distrust.REDIRECT)
        if fault == "mass change":
            return kernel.Distrusted(Distrust.MASS_CHANGE)
        if fault == "wait":
            return kernel.ToldToWait(20_000)
        if fault == "outdated":
            self.was_reread = False
            return kernel.Stale()
        if fault == "lost before":
            return kernel.Lost()
        if self.blamed & {one for one, _, _ in body[1]}:
            return kernel.Refused(len(body[1]), "bad row")
        results = self.take(attempt, body)
        if fault == "twice":
            results = self.take(attempt, body)
        return kernel.Lost() if fault == "lost after" else kernel.Accepted(results)

    def take(self, attempt: str, body: Body) -> tuple[RowResult, ...]:
        """The catalogue takes a batch, once."""
        if attempt in self.answered:
            held, results = self.answered[attempt]
            assert held == body, "an attempt was sent with two bodies"
            return results
        results = ()
        term, rows = body
        for one, version, value in rows:
            newer = one not in self.window or (term, version) > self.window[one][:2]
            if newer:
                self.window[one] = (term, version, value)
            results += (RowResult(one, version, "applied" if newer else "stale"),)
        self.answered[attempt] = (body, results)
        return results


TestWorld = World.TestCase
