"""Who the shop is: what stands on its papers and on its window."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShopIdentity:
    """A shop as its customers know it; an empty field is left out of papers.

    siret and vat_number are kept as written; footer lines close every receipt.
    """

    name: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    phone: str = ""
    siret: str = ""
    vat_number: str = ""
    hours: str = ""
    footer: tuple[str, ...] = ()
