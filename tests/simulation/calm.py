"""A quiet point: nothing goes wrong any more, people put right what only people can, and the tills get through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from pos.database import order_deeds, outbox
from pos.database.online_links import CATALOGUE
from pos.operations.beginning import go_on
from sync.errors import Distrust
from tests.simulation import disasters, people
from tests.simulation.times import MINUTE_MS
from tests.simulation.trace import Violation
from tests.simulation.wire import Weather

if TYPE_CHECKING:
    from tests.simulation.machine import Machine
    from tests.simulation.world import World

ROUNDS = 60
_WITNESS_ROUNDS = 8
_PAUSE_MS = 4 * MINUTE_MS


def become_calm(world: World) -> None:
    """Let everything settle; a till that does not get through in hours breaks a law."""
    for machine in world.machines:
        machine.wire.weather = Weather()
        machine.make_room()
        machine.set_fuse(-1)
    world.pass_by(MINUTE_MS)
    world.deliver_late()
    if world.clones is not None:
        _decide_between_clones(world, *world.clones)
    if world.publisher is None or _nobody_publishes(world):
        _join_somebody(world)
    assert world.publisher is not None
    _settle(world, world.publisher)


def _settle(world: World, publisher: Machine) -> None:
    """Let the till get through by itself, where nobody forgot anything; else let a person ask for a comparison too."""
    _repair_names(world, publisher)
    if world.chance.random() < 0.7:
        publisher.look()
    _get_through(world, publisher, lambda: True)
    if world.something_was_forgotten:
        publisher.compare()
        _get_through(world, publisher, lambda: publisher.agrees)
        publisher.differences_noted()
        world.something_was_forgotten = False
    elif publisher.differences_noted():
        raise Violation(f"{publisher.name} finds that the window differs, though nobody forgot anything")
    world.is_silent = True
    world.pass_by(_PAUSE_MS)
    _get_through(world, publisher, lambda: not order_deeds.waiting(publisher.db, CATALOGUE))
    world.pass_by(_PAUSE_MS)
    _get_through(world, publisher, lambda: True)
    world.is_silent = False


def nothing_is_overridden_any_more(world: World) -> None:
    """Where the shop has what it needs beside the window's units, everything counts again."""
    publisher = world.publisher
    assert publisher is not None
    world.overridden = {one for one in sorted(publisher.truth.levels) if world.left_over(publisher, one) < 0}


def _get_through(world: World, publisher: Machine, is_enough: Callable[[], bool]) -> None:
    for _ in range(ROUNDS):
        for machine in world.machines:
            machine.round()
        if _is_settled(publisher) and is_enough():
            return
        world.pass_by(_PAUSE_MS)
        suspended = publisher.suspended
        if suspended is not None and suspended.reason is Distrust.MASS_CHANGE:
            publisher.let_change()
        elif suspended is not None:
            publisher.look()
    raise Violation(f"{publisher.name} never got through: {outbox.waiting(publisher.db, CATALOGUE)}")


def _is_settled(machine: Machine) -> bool:
    """Whether the till believes that the window shows everything."""
    waits = outbox.waiting(machine.db, CATALOGUE) != (0, 0, 0)
    return not waits and machine.suspended is None and outbox.open_attempt(machine.db, CATALOGUE) is None


def _repair_names(world: World, machine: Machine) -> None:
    for product, card in machine.truth.cards.items():
        if card.is_refused:
            people.describe(world, machine, product, replace(card, name=f"Savon {world.number()}"))


def _nobody_publishes(world: World) -> bool:
    """Whether a joining that everybody had given up arrived so late that no till knows its term."""
    return world.town.term() > max(machine.term for machine in world.machines)


def _join_somebody(world: World) -> None:
    """Somebody asks for a code until the till says that it is joined."""
    machine = world.chance.choice(world.machines)
    for _ in range(ROUNDS):
        if disasters.join(world, machine):
            return
        world.pass_by(_PAUSE_MS)
    raise Violation(f"{machine.name} was never joined")


def _decide_between_clones(world: World, one: Machine, other: Machine) -> None:
    """The witness finds that a till runs twice, where it can know; a person keeps one of the two, in a new epoch."""
    are_apart = len(one.truth.sales) + len(other.truth.sales) > 0 and one.truth.sales != other.truth.sales
    if world.publisher in (one, other) and are_apart:
        _ask_witness(world, one, other)
    kept, gone = world.chance.choice(((one, other), (other, one)))
    was_publisher = world.publisher in (one, other)
    world.retire(gone)
    world.clones = None
    go_on(kept.db, keys=kept.keys, heads=None, now=kept.clock(), new_id=kept.new_id)
    kept.truth.epoch += 1
    kept.is_contradicted = False
    world.overridden |= kept.truth.levels.keys()
    world.told.clear()
    world.honest_since_ms = world.time.now_ms
    world.publishes(kept if was_publisher else world.publisher)


def _ask_witness(world: World, one: Machine, other: Machine) -> None:
    for _ in range(_WITNESS_ROUNDS * 5):
        world.pass_by(_PAUSE_MS)
        for machine in (one, other):
            machine.look()
            machine.round()
        if one.is_contradicted or other.is_contradicted:
            world.trace.note("clone found")
            return
    raise Violation("the same till runs twice, and the witness finds nothing")
