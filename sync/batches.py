"""What a batch holds: the shop's news as messages, read and written down in one short transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

import msgspec

from pos.database import outbox
from pos.database.outbox import LevelNews, ProductNews
from sync.protocol import BODY_LIMIT_BYTES, LevelBatch, LevelRow, ProductBatch, ProductRow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pos.database.connection import Database
    from pos.database.online_links import OnlineLink

CODES_LIMIT: Final = 50
"""So many codes of a product the wire carries; no article of a shop comes near."""
_GONE: Final = "-"
"""The name of a product the shop no longer has; it is sent once more, not shown."""

AnyRow = TypeVar("AnyRow", ProductRow, LevelRow)


class _ShownRow(msgspec.Struct, frozen=True):
    product: str
    shown: bool


class _ShownBatch(msgspec.Struct, frozen=True):
    rows: tuple[_ShownRow, ...]


def write_attempt(db: Database, link: OnlineLink, *, attempt_id: str, limit: int, now_ms: int) -> bool:
    """Claim up to `limit` products, or else levels, under a new attempt; False when there is no news to send.

    Call it inside a transaction: what is read, claimed and kept is one moment of the shop.
    """
    news = _needed(db, link.target, limit)
    if news:
        ids, body = _fitting(
            [_product_row(one) for one in news], lambda rows: ProductBatch(attempt_id, link.term, rows)
        )
        outbox.claim(db, link.target, "product", ids, attempt_id=attempt_id, body=body, now_ms=now_ms)
        return True
    levels = outbox.level_news(db, link.target, limit)
    if levels:
        ids, body = _fitting([_level_row(one) for one in levels], lambda rows: LevelBatch(attempt_id, link.term, rows))
        outbox.claim(db, link.target, "level", ids, attempt_id=attempt_id, body=body, now_ms=now_ms)
        return True
    return False


def products_sent(body: bytes) -> dict[str, bool]:
    """The products that an encoded ProductBatch holds, and whether each is to be shown."""
    return {row.product: row.shown for row in msgspec.json.decode(body, type=_ShownBatch).rows}


def _needed(db: Database, target: str, limit: int) -> list[ProductNews]:
    """The next products to send; those that were hidden before the window ever showed them are no news at all."""
    while True:
        news = outbox.product_news(db, target, limit)
        needless = [one.product_id for one in news if not one.shown and not one.known]
        if not needless:
            return news
        outbox.drop(db, target, needless)


def _fitting(
    rows: Sequence[AnyRow], batch: Callable[[tuple[AnyRow, ...]], ProductBatch | LevelBatch]
) -> tuple[list[str], bytes]:
    """As many of the first rows as one body may hold, by product, and that body."""
    chosen = tuple(rows)
    body = msgspec.json.encode(batch(chosen))
    while len(body) > BODY_LIMIT_BYTES and len(chosen) > 1:
        chosen = chosen[: len(chosen) // 2]
        body = msgspec.json.encode(batch(chosen))
    return [row.product for row in chosen], body


def _product_row(news: ProductNews) -> ProductRow:
    return ProductRow(
        product=news.product_id,
        version=news.version,
        name=news.name or _GONE,
        shown=news.shown,
        unit="kg" if news.unit == "kg" else "piece",
        currency=news.currency,
        price_minor=news.price_minor,
        brand=news.brand,
        category=news.category,
        family=news.family,
        barcodes=news.barcodes[:CODES_LIMIT],
        description=news.description,
    )


def _level_row(news: LevelNews) -> LevelRow:
    return LevelRow(news.product_id, news.version, news.quantity_milli)
