"""What people do at a till: sell, take goods in, write cards, bring in lists; really done, and told to the truth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pos.database import products, sales
from pos.database.connection import Database
from pos.domain.errors import DatabaseError, DayNotClosed
from pos.domain.money import Money
from pos.domain.quantity import Quantity
from pos.domain.ticket import Ticket, add
from pos.exchange.product_lists.reading import inspect
from pos.exchange.tax_rates import french_rates
from pos.operations.cataloguing import change_product, open_stock
from pos.operations.closing import close_day
from pos.operations.importing import publish, stage
from pos.operations.selling import sell
from tests.builders import exactly
from tests.pos.operations.importing_lists import list_file
from tests.simulation.machine import Machine
from tests.simulation.truth import Basket, Card, Deed, Described, Moved, Sold

if TYPE_CHECKING:
    from tests.simulation.world import World

RATES = french_rates()
_NEW_STOCK = 7


def sell_some(world: World, machine: Machine, basket: Basket) -> None:
    """A customer buys, if there is anything."""
    if not basket:
        return
    ticket = Ticket(machine.new_id())
    for product_id, milli in basket:
        found = products.get(machine.db, product_id)
        assert found is not None
        ticket = add(ticket, found, Quantity(milli))
    sell_ticket(world, machine, ticket)


def sell_ticket(world: World, machine: Machine, ticket: Ticket, orders: tuple[str, ...] = ()) -> None:
    """A ticket is paid; on it lie these reservations."""
    basket = tuple((line.product_id, line.quantity.milli) for line in ticket.lines)
    _do(world, machine, Sold(ticket.id, basket, orders), lambda: _sell(machine, ticket))


def _sell(machine: Machine, ticket: Ticket) -> None:
    paid = exactly(ticket)
    try:
        sell(machine.db, ticket, paid, now=machine.clock(), rates=RATES)
    except DayNotClosed:
        close_day(machine.db, now=machine.clock())
        sell(machine.db, ticket, paid, now=machine.clock(), rates=RATES)


def move_goods(world: World, machine: Machine, product: str, milli: int) -> None:
    """Goods come, or are found to be missing."""
    ref = machine.new_id()
    moved = [(product, Quantity(milli))]
    _do(
        world,
        machine,
        Moved(ref, ((product, milli),)),
        lambda: open_stock(machine.db, moved, now=machine.clock(), ref=ref),
    )


def describe(world: World, machine: Machine, product: str, card: Card) -> None:
    """A card is written anew: another name or price, into the window or out of it."""
    held = products.get(machine.db, product)
    assert held is not None
    changed = replace(held, name=card.name, price=Money(card.price), shown_online=card.shown)
    _do(
        world,
        machine,
        Described(product, card),
        lambda: change_product(machine.db, changed, now=machine.clock()),
    )


def import_list(world: World, machine: Machine, folder: Path, known: str, code: str, new_code: str) -> None:
    """A list comes in by the other thread of the program: one article gets a new card, one is new."""
    truth, number = machine.truth, world.number()
    name, new_name, price = f"Savon importé {number}", f"Nouveau {number}", 100 + number % 900
    rows = (
        f"{code};{name};;;{price / 100:.2f};20;pièce;;oui;",
        f"{new_code};{new_name};;;{price / 100:.2f};20;pièce;{_NEW_STOCK};oui;",
    )
    db = machine.second_connection()
    try:
        path = list_file(folder, *rows)
        staged = stage(db, path, inspect(path), now=machine.clock(), new_id=machine.new_id)
        publish(db, staged.import_id, now=machine.clock(), new_id=machine.new_id)
        found = products.with_barcode(db, new_code)
    finally:
        db.close()
    assert found is not None
    for deed in (
        Described(known, Card(name, price, shown=True)),
        Described(found.id, Card(new_name, price, shown=True)),
        Moved(staged.import_id, ((found.id, _NEW_STOCK * 1000),)),
    ):
        truth.begin(deed)
        truth.settle()
    world.remember(machine, (found.id,))


def is_done(db: Database, deed: Deed) -> bool:
    """Whether a file holds what was being done when its program died; either is right, but all of it or nothing."""
    match deed:
        case Sold(ticket):
            return sales.get(db, ticket) is not None
        case Moved(ref):
            return db.row("SELECT 1 FROM movement WHERE ref = ?", (ref,)) is not None
        case Described(product, card):
            found = products.get(db, product)
            return found is not None and found.name == card.name and found.shown_online == card.shown


def _do(world: World, machine: Machine, deed: Deed, act: Callable[[], object]) -> None:
    """Do something, and tell the truth of it: done, or not; a program that dies here says neither."""
    machine.truth.begin(deed)
    try:
        act()
    except DatabaseError:
        world.trace.note("not taken by the disk")
        machine.truth.fail()
    else:
        machine.truth.settle()
        world.moved(machine, deed)
