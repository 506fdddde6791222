"""Reduced prices that are announced: the last announcement of each article."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from pos.domain.money import Money
from pos.domain.promotion import Promotion

if TYPE_CHECKING:
    from pos.database.connection import Database, Row

_COLUMNS: Final = (
    "m.product_id, m.price_minor, m.prior_minor, m.before_minor, m.currency, m.starts_ms, m.ends_ms, m.text,"
    " m.taken_back, m.settled, m.version"
)


class Announced(NamedTuple):
    """A promotion with what its article is called and what is asked for it now."""

    promotion: Promotion
    name: str
    asked: Money | None


def of(db: Database, product_id: str) -> Promotion | None:
    """The last announcement of an article, or None."""
    row = db.row(f"SELECT {_COLUMNS} FROM promotion m WHERE m.product_id = ?", (product_id,))
    return None if row is None else _promotion(row)


def put(db: Database, told: Promotion) -> None:
    """Keep an announcement in the place of the article's last one."""
    db.execute(
        "INSERT OR REPLACE INTO promotion VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            told.product_id,
            told.price.minor,
            told.prior.minor,
            told.before.minor,
            told.price.currency,
            told.starts_ms,
            told.ends_ms,
            told.text,
            int(told.taken_back),
            int(told.settled),
            told.version,
        ),
    )


def all_of_them(db: Database) -> list[Announced]:
    """All announcements, those that end last first."""
    rows = db.rows(
        f"SELECT {_COLUMNS}, p.name, p.price_minor, p.currency FROM promotion m JOIN product p ON p.id = m.product_id"
        " ORDER BY m.ends_ms DESC, p.name_key"
    )
    return [
        Announced(_promotion(tuple(told)), name, None if minor is None else Money(minor, currency))
        for *told, name, minor, currency in rows
    ]


def untold(db: Database, target: str, limit: int) -> list[Promotion]:
    """The first announcements that an online shop was not told as they are now, of articles that it shows."""
    rows = db.rows(
        f"SELECT {_COLUMNS} FROM promotion m JOIN published u ON u.target = ?1 AND u.product_id = m.product_id"
        " WHERE u.shown = 1 AND NOT EXISTS (SELECT 1 FROM window_told t WHERE t.target = ?1 AND t.kind = 'promotion'"
        " AND t.ref = m.product_id AND t.version >= m.version) ORDER BY m.version LIMIT ?2",
        (target, limit),
    )
    return [_promotion(row) for row in rows]


def _promotion(row: Row) -> Promotion:
    product_id, price, prior, before, currency, starts_ms, ends_ms, text, taken_back, settled, version = row
    return Promotion(
        product_id,
        Money(price, currency),
        Money(prior, currency),
        Money(before, currency),
        starts_ms,
        ends_ms,
        text,
        taken_back == 1,
        settled == 1,
        version,
    )
