"""Keeping the catalogue: new products, changed cards, a first price at the till."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from pos.database import ended_prices, outbox, products, stock, till
from pos.database.connection import Database, transaction
from pos.domain.barcode import clean
from pos.domain.catalogue import CATEGORY_COLOURS, Category, Product
from pos.domain.errors import BarcodeTaken, CardChanged, UnknownProduct
from pos.domain.folding import fold
from pos.domain.money import Money
from pos.domain.quantity import Quantity
from pos.domain.stock import Reason
from pos.operations.changes import Changes
from pos.operations.moving import move
from pos.operations.noting import note_price


def add_product(
    db: Database, product: Product, codes: Sequence[str] = (), *, new_category: Category | None = None
) -> Changes:
    """Put a new product in the catalogue, in a category opened for it where one is given (see `open_category`).

    Raises:
        BarcodeTaken: one of its codes belongs to another product; nothing is written.
    """
    with transaction(db):
        kept = _free_codes(db, product.id, codes)
        if new_category is not None:
            product = replace(product, category_id=open_category(db, new_category).id)
        version = till.take(db, versions=1).first_version
        products.add(db, product, kept, version=version)
        outbox.mark_products(db, [(product.id, version)])
    return Changes(products=True, online=True)


def change_product(
    db: Database,
    product: Product,
    codes: Sequence[str] | None = None,
    *,
    now: datetime,
    expected_version: int | None = None,
) -> Changes:
    """Write a product's new card; codes None leaves its codes as they are.

    Args:
        db: the shop.
        product: the card.
        codes: all its codes.
        now: the moment, noted with another price.
        expected_version: that of the card which is replaced; None replaces whatever stands there.

    Raises:
        UnknownProduct: there is no such product any more.
        CardChanged: another version stands there; nothing is written.
        BarcodeTaken: one of its codes belongs to another product; nothing is written.
        SigningKeyMissing: another price cannot be noted; nothing is written.
    """
    with transaction(db):
        write_card(db, product, codes, now=now, expected_version=expected_version)
    return Changes(products=True, online=True)


def write_card(
    db: Database,
    product: Product,
    codes: Sequence[str] | None = None,
    *,
    now: datetime,
    expected_version: int | None = None,
) -> None:
    """What `change_product` does, as a part of a transaction under way."""
    before = products.get(db, product.id)
    if before is None:
        raise UnknownProduct(product.id)
    if expected_version is not None and products.card_version(db, product.id) != expected_version:
        raise CardChanged(product.id, before.name)
    version = till.take(db, versions=1).first_version
    note_price(db, before, product, now=now)
    ended_prices.keep(db, product.id, before.price, product.price, now=now)
    products.change(db, product, version=version)
    if codes is not None:
        products.set_barcodes(db, product, _free_codes(db, product.id, codes))
    outbox.mark_products(db, [(product.id, version)])
    if product.shown_online and not before.shown_online:
        level = stock.level(db, product.id)
        outbox.mark_levels(db, [(product.id, level.version)] if level else [])


def price_product(db: Database, product_id: str, price: Money, *, shown_online: bool, now: datetime) -> Product:
    """Give a product that waited for it its first price, and say whether it goes online.

    Raises:
        UnknownProduct: there is no such product any more.
    """
    product = products.get(db, product_id)
    if product is None:
        raise UnknownProduct(product_id)
    priced = replace(product, price=price, shown_online=shown_online)
    change_product(db, priced, now=now)
    return priced


def add_category(db: Database, category: Category) -> Changes:
    """Open a new category."""
    with transaction(db):
        products.add_category(db, category)
    return Changes(products=True)


def open_category(db: Database, wanted: Category) -> Category:
    """The category of this name, however it is written; else the wanted one, opened behind the others.

    A part of a transaction under way. Place and colour of the wanted one are chosen here.
    """
    there = products.categories(db)
    same = [one for one in there if fold(one.name) == fold(wanted.name)]
    if same:
        return same[0]
    position = max((one.position for one in there), default=0) + 1
    colour = CATEGORY_COLOURS[(position - 1) % len(CATEGORY_COLOURS)]
    opened = replace(wanted, name=" ".join(wanted.name.split()), position=position, colour=colour)
    products.add_category(db, opened)
    return opened


def open_stock(db: Database, opening: Sequence[tuple[str, Quantity]], *, now: datetime, ref: str = "") -> Changes:
    """Record what the shop has at the start: one opening movement a product, by id."""
    with transaction(db):
        move(db, opening, reason=Reason.OPENING, ref=ref, now=now)
    return Changes(stock=True, online=True)


def _free_codes(db: Database, product_id: str, codes: Sequence[str]) -> tuple[str, ...]:
    """The codes cleaned, once each; none may belong to another product."""
    kept = tuple(dict.fromkeys(filter(None, map(clean, codes))))
    for code in kept:
        holder = products.with_barcode(db, code)
        if holder is not None and holder.id != product_id:
            raise BarcodeTaken(code, holder.name)
    return kept
