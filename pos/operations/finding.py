"""Finding a sale again: by its ticket's number or code, its day, its amount, or an article on it."""

from __future__ import annotations

from pos.database import found_sales, products
from pos.database.connection import Database
from pos.database.search import search
from pos.domain.barcode import read_scale_label
from pos.domain.sale import SaleEntry
from pos.domain.sale_question import AnySale, Numbered, OfAmount, OfDay, Question, ThisSale, WithCode, WithWords

MOST_PRODUCTS = 50
"""So many articles of a name are followed; more of one name means that more words are needed."""


def find_sales(db: Database, question: Question, *, after: SaleEntry | None = None, limit: int) -> list[SaleEntry]:
    """A page of the sales that answer a question, newest first; `after` is the last entry of the page before."""
    match question:
        case AnySale():
            return found_sales.newest(db, after=after, limit=limit)
        case ThisSale(sale_id):
            return found_sales.this_one(db, sale_id) if after is None else []
        case Numbered(number):
            return found_sales.numbered(db, number, after=after, limit=limit)
        case OfDay(day):
            return found_sales.of_day(db, day, after=after, limit=limit)
        case OfAmount(total):
            return found_sales.of_amount(db, total, after=after, limit=limit)
        case WithCode(code):
            return found_sales.of_products(db, _carrying(db, code), after=after, limit=limit)
        case WithWords(words):
            return found_sales.of_products(db, _named(db, words), after=after, limit=limit)


def _carrying(db: Database, code: str) -> list[str]:
    """The product with a code, or the one a scale's label names."""
    product = products.with_barcode(db, code)
    if product is None:
        label = read_scale_label(code)
        product = None if label is None else products.with_barcode(db, label.base_code)
    return [] if product is None else [product.id]


def _named(db: Database, words: str) -> list[str]:
    return [one.product.id for one in search(db, words, limit=MOST_PRODUCTS)]
