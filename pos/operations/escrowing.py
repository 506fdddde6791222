"""Units handed to the window of an online shop, which it may promise on its own word, even while the till is off.

The shop's rights to a product are what is on hand without the window's. Units are handed over in two steps: they are
the window's in the shop's file first, and told then, as figures that only grow, so that no answer lost makes any twice.
"""

from __future__ import annotations

from pos.database import online_orders
from pos.database.connection import Database
from pos.domain.quantity import Quantity


def promised_online(db: Database, product_id: str) -> Quantity:
    """How much of a product is promised to people who are not here: put aside, held, or handed to a window."""
    return Quantity(sum(milli for _, _, milli in online_orders.promised_milli(db, [product_id])))
