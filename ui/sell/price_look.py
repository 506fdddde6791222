"""What a price check shows of an article; work for the shop thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pos.database import products, quick_keys
from pos.domain.errors import UnknownProduct
from pos.domain.quantity import Quantity
from ui.sell.lookup import Found

if TYPE_CHECKING:
    from pos.database.connection import Database


@dataclass(frozen=True, slots=True)
class Look:
    """An article as it stands: what was found, its level, its codes, its category, and whether it has a key."""

    found: Found
    on_hand: Quantity | None
    codes: tuple[str, ...]
    category: str
    is_favourite: bool


def look_at(db: Database, found: Found) -> Look:
    """Everything a customer or a cashier may ask about an article.

    Raises:
        UnknownProduct: it is no longer there.
    """
    product_id = found.product.id
    stocked = products.stocked(db, product_id)
    if stocked is None:
        raise UnknownProduct(product_id)
    categories = {category.id: category.name for category in products.categories(db)}
    return Look(
        found=Found(stocked.product, found.code, found.label),
        on_hand=stocked.on_hand,
        codes=products.barcodes_of(db, product_id),
        category=categories.get(stocked.product.category_id or "", ""),
        is_favourite=quick_keys.holds(db, product_id),
    )
