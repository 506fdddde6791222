"""Stock: the sum of movements that are only ever added, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pos.domain.identity import to_ms
from pos.domain.quantity import Quantity

SHOP_FLOOR = ""
"""The default place; other places get names when a shop has several."""


class Reason(StrEnum):
    """Why goods moved."""

    SALE = "sale"
    OPENING = "opening"
    IMPORT = "import"
    IMPORT_UNDONE = "import_undone"
    ONLINE = "online"


@dataclass(frozen=True, slots=True)
class Movement:
    """Goods that came or went; (till, epoch, seq) names it for ever.

    ref is what caused it (the sale's id, the import's), basis the movements a count was made against.
    """

    till_id: str
    epoch: int
    seq: int
    product_id: str
    delta: Quantity
    reason: Reason
    at: datetime
    ref: str = ""
    place: str = SHOP_FLOOR
    lot: str = ""
    basis: str = ""

    @property
    def hash(self) -> bytes:
        """SHA-256 over every field: the same key with another hash is another movement, and a fault."""
        import hashlib  # brings OpenSSL along, which the first screen does without

        fields = (
            self.till_id, self.epoch, self.seq, self.product_id, self.place, self.lot, self.delta.milli,
            self.reason.value, self.ref, to_ms(self.at), self.basis,
        )  # fmt: skip
        return hashlib.sha256("\x1f".join(map(str, fields)).encode()).digest()


@dataclass(frozen=True, slots=True)
class Level:
    """How much there is of a product, with the till-wide version of its last change."""

    product_id: str
    on_hand: Quantity
    version: int
