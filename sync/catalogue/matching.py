"""How a database is asked for products by their words: FTS5's language on SQLite, `tsquery` on PostgreSQL."""

from collections.abc import Sequence
from itertools import combinations

from django.db import connection
from django.db.models import QuerySet

from sync.catalogue.models import Product
from sync.catalogue.understanding import Group, Part, Reading


def holding_all(scope: QuerySet[Product], groups: Sequence[Group]) -> QuerySet[Product]:
    """Ask for the products that hold a reading of every group."""
    return _matching(scope, _all(groups))


def holding_most(scope: QuerySet[Product], groups: Sequence[Group]) -> QuerySet[Product]:
    """Ask for the products that hold all groups but one."""
    short = [text for chosen in combinations(groups, len(groups) - 1) if (text := _all(chosen))]
    return _matching(scope, _or().join(f"({text})" for text in short))


def _matching(scope: QuerySet[Product], match: str) -> QuerySet[Product]:
    if not match:
        return scope.none()
    return scope.extra(where=[_SQLITE if connection.vendor == "sqlite" else _POSTGRESQL], params=[match])  # noqa: S610


def _all(groups: Sequence[Group]) -> str:
    """Write groups as one question; empty where one of them has no words at all."""
    texts = [_any(group) for group in groups]
    return _and().join(f"({text})" for text in texts) if texts and all(texts) else ""


def _any(group: Group) -> str:
    return _or().join(f"({_reading(reading)})" for reading in group if reading and all(reading))


def _reading(reading: Reading) -> str:
    return _and().join(f"({_part(part)})" for part in reading)


def _part(part: Part) -> str:
    quote = '"' if connection.vendor == "sqlite" else "'"
    return _or().join(f"{quote}{word}{quote}" for word in sorted(part))


def _and() -> str:
    return " AND " if connection.vendor == "sqlite" else " & "


def _or() -> str:
    return " OR " if connection.vendor == "sqlite" else " | "


_SQLITE = "catalogue_product.id IN (SELECT rowid FROM catalogue_search WHERE catalogue_search MATCH %s)"
_POSTGRESQL = "array_to_tsvector(string_to_array(catalogue_product.folded, ' ')) @@ %s::tsquery"
