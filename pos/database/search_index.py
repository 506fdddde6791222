"""What a search looks in: an entry a product with its words, and the list of all words that can be mistyped.

The order of the entries is the order of what is found (`rank`, see `ranks`). The indexes over them are kept by
triggers of the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from pos.database.connection import Database
from pos.domain.catalogue import Product
from pos.domain.folding import fold
from pos.domain.spelling import words_of

MARK: Final = "^^"
"""Stands before every listed word, so that its first letter counts as much as its others."""

_APOSTROPHES = dict.fromkeys(map(ord, "‘ʼ′`"), "'")


def searchable(text: str) -> str:
    """A text as the index spells it: folded, with one kind of apostrophe."""
    return fold(text).translate(_APOSTROPHES)


def entry_of(product: Product, codes: Iterable[str]) -> str:
    """The words a product is found by."""
    return searchable(" ".join((product.name, product.brand, *codes)))


def keep(db: Database, product: Product, codes: Sequence[str]) -> None:
    """Write the words a product is found by; a new one stands last, even where every other sells."""
    words = entry_of(product, codes)
    db.execute(
        "INSERT INTO search_entry (rank, product_id, words)"
        " VALUES ((SELECT max(coalesce(max(rank), 0), 0) + 1 FROM search_entry), ?, ?)"
        " ON CONFLICT (product_id) DO UPDATE SET words = excluded.words WHERE words <> excluded.words",
        (product.id, words),
    )
    list_words(db, words_of(words))


def forget(db: Database, product_id: str) -> None:
    """A product is found no more; its words stay listed, for others may have them too."""
    db.execute("DELETE FROM search_entry WHERE product_id = ?", (product_id,))


def list_words(db: Database, words: Iterable[str]) -> None:
    """Add words to those a mistyped one is compared with."""
    db.execute_many("INSERT OR IGNORE INTO search_word (word) VALUES (?)", [(MARK + word,) for word in words])
