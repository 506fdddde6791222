"""The states of a reservation, and from which of them each deed of the shop makes sense."""

from typing import Final

OPEN: Final = ("requested", "held", "confirmed")
HELD_IN: Final = ("held", "confirmed")
"""In all three goods count as promised; in these two the shop, or its rule, has said so."""

ALLOWED: Final[dict[str, tuple[str, ...]]] = {
    "accept": ("requested",),
    "confirm": ("requested", "held"),
    "reject": ("requested", "held"),
    "release": ("held", "confirmed"),
    "fulfil": ("requested", "held", "confirmed", "rejected", "expired", "cancelled"),
}
"""Goods in the customer's hand win: they may leave whatever became of the reservation, once."""
