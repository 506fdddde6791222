"""What happens around reservations: shoppers ask and change their minds, the shop answers, customers come for them."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from pos.database import online_orders
from pos.database.online_links import CATALOGUE
from pos.domain.errors import DatabaseError, OrderOnAnotherTicket, UnknownProduct
from pos.domain.online_order import Deed, OrderMode
from pos.domain.quantity import Quantity
from pos.domain.reservation_rules import ReservationRules
from pos.operations.ordering import do, put_on_ticket
from pos.operations.ruling import keep_rules
from pos.operations.selling import resume_ticket
from tests.simulation import people
from tests.simulation.reservations import Reservation

if TYPE_CHECKING:
    from pos.domain.online_order import OnlineOrder
    from tests.simulation.machine import Machine
    from tests.simulation.world import World

_DEEDS = (Deed.ACCEPT, Deed.CONFIRM, Deed.CONFIRM, Deed.REJECT, Deed.RELEASE)


def reserve(world: World, machine: Machine) -> None:
    """A shopper reserves on a product's page, sometimes pressing twice; the town says yes, or why not."""
    from sync.catalogue.models import Shop
    from sync.catalogue.orders.making import NotOffered, make

    basket = world.basket(machine)
    asked = f"form-{world.number()}"
    shop = Shop.objects.get(pk=world.town.shop)
    wish = partial(make, shop=shop, customer="Anne", contact="06", note="", asked=asked, now_ms=world.time.now_ms)
    try:
        made, _ = wish(lines=basket)
        again, _ = wish(lines=basket)
    except NotOffered:
        world.trace.note("not offered")
        return
    world.need(made.pk == again.pk, f"the form {asked} made two reservations")
    world.trace.note("reserved", made.mode)
    world.reservations[made.pk] = Reservation(made.pk, made.mode, dict(basket))
    world.look_for_oversell()


def cancel(world: World, machine: Machine) -> None:
    """A shopper gives a reservation up on its page."""
    from sync.catalogue.models import Order
    from sync.catalogue.orders.moving import cancel as give_up

    known = [
        one for one in Order.objects.filter(shop_id=world.town.shop).order_by("cursor") if one.pk in world.reservations
    ]
    if known:
        give_up(world.chance.choice(known), world.time.now_ms)


def answer(world: World, machine: Machine) -> None:
    """The shop accepts, puts aside, turns down or gives up a reservation on its list."""
    deed = world.chance.choice(_DEEDS)
    waiting = [one for one in online_orders.open_orders(machine.db) if one.allows(deed) and not one.ticket_id]
    if waiting:
        order = world.chance.choice(waiting)
        try:
            do(machine.db, CATALOGUE, order.id, deed, now=machine.clock(), new_id=machine.new_id)
        except DatabaseError:
            world.trace.note("not taken by the disk")


def collect(world: World, machine: Machine) -> None:
    """A customer comes for what is put aside, in time or late: it goes on the ticket and is paid."""
    ticket = resume_ticket(machine.db, new_id=machine.new_id)
    if not ticket.lines:
        order = _somebodys(world, machine)
        if order is None:
            return
        try:
            ticket = put_on_ticket(machine.db, CATALOGUE, order.id, ticket, now=machine.clock())
        except (OrderOnAnotherTicket, UnknownProduct):  # the second: a restore lost the article
            return
        except DatabaseError:
            world.trace.note("not taken by the disk")
            return
    orders = tuple(one.id for one in online_orders.on_ticket(machine.db, ticket.id))
    people.sell_ticket(world, machine, ticket, orders)


def rule(world: World, machine: Machine) -> None:
    """The shop takes reservations in another way from now on."""
    mode = world.chance.choice((OrderMode.ESCROW, OrderMode.ESCROW, OrderMode.SAFETY, OrderMode.REQUEST))
    wanted = ReservationRules(
        mode=mode,
        safety=Quantity(1000 * world.chance.randrange(3)),
        share=Quantity(1000 * world.chance.randrange(1, 6)),
        hold=timedelta(minutes=world.chance.choice((15, 120, 24 * 60))),
        answer=timedelta(minutes=world.chance.choice((5, 240))),
    )
    if machine.is_joined:
        try:
            keep_rules(machine.db, CATALOGUE, wanted, now=machine.clock())
        except DatabaseError:
            world.trace.note("not taken by the disk")


def _somebodys(world: World, machine: Machine) -> OnlineOrder | None:
    """A reservation somebody comes for: mostly one that stands, sometimes one that is over."""
    orders = online_orders.open_orders(machine.db)
    if not orders or world.chance.random() < 0.1:
        orders = [one for one in online_orders.ended(machine.db, 0, 20) if one.allows(Deed.FULFIL)]
    return world.chance.choice(orders) if orders else None
