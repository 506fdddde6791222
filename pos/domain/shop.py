"""Who the shop is: what stands on its papers and on its window."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import time
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from pos.domain.company_numbers import is_siret, is_vat_number, is_vat_number_of, tidy_number

if TYPE_CHECKING:
    from collections.abc import Mapping

POSTCODE_DIGITS: Final = 5
HOURS: Final = 24
MINUTES: Final = 60
_HOUR: Final = re.compile(r"(\d{1,2})(?:[:h.](\d{2})?)?(?:min)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ShopIdentity:
    """A shop as its customers know it; an empty field is left out of papers.

    siret and vat_number are kept without blanks once the shop's own sheet wrote them; legal_form is what follows the
    name on papers ("SARL au capital de 5 000 €"); franchise says that the shop charges no VAT (CGI art. 293 B). Footer
    lines close every receipt.
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


class ShopField(StrEnum):
    """What of a shop can be wrong, named as in `ShopIdentity`; the cut-off hour is kept beside it."""

    NAME = "name"
    POSTCODE = "postcode"
    SIRET = "siret"
    VAT_NUMBER = "vat_number"
    CUT_OFF = "cut_off"


class ShopFault(StrEnum):
    """What is wrong with it."""

    NAME_MISSING = "name_missing"
    POSTCODE_WRONG = "postcode_wrong"
    SIRET_WRONG = "siret_wrong"
    VAT_NUMBER_WRONG = "vat_number_wrong"
    VAT_NUMBER_OF_ANOTHER = "vat_number_of_another"
    CUT_OFF_UNREADABLE = "cut_off_unreadable"
    CUT_OFF_IN_AN_OPEN_DAY = "cut_off_in_an_open_day"


def tidied(shop: ShopIdentity) -> ShopIdentity:
    """A shop as it is kept: single blanks, numbers without any, no empty line at its foot."""
    return replace(
        shop,
        name=_tidy(shop.name),
        street=_tidy(shop.street),
        postcode=_tidy(shop.postcode),
        city=_tidy(shop.city),
        phone=_tidy(shop.phone),
        siret=tidy_number(shop.siret),
        vat_number=tidy_number(shop.vat_number),
        hours=_tidy(shop.hours),
        footer=tuple(filter(None, map(_tidy, shop.footer))),
        legal_form=_tidy(shop.legal_form),
    )


def faults(shop: ShopIdentity) -> Mapping[ShopField, ShopFault]:
    """What keeps a tidied shop from being kept, by field; a number that is not known yet may stay empty."""
    found: dict[ShopField, ShopFault] = {}
    if not shop.name:
        found[ShopField.NAME] = ShopFault.NAME_MISSING
    if shop.postcode and not (len(shop.postcode) == POSTCODE_DIGITS and shop.postcode.isdigit()):
        found[ShopField.POSTCODE] = ShopFault.POSTCODE_WRONG
    if shop.siret and not is_siret(shop.siret):
        found[ShopField.SIRET] = ShopFault.SIRET_WRONG
    if shop.vat_number and not is_vat_number(shop.vat_number):
        found[ShopField.VAT_NUMBER] = ShopFault.VAT_NUMBER_WRONG
    elif shop.vat_number and is_siret(shop.siret) and not is_vat_number_of(shop.vat_number, shop.siret):
        found[ShopField.VAT_NUMBER] = ShopFault.VAT_NUMBER_OF_ANOTHER
    return found


def read_hour(typed: str) -> time | None:
    """An hour as people write it, `4`, `4:30`, `04h30`, or None."""
    read = _HOUR.fullmatch("".join(typed.split()))
    if read is None:
        return None
    hour, minute = int(read[1]), int(read[2] or 0)
    return time(hour, minute) if hour < HOURS and minute < MINUTES else None


def _tidy(text: str) -> str:
    return " ".join(text.split())
