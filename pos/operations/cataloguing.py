"""Keeping the catalogue: new products, changed cards, a first price at the till."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from pos.database import outbox, products, stock, till
from pos.database.connection import Database, transaction
from pos.domain.barcode import clean
from pos.domain.catalogue import Category, Product
from pos.domain.errors import BarcodeTaken, UnknownProduct
from pos.domain.money import Money
from pos.domain.quantity import Quantity
from pos.domain.stock import Reason
from pos.operations.changes import Changes
from pos.operations.moving import move


def add_product(db: Database, product: Product, codes: Sequence[str] = ()) -> Changes:
    """Put a new product in the catalogue.

    Raises:
        BarcodeTaken: one of its codes belongs to another product; nothing is written.
    """
    with transaction(db):
        kept = _free_codes(db, product.id, codes)
        version = till.take(db, versions=1).first_version
        products.add(db, product, kept, version=version)
        outbox.mark_products(db, [(product.id, version)])
    return Changes(products=True, online=True)


def change_product(db: Database, product: Product, codes: Sequence[str] | None = None) -> Changes:
    """Write a product's new card; codes None leaves its codes as they are.

    Raises:
        UnknownProduct: there is no such product any more.
        BarcodeTaken: one of its codes belongs to another product; nothing is written.
    """
    with transaction(db):
        before = products.get(db, product.id)
        if before is None:
            raise UnknownProduct(product.id)
        version = till.take(db, versions=1).first_version
        products.change(db, product, version=version)
        if codes is not None:
            products.set_barcodes(db, product, _free_codes(db, product.id, codes))
        outbox.mark_products(db, [(product.id, version)])
        if product.shown_online and not before.shown_online:
            level = stock.level(db, product.id)
            outbox.mark_levels(db, [(product.id, level.version)] if level else [])
    return Changes(products=True, online=True)


def price_product(db: Database, product_id: str, price: Money, *, shown_online: bool) -> Product:
    """Give a product that waited for it its first price, and say whether it goes online.

    Raises:
        UnknownProduct: there is no such product any more.
    """
    product = products.get(db, product_id)
    if product is None:
        raise UnknownProduct(product_id)
    priced = replace(product, price=price, shown_online=shown_online)
    change_product(db, priced)
    return priced


def add_category(db: Database, category: Category) -> Changes:
    """Open a new category."""
    with transaction(db):
        products.add_category(db, category)
    return Changes(products=True)


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
