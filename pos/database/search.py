"""Search: what was typed finds products by code, by the beginnings of words, by letters inside them, or nearly.

What is found by the first of these ways stands before what is found by the next, and within each the most sold
stands first: the indexes give their rows in that order, so that a search stops as soon as the screen is full.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from pos.database import close_words, products
from pos.database.connection import Database
from pos.database.search_index import searchable
from pos.domain import barcode
from pos.domain.catalogue import StockedProduct

LONGEST_TYPED: Final = 100
"""More than this is no search but something pasted by mistake; only its beginning is looked for."""
TOO_FEW: Final = 3
"""With fewer found than this, words spelt nearly so are looked for as well."""

_RUN: Final = re.compile("[0-9a-z]+")


def search(db: Database, typed: str, *, limit: int = 60) -> list[StockedProduct]:
    """The products found by what was typed, the nearest and most sold first."""
    words = _words(typed)
    found = _Found(limit)
    found.add(_of_code(db, typed))
    _look(db, words, found)
    if not found and (shorter := [_without_zeros(word) for word in words]) != words:
        _look(db, shorter, found)
    if found.is_short:
        _look_nearby(db, words, found)
    return found.products


class _Found:
    """What was found so far, each product once and no more than wanted."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.products: list[StockedProduct] = []

    def __len__(self) -> int:
        return len(self.products)

    @property
    def is_full(self) -> bool:
        """Whether nothing more is wanted."""
        return len(self) >= self.limit

    @property
    def is_short(self) -> bool:
        """Whether there is little enough to look for what is only spelt nearly so."""
        return len(self) < min(self.limit, TOO_FEW)

    def add(self, found: list[StockedProduct]) -> None:
        """Put these behind what was found already."""
        if not self.products:
            self.products = found
            return
        known = {one.product.id for one in self.products}
        fresh = [one for one in found if one.product.id not in known]
        self.products = [*self.products, *fresh][: self.limit]


def _look(db: Database, words: Sequence[str], found: _Found) -> None:
    """Look for words as they were typed: first at the beginnings of words, then anywhere."""
    found.add(_matches(db, "search_prefix", _beginnings(words), _spelt_with_signs(words), found))
    if not found.is_full:
        found.add(_matches(db, "search_inside", _trigrams(words), words, found))


def _look_nearby(db: Database, words: Sequence[str], found: _Found) -> None:
    """Look for words spelt nearly so; whoever comes nearest is enough.

    Where something was spelt just so, only words one slip away are added: what is further was hardly meant.
    """
    runs = [run for word in words for run in _RUN.findall(word)]
    if not runs or not all(word.isascii() for word in words):
        return
    near = [close_words.beginnings_near(db, run) for run in runs]
    reach = close_words.ONE_SLIP if found else close_words.FARTHEST
    exactly = len(found)
    for farness in sorted({far for beginnings in near for far in beginnings.values() if far <= reach}):
        question = " AND ".join(
            _any_of([run, *(one for one, far in beginnings.items() if far <= farness)])
            for run, beginnings in zip(runs, near, strict=True)
        )
        found.add(_matches(db, "search_prefix", [question], [], found))
        if len(found) > exactly:
            return


def _of_code(db: Database, typed: str) -> list[StockedProduct]:
    """The product of a code typed whole, in whichever of its lengths."""
    code = barcode.clean(typed[:LONGEST_TYPED])
    product = products.with_barcode(db, code) if any(map(str.isdigit, code)) else None
    stocked = None if product is None else products.stocked(db, product.id)
    return [] if stocked is None else [stocked]


def _words(typed: str) -> list[str]:
    """What was typed as the index spells it, without the signs that end or quote an index's question."""
    printable = "".join(sign if sign.isprintable() else " " for sign in typed[:LONGEST_TYPED])
    return searchable(printable).replace('"', " ").split()


def _without_zeros(word: str) -> str:
    """The beginning of a code as its shorter lengths have it."""
    return word.lstrip("0") if word.isascii() and word.isdigit() and word.strip("0") else word


def _spelt_with_signs(words: Iterable[str]) -> list[str]:
    """Words the index of beginnings knows only in parts: the text is asked whether it holds them whole."""
    return [word for word in words if _RUN.fullmatch(word) is None]


def _beginnings(words: Iterable[str]) -> set[str]:
    """Questions to the index of words: it knows only runs of letters and digits, and refuses two of them in one."""
    return {f'"{run}"*' for word in words if word.isascii() for run in _RUN.findall(word)}


def _trigrams(words: Iterable[str]) -> set[str]:
    """Questions to the index of trigrams, which knows no positions."""
    return {f'"{word[start : start + 3]}"' for word in words for start in range(len(word) - 2)}


def _any_of(beginnings: Iterable[str]) -> str:
    return "(" + " OR ".join(f'"{beginning}"*' for beginning in beginnings) + ")"


def _matches(
    db: Database, index: str, questions: Iterable[str], held: Sequence[str], found: _Found
) -> list[StockedProduct]:
    """What an index finds for all questions and whose text holds these words, the most sold first."""
    question = " AND ".join(sorted(questions))
    if not question:
        return []
    holds = "".join(" AND instr(e.words, ?) > 0" for _ in held)
    rows = db.rows(
        f"SELECT {products.STOCKED} FROM {index} f CROSS JOIN search_entry e ON e.rank = f.rowid"
        f" CROSS JOIN product p ON p.id = e.product_id WHERE {index} MATCH ?{holds} ORDER BY f.rowid LIMIT ?",
        (question, *held, found.limit),
    )
    return [products.with_level(row) for row in rows]
