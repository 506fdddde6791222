"""The demo shop: an épicerie that `make run` opens, filled by the same reading and importing as a real list."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from typing import Final

import msgspec

import resources
from pos.database import products, quick_keys, settings
from pos.database.connection import Database, transaction
from pos.database.journal.author import author_of
from pos.domain.catalogue import Category
from pos.domain.folding import fold
from pos.domain.identity import NewId
from pos.domain.shop import ShopIdentity
from pos.exchange.product_lists.reading import inspect
from pos.operations.arranging import arrange
from pos.operations.changes import Changes
from pos.operations.describing_shop import keep_identity
from pos.operations.importing import discard, publish, stage

_LIST: Final = ("demo", "products.csv")
_DAYS: Final = {
    "monday": "lundi", "tuesday": "mardi", "wednesday": "mercredi", "thursday": "jeudi", "friday": "vendredi",
    "saturday": "samedi", "sunday": "dimanche",
}  # fmt: skip


class _Shelf(msgspec.Struct):
    name: str
    colour: str
    order: int


class _OpeningHours(msgspec.Struct):
    day: str
    open: list[tuple[str, str]]


class _Receipt(msgspec.Struct):
    footer: tuple[str, ...]


class _Shop(msgspec.Struct):
    name: str
    address: list[str]
    postcode: str
    town: str
    phone: str
    siret: str
    vat_number: str
    hours: list[_OpeningHours]
    receipt: _Receipt
    favourites: list[str]
    categories: list[_Shelf]


def fill(db: Database, *, now: datetime, new_id: NewId) -> Changes:
    """Make a shop the demo shop: its name, its shelves, its articles, what is in stock and its favourites.

    A shop that has a name keeps it, and what it has already stays as it is: filling twice changes nothing.
    """
    shop = msgspec.json.decode(resources.path("demo", "shop.json").read_bytes(), type=_Shop)
    author_of(db)
    with transaction(db):
        before = settings.shop_identity(db)
        if not before.name:
            keep_identity(db, before, _identity(shop), now=now)
        known = {fold(category.name) for category in products.categories(db)}
        for shelf in sorted(shop.categories, key=lambda one: one.order):
            if fold(shelf.name) not in known:
                products.add_category(db, Category(new_id(), shelf.name, shelf.order, shelf.colour))
    changes = Changes(products=True) | _fill_shelves(db, now=now, new_id=new_id)
    if not quick_keys.arrangement(db):
        found = (products.with_barcode(db, code) for code in shop.favourites)
        arrange(db, [product.id for product in found if product is not None])
    return changes


def _fill_shelves(db: Database, *, now: datetime, new_id: NewId) -> Changes:
    path = resources.path(*_LIST)
    staged = stage(db, path, inspect(path), now=now, new_id=new_id)
    if not (staged.figures.added or staged.figures.changed):
        discard(db, staged.import_id)
        return Changes()
    return publish(db, staged.import_id, now=now, new_id=new_id).changes


def _identity(shop: _Shop) -> ShopIdentity:
    return ShopIdentity(
        name=shop.name,
        street=", ".join(shop.address),
        postcode=shop.postcode,
        city=shop.town,
        phone=shop.phone,
        siret=shop.siret,
        vat_number=shop.vat_number,
        hours=_hours(shop.hours),
        footer=shop.receipt.footer,
    )


def _hours(week: list[_OpeningHours]) -> str:
    """The hours in French, neighbouring days with the same hours together: `samedi 07:30-19:00`."""
    spans = []
    for times, run in groupby(week, key=lambda one: one.open):
        days = [_DAYS[one.day] for one in run]
        named = days[0] if len(days) == 1 else f"{days[0]} au {days[-1]}"
        spans.append(f"{named} {' et '.join(f'{begin}-{end}' for begin, end in times)}")
    return ", ".join(spans)
