"""Which of many products are in stock: the rules of `orders.offered` and `freshness`, as one statement written once.

Django takes longer to write that question than a database takes to answer it, so it is written once in a process, with
a stand-in for this moment; the answer is as fresh as ever.
"""

from collections.abc import Iterable
from functools import cache

import msgspec
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Q

from sync.catalogue import rows
from sync.catalogue.models import Product
from sync.catalogue.narrowing import believable
from sync.catalogue.orders.offered import in_stock

_NOW = 1 << 60
_NUMBERS = "numbers"


def is_stocked(now_ms: int) -> Q:
    """Ask for products of which a figure that may be believed says that some are left."""
    return believable(now_ms) & in_stock(now_ms)


def stocked_among(numbers: Iterable[int], now_ms: int) -> set[int]:
    """Return those products of a list that are in stock."""
    statement, values = _statement(connection.vendor)
    listed = msgspec.json.encode(list(numbers)).decode()
    bound = [listed if value == _NUMBERS else _at(value, now_ms) for value in values]
    with connection.cursor() as cursor:
        cursor.execute(statement, bound)
        return {number for (number,) in cursor.fetchall()}


@cache
def _statement(vendor: str) -> tuple[str, tuple[object, ...]]:
    """Have Django write the question for a kind of database, at the moment `_NOW`."""
    asked = Product.objects.filter(is_stocked(_NOW)).extra(  # noqa: S610
        where=[rows.among("catalogue_product.id")], params=[_NUMBERS]
    )
    statement, values = asked.values_list("pk").query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
    return statement, tuple(values)


def _at(value: object, now_ms: int) -> object:
    """Put this moment where the stand-in is, or some time before it."""
    return value - _NOW + now_ms if isinstance(value, int) and value > _NOW // 2 else value
