"""One episode: some hundreds of things that happen in a fresh world, quiet points between them, and the figures."""

from __future__ import annotations

import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tests.simulation import disasters, everyday, foreign, laws, shoppers
from tests.simulation.calm import become_calm, nothing_is_overridden_any_more
from tests.simulation.chance import one_of
from tests.simulation.disks import PowerGone
from tests.simulation.trace import Violation
from tests.simulation.world import new_world

if TYPE_CHECKING:
    from tests.simulation.machine import Machine
    from tests.simulation.world import World

Event = Callable[["World", "Machine"], None]

QUIET_EVERY: Final = (80, 260)
LOOK_EVERY: Final = 25
EVENTS: Final[list[tuple[int, Event]]] = [
    (2200, everyday.sell),
    (700, everyday.take_in),
    (400, everyday.describe),
    (250, everyday.show_or_hide),
    (15, everyday.import_list),
    (2600, everyday.sync),
    (1400, everyday.time_passes),
    (250, everyday.weather),
    (250, everyday.person_looks),
    (150, everyday.late_calls),
    (500, shoppers.reserve),
    (80, shoppers.cancel),
    (250, shoppers.answer),
    (350, shoppers.collect),
    (40, shoppers.rule),
    (150, foreign.order_elsewhere),
    (80, foreign.hand_over_elsewhere),
    (200, foreign.sync_elsewhere),
    (80, disasters.restart),
    (60, disasters.power_cut),
    (100, disasters.power_cut_soon),
    (40, disasters.disk_full),
    (80, disasters.disk_free),
    (50, disasters.clock_jumps),
    (20, disasters.back_up),
    (15, disasters.restore),
    (12, disasters.clone),
    (20, disasters.hand_over),
    (20, disasters.town_back_up),
    (8, disasters.town_restored),
    (8, disasters.town_wiped),
]


@dataclass(slots=True)
class Figures:
    """What happened in one or many episodes; `failures` are seeds, laws broken and the last of what happened."""

    steps: int = 0
    episodes: int = 0
    seconds: float = 0.0
    counts: Counter[str] = field(default_factory=Counter)
    failures: list[tuple[str, str, list[str]]] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)

    def add(self, other: Figures) -> None:
        """Count another episode in."""
        self.steps += other.steps
        self.episodes += other.episodes
        self.seconds += other.seconds
        self.counts += other.counts
        self.failures += other.failures
        self.digests |= other.digests


def run_episode(seed: str, steps: int) -> Figures:
    """Let so many things happen in a world that is all this seed's."""
    figures, began = Figures(episodes=1), time.process_time()
    with new_world(seed) as world:
        try:
            _live(world, steps, figures)
        except Violation as broken:
            figures.failures.append((seed, str(broken), list(world.trace.last)))
        except Exception as problem:
            words = f"{type(problem).__name__} in step {figures.steps}: {problem}"
            figures.failures.append((seed, words, [*world.trace.last, *traceback.format_exc().splitlines()]))
        figures.counts = world.trace.counts
        figures.digests = {seed: world.trace.digest}
    figures.seconds = time.process_time() - began
    return figures


def _live(world: World, steps: int, figures: Figures) -> None:
    disasters.join(world, world.machines[0])
    world.is_calm = False
    next_quiet = world.chance.randrange(*QUIET_EVERY)
    for figures.steps in range(1, steps + 1):
        machine = world.chance.choice(world.machines)
        event = one_of(world.chance, EVENTS)
        world.trace.note(event.__name__, f"{machine.name} at {world.time.now_ms}")
        happen(world, lambda machine=machine, event=event: event(world, machine))  # type: ignore[misc]
        if figures.steps % LOOK_EVERY == 0:
            laws.check_anytime(world, world.town.window())
        if figures.steps == next_quiet or figures.steps == steps:
            world.trace.note("quiet")
            world.is_calm = True
            become_calm(world)
            must_join = world.deliver_very_late()
            laws.check_quiet(world)
            for stall in world.stalls:
                stall.settle(world, world.machines[0])
            nothing_is_overridden_any_more(world)
            if must_join:
                world.publishes(None)
            world.is_calm = False
            next_quiet = figures.steps + world.chance.randrange(*QUIET_EVERY)


def happen(world: World, event: Callable[[], None]) -> None:
    """Let one thing happen; a program that dies of it is started again, and its file looked at."""
    try:
        event()
    except PowerGone:
        for machine in world.machines:
            if machine.has_lost_power:
                world.survive(machine)
                laws.check_file(machine)
