"""Editing the card of one article: look, save, take back; whoever saves second sees that it was changed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

from pos.database import products
from pos.database.connection import Database, transaction
from pos.domain.catalogue import Category
from pos.domain.errors import BarcodeTaken, UnknownProduct
from pos.domain.product_card import ProductCard
from pos.domain.window_word import few_lines
from pos.operations import arranging
from pos.operations.arranging import Arranged
from pos.operations.cataloguing import open_category, write_card

PHOTO_TYPE = "image/jpeg"
"""What every kept photo is: it was written anew before it came here."""


@dataclass(frozen=True, slots=True)
class Saved:
    """A card as it was and as it is now.

    opened is the category that was opened for it, arranged what its key among the favourites became; None for neither.
    """

    former: ProductCard
    card: ProductCard
    opened: Category | None = None
    arranged: Arranged | None = None


def look_at(db: Database, product_id: str) -> ProductCard:
    """The card of a product as it stands.

    Raises:
        UnknownProduct: there is no such product any more.
    """
    product = products.get(db, product_id)
    if product is None:
        raise UnknownProduct(product_id)
    return ProductCard(
        product,
        codes=products.barcodes_of(db, product_id),
        version=products.card_version(db, product_id) or 0,
        picture=products.photo(db, product.photo) if product.photo else None,
        description=products.description(db, product_id),
    )


def check_code(db: Database, product_id: str, code: str) -> None:
    """See that a code is free, or this product's own.

    Raises:
        BarcodeTaken: another product carries it.
    """
    holder = products.with_barcode(db, code)
    if holder is not None and holder.id != product_id:
        raise BarcodeTaken(code, holder.name)


def save_card(
    db: Database,
    card: ProductCard,
    *,
    now: datetime,
    new_category: Category | None = None,
    favourite: bool | None = None,
) -> Saved:
    """Write a card in the place of its version; its photo is kept once, and one that nobody shows goes.

    Args:
        db: the shop.
        card: the card; its version is that of the card it replaces.
        now: the moment, noted with another price.
        new_category: the category to put it in, opened where there is none of its name.
        favourite: whether it is to have a key among the favourites; None leaves that as it is.

    Raises:
        UnknownProduct: there is no such product any more.
        CardChanged: another version stands there; nothing is written.
        BarcodeTaken: one of its codes belongs to another product; nothing is written.
    """
    with transaction(db):
        saved = _write(db, card, new_category, now)
        if favourite is None:
            return saved
        arranged = arranging.keep_favourite(db, card.product.id, wanted=favourite)
        return saved if arranged.before == arranged.after else replace(saved, arranged=arranged)


def take_back(db: Database, saved: Saved, *, now: datetime) -> Saved:
    """Write the former card again, unless it was changed since; a category opened for it goes when it is empty.

    Raises:
        UnknownProduct: there is no such product any more.
        CardChanged: somebody changed it since.
        BarcodeTaken: one of its former codes was given to another product meanwhile.
    """
    with transaction(db):
        restored = _write(db, replace(saved.former, version=saved.card.version), None, now)
        if saved.opened is not None:
            products.remove_category_if_empty(db, saved.opened.id)
        if saved.arranged is None:
            return restored
        return replace(restored, arranged=arranging.restore_favourite(db, saved.card.product.id, saved.arranged))


def _write(db: Database, card: ProductCard, new_category: Category | None, now: datetime) -> Saved:
    former = look_at(db, card.product.id)
    category = None if new_category is None else open_category(db, new_category)
    product = replace(
        card.product,
        photo=None if card.picture is None else _keep_photo(db, card.picture),
        category_id=card.product.category_id if category is None else category.id,
    )
    write_card(db, product, card.codes, now=now, expected_version=card.version)
    products.describe(db, product.id, few_lines(card.description))
    if former.product.photo not in {None, product.photo}:
        products.drop_photo(db, former.product.photo or "")
    is_new = category is not None and new_category is not None and category.id == new_category.id
    return Saved(former, look_at(db, card.product.id), category if is_new else None)


def _keep_photo(db: Database, picture: bytes) -> str:
    sha256 = hashlib.sha256(picture).hexdigest()
    products.add_photo(db, sha256, PHOTO_TYPE, picture)
    return sha256
