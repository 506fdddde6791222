"""The numbers a French company is known by: SIRET and VAT number, and whether they can be what was meant.

A SIRET is the company's SIREN (nine digits) and five more for the place; its last digit makes it right by Luhn's sum.
La Poste gave out more places than that allows: its numbers are right when their digits add up to a multiple of five
(INSEE). A VAT number is FR, a key of two digits worked out from the SIREN, and the SIREN (CGI art. 286 ter).
"""

from __future__ import annotations

import re
from typing import Final

SIREN_DIGITS: Final = 9
SIRET_DIGITS: Final = 14
LA_POSTE: Final = "356000000"

_BETWEEN: Final = re.compile(r"[\s.\-\u00a0\u202f]+")
_VAT_NUMBER: Final = re.compile(r"FR([0-9A-HJ-NP-Z]{2})(\d{9})")


def tidy_number(typed: str) -> str:
    """A number as it is kept: without the blanks, points and dashes people put between its groups."""
    return _BETWEEN.sub("", typed).upper()


def is_siret(number: str) -> bool:
    """Whether fourteen digits are a SIRET."""
    if len(number) != SIRET_DIGITS or not (number.isascii() and number.isdigit()):
        return False
    if _luhn(number):
        return True
    return number.startswith(LA_POSTE) and sum(map(int, number)) % 5 == 0


def vat_number_for(siret: str) -> str:
    """The VAT number of the company a SIRET belongs to."""
    siren = siret[:SIREN_DIGITS]
    return f"FR{(12 + 3 * (int(siren) % 97)) % 97:02d}{siren}"


def is_vat_number(number: str) -> bool:
    """Whether it is a French VAT number; a key with a letter, which a few companies have, is taken as it is."""
    read = _VAT_NUMBER.fullmatch(number)
    if read is None:
        return False
    key, siren = read.groups()
    return not key.isdigit() or number == vat_number_for(siren)


def is_vat_number_of(number: str, siret: str) -> bool:
    """Whether a VAT number and a SIRET belong to the same company."""
    return number[-SIREN_DIGITS:] == siret[:SIREN_DIGITS]


def grouped_siret(siret: str) -> str:
    """A SIRET as it is read: `123 456 789 00012`; anything else as it is written."""
    if len(siret) != SIRET_DIGITS or not siret.isdigit():
        return siret
    return f"{siret[:3]} {siret[3:6]} {siret[6:9]} {siret[9:]}"


def grouped_vat_number(number: str) -> str:
    """A VAT number as it is read: `FR12 345678901`; anything else as it is written."""
    return f"{number[:4]} {number[4:]}" if _VAT_NUMBER.fullmatch(number) else number


def _luhn(digits: str) -> bool:
    """Whether the digits are right by Luhn's sum, every second one from the right being doubled."""
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(sum(divmod(value, 10)) for value in doubled) % 10 == 0
