"""What must be true of reservations: on both sides alike, nothing twice, and never more promised than there is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from pos.database.online_links import CATALOGUE
from tests.simulation.trace import Violation

if TYPE_CHECKING:
    from tests.simulation.machine import Machine
    from tests.simulation.world import World

OPEN = ("requested", "held", "confirmed")
Line = tuple[int, str, int, int, int, int]
"""Line, product, asked, held, fulfilled, released."""


@dataclass(frozen=True, slots=True)
class Reservation:
    """What a shopper was told: that it is made, of what, and how the shop promised then."""

    id: str
    mode: str
    basket: dict[str, int]


class Standing(NamedTuple):
    """How one side says that a reservation stands."""

    state: str
    lines: tuple[Line, ...]


def check_reservations(world: World) -> None:
    """Both sides know the same reservations, as the world made them; call it when nothing is on its way."""
    publisher = world.publisher
    assert publisher is not None
    there, here = in_town(world), at_till(publisher)
    for order, reservation in world.reservations.items():
        _need(order in there, f"reservation {order} is gone from the town")
        asked = {product: milli for _, product, milli, *_ in there[order].lines}
        _need(asked == reservation.basket, f"reservation {order} asks for {asked}, not {reservation.basket}")
    for order, standing in there.items():
        _need(order in world.reservations or not world.knows_all, f"nobody made reservation {order}")
        known = here.get(order)
        if known is None and standing.state not in OPEN:
            continue  # a till forgets what ended long ago
        _need(known == standing, f"reservation {order} is {standing} in town and {known} at {publisher.name}")
    for order, standing in (there | here).items():
        for line, product, asked_milli, *parts in standing.lines:
            _need(asked_milli == sum(parts) and min(parts) >= 0, f"line {line} of {order} does not add up: {product}")
    _collected_is_fulfilled(publisher, there, world)
    _ledgers_agree(publisher, world)


def oversold(world: World) -> dict[str, tuple[int, int]]:
    """Products of which more is promised from units handed over than the shop has, though nobody overrode it."""
    publisher = world.publisher
    if publisher is None or world.clones is not None:
        return {}
    promised: Counter[str] = Counter()
    for order, standing in in_town(world, open_only=True).items():
        made = world.reservations.get(order)
        if made is not None and made.mode == "escrow" and order not in publisher.truth.collected:
            promised.update({product: held for _, product, _, held, *_ in standing.lines})
    levels = publisher.truth.levels
    return {
        product: (milli, levels[product])
        for product, milli in promised.items()
        if product in levels and milli > levels[product] and product not in world.overridden
    }


def in_town(world: World, *, open_only: bool = False) -> dict[str, Standing]:
    """How the catalogue says that reservations stand."""
    from tests.simulation.town import asked

    states = f" AND o.state IN {OPEN} AND o.expires_ms > {world.time.now_ms}" if open_only else ""
    rows = asked(
        "SELECT o.id, o.state, l.line, p.ref, l.asked_milli, l.held_milli, l.fulfilled_milli, l.released_milli"
        " FROM catalogue_order o JOIN catalogue_orderline l ON l.order_id = o.id"
        f" JOIN catalogue_product p ON p.id = l.product_id WHERE o.shop_id = %s{states} ORDER BY o.id, l.line",
        world.town.shop,
    )
    return _standing(rows)


def at_till(machine: Machine) -> dict[str, Standing]:
    """How a till says that they stand."""
    return _standing(
        machine.db.rows(
            "SELECT o.id, o.state, l.line, l.product_id, l.asked_milli, l.held_milli, l.fulfilled_milli,"
            " l.released_milli FROM online_order o JOIN online_order_line l ON l.target = o.target"
            " AND l.order_id = o.id WHERE o.target = ? ORDER BY o.id, l.line",
            (CATALOGUE,),
        )
    )


def _standing(rows: list[tuple[str, str, int, str, int, int, int, int]]) -> dict[str, Standing]:
    found: dict[str, Standing] = {}
    for order, state, *line in rows:
        before = found.get(order, Standing(state, ()))
        found[order] = Standing(state, (*before.lines, tuple(line)))  # type: ignore[arg-type]
    return found


def _collected_is_fulfilled(publisher: Machine, there: dict[str, Standing], world: World) -> None:
    """What customers took home is fulfilled, once; nothing else is, where the world saw all of it."""
    for order, standing in there.items():
        taken = publisher.truth.collected.get(order)
        if taken is None or order not in world.reservations:
            continue
        fulfilled = {product: done for _, product, _, _, done, _ in standing.lines if done}
        _need(
            standing.state == "fulfilled" and fulfilled == taken,
            f"{order} was collected ({taken}) and is {standing.state} with {fulfilled}",
        )


def _ledgers_agree(publisher: Machine, world: World) -> None:
    """Both sides of the escrow say the same, and no term of it is below zero (I11)."""
    from tests.simulation.town import asked

    theirs = {
        ref: figures
        for ref, *figures in asked(
            "SELECT p.ref, e.granted_milli, e.returned_milli, e.consumed_milli FROM catalogue_escrow e"
            " JOIN catalogue_product p ON p.id = e.product_id WHERE p.shop_id = %s",
            world.town.shop,
        )
    }
    ours = {
        ref: figures
        for ref, *figures in publisher.db.rows(
            "SELECT product_id, granted_milli, returned_milli, consumed_milli FROM escrow WHERE target = ?",
            (CATALOGUE,),
        )
    }
    for product in sorted(ours.keys() | theirs.keys()) if ours else ():  # without any, it uses none of the window's
        mine, other = ours.get(product, [0, 0, 0]), theirs.get(product, [0, 0, 0])
        _need(mine == other, f"the units of {product} are {mine} at {publisher.name} and {other} in town")
        rights = other[0] - other[1] - other[2]
        _need(rights >= 0, f"the window has {rights} rights to {product}")
        if product not in publisher.truth.levels:
            continue  # lost by a restore, and out of the window since
        left = publisher.truth.levels[product] - rights
        _need(left >= 0 or product in world.overridden, f"the shop has {left} of {product} left beside the window's")


def _need(holds: bool, words: str) -> None:
    if not holds:
        raise Violation(words)
