"""A day at the till, made of chance: what is done to the file, told step by step.

A deed is announced before it is done and acknowledged after it returned, so that whoever listens knows, at any
moment, what must be in the file and what may be.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from pos.database import products
from pos.database.connection import Database
from pos.domain.catalogue import Product
from pos.domain.identity import NewId
from pos.domain.money import Money
from pos.domain.payment import Means, Payment
from pos.domain.quantity import Quantity, Unit, pieces
from pos.domain.sale import Sale
from pos.domain.tax import TaxClass, TaxRate
from pos.domain.ticket import Ticket, add
from pos.operations.cataloguing import add_product, open_stock
from pos.operations.selling import keep_ticket, resume_ticket, sell
from tests.builders import NOON

ARTICLES = 12
OPENING = Quantity(40_000)
_UNITS = (Unit.PIECE, Unit.PIECE, Unit.KILOGRAM)


class Keeping(Struct, frozen=True, tag=True):
    """The open ticket is about to be kept."""

    ticket: Ticket


class Kept(Struct, frozen=True, tag=True):
    """The open ticket is kept."""

    ticket: Ticket


class Selling(Struct, frozen=True, tag=True):
    """A ticket is about to be sold."""

    ticket: Ticket


class Sold(Struct, frozen=True, tag=True):
    """A sale was acknowledged: the drawer is open, the customer is gone."""

    sale: Sale


class Stocked(Struct, frozen=True, tag=True):
    """The shop has its articles and its opening stock."""

    product_ids: tuple[str, ...]


class Headed(Struct, frozen=True, tag=True):
    """Whoever keeps the ends of the chain outside the file was told of this one."""

    seq: int
    hash: bytes


Word = Keeping | Kept | Selling | Sold | Stocked | Headed


def stock_shop(db: Database, new_id: NewId) -> Stocked:
    """Give a new shop a few articles, their opening stock, and one online shop that must learn of every change."""
    articles = [_article(place, new_id()) for place in range(ARTICLES)]
    db.execute(
        "INSERT INTO online_link (target, kind, address, shop, shop_name, window_url, term, epoch)"
        " VALUES ('town', 'catalogue', 'http://127.0.0.1', 's', 'S', '', 1, 1)"
    )
    for place, article in enumerate(articles):
        add_product(db, article, [f"200{place:04}"])
    open_stock(db, [(article.id, OPENING) for article in articles], now=NOON)
    return Stocked(tuple(article.id for article in articles))


def trade(db: Database, *, chance: random.Random, new_id: NewId, rates: Sequence[TaxRate]) -> Iterator[Word]:
    """Ring up and sell for ever, beginning with the ticket that was open; checkpoints come at idle moments."""
    shelf = [product for product in (products.get(db, id_) for id_ in products.shown_online(db)) if product]
    now = NOON + timedelta(seconds=chance.randrange(3_600))
    ticket = resume_ticket(db, new_id=new_id)
    while True:
        now += timedelta(milliseconds=chance.randrange(1, 20_000))
        if ticket.lines and chance.random() < 0.4:
            yield Selling(ticket)
            yield Sold(sell(db, ticket, _payments(chance, ticket), now=now, rates=rates).sale)
            ticket = Ticket(new_id())
            if chance.random() < 0.15:
                db.checkpoint()
        else:
            ticket = _one_more(chance, ticket, shelf)
            yield from _keep(db, ticket, now)


def _keep(db: Database, ticket: Ticket, now: datetime) -> Iterator[Word]:
    yield Keeping(ticket)
    keep_ticket(db, ticket, now=now)
    yield Kept(ticket)


def _article(place: int, product_id: str) -> Product:
    return Product(
        id=product_id,
        name=f"Article {place}",
        price=Money(95 + 115 * place),
        tax_class=tuple(TaxClass)[place % 4],
        unit=_UNITS[place % len(_UNITS)],
    )


def _one_more(chance: random.Random, ticket: Ticket, shelf: Sequence[Product]) -> Ticket:
    product = chance.choice(shelf)
    weighed = product.unit is Unit.KILOGRAM
    return add(ticket, product, Quantity(chance.randrange(20, 1_500)) if weighed else pieces(chance.randrange(1, 4)))


def _payments(chance: random.Random, ticket: Ticket) -> list[Payment]:
    due = ticket.total
    by_card = Money(chance.randrange(due.minor + 1))
    return chance.choice(
        (
            [Payment(Means.CARD, due)],
            [Payment(Means.CASH, due + Money(chance.randrange(500)))],
            [Payment(Means.CARD, by_card), Payment(Means.CASH, due - by_card)],
        )
    )
