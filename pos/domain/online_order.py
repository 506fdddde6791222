"""A reservation made online, as the shop sees it: what was asked for, and what became of every bit of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from pos.domain.money import Money
from pos.domain.quantity import Quantity, Unit


class OrderState(StrEnum):
    """Where a reservation stands; the last four are ends."""

    REQUESTED = "requested"
    HELD = "held"
    CONFIRMED = "confirmed"
    FULFILLED = "fulfilled"
    REJECTED = "rejected"
    EXPIRED = "expired"
    CANCELLED = "cancelled"

    @property
    def is_open(self) -> bool:
        """Whether goods are promised, or an answer is."""
        return self in _OPEN


NONE: Final = Quantity(0)
_OPEN: Final = frozenset({OrderState.REQUESTED, OrderState.HELD, OrderState.CONFIRMED})


class OrderMode(StrEnum):
    """How a shop promises goods online."""

    REQUEST = "request"
    SAFETY = "safety"
    ESCROW = "escrow"


class Deed(StrEnum):
    """What the shop does about a reservation."""

    ACCEPT = "accept"
    CONFIRM = "confirm"
    REJECT = "reject"
    FULFIL = "fulfil"
    RELEASE = "release"


ALLOWED: Final[dict[Deed, frozenset[OrderState]]] = {
    Deed.ACCEPT: frozenset({OrderState.REQUESTED}),
    Deed.CONFIRM: frozenset({OrderState.REQUESTED, OrderState.HELD}),
    Deed.REJECT: frozenset({OrderState.REQUESTED, OrderState.HELD}),
    Deed.RELEASE: frozenset({OrderState.HELD, OrderState.CONFIRMED}),
    Deed.FULFIL: frozenset(OrderState) - {OrderState.FULFILLED},
}
"""From which states each deed makes sense; goods in the customer's hand win, whatever became of the reservation."""


@dataclass(frozen=True, slots=True)
class OrderLine:
    """What of one product was asked for; asked = held + fulfilled + released, always."""

    line: int
    product_id: str
    name: str
    unit: Unit
    asked: Quantity
    held: Quantity
    fulfilled: Quantity = NONE
    released: Quantity = NONE
    price: Money | None = None


@dataclass(frozen=True, slots=True)
class OnlineOrder:
    """A reservation of one online shop (the target), at the revision the till knows.

    number is what people read out. expires_at is by the catalogue's clock, None once it ended. made_by is the shop of
    the town that asked for a customer of its own, empty for a shopper. ticket_id is the ticket its goods lie on, or
    empty; is_seen says whether somebody at the till looked at it.
    """

    target: str
    id: str
    number: str
    revision: int
    state: OrderState
    mode: OrderMode
    lines: tuple[OrderLine, ...]
    made_at: datetime
    expires_at: datetime | None = None
    customer: str = ""
    contact: str = ""
    note: str = ""
    reason: str = ""
    is_paid: bool = False
    made_by: str = ""
    ticket_id: str = ""
    is_seen: bool = True

    def allows(self, deed: Deed) -> bool:
        """Whether the shop can do this about it now."""
        return self.state in ALLOWED[deed]
