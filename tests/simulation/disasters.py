"""What should not happen, and does: power, disks, clocks, copies, a second till, a catalogue that forgets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos.domain.errors import DatabaseError
from sync.errors import SyncError
from tests.builders import MemoryKeys
from tests.simulation.disks import PlainDisk
from tests.simulation.times import DAY_MS, HOUR_MS, MINUTE_MS

if TYPE_CHECKING:
    from tests.simulation.machine import Machine
    from tests.simulation.world import World

_WRONGEST = (MINUTE_MS, HOUR_MS, 30 * DAY_MS)


def restart(world: World, machine: Machine) -> None:
    """The program is closed and opened again."""
    machine.stop()


def power_cut(world: World, machine: Machine) -> None:
    """The power goes, now."""
    machine.db.value("SELECT 1")
    machine.lose_power()


def power_cut_soon(world: World, machine: Machine) -> None:
    """The power goes in the middle of a write that is still to come."""
    machine.db.value("SELECT 1")
    machine.set_fuse(world.chance.randrange(1, 60))


def disk_full(world: World, machine: Machine) -> None:
    """Nothing more can be written."""
    machine.fill_disk()


def disk_free(world: World, machine: Machine) -> None:
    """Somebody made room."""
    machine.make_room()


def clock_jumps(world: World, machine: Machine) -> None:
    """The till's clock goes wrong, either way, or right again."""
    widest = world.chance.choice(_WRONGEST)
    machine.clock.wrong_by_ms = world.chance.choice((0, world.chance.randrange(-widest, widest)))


def back_up(world: World, machine: Machine) -> None:
    """A copy of the file is made."""
    machine.make_room()
    machine.back_up(machine.path.parent / "backups")


def restore(world: World, machine: Machine) -> None:
    """An old copy is put back: what came after is lost, and nothing else."""
    if machine.backups and world.clones is None:
        machine.restore(world.chance.choice(machine.backups))
        world.remember(machine, tuple(machine.truth.levels))
        world.something_was_forgotten = True
        world.overridden |= machine.truth.levels.keys()
        world.stalls_follow()


def clone(world: World, machine: Machine) -> None:
    """A machine's disk is copied, and both run: the same till twice."""
    if world.clones is not None or machine.is_watched:
        return
    path = machine.copied_to(world.clone_path())
    keys = MemoryKeys()
    keys.secrets = dict(machine.keys.secrets)
    twin = world.put(f"{machine.name}*{world.number()}", path, PlainDisk(), keys, machine.truth.copy())
    twin.clock.wrong_by_ms = machine.clock.wrong_by_ms
    world.clones = (machine, twin)
    world.something_was_forgotten = True


def hand_over(world: World, machine: Machine) -> None:
    """Another till gets a pairing code; the one before stays alive and does not know."""
    if world.clones is not None:
        return
    if len(world.machines) == 1:
        machine = world.add_machine("B", watched=world.chance.random() < 0.1)
    join(world, machine)


def join(world: World, machine: Machine) -> bool:
    """A person reads out a code; whether the till says that it is joined. The code is spent once the town heard it."""
    code, before = world.town.code(), world.town.term()
    try:
        machine.pair(code)
    except (SyncError, DatabaseError) as error:
        world.trace.note("not joined", f"{machine.name} {error}")
        return False
    finally:  # even when the power went meanwhile
        if world.town.term() != before:
            world.publishes(None)
    world.need(machine.term == world.town.term(), f"{machine.name} took an old answer to a pairing for the new one")
    world.publishes(machine)
    return True


def town_back_up(world: World, machine: Machine) -> None:
    """The catalogue's own backup."""
    name = f"town-{world.number()}.sqlite3"
    world.town_backups.append((world.town.copy(name), dict(world.marks)))


def town_restored(world: World, machine: Machine) -> None:
    """The catalogue is put back from its backup; who publishes has to be joined anew."""
    if world.town_backups and world.clones is None:
        file, marks = world.chance.choice(world.town_backups)
        world.town.put_back(file)
        world.marks = dict(marks)
        world.publishes(None)
        world.forget_reservations()


def town_wiped(world: World, machine: Machine) -> None:
    """The catalogue begins anew, empty; it knows nobody."""
    if world.clones is None:
        world.town.begin()
        world.town_backups.clear()
        world.marks.clear()
        world.publishes(None)
        world.forget_reservations()
