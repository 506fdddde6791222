"""What is promised of a product, as SQL: asked by whoever counts what may still be offered."""

from __future__ import annotations

from typing import Final

OPEN_STATES: Final = "('requested', 'held', 'confirmed')"

PROMISED_ELSEWHERE: Final = (
    "coalesce((SELECT sum(l.held_milli) FROM online_order_line l"
    "  JOIN online_order o ON o.target = l.target AND o.id = l.order_id"
    f"  WHERE l.product_id = {{product}} AND l.held_milli > 0 AND o.state IN {OPEN_STATES}"
    "  AND o.mode <> 'escrow' AND l.target <> {target}), 0)"
    " + coalesce((SELECT sum(e.granted_milli - e.returned_milli - e.consumed_milli) FROM escrow e"
    "  WHERE e.product_id = {product} AND e.target <> {target}), 0)"
)
"""What of {product} other targets than {target} were promised: held for them, or handed over to their windows."""
