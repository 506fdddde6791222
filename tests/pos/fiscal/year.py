"""A shop's year, simulated quickly with the till's real operations: tickets, closings, price changes, duplicates.

    lived = live(shop_path, Plan(tickets=600, days=40))

The same plan lives the same year. Restores and key rotations are steps a caller passes in (`on_days`), by the day on
which they happen; whatever they do to the file, the year goes on with the connection they give back.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

from pos.database import settings
from pos.database.connection import Database, transaction
from pos.database.journal.records import append
from pos.domain.catalogue import Product
from pos.domain.money import Money
from pos.domain.payment import Means, Payment
from pos.domain.quantity import Quantity, Unit, pieces
from pos.domain.shop import ShopIdentity
from pos.domain.tax import TaxClass
from pos.domain.ticket import Ticket, add
from pos.exchange.tax_rates import french_rates
from pos.fiscal.canonical import Body
from pos.fiscal.record import Kind, Record
from pos.operations.cataloguing import add_product
from pos.operations.closing import close_day
from pos.operations.opening import open_shop
from pos.operations.selling import sell
from tests.builders import PARIS, ids

SIRET = "12345678900011"
NAMES = ("Café moulu", "Œufs", "=1+1", "Baguette", "Thé « Noël »", "Savon", "Crème fraîche", 'Vis "M4"')
CLASSES = (TaxClass.STANDARD, TaxClass.REDUCED, TaxClass.INTERMEDIATE)

Step = Callable[[Database, datetime], Database]
"""Something that happens to the shop on a day: gives the connection to go on with."""


@dataclass(frozen=True)
class Plan:
    """What happens: how many tickets over how many days from a first one, and what else on which of them."""

    tickets: int = 40
    days: int = 6
    first_day: date = date(2026, 11, 23)
    seed: int = 1
    copies: int = 3
    open_at_end: bool = False
    on_days: Mapping[int, Step] = field(default_factory=dict)


@dataclass
class Lived:
    """A shop that lived its year; db is open."""

    db: Database
    path: Path
    plan: Plan
    until: datetime


def live(path: Path, plan: Plan) -> Lived:
    """Live a plan in a new shop."""
    new_id, chance = ids(plan.seed), random.Random(plan.seed)
    first = _at(plan.first_day, 8)
    db = open_shop(path, now=first, new_id=new_id, synchronous="NORMAL")
    with transaction(db):
        settings.put_shop_identity(db, ShopIdentity(name="Épicerie du Port", city="Vannes", siret=SIRET))
    products = _stock(db, chance, new_id)
    sold = 0
    now = first
    for day in range(plan.days):
        now = _at(plan.first_day + timedelta(days=day), 9)
        wanted = plan.tickets * (day + 1) // plan.days - sold
        for _ in range(wanted):
            record = _sell(db, chance, products, new_id(), now)
            if sold % max(1, plan.tickets // max(1, plan.copies)) == 0:
                copy(db, record, now)
            sold += 1
            now += timedelta(seconds=chance.randint(1, max(2, 36_000 // max(1, wanted))))
        if day in plan.on_days:
            db = plan.on_days[day](db, now)
        if day + 1 < plan.days or not plan.open_at_end:
            now = max(now, _at(plan.first_day + timedelta(days=day), 20))
            close_day(db, now=now)
    return Lived(db, path, plan, now)


def copy(db: Database, record: Record, now: datetime) -> None:
    """Note a duplicate of a ticket, as the papers do."""
    with transaction(db):
        ticket: Body = {"series": record.series, "no": record.number}
        body: Body = {"of": record.seq, "ticket": ticket, "copy": 1, "as": "print"}
        append(db, Kind.COPY, body, now=now, subject=record.subject)


def _stock(db: Database, chance: random.Random, new_id: Callable[[], str]) -> list[Product]:
    products = []
    for place, name in enumerate(NAMES * 3):
        product = Product(
            id=new_id(),
            name=f"{name} {place}",
            price=Money(chance.randint(5, 3_000)),
            tax_class=CLASSES[place % len(CLASSES)],
            unit=Unit.KILOGRAM if place % 5 == 4 else Unit.PIECE,
        )
        add_product(db, product)
        products.append(product)
    return products


def _sell(db: Database, chance: random.Random, products: list[Product], ticket_id: str, now: datetime) -> Record:
    ticket = Ticket(ticket_id)
    for product in chance.sample(products, chance.randint(1, 5)):
        weighed = product.unit is Unit.KILOGRAM
        quantity = Quantity(chance.randint(50, 2_500)) if weighed else pieces(chance.randint(1, 4))
        ticket = add(ticket, product, quantity)
    due = ticket.total.minor
    card = chance.randint(0, due)
    paid = [Payment(Means.CARD, Money(card))] if card else []
    paid.append(Payment(Means.CASH, Money(-(-(due - card) // 500) * 500)))
    sold = sell(db, ticket, paid, now=now, rates=french_rates())
    assert sold.record is not None
    return sold.record


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), PARIS)
