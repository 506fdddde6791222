"""Questions that find out whether what a file knows of reservations holds together; nothing when all is well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos.database.promises import OPEN_STATES

if TYPE_CHECKING:
    from pos.database.connection import Database


def are_there(db: Database) -> bool:
    """Whether the file is young enough to know of reservations."""
    return db.row("SELECT 1 FROM sqlite_schema WHERE name = 'escrow'") is not None


def unbalanced(db: Database) -> list[tuple[str, str]]:
    """Online shop and number of every reservation whose lines do not add up, or hold goods after its end."""
    rows = db.rows(
        "SELECT o.target, o.number FROM online_order o WHERE"
        " NOT EXISTS (SELECT 1 FROM online_order_line l WHERE l.target = o.target AND l.order_id = o.id)"
        " OR EXISTS (SELECT 1 FROM online_order_line l WHERE l.target = o.target AND l.order_id = o.id AND"
        "  (l.asked_milli <> l.held_milli + l.fulfilled_milli + l.released_milli"
        "   OR min(l.held_milli, l.fulfilled_milli, l.released_milli) < 0"
        f"  OR (l.held_milli > 0 AND o.state NOT IN {OPEN_STATES})))"
        " ORDER BY o.target, o.number"
    )
    return [(target, number) for target, number in rows]


def unheard(db: Database) -> list[tuple[str, str]]:
    """Online shop and id of every reservation that is not what its feed told last, with no deed that explains it."""
    rows = db.rows(
        "SELECT o.target, o.id FROM online_order o WHERE o.revision > 0 AND NOT EXISTS (SELECT 1 FROM inbox i"
        "  WHERE i.target = o.target AND i.order_id = o.id AND i.state = 'taken' AND (i.revision = o.revision"
        "   OR (i.revision > o.revision AND EXISTS (SELECT 1 FROM order_deed d WHERE d.target = o.target"
        "    AND d.order_id = o.id AND d.state = 'waiting'))))"
        " UNION SELECT i.target, i.order_id FROM inbox i WHERE i.state = 'taken' AND NOT EXISTS"
        "  (SELECT 1 FROM online_order o WHERE o.target = i.target AND o.id = i.order_id)"
        " UNION SELECT i.target, i.order_id FROM inbox i WHERE i.state = 'taken'"
        "  GROUP BY i.target, i.order_id HAVING count(*) > 1 ORDER BY 1, 2"
    )
    return [(target, order_id) for target, order_id in rows]


def stray_deeds(db: Database) -> list[tuple[str, str]]:
    """Online shop and key of every deed about a reservation that is not there."""
    rows = db.rows(
        "SELECT d.target, d.key FROM order_deed d WHERE NOT EXISTS (SELECT 1 FROM online_order o"
        " WHERE o.target = d.target AND o.id = d.order_id) ORDER BY d.target, d.key"
    )
    return [(target, key) for target, key in rows]


def escrow_off(db: Database) -> list[tuple[str, str]]:
    """Online shop and product wherever the ledger of units handed over does not hold together."""
    rows = db.rows(
        "SELECT target, product_id FROM escrow WHERE returned_milli > recalled_milli"
        " OR returned_milli + consumed_milli > granted_milli"
        " OR min(granted_milli, recalled_milli, returned_milli, consumed_milli) < 0 ORDER BY target, product_id"
    )
    return [(target, product_id) for target, product_id in rows]
