"""What is promised of a product, as SQL: asked by whoever counts what may still be offered."""

from __future__ import annotations

from typing import Final

OPEN_STATES: Final = "('requested', 'held', 'confirmed')"

UNITS_PROMISED: Final = (
    "SELECT target, product_id, granted_milli - returned_milli - consumed_milli AS milli FROM escrow"
    " WHERE product_id {which}"
    " UNION ALL SELECT l.target, l.product_id, sum(l.held_milli) FROM online_order_line l"
    "  JOIN online_order o ON o.target = l.target AND o.id = l.order_id"
    f"  WHERE l.product_id {{which}} AND l.held_milli > 0 AND o.mode = 'escrow' AND o.state IN {OPEN_STATES}"
    "  GROUP BY l.target, l.product_id"
)
"""Units of products {which} that are a window's by the ledger, and those held of them: the greater is promised.

A till that took a window over in another mode has no ledger, and the reservations made before are still to be served.
"""

PROMISED_ELSEWHERE: Final = (
    "coalesce((SELECT sum(l.held_milli) FROM online_order_line l"
    "  JOIN online_order o ON o.target = l.target AND o.id = l.order_id"
    f"  WHERE l.product_id = {{product}} AND l.held_milli > 0 AND o.state IN {OPEN_STATES}"
    "  AND o.mode <> 'escrow' AND l.target <> {target}), 0)"
    " + coalesce((SELECT sum(milli) FROM (SELECT max(milli) AS milli"
    f"  FROM ({UNITS_PROMISED.format(which='= {product}')}) WHERE target <> {{target}} GROUP BY target)), 0)"
)
"""What of {product} other targets than {target} were promised: held for them, or handed over to their windows."""
