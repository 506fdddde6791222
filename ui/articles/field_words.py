"""What the fields of a card are called, and what stands in them, in a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pos.domain.product_card import Field, Merged, ProductCard
from pos.wording import Wording, mark

_NAMES: Final = {
    Field.NAME: mark("Name"),
    Field.PRICE: mark("Price, VAT included"),
    Field.TAX_CLASS: mark("VAT"),
    Field.UNIT: mark("Sold"),
    Field.BRAND: mark("Brand"),
    Field.CATEGORY: mark("Category"),
    Field.FAMILY: mark("Family"),
    Field.SHOWN_ONLINE: mark("Show online"),
    Field.SUPPLY: mark("Service"),
    Field.GUARANTEED: mark("Legal guarantee"),
    Field.ECO: mark("Eco-participation in the price"),
    Field.CODES: mark("Codes"),
    Field.PICTURE: mark("Photo"),
    Field.DESCRIPTION: mark("What the window says of it"),
}


def what_was_merged(merged: Merged, theirs: ProductCard, wording: Wording) -> str:
    """What somebody else changed meanwhile: what was taken over, and what needs a decision."""
    sentences = [wording("This article was changed meanwhile.")]
    if merged.taken:
        taken = _listed(merged.taken, theirs, wording)
        sentences.append(wording("Taken over: {fields}.").format(fields=taken))
    if merged.clashing:
        clashing = _listed(merged.clashing, theirs, wording)
        sentences.append(wording("Saved there: {fields}. Yours stands here.").format(fields=clashing))
    sentences.append(wording("Look at it, then save again."))
    return " ".join(sentences)


def _listed(fields: Iterable[Field], theirs: ProductCard, wording: Wording) -> str:
    return ", ".join(_said(field, theirs, wording) for field in fields)


def _said(field: Field, theirs: ProductCard, wording: Wording) -> str:
    name, product = wording(_NAMES[field]), theirs.product
    if field is Field.PRICE:
        price = wording("to price") if product.price is None else wording.money(product.price)
        return f"{name} {price}"
    if field in {Field.NAME, Field.BRAND}:
        return wording("{field} “{value}”").format(field=name, value=theirs.says(field))
    return name
