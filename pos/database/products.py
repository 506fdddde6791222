"""Products, their codes, families, categories and photos, and the words they are found by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pos.database.connection import Database, Row
from pos.domain import barcode
from pos.domain.catalogue import Category, Family, Product, StockedProduct
from pos.domain.folding import fold
from pos.domain.money import Money
from pos.domain.quantity import Quantity, Unit
from pos.domain.tax import TaxClass

LONGEST_TYPED = 100
"""More than this is no search but something pasted by mistake; only its beginning is looked for."""

_RUN = re.compile("[0-9a-z]+")
_COLUMNS = (
    "p.id, p.name, p.price_minor, p.currency, p.tax_class, p.unit, p.brand, p.category_id, p.family_id,"
    " p.photo, p.shown_online"
)
_STOCKED = (
    f"SELECT {_COLUMNS}, (SELECT sum(quantity_milli) FROM stock_level s WHERE s.product_id = p.id) FROM product p"
)


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


def barcodes_of(db: Database, product_id: str) -> tuple[str, ...]:
    """The codes of a product."""
    rows = db.rows("SELECT code FROM barcode WHERE product_id = ? ORDER BY code", (product_id,))
    return tuple(code for (code,) in rows)


def stocked(db: Database, product_id: str) -> StockedProduct | None:
    """A product with its level, or None."""
    row = db.row(f"{_STOCKED} WHERE p.id = ?", (product_id,))
    return None if row is None else _with_level(row)


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
        f"{_STOCKED} WHERE p.category_id IS ? AND (p.name_key, p.id) > (?, ?) ORDER BY p.name_key, p.id LIMIT ?",
        (category_id, *_place(after), limit),
    )
    return [_with_level(row) for row in rows]


def by_name(db: Database, *, after: tuple[str, str] = ("", ""), limit: int = 60) -> list[StockedProduct]:
    """A page of all products in the order of a dictionary, after the name and id of the page before's last product."""
    rows = db.rows(
        f"{_STOCKED} WHERE (p.name_key, p.id) > (?, ?) ORDER BY p.name_key, p.id LIMIT ?", (*_place(after), limit)
    )
    return [_with_level(row) for row in rows]


def search(db: Database, typed: str, *, limit: int = 60) -> list[StockedProduct]:
    """Products found by what was typed: a code, else beginnings of words, else letters inside words.

    The most sold stand first (the order of search_entry.rank).
    """
    code = barcode.clean(typed)
    by_code = with_barcode(db, code) if code.isdigit() else None
    words = _words(typed)
    found = [] if by_code is None else [by_code.id]
    found += _matches(db, "search_prefix", _beginnings(words), words, limit)
    if len(found) < limit:
        found += _matches(db, "search_inside", _trigrams(words), words, limit)
    ids = list(dict.fromkeys(found))[:limit]
    by_id = {one.product.id: one for one in _stocked_of(db, ids)}
    return [by_id[product_id] for product_id in ids]


def add(
    db: Database, product: Product, codes: Iterable[str] = (), *, version: int, import_id: str | None = None
) -> None:
    """Write a new product with its codes and the words it is found by."""
    db.execute(
        "INSERT INTO product VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*_values(product), version, import_id),
    )
    set_barcodes(db, product, codes)


def change(db: Database, product: Product, *, version: int) -> None:
    """Write a product's new card; its codes stay as they are."""
    db.execute(
        "UPDATE product SET id = ?, name = ?, name_key = ?, brand = ?, price_minor = ?, currency = ?, tax_class = ?,"
        " unit = ?, category_id = ?, family_id = ?, photo = ?, shown_online = ?, version = ? WHERE id = ?",
        (*_values(product), version, product.id),
    )
    _index(db, product, barcodes_of(db, product.id))


def set_barcodes(db: Database, product: Product, codes: Iterable[str]) -> None:
    """Replace a product's codes; each must be free."""
    kept = tuple(dict.fromkeys(codes))
    db.execute("DELETE FROM barcode WHERE product_id = ?", (product.id,))
    db.execute_many("INSERT INTO barcode VALUES (?, ?)", [(code, product.id) for code in kept])
    _index(db, product, kept)


def remove(db: Database, product_id: str) -> None:
    """Take away a product that was never sold nor moved (the undoing of an import)."""
    db.execute("DELETE FROM search_entry WHERE product_id = ?", (product_id,))
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
    """Forget a picture, unless a product shows it."""
    db.execute(
        "DELETE FROM photo WHERE sha256 = ? AND NOT EXISTS (SELECT 1 FROM product WHERE photo = sha256)", (sha256,)
    )


def photo(db: Database, sha256: str) -> bytes | None:
    """A picture's bytes, or None."""
    body = db.value("SELECT body FROM photo WHERE sha256 = ?", (sha256,))
    return None if body is None else bytes(body)


def _index(db: Database, product: Product, codes: Sequence[str]) -> None:
    words = fold(" ".join((product.name, product.brand, *codes)))
    db.execute(
        "INSERT INTO search_entry (product_id, words) VALUES (?, ?)"
        " ON CONFLICT (product_id) DO UPDATE SET words = excluded.words",
        (product.id, words),
    )


def _words(typed: str) -> list[str]:
    """What was typed as the index spells it, without the signs that end or quote an index's question."""
    printable = "".join(sign if sign.isprintable() else " " for sign in typed[:LONGEST_TYPED])
    return fold(printable).replace('"', " ").split()


def _beginnings(words: Iterable[str]) -> set[str]:
    """Questions to the index of words: it knows only runs of letters and digits, and refuses two of them in one."""
    return {f'"{run}"*' for word in words if word.isascii() for run in _RUN.findall(word)}


def _trigrams(words: Iterable[str]) -> set[str]:
    """Questions to the index of trigrams, which knows no positions."""
    return {f'"{word[start : start + 3]}"' for word in words for start in range(len(word) - 2)}


def _matches(db: Database, index: str, questions: Iterable[str], words: Sequence[str], limit: int) -> list[str]:
    """The ids of products an index finds for all questions and whose text holds every word as it was typed."""
    question = " AND ".join(sorted(questions))
    if not question:
        return []
    holds = " AND ".join(["instr(e.words, ?) > 0"] * len(words))
    rows = db.rows(
        f"SELECT e.product_id FROM {index} f JOIN search_entry e ON e.rank = f.rowid"
        f" WHERE {index} MATCH ? AND {holds} ORDER BY f.rowid LIMIT ?",
        (question, *words, limit),
    )
    return [product_id for (product_id,) in rows]


def _place(after: tuple[str, str]) -> tuple[str, str]:
    name, product_id = after
    return fold(name), product_id


def _stocked_of(db: Database, ids: Sequence[str]) -> list[StockedProduct]:
    marks = ",".join("?" * len(ids))
    return [_with_level(row) for row in db.rows(f"{_STOCKED} WHERE p.id IN ({marks})", ids)]


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
    )


def _product(row: Row) -> Product:
    return Product(
        id=row[0],
        name=row[1],
        price=None if row[2] is None else Money(row[2], row[3]),
        tax_class=_TAX_CLASSES[row[4]],
        unit=_UNITS[row[5]],
        brand=row[6],
        category_id=row[7],
        family_id=row[8],
        photo=row[9],
        shown_online=bool(row[10]),
    )


_TAX_CLASSES = {tax_class.value: tax_class for tax_class in TaxClass}
_UNITS = {unit.value: unit for unit in Unit}


def _with_level(row: Row) -> StockedProduct:
    return StockedProduct(_product(row), None if row[11] is None else Quantity(row[11]))
