"""Shops to measure on: real files with so many products, built once and copied."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pos.database import products, till
from pos.database.connection import Database, transaction
from pos.domain.barcode import check_digit
from pos.domain.catalogue import Category, Product
from pos.domain.identity import NewId
from pos.domain.money import Money
from pos.domain.quantity import Quantity
from pos.domain.tax import TaxClass
from pos.operations.cataloguing import add_category, open_stock
from pos.operations.opening import open_shop
from tests import builders
from tests.builders import NOON

BATCH = 500
_WORDS = ("Savon", "Confiture", "Thé vert", "Bœuf séché", "Lampe", "Carnet", "Écharpe", "Miel", "Sablés", "Vase")


def code_of(place: int) -> str:
    """The EAN-13 of the product in this place."""
    digits = f"30{place:010}"
    return digits + check_digit(digits)


def build(path: Path, *, articles: int, linked: bool = True, stocked: bool = True, categories: int = 0) -> Database:
    """A shop with so many products, each with a code, opening stock, and one online shop."""
    new_id = builders.ids(articles)
    db = open_shop(path, now=NOON, new_id=new_id)
    if linked:
        db.execute(
            "INSERT INTO online_link (target, kind, address, shop, shop_name, window_url, term, epoch)"
            " VALUES ('town', 'catalogue', 'http://127.0.0.1', 's', 'S', '', 1, 1)"
        )
    shelves = [Category(new_id(), f"Rayon {place}", place) for place in range(categories)]
    for shelf in shelves:
        add_category(db, shelf)
    for start in range(0, articles, BATCH):
        _add(db, range(start, min(articles, start + BATCH)), shelves, new_id, stocked=stocked)
    db.checkpoint()
    return db


def _add(db: Database, places: range, shelves: Sequence[Category], new_id: NewId, *, stocked: bool) -> None:
    made = [_product(place, shelves, new_id()) for place in places]
    with transaction(db):
        first = till.take(db, versions=len(made)).first_version
        for version, (place, product) in enumerate(zip(places, made, strict=True), first):
            products.add(db, product, [code_of(place)], version=version)
    if stocked:
        open_stock(db, [(product.id, Quantity(100_000)) for product in made], now=NOON)


def _product(place: int, shelves: Sequence[Category], product_id: str) -> Product:
    return Product(
        id=product_id,
        name=f"{_WORDS[place % len(_WORDS)]} n° {place}",
        price=Money(90 + place % 4_000),
        tax_class=tuple(TaxClass)[place % 4],
        brand=f"Maison {place % 97}",
        category_id=shelves[place % len(shelves)].id if shelves else None,
    )
