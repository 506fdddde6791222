"""What a scanned or typed code stands for; work for the shop thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pos.database import products
from pos.domain.barcode import ScaleLabel, read_scale_label, readings
from pos.domain.catalogue import Product

if TYPE_CHECKING:
    from pos.database.connection import Database


@dataclass(frozen=True, slots=True)
class Found:
    """A product, the code it was found by, and what a scale's label says beside."""

    product: Product
    code: str = ""
    label: ScaleLabel | None = None


def by_code(db: Database, scanned: str) -> Found | None:
    """The product that carries a code, or that a scale's label names."""
    code, *others = readings(scanned)
    for reading in (code, *others):
        product = products.with_barcode(db, reading)
        if product is not None:
            return Found(product, reading)
    label = read_scale_label(code)
    if label is None:
        return None
    product = products.with_barcode(db, label.base_code)
    return None if product is None else Found(product, code, label)


def by_typing(db: Database, typed: str) -> Found | None:
    """What Enter in the search box means: the product with that code, else the first that the search shows."""
    found = by_code(db, typed)
    if found is not None:
        return found
    from pos.database.search import search

    matches = search(db, typed, limit=1)
    return Found(matches[0].product) if matches else None


def looks_like_code(typed: str) -> bool:
    """Whether a person most likely typed a code: no blank, and a digit in it."""
    cleaned = typed.strip()
    return len(cleaned) >= 4 and cleaned.isascii() and cleaned.isalnum() and any(sign.isdigit() for sign in cleaned)
