"""Who the shop is: what stands on its papers and on its window."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShopIdentity:
    """A shop as its customers know it; an empty field is left out of papers.

    siret and vat_number are kept as written; legal_form is what follows the name on papers ("SARL au capital de
    5 000 €"); franchise says that the shop charges no VAT (CGI art. 293 B). Footer lines close every receipt.
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
    legal_form: str = ""
    franchise: bool = False
