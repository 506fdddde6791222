"""Units handed to the window of an online shop: figures that only grow, and how many more it is to be handed. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pos.domain.online_order import NONE
from pos.domain.quantity import Quantity


@dataclass(frozen=True, slots=True)
class Units:
    """What was ever handed over of a product, asked back, given back, and what left with reservations.

    told says whether the online shop has acknowledged what was granted and recalled.
    """

    product_id: str
    granted: Quantity = NONE
    recalled: Quantity = NONE
    returned: Quantity = NONE
    consumed: Quantity = NONE
    told: bool = True

    @property
    def rights(self) -> Quantity:
        """What the window may promise, or has promised, on its own word."""
        return self.granted - self.returned - self.consumed

    @property
    def on_its_way_back(self) -> Quantity:
        """What was asked back and is not given back yet, because it is reserved or the answer has not come."""
        return self.recalled - self.returned


def topped_up(units: Units, *, on_hand: Quantity, reserved: Quantity, share: Quantity) -> Units:
    """Hand over or ask back until the window can promise `share` more than is reserved, as far as the shop has it.

    Nothing is handed over that the shop does not have itself. Up to another share too much stays where it is, so that
    a reservation given up makes no units travel; what the shop has sold beyond its own is asked back.

    Args:
        units: as they stand.
        on_hand: what lies in the shop, the window's included.
        reserved: what reservations hold of the window's.
        share: how much of the product the window is to have to promise; zero takes back all that is free.
    """
    own = on_hand - units.rights
    staying = max(NONE, units.rights - units.on_its_way_back)
    wanted = min(share + reserved, max(on_hand, NONE))
    if wanted > staying and own > NONE:
        return replace(units, granted=units.granted + min(wanted - staying, own), told=False)
    back = _too_much(staying, wanted, share, short=max(NONE, -own - units.on_its_way_back))
    return replace(units, recalled=units.recalled + back, told=False) if back else units


def _too_much(staying: Quantity, wanted: Quantity, share: Quantity, *, short: Quantity) -> Quantity:
    if staying > wanted + share:
        return staying - wanted
    return min(staying, short)
