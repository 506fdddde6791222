"""Lists imported in tests, and a shop seen as its keeper sees it, so that two moments can be held together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pos.database import imports, stock
from pos.database.connection import Database, Row
from pos.database.imports import ImportRecord
from pos.exchange.product_lists.reading import inspect
from pos.operations.importing import Figures, Undone, publish, stage, undo_import
from tests.builders import NOON, new_id

HEADINGS = "code;nom;marque;categorie;prix;tva;unite;stock;en_ligne;famille"


def list_file(folder: Path, *rows: str, headings: str = HEADINGS) -> Path:
    """A list with these rows."""
    path = folder / "liste.csv"
    path.write_text("\n".join((headings, *rows)), encoding="utf-8")
    return path


def staged(db: Database, path: Path) -> tuple[str, Figures]:
    """Stage a list as it was found, and give its number and figures."""
    result = stage(db, path, inspect(path), now=NOON, new_id=new_id)
    return result.import_id, result.figures


def imported(db: Database, path: Path, *, before: Callable[[], None] = lambda: None) -> ImportRecord:
    """Import a list from its file to the end; `before` is called between staging and publishing."""
    import_id, _ = staged(db, path)
    before()
    return publish(db, import_id, now=NOON, new_id=new_id).record


def undone(db: Database, import_id: str) -> Undone:
    """Take an import back."""
    return undo_import(db, import_id, now=NOON)


def counts(record: ImportRecord) -> tuple[int, int, int, int]:
    """Added, changed, unchanged, refused."""
    return record.added, record.changed, record.unchanged, record.refused


def shop(db: Database) -> dict[str, list[Row]]:
    """The shop as its keeper knows it: cards, codes, words, shelves and what is in stock; no versions."""
    questions = {
        "products": "SELECT id, name, brand, price_minor, tax_class, unit, category_id, family_id, shown_online"
        " FROM product ORDER BY id",
        "codes": "SELECT code, product_id FROM barcode ORDER BY code",
        "words": "SELECT product_id, words FROM search_entry ORDER BY product_id",
        "categories": "SELECT id, name, position, colour FROM category ORDER BY id",
        "families": "SELECT id, name FROM family ORDER BY id",
        "stock": "SELECT product_id, quantity_milli FROM stock_level WHERE quantity_milli <> 0 ORDER BY product_id",
    }
    seen = {subject: db.rows(question) for subject, question in questions.items()}
    seen["words"] = [(product_id, *sorted(words.split())) for product_id, words in seen["words"]]
    return seen


def is_sound(db: Database) -> bool:
    """Whether levels are the sums of movements without a gap, and search finds what the cards say."""
    db.execute("INSERT INTO search_prefix (search_prefix, rank) VALUES ('integrity-check', 1)")
    db.execute("INSERT INTO search_inside (search_inside, rank) VALUES ('integrity-check', 1)")
    return not stock.wrong_levels(db) and not stock.sequence_gaps(db) and imports.unfinished(db) == []
