"""What happens all day: trade, the sync thread's rounds, and time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.simulation import people
from tests.simulation.times import DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS
from tests.simulation.truth import Card
from tests.simulation.wire import TOLD_TO_A_PERSON, Fault, Weather
from tests.simulation.world import SHELF, code

if TYPE_CHECKING:
    from tests.simulation.machine import Machine
    from tests.simulation.world import World

_LOSING = (Fault.LOST_BEFORE, Fault.REFUSED, Fault.LATE)
_DEAF = (Fault.ANSWER_LOST,)
_CONFUSED = (Fault.OTHER_ANSWER,)
_RARE_IMPORTS = 4


def sell(world: World, machine: Machine) -> None:
    """A customer buys a few articles."""
    people.sell_some(world, machine, world.basket_on_shelf(machine))


def take_in(world: World, machine: Machine) -> None:
    """Goods arrive, or turn out to be missing."""
    lowest = min(sorted(machine.truth.levels), key=machine.truth.levels.__getitem__)
    product = world.chance.choice((lowest, world.chance.choice(sorted(machine.truth.cards))))
    milli = world.chance.choice((1000, 5000, 12000, 12000, -1000))
    if milli > 0 or -milli <= world.left_over(machine, product):
        people.move_goods(world, machine, product, milli)


def describe(world: World, machine: Machine) -> None:
    """A name or a price is written anew; some names are refused by the town."""
    product, card = _some_card(world, machine)
    number = world.number()
    name = f"Cloche \x07{number}" if world.chance.random() < 0.1 else f"Savon {number}"
    people.describe(world, machine, product, replace(card, name=name, price=100 + number % 900))


def show_or_hide(world: World, machine: Machine) -> None:
    """An article is taken out of the window, or put back."""
    product, card = _some_card(world, machine)
    people.describe(world, machine, product, replace(card, name=f"Savon {world.number()}", shown=not card.shown))


def import_list(world: World, machine: Machine) -> None:
    """A list comes in, with a new article and a known one."""
    imported = SHELF + world.trace.counts["import_list"]
    if machine.is_watched or imported > SHELF + _RARE_IMPORTS:
        return
    place = world.chance.randrange(SHELF)
    people.import_list(
        world, machine, machine.path.parent, f"article-{place}", code(place), code(world.number() + 1000)
    )


def sync(world: World, machine: Machine) -> None:
    """The sync thread's turn."""
    machine.round()


def time_passes(world: World, machine: Machine) -> None:
    """Seconds, minutes, sometimes a night."""
    longest = world.chance.choice((SECOND_MS, 20 * SECOND_MS, MINUTE_MS, MINUTE_MS, 10 * MINUTE_MS, HOUR_MS, DAY_MS))
    world.pass_by(world.chance.randrange(longest))


def weather(world: World, machine: Machine) -> None:
    """A till's line gets better or worse; sometimes it is broken in one direction only."""
    share = world.chance.choice((0.0, 0.1, 0.3, 0.6))
    passing = tuple(fault for fault in Fault if fault not in TOLD_TO_A_PERSON)
    machine.wire.weather = world.chance.choice(
        (
            Weather(),
            Weather(share, passing),
            Weather(share),
            Weather(1.0, _LOSING),
            Weather(1.0, _DEAF),
            Weather(0.3, _CONFUSED),
        )
    )


def person_looks(world: World, machine: Machine) -> None:
    """Somebody sees that the window stands still, and says to go on."""
    machine.look()


def late_calls(world: World, machine: Machine) -> None:
    """Calls that were given up arrive."""
    world.deliver_late()


def _some_card(world: World, machine: Machine) -> tuple[str, Card]:
    product = world.chance.choice(sorted(machine.truth.cards))
    return product, machine.truth.cards[product]
