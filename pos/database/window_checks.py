"""Questions that find out whether what a file knows of its windows holds together; nothing when all is well."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from pos.database import drifts, online_log

if TYPE_CHECKING:
    from pos.database.connection import Database


class Kept(NamedTuple):
    """How many rows of a kind are kept, and how many there may be."""

    what: str
    rows: int
    most: int


class _SentRow(msgspec.Struct, frozen=True):
    product: str
    version: int


class _Sent(msgspec.Struct, frozen=True):
    """What of a batch's body its rows in the file must agree with."""

    attempt: str
    term: int
    rows: tuple[_SentRow, ...]


def never_told(db: Database) -> list[tuple[str, str]]:
    """Online shop and product of every card that does not wait, though the window never took it as it is.

    One that is shown must have been taken as shown; one that is not must not have been taken as shown last.
    """
    rows = db.rows(
        "SELECT l.target, p.id FROM online_link l JOIN product p WHERE p.shown_online = 1"
        f" AND NOT {_TAKEN_AS_SHOWN.format(product='p.id')} AND NOT {_WAITS.format(product='p.id')}"
        " UNION ALL SELECT l.target, u.product_id FROM online_link l JOIN published u ON u.target = l.target"
        " WHERE u.shown = 1 AND NOT EXISTS (SELECT 1 FROM product p WHERE p.id = u.product_id AND p.shown_online = 1)"
        f" AND NOT {_WAITS.format(product='u.product_id')} ORDER BY 1, 2"
    )
    return [(target, product_id) for target, product_id in rows]


def attempts_off(db: Database) -> list[str]:
    """Online shops whose open attempt does not fit the file: another term, or other rows than those that wait for it.

    Its answer would call rows clean that it never carried, or be refused for ever.
    """
    last = int(db.value("SELECT coalesce(max(last_version), 0) FROM till"))
    open_ones = db.rows(
        "SELECT a.id, a.target, a.stream, a.body, l.term FROM attempt a LEFT JOIN online_link l ON l.target = a.target"
        " ORDER BY a.target, a.id"
    )
    return [target for attempt, target, stream, body, term in open_ones
            if not _fits(db, attempt, stream, body, term=term, last=last)]  # fmt: skip


def epochs_off(db: Database) -> list[str]:
    """Online shops that were granted a term for an epoch this file has not come to."""
    return [target for (target,) in db.rows("SELECT target FROM online_link l JOIN till t WHERE l.epoch > t.epoch")]


def news_of_nothing(db: Database) -> list[tuple[str, str]]:
    """Online shop and product of news about what the shop has not and the window was never told: nothing ends it."""
    rows = db.rows(
        "SELECT d.target, d.product_id FROM dirty d WHERE d.attempt_id IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM product p WHERE p.id = d.product_id)"
        " AND NOT EXISTS (SELECT 1 FROM published u WHERE u.target = d.target AND u.product_id = d.product_id)"
        " ORDER BY d.target, d.product_id"
    )
    return [(target, product_id) for target, product_id in rows]


def vouched_for_too_much(db: Database) -> list[str]:
    """Online shops that were told that nothing up to a version waits, where something does."""
    if not _knows_of_reservations(db):
        return []
    rows = db.rows(
        "SELECT l.target FROM online_link l WHERE EXISTS (SELECT 1 FROM dirty d WHERE d.target = l.target"
        " AND d.set_aside = '' AND d.gen <= l.vouched) ORDER BY l.target"
    )
    return [target for (target,) in rows]


def grown(db: Database) -> list[Kept]:
    """What is kept in more rows than it may be, however long the line was away."""
    bounds = [
        ("dirty", "2 * (SELECT count(*) FROM online_link) * ((SELECT count(*) FROM product) +"
                  " (SELECT count(*) FROM published u WHERE u.product_id NOT IN (SELECT id FROM product)) +"
                  " (SELECT count(*) FROM dirty WHERE attempt_id IS NOT NULL))"),
        ("attempt", "(SELECT count(*) FROM online_link)"),
    ]  # fmt: skip
    if _knows_of_reservations(db):
        bounds += [
            ("online_log", str(online_log.MOST_ENTRIES)),
            ("drift", f"{drifts.MOST_REPAIRED} + (SELECT count(DISTINCT product_id) FROM drift)"),
        ]
    counted = [
        Kept(what, *(db.row(f"SELECT (SELECT count(*) FROM {what}), {most}") or (0, 0))) for what, most in bounds
    ]
    return [one for one in counted if one.rows > one.most]


_WAITS: Final = (
    "EXISTS (SELECT 1 FROM dirty d WHERE d.target = l.target AND d.stream = 'product' AND d.product_id = {product})"
)
_TAKEN_AS_SHOWN: Final = (
    "EXISTS (SELECT 1 FROM published u WHERE u.target = l.target AND u.product_id = {product} AND u.shown = 1)"
)


def _fits(db: Database, attempt: str, stream: str, body: bytes, *, term: int | None, last: int) -> bool:
    try:
        sent = msgspec.json.decode(body, type=_Sent)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return False
    rows = db.rows("SELECT product_id, claimed_gen FROM dirty WHERE attempt_id = ? AND stream = ?", (attempt, stream))
    claimed: dict[str, int] = dict(rows)
    carried = {row.product: row.version for row in sent.rows}
    return (
        (sent.attempt, sent.term) == (attempt, term)
        and carried.keys() == claimed.keys()
        and all(claimed[product] <= version <= last for product, version in carried.items())
    )


def _knows_of_reservations(db: Database) -> bool:
    """Whether the file is young enough."""
    return db.row("SELECT 1 FROM sqlite_schema WHERE name = 'online_log'") is not None
