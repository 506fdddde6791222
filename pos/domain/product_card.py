"""The card of a product: all a shop writes about it, and what becomes of it when two people write at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from pos.domain.catalogue import Product


class Field(StrEnum):
    """What stands on a card."""

    NAME = "name"
    PRICE = "price"
    TAX_CLASS = "tax_class"
    UNIT = "unit"
    BRAND = "brand"
    CATEGORY = "category_id"
    FAMILY = "family_id"
    SHOWN_ONLINE = "shown_online"
    SUPPLY = "supply"
    GUARANTEED = "guaranteed"
    ECO = "eco"
    CODES = "codes"
    PICTURE = "picture"
    DESCRIPTION = "description"


_OF_CARD = (Field.CODES, Field.PICTURE, Field.DESCRIPTION)
_OF_PRODUCT = tuple(field for field in Field if field not in _OF_CARD)


@dataclass(frozen=True, slots=True)
class ProductCard:
    """A product with its codes and the bytes of its photo, as they stood at a version of the card."""

    product: Product
    codes: tuple[str, ...] = ()
    version: int = 0
    picture: bytes | None = None
    description: str = ""

    def says(self, field: Field) -> object:
        """What stands in a field; the order of codes says nothing."""
        if field is Field.CODES:
            return frozenset(self.codes)
        if field is Field.PICTURE:
            return self.picture
        if field is Field.DESCRIPTION:
            return self.description
        return getattr(self.product, field.value)


@dataclass(frozen=True, slots=True)
class Merged:
    """A card written anew on top of somebody else's.

    taken are the fields that follow theirs, clashing those both had changed: mine stands there.
    """

    card: ProductCard
    taken: tuple[Field, ...]
    clashing: tuple[Field, ...]


def changed_fields(before: ProductCard, after: ProductCard) -> tuple[Field, ...]:
    """The fields in which two cards differ."""
    return tuple(field for field in Field if before.says(field) != after.says(field))


def merge(mine: ProductCard, *, before: ProductCard, theirs: ProductCard) -> Merged:
    """Write my changes on top of a card that was changed meanwhile.

    Args:
        mine: the card as I would save it.
        before: the card I began with.
        theirs: the card as it stands now.
    """
    touched = set(changed_fields(before, mine))
    mine_of_product: dict[str, Any] = {field.value: mine.says(field) for field in _OF_PRODUCT if field in touched}
    card = ProductCard(
        replace(theirs.product, **mine_of_product),
        codes=mine.codes if Field.CODES in touched else theirs.codes,
        version=theirs.version,
        picture=mine.picture if Field.PICTURE in touched else theirs.picture,
        description=mine.description if Field.DESCRIPTION in touched else theirs.description,
    )
    news = changed_fields(before, theirs)
    return Merged(
        card,
        taken=tuple(field for field in news if field not in touched),
        clashing=tuple(field for field in news if field in touched and mine.says(field) != theirs.says(field)),
    )
