"""Products, their codes, families, categories and photos."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

import msgspec

from pos.database import search_index
from pos.database.connection import Database, Row
from pos.domain import barcode
from pos.domain.catalogue import Category, Family, Product, StockedProduct, Supply
from pos.domain.folding import fold
from pos.domain.money import Money
from pos.domain.quantity import Quantity, Unit
from pos.domain.tax import TaxClass

_COLUMNS = (
    "p.id, p.name, p.price_minor, p.currency, p.tax_class, p.unit, p.brand, p.category_id, p.family_id,"
    " p.photo, p.shown_online, p.supply, p.guaranteed, p.eco_minor"
)
STOCKED: Final = f"{_COLUMNS}, (SELECT sum(quantity_milli) FROM stock_level s WHERE s.product_id = p.id)"
"""The columns of a row for `with_level`, asked of `product p`."""


def get(db: Database, product_id: str) -> Product | None:
    """The product of this id, or None."""
    row = db.row(f"SELECT {_COLUMNS} FROM product p WHERE p.id = ?", (product_id,))
    return None if row is None else _product(row)


def with_barcode(db: Database, code: str) -> Product | None:
    """The product carrying this code, in whichever of its lengths it was scanned."""
    for spelling in barcode.spellings(code):
        row = db.row(
            f"SELECT {_COLUMNS} FROM barcode b JOIN product p ON p.id = b.product_id WHERE b.code = ?",
            (spelling,),
        )
        if row is not None:
            return _product(row)
    return None


def names(db: Database, product_ids: Iterable[str]) -> dict[str, str]:
    """What products are called, by id; one that is no longer there is left out."""
    wanted = msgspec.json.encode(sorted(product_ids)).decode()
    return dict(db.rows("SELECT id, name FROM product WHERE id IN (SELECT value FROM json_each(?))", (wanted,)))


def barcodes_of(db: Database, product_id: str) -> tuple[str, ...]:
    """The codes of a product."""
    rows = db.rows("SELECT code FROM barcode WHERE product_id = ? ORDER BY code", (product_id,))
    return tuple(code for (code,) in rows)


def card_version(db: Database, product_id: str) -> int | None:
    """The version of a product's card, or None when there is no such product."""
    return db.value("SELECT version FROM product WHERE id = ?", (product_id,))  # type: ignore[no-any-return]


def stocked(db: Database, product_id: str) -> StockedProduct | None:
    """A product with its level, or None."""
    row = db.row(f"SELECT {STOCKED} FROM product p WHERE p.id = ?", (product_id,))
    return None if row is None else with_level(row)


def with_level(row: Row) -> StockedProduct:
    """The product and its level in a row of the columns STOCKED."""
    return StockedProduct(_product(row), None if row[14] is None else _quantity(row[14]))


def in_category(
    db: Database, category_id: str | None, *, after: tuple[str, str] = ("", ""), limit: int = 60
) -> list[StockedProduct]:
    """A page of a category's products in the order of a dictionary; None gives those of no category.

    Args:
        db: where to look.
        category_id: the category.
        after: name and id of the last product of the page before.
        limit: how many at most.
    """
    rows = db.rows(
        f"SELECT {STOCKED} FROM product p WHERE p.category_id IS ? AND (p.name_key, p.id) > (?, ?)"
        " ORDER BY p.name_key, p.id LIMIT ?",
        (category_id, *_place(after), limit),
    )
    return [with_level(row) for row in rows]


def by_name(db: Database, *, after: tuple[str, str] = ("", ""), limit: int = 60) -> list[StockedProduct]:
    """A page of all products in the order of a dictionary, after the name and id of the page before's last product."""
    rows = db.rows(
        f"SELECT {STOCKED} FROM product p WHERE (p.name_key, p.id) > (?, ?) ORDER BY p.name_key, p.id LIMIT ?",
        (*_place(after), limit),
    )
    return [with_level(row) for row in rows]


def add(
    db: Database, product: Product, codes: Iterable[str] = (), *, version: int, import_id: str | None = None
) -> None:
    """Write a new product with its codes and the words it is found by."""
    db.execute(
        "INSERT INTO product (id, name, name_key, brand, price_minor, currency, tax_class, unit, category_id,"
        " family_id, photo, shown_online, supply, guaranteed, eco_minor, version, import_id)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*_values(product), version, import_id),
    )
    set_barcodes(db, product, codes)


def change(db: Database, product: Product, *, version: int) -> None:
    """Write a product's new card; its codes stay as they are."""
    db.execute(
        "UPDATE product SET id = ?, name = ?, name_key = ?, brand = ?, price_minor = ?, currency = ?, tax_class = ?,"
        " unit = ?, category_id = ?, family_id = ?, photo = ?, shown_online = ?, supply = ?, guaranteed = ?,"
        " eco_minor = ?, version = ? WHERE id = ?",
        (*_values(product), version, product.id),
    )
    search_index.keep(db, product, barcodes_of(db, product.id))


def set_barcodes(db: Database, product: Product, codes: Iterable[str]) -> None:
    """Replace a product's codes; each must be free."""
    kept = tuple(dict.fromkeys(codes))
    db.execute("DELETE FROM barcode WHERE product_id = ?", (product.id,))
    db.execute_many("INSERT INTO barcode VALUES (?, ?)", [(code, product.id) for code in kept])
    search_index.keep(db, product, kept)


def remove(db: Database, product_id: str) -> None:
    """Take away a product that was never sold nor moved (the undoing of an import)."""
    search_index.forget(db, product_id)
    db.execute("DELETE FROM product WHERE id = ?", (product_id,))


def count(db: Database) -> int:
    """How many products there are."""
    return int(db.value("SELECT count(*) FROM product"))


def shown_online(db: Database) -> list[str]:
    """The ids of all products the shop shows online."""
    return [product_id for (product_id,) in db.rows("SELECT id FROM product WHERE shown_online = 1 ORDER BY id")]


def categories(db: Database) -> tuple[Category, ...]:
    """The categories in the order of their tabs."""
    rows = db.rows("SELECT id, name, position, colour FROM category ORDER BY position, name")
    return tuple(Category(*row) for row in rows)


def add_category(db: Database, category: Category) -> None:
    """Write a new category."""
    db.execute(
        "INSERT INTO category VALUES (?, ?, ?, ?)",
        (category.id, category.name, category.position, category.colour),
    )


def remove_category_if_empty(db: Database, category_id: str) -> None:
    """Take away a category in which nothing stands."""
    db.execute(
        "DELETE FROM category WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM product WHERE category_id = ?1)",
        (category_id,),
    )


def family_named(db: Database, name: str) -> Family | None:
    """The family of this name, or None."""
    row = db.row("SELECT id, name FROM family WHERE name = ?", (name,))
    return None if row is None else Family(*row)


def add_family(db: Database, family: Family) -> None:
    """Write a new family."""
    db.execute("INSERT INTO family VALUES (?, ?)", (family.id, family.name))


def add_photo(db: Database, sha256: str, media_type: str, body: bytes) -> None:
    """Keep a picture, once."""
    db.execute("INSERT OR IGNORE INTO photo VALUES (?, ?, ?)", (sha256, media_type, body))


def drop_photo(db: Database, sha256: str) -> None:
    """Forget a picture, unless a product or the window shows it or a setting names it (the logo)."""
    db.execute(
        "DELETE FROM photo WHERE sha256 = ?1 AND NOT EXISTS (SELECT 1 FROM product WHERE photo = ?1)"
        " AND NOT EXISTS (SELECT 1 FROM window_word WHERE picture = ?1)"
        " AND NOT EXISTS (SELECT 1 FROM window_news WHERE photo = ?1)"
        " AND NOT EXISTS (SELECT 1 FROM setting WHERE instr(value, ?1) > 0)",
        (sha256,),
    )


def photo(db: Database, sha256: str) -> bytes | None:
    """A picture's bytes, or None."""
    body = db.value("SELECT body FROM photo WHERE sha256 = ?", (sha256,))
    return None if body is None else bytes(body)


def description(db: Database, product_id: str) -> str:
    """What a product's card says of it in a few lines; empty where it says nothing."""
    return str(db.value("SELECT description FROM product_text WHERE product_id = ?", (product_id,)) or "")


def describe(db: Database, product_id: str, text: str) -> None:
    """Replace what a product's card says of it; an empty text takes it away."""
    db.execute("DELETE FROM product_text WHERE product_id = ?", (product_id,))
    if text:
        db.execute("INSERT INTO product_text VALUES (?, ?)", (product_id, text))


def _place(after: tuple[str, str]) -> tuple[str, str]:
    name, product_id = after
    return fold(name), product_id


def _values(product: Product) -> Row:
    return (
        product.id,
        product.name,
        fold(product.name),
        product.brand,
        None if product.price is None else product.price.minor,
        "EUR" if product.price is None else product.price.currency,
        product.tax_class.value,
        product.unit.value,
        product.category_id,
        product.family_id,
        product.photo,
        int(product.shown_online),
        product.supply.value,
        int(product.guaranteed),
        None if product.eco is None else product.eco.minor,
    )


def _product(row: Row) -> Product:
    # In the order of its fields: naming each takes a third of what a page of products costs.
    return Product(
        row[0],
        row[1],
        None if row[2] is None else _money(row[2], row[3]),
        _TAX_CLASSES[row[4]],
        _UNITS[row[5]],
        row[6],
        row[7],
        row[8],
        row[9],
        row[10] == 1,
        _SUPPLIES[row[11]],
        row[12] == 1,
        None if row[13] is None else _money(row[13], row[3]),
    )


_money = lru_cache(maxsize=4_096)(Money)
_quantity = lru_cache(maxsize=4_096)(Quantity)
"""The articles of a page share many of their prices and levels, and values may be shared."""

_TAX_CLASSES = {tax_class.value: tax_class for tax_class in TaxClass}
_UNITS = {unit.value: unit for unit in Unit}
_SUPPLIES = {supply.value: supply for supply in Supply}
