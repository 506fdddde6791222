"""What the shop's own books say that a window must show, to be compared with what it does show.

Levels are kept beside the movements and in the same transaction; here they are also added up anew from the movements
themselves, so that a comparison rests on the log and on nothing that was ever written over.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from pos.database.promises import PROMISED_ELSEWHERE
from pos.domain.drift import Moved, Story

if TYPE_CHECKING:
    from pos.database.connection import Database

MOST_TOLD: Final = 20
"""So many movements of a product a story lists."""


class Shown(NamedTuple):
    """A product the window must show; the level's fields are None where the product never moved.

    quantity_milli is what the table of levels says, less what other online shops were promised.
    """

    product_id: str
    version: int
    level_version: int | None
    quantity_milli: int | None


def shown(db: Database, target: str) -> list[Shown]:
    """Every product that an online shop must show, by the table of levels."""
    rows = db.rows(
        "WITH level AS (SELECT product_id, max(version) AS version, sum(quantity_milli) AS milli"
        "  FROM stock_level GROUP BY product_id),"
        f" aside AS ({_ASIDE})"
        " SELECT p.id, p.version, l.version, l.milli - coalesce(a.milli, 0) FROM product p"
        " LEFT JOIN level l ON l.product_id = p.id LEFT JOIN aside a ON a.product_id = p.id WHERE p.shown_online = 1",
        (target,),
    )
    return [Shown(*row) for row in rows]


def on_their_way(db: Database, target: str) -> set[str]:
    """The products with news that an online shop has not acknowledged, or refused: nothing can be said of those."""
    return {one for (one,) in db.rows("SELECT DISTINCT product_id FROM dirty WHERE target = ?", (target,))}


def counted(db: Database, target: str, product_ids: Iterable[str] | None = None) -> dict[str, int]:
    """The levels of products by their movements alone, less what other online shops were promised.

    Args:
        db: the shop.
        target: the online shop they are for.
        product_ids: whose; None adds up every movement there is, in one walk through them.
    """
    if product_ids is None:
        rows = db.rows("SELECT product_id, sum(delta_milli) FROM movement NOT INDEXED GROUP BY product_id")
    else:
        rows = db.rows(
            "SELECT product_id, sum(delta_milli) FROM movement"
            " WHERE product_id IN (SELECT value FROM json_each(?)) GROUP BY product_id",
            (msgspec.json.encode(list(product_ids)).decode(),),
        )
    aside = _aside(db, target)
    return {product_id: milli - aside.get(product_id, 0) for product_id, milli in rows}


def story(db: Database, target: str, product_id: str, theirs_milli: int | None) -> Story:
    """How the level of a product came to be, since the movement after which it was what the window says."""
    aside = _aside(db, target).get(product_id, 0)
    moved = [
        Moved(*row)
        for row in db.rows(
            "SELECT till_id, epoch, seq, reason, delta_milli, at_ms FROM movement WHERE product_id = ?"
            " ORDER BY epoch, till_id, seq",
            (product_id,),
        )
    ]
    known, total = -1, 0
    for place, one in enumerate(moved):
        total += one.milli
        if theirs_milli is not None and total - aside == theirs_milli:
            known = place
    since = moved[known + 1 :]
    told = tuple(since[-MOST_TOLD:])
    return Story(moved[known] if known >= 0 else None, told, len(since) - len(told))


def _aside(db: Database, target: str) -> dict[str, int]:
    return {str(product_id): int(milli) for product_id, milli in db.rows(_ASIDE, (target,))}


_ASIDE: Final = (
    f"SELECT x.product_id, {PROMISED_ELSEWHERE.format(product='x.product_id', target='?1')} AS milli"
    " FROM (SELECT product_id FROM online_order_line WHERE held_milli > 0 AND target <> ?1"
    " UNION SELECT product_id FROM escrow WHERE target <> ?1) x"
)
