"""What the shop window does not know yet: at most one row per online shop, stream and product.

A row's `gen` is the version of the change that made it, so a row settles only when the window acknowledged
that very version; a change made meanwhile leaves the row dirty. Rows are claimed by an attempt, whose exact body
is kept until it is answered. A row set aside was refused: it waits for a person, or for the product's next change.
A person may leave it aside: it stays counted and can be sent again, but asks for no look until it is refused anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import msgspec

from pos.database import till
from pos.database.promises import PROMISED_ELSEWHERE

if TYPE_CHECKING:
    from pos.database.connection import Database

Stream = Literal["product", "level"]

_MARK = """
INSERT INTO dirty (target, stream, product_id, gen)
SELECT l.target, ?, p.id, ? FROM online_link l JOIN product p ON p.id = ? WHERE {condition}
ON CONFLICT (target, stream, product_id) DO UPDATE SET gen = excluded.gen, set_aside = ''
"""
_MARK_LEVEL: Final = _MARK.format(condition="p.shown_online = 1")
# A hidden product is news where it is shown, and where it may be by the time an attempt on its way is answered.
_MARK_PRODUCT: Final = _MARK.format(
    condition="(p.shown_online = 1 OR EXISTS"
    " (SELECT 1 FROM published u WHERE u.target = l.target AND u.product_id = p.id AND u.shown = 1)"
    " OR EXISTS (SELECT 1 FROM dirty d WHERE d.target = l.target AND d.stream = 'product' AND d.product_id = p.id))"
)
_CODES_BETWEEN: Final = "\x1f"
_PROMISED_ELSEWHERE: Final = PROMISED_ELSEWHERE.format(product="s.product_id", target="?1")


class ProductNews(NamedTuple):
    """A product as the window is to show it.

    `name` is None when the shop no longer has it, `known` says whether the window shows it already.
    """

    product_id: str
    version: int
    name: str | None
    unit: str
    currency: str
    price_minor: int | None
    brand: str
    category: str
    family: str
    shown: bool
    known: bool
    description: str
    barcodes: tuple[str, ...]


class LevelNews(NamedTuple):
    """How much there is of a product, over all places."""

    product_id: str
    version: int
    quantity_milli: int


class Attempt(NamedTuple):
    """A batch that was or will be sent, and whose answer is not known yet."""

    id: str
    stream: Stream
    body: bytes


class ClaimedRow(NamedTuple):
    """A row that an attempt carries, with the version it was claimed at and the one it is at now."""

    product_id: str
    gen: int
    claimed_gen: int


class Waiting(NamedTuple):
    """How many products have news on their way, and how many were refused; `levels_aside` of those shown."""

    waiting: int
    set_aside: int
    levels_aside: int


class AsidedProduct(NamedTuple):
    """A product the online shop refused, with its reason."""

    product_id: str
    name: str
    reason: str


def mark_levels(db: Database, changed: Iterable[tuple[str, int]]) -> None:
    """Note that the levels of these products (id, version) are news to every online shop that shows them."""
    _mark(db, _MARK_LEVEL, [("level", version, product_id) for product_id, version in changed])


def mark_products(db: Database, changed: Iterable[tuple[str, int]]) -> None:
    """Note that the cards of these products (id, version) are news; hidden ones only where they were shown."""
    _mark(db, _MARK_PRODUCT, [("product", version, product_id) for product_id, version in changed])


def mark_everything(db: Database, target: str) -> None:
    """Note that all the window says is news to an online shop, every product shown, now or there, with its level."""
    db.execute("UPDATE online_link SET vouched = 0 WHERE target = ?", (target,))
    db.execute("DELETE FROM window_told WHERE target = ?", (target,))
    forget_hidden_levels(db, target)
    db.execute(
        "INSERT INTO dirty (target, stream, product_id, gen) SELECT ?1, 'product', id, version FROM product"
        " WHERE shown_online = 1 OR id IN (SELECT product_id FROM published WHERE target = ?1 AND shown = 1)"
        " ON CONFLICT (target, stream, product_id) DO UPDATE SET gen = excluded.gen, set_aside = ''",
        (target,),
    )
    db.execute(
        "INSERT INTO dirty (target, stream, product_id, gen) SELECT ?1, 'level', s.product_id, max(s.version)"
        " FROM stock_level s JOIN product p ON p.id = s.product_id WHERE p.shown_online = 1 GROUP BY s.product_id"
        " ON CONFLICT (target, stream, product_id) DO UPDATE SET gen = excluded.gen, set_aside = ''",
        (target,),
    )


def mark_again(db: Database, product_id: str) -> None:
    """Note that a product that was set aside is to be sent again as it is now, card and level."""
    db.execute("UPDATE online_link SET vouched = 0")
    db.execute("UPDATE dirty SET set_aside = '' WHERE product_id = ?", (product_id,))
    version = db.value("SELECT version FROM product WHERE id = ?", (product_id,))
    if version is not None:
        mark_products(db, [(product_id, version)])
    level_version = db.value("SELECT max(version) FROM stock_level WHERE product_id = ?", (product_id,))
    if level_version is not None:
        mark_levels(db, [(product_id, level_version)])


def leave_aside(db: Database, target: str, product_ids: Sequence[str]) -> None:
    """Note that a person looked at refused products and leaves them aside."""
    db.execute(
        "UPDATE dirty SET left_aside = 1 WHERE target = ? AND set_aside <> ''"
        " AND product_id IN (SELECT value FROM json_each(?))",
        (target, _json(product_ids)),
    )


def mark_afresh(db: Database, target: str, *, shown: Sequence[str], gone: Sequence[str] = (), above: int = 0) -> None:
    """Note that products are to be sent again under versions that no online shop can hold yet.

    A row sent under the version that is held there would be answered as known, whatever stands beside it.

    Args:
        db: inside a transaction.
        target: the online shop that shows something else.
        shown: products it must show, with card and level.
        gone: products it shows and must not show, whether or not the shop still has them.
        above: a version that the new ones are to be greater than.
    """
    from pos.database import imports  # which no sale needs

    behind = max(0, above - till.last_version(db))
    fresh = till.take(db, versions=behind + 2 * len(shown) + len(gone)).first_version + behind
    cards = [(product_id, fresh + place) for place, product_id in enumerate((*shown, *gone))]
    levels = [(product_id, fresh + len(cards) + place) for place, product_id in enumerate(shown)]
    imports.carry_versions(db, cards)
    db.execute_many("UPDATE product SET version = ?2 WHERE id = ?1", cards)
    db.execute_many("UPDATE stock_level SET version = ?2 WHERE product_id = ?1", levels)
    mark_products(db, cards[: len(shown)])
    mark_levels(db, levels)
    note_shown(db, target, [(product_id, True) for product_id in gone])
    db.execute_many(
        "INSERT INTO dirty (target, stream, product_id, gen) VALUES (?, 'product', ?, ?)"
        " ON CONFLICT (target, stream, product_id) DO UPDATE SET gen = excluded.gen, set_aside = ''",
        [(target, product_id, version) for product_id, version in cards[len(shown) :]],
    )


def forget_untold(db: Database, product_ids: Sequence[str]) -> None:
    """Forget the news of products that the shop has no more and that no online shop was ever told of."""
    db.execute(
        "DELETE FROM dirty WHERE attempt_id IS NULL AND product_id IN (SELECT value FROM json_each(?))"
        " AND NOT EXISTS (SELECT 1 FROM product p WHERE p.id = dirty.product_id) AND NOT EXISTS"
        "  (SELECT 1 FROM published u WHERE u.target = dirty.target AND u.product_id = dirty.product_id)",
        (_json(product_ids),),
    )


def drop(db: Database, target: str, product_ids: Sequence[str]) -> None:
    """Drop the news of products that an online shop never showed and need not know of any more."""
    db.execute(
        "DELETE FROM dirty WHERE target = ? AND attempt_id IS NULL AND product_id IN (SELECT value FROM json_each(?))",
        (target, _json(product_ids)),
    )


def has_news(db: Database, target: str) -> bool:
    """Whether any row waits to be claimed; a level may still have to wait for its product."""
    found = db.row("SELECT 1 FROM dirty WHERE target = ? AND attempt_id IS NULL AND set_aside = '' LIMIT 1", (target,))
    return found is not None


def product_news(db: Database, target: str, limit: int) -> list[ProductNews]:
    """The first products whose cards the window must learn, as they are now."""
    rows = db.rows(
        "WITH news AS (SELECT product_id, gen FROM dirty WHERE target = ?1 AND stream = 'product'"
        "  AND attempt_id IS NULL AND set_aside = '' ORDER BY product_id LIMIT ?2)"
        " SELECT n.product_id, coalesce(p.version, n.gen), p.name,"
        "  coalesce(p.unit, 'piece'), coalesce(p.currency, 'EUR'), p.price_minor, coalesce(p.brand, ''),"
        "  coalesce(c.name, ''), coalesce(p.family_id, ''),"
        "  coalesce(p.shown_online, 0), coalesce(u.shown, 0), coalesce(t.description, ''),"
        "  coalesce((SELECT group_concat(b.code, ?3) FROM barcode b WHERE b.product_id = n.product_id), '')"
        " FROM news n LEFT JOIN product p ON p.id = n.product_id LEFT JOIN category c ON c.id = p.category_id"
        " LEFT JOIN published u ON u.target = ?1 AND u.product_id = n.product_id"
        " LEFT JOIN product_text t ON t.product_id = n.product_id",
        (target, limit, _CODES_BETWEEN),
    )
    return [
        ProductNews._make((*card, bool(shown), bool(known), text, _codes(codes)))
        for *card, shown, known, text, codes in rows
    ]


def level_news(db: Database, target: str, limit: int) -> list[LevelNews]:
    """The first levels the window must learn, as they are now, of products it was shown already."""
    rows = db.rows(
        "SELECT d.product_id FROM dirty d JOIN published u ON u.target = d.target AND u.product_id = d.product_id"
        " WHERE d.target = ? AND d.stream = 'level' AND d.attempt_id IS NULL AND d.set_aside = ''"
        " ORDER BY d.product_id LIMIT ?",
        (target, limit),
    )
    return levels_for(db, target, [product_id for (product_id,) in rows])


def levels_for(db: Database, target: str, product_ids: Sequence[str]) -> list[LevelNews]:
    """The levels an online shop is told of these products: what is on hand, without what others were promised of it.

    A product that was never shown there, or never moved, is left out.
    """
    rows = db.rows(
        f"SELECT s.product_id, max(s.version), sum(s.quantity_milli) - ({_PROMISED_ELSEWHERE})"
        " FROM json_each(?2) j JOIN published u ON u.target = ?1 AND u.product_id = j.value"
        " JOIN stock_level s ON s.product_id = j.value GROUP BY s.product_id",
        (target, _json(product_ids)),
    )
    return [LevelNews(*row) for row in rows]


def claim(
    db: Database, target: str, stream: Stream, product_ids: Sequence[str], *, attempt_id: str, body: bytes, now_ms: int
) -> None:
    """Keep an attempt with its exact body and note which rows it carries, in the transaction that read them."""
    db.execute("INSERT INTO attempt VALUES (?, ?, ?, ?, ?)", (attempt_id, target, stream, body, now_ms))
    db.execute(
        "UPDATE dirty SET claimed_gen = gen, attempt_id = ? WHERE target = ? AND stream = ?"
        " AND product_id IN (SELECT value FROM json_each(?))",
        (attempt_id, target, stream, _json(product_ids)),
    )


def open_attempt(db: Database, target: str) -> Attempt | None:
    """The attempt of an online shop that is not answered yet, or None."""
    row = db.row("SELECT id, stream, body FROM attempt WHERE target = ? ORDER BY id LIMIT 1", (target,))
    return None if row is None else Attempt(*row)


def claimed(db: Database, attempt_id: str) -> list[ClaimedRow]:
    """The rows that an attempt carries."""
    rows = db.rows("SELECT product_id, gen, claimed_gen FROM dirty WHERE attempt_id = ?", (attempt_id,))
    return [ClaimedRow(*row) for row in rows]


def note_shown(db: Database, target: str, products: Sequence[tuple[str, bool]]) -> None:
    """Note which products (id, shown) an online shop now knows."""
    db.execute_many(
        "INSERT INTO published VALUES (?, ?, ?) ON CONFLICT (target, product_id) DO UPDATE SET shown = excluded.shown",
        [(target, product_id, int(shown)) for product_id, shown in products],
    )


def forget_hidden_levels(db: Database, target: str, product_ids: Sequence[str] | None = None) -> None:
    """Forget levels left over of products, or of these, that an online shop was told to hide and that are hidden still.

    A catalogue put back from an old copy would refuse them for ever; shown again, a product's level is news anyway.
    """
    db.execute(
        "DELETE FROM dirty WHERE target = ?1 AND stream = 'level' AND attempt_id IS NULL"
        " AND (?2 IS NULL OR product_id IN (SELECT value FROM json_each(?2)))"
        " AND EXISTS (SELECT 1 FROM published u WHERE u.target = ?1 AND u.product_id = dirty.product_id"
        "  AND u.shown = 0)"
        " AND NOT EXISTS (SELECT 1 FROM product p WHERE p.id = dirty.product_id AND p.shown_online = 1)",
        (target, None if product_ids is None else _json(product_ids)),
    )


def send_levels_again(db: Database, target: str, product_ids: Sequence[str]) -> None:
    """Let refused levels of these products wait again: an online shop that did not know them has their cards now."""
    db.execute(
        "UPDATE dirty SET set_aside = '' WHERE target = ? AND stream = 'level' AND set_aside <> ''"
        " AND product_id IN (SELECT value FROM json_each(?))",
        (target, _json(product_ids)),
    )


def settle(db: Database, attempt_id: str, *, clean: Sequence[str], refused: Sequence[tuple[str, str]] = ()) -> None:
    """Forget an attempt: clean rows (product) go, refused ones (product, reason) stand aside, the rest waits again."""
    db.execute(
        "DELETE FROM dirty WHERE attempt_id = ? AND product_id IN (SELECT value FROM json_each(?))",
        (attempt_id, _json(clean)),
    )
    db.execute_many(
        "UPDATE dirty SET set_aside = ?, left_aside = 0 WHERE attempt_id = ? AND product_id = ?",
        [(reason or "?", attempt_id, product_id) for product_id, reason in refused],
    )
    db.execute("UPDATE dirty SET claimed_gen = NULL, attempt_id = NULL WHERE attempt_id = ?", (attempt_id,))
    db.execute("DELETE FROM attempt WHERE id = ?", (attempt_id,))


def forget_attempts(db: Database, target: str) -> None:
    """Forget every attempt of an online shop (its term is over): their rows wait again."""
    for (attempt_id,) in db.rows("SELECT id FROM attempt WHERE target = ?", (target,)):
        settle(db, attempt_id, clean=())


def waiting(db: Database, target: str) -> Waiting:
    """How many products wait for an online shop; a level waits with its product while that one stands aside."""
    row = db.row(
        "WITH aside AS (SELECT DISTINCT product_id FROM dirty WHERE target = ?1 AND set_aside <> ''),"
        " shown AS (SELECT product_id FROM published WHERE target = ?1 AND shown = 1)"
        " SELECT (SELECT count(DISTINCT product_id) FROM dirty WHERE target = ?1 AND set_aside = ''"
        "   AND NOT (stream = 'level' AND product_id IN aside AND product_id NOT IN shown)),"
        "  (SELECT count(*) FROM aside),"
        "  (SELECT count(*) FROM dirty WHERE target = ?1 AND stream = 'level' AND set_aside <> ''"
        "   AND product_id IN shown)",
        (target,),
    )
    return Waiting(*(row or (0, 0, 0)))


def oldest_news(db: Database, target: str) -> int | None:
    """The version of the oldest change an online shop was not told yet, or None."""
    return db.value("SELECT min(gen) FROM dirty WHERE target = ? AND set_aside = ''", (target,))  # type: ignore[no-any-return]


def oldest_wait(db: Database, target: str, *, told_until_ms: int) -> int | None:
    """The moment since which something may wait for an online shop, or None when nothing does.

    Args:
        db: the shop.
        target: the online shop.
        told_until_ms: when it was last known to show all there is; a card that changed since then bears no moment of
            its own, goods that moved do.
    """
    row = db.row(
        "SELECT min(stream = 'level'), (SELECT min(m.at_ms) FROM dirty d JOIN movement m ON m.product_id = d.product_id"
        " AND m.at_ms > ?2 WHERE d.target = ?1 AND d.stream = 'level' AND d.set_aside = '')"
        " FROM dirty WHERE target = ?1 AND set_aside = ''",
        (target, told_until_ms),
    )
    if row is None or row[0] is None:
        return None
    only_levels, moved_ms = row
    return int(moved_ms) if only_levels and moved_ms is not None else told_until_ms


def set_aside(db: Database, target: str, *, limit: int = -1) -> list[AsidedProduct]:
    """The products an online shop refused, with its reasons, those left aside last, then by name.

    A limit below zero is none.
    """
    rows = db.rows(
        "SELECT d.product_id, coalesce(p.name, ''), min(d.set_aside) FROM dirty d"
        " LEFT JOIN product p ON p.id = d.product_id WHERE d.target = ? AND d.set_aside <> ''"
        " GROUP BY d.product_id ORDER BY min(d.left_aside), 2, 1 LIMIT ?",
        (target, limit),
    )
    return [AsidedProduct(*row) for row in rows]


def left_aside(db: Database, target: str) -> frozenset[str]:
    """The refused products that a person looked at and left aside."""
    rows = db.rows(
        "SELECT product_id FROM dirty WHERE target = ? AND set_aside <> ''"
        " GROUP BY product_id HAVING min(left_aside) = 1",
        (target,),
    )
    return frozenset(product_id for (product_id,) in rows)


def refusal(db: Database, target: str, product_id: str) -> str:
    """Why an online shop refused a product; empty when it did not."""
    reason = db.value(
        "SELECT max(set_aside) FROM dirty WHERE target = ? AND product_id = ? AND set_aside <> ''", (target, product_id)
    )
    return str(reason or "")


def _mark(db: Database, statement: str, changed: Sequence[tuple[str, int, str]]) -> None:
    """Mark what changed; news that are older than what was vouched for (a level shown again) withdraw that word."""
    db.execute_many(statement, changed)
    if changed:
        before = min(version for _, version, _ in changed) - 1
        db.execute("UPDATE online_link SET vouched = max(0, ?1) WHERE vouched > ?1", (before,))


def _codes(joined: str) -> tuple[str, ...]:
    return tuple(sorted(joined.split(_CODES_BETWEEN))) if joined else ()


def _json(product_ids: Sequence[str]) -> str:
    return msgspec.json.encode(list(product_ids)).decode()
