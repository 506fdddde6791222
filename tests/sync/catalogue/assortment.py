"""A town's shelves for tests of the search: some thousand invented articles of ordinary French shops, always the same.

A line of `assortment.csv` is a shelf: things, the kinds of each, and the sizes that all come in. So every article has
near neighbours: the same thing in other sizes, kinds and colours, and words that differ by a letter. Brands and shops
are made up.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path

_FILE = Path(__file__).with_suffix(".csv")
_ABSENT = 5


@dataclass(frozen=True)
class Article:
    """An article of a shop."""

    shop: str
    trade: str
    ref: str
    name: str
    brand: str
    category: str
    price_minor: int
    is_there: bool


@cache
def articles() -> tuple[Article, ...]:
    """Return every article, shop by shop; price, and whether it is there, follow from its place."""
    with _FILE.open(encoding="utf-8", newline="") as lines:
        shelves = list(csv.DictReader(lines, delimiter=";"))
    named = ((shelf, name) for shelf in shelves for name in _names(shelf))
    return tuple(_article(place, shelf, name) for place, (shelf, name) in enumerate(named, start=1))


def _article(place: int, shelf: dict[str, str], name: str) -> Article:
    return Article(
        shop=shelf["shop"],
        trade=shelf["trade"],
        ref=f"a{place}",
        name=name,
        brand=shelf["brand"],
        category=shelf["category"],
        price_minor=90 + place * 37 % 4900,
        is_there=place % _ABSENT != 0,
    )


def _names(shelf: dict[str, str]) -> Iterator[str]:
    things, kinds, sizes = (_listed(shelf[name]) for name in ("things", "kinds", "sizes"))
    for words in product(things, kinds, sizes or [""]):
        yield " ".join(word for word in words if word)


def _listed(text: str) -> list[str]:
    return [word for part in text.split(", ") if (word := part.strip())]
