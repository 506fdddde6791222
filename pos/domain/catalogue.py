"""What the shop sells: products, the families their variants share, and the categories they stand in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pos.domain.errors import NameMissing
from pos.domain.money import Money
from pos.domain.quantity import Quantity, Unit
from pos.domain.tax import TaxClass

LONGEST_NAME = 200
CATEGORY_COLOURS = (
    "wheat", "leaf", "butter", "rose", "olive", "honey", "water", "wine", "coral", "lilac", "slate", "ink", "plum",
)  # fmt: skip
"""The colours new categories are given in turn; a theme says how each looks."""


class Supply(StrEnum):
    """What is sold, as the VAT sees it: from 25 EUR a service needs a note before payment (arrêté 83-50/A)."""

    GOODS = "goods"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class Category:
    """A shelf of the shop: the tab its products stand under, and their colour."""

    id: str
    name: str
    position: int
    colour: str = "stone"


@dataclass(frozen=True, slots=True)
class Family:
    """What variants of one article share (the same soap in four scents)."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Product:
    """A sellable unit; a price of None waits to be set ("to price").

    photo is the SHA-256 of the picture in hexadecimal, or None. guaranteed marks goods whose ticket must be printed and
    tell of the legal guarantee (AGEC, Code de la consommation art. D211-6); eco is the eco-participation its price
    contains.
    """

    id: str
    name: str
    price: Money | None
    tax_class: TaxClass = TaxClass.STANDARD
    unit: Unit = Unit.PIECE
    brand: str = ""
    category_id: str | None = None
    family_id: str | None = None
    photo: str | None = None
    shown_online: bool = True
    supply: Supply = Supply.GOODS
    guaranteed: bool = False
    eco: Money | None = None

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise NameMissing


@dataclass(frozen=True, slots=True)
class StockedProduct:
    """A product and how much of it the shop has; None when nobody ever counted or moved it."""

    product: Product
    on_hand: Quantity | None
