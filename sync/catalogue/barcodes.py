"""Which barcodes mean the same thing in every shop."""

import re

_GTIN = re.compile(r"\d{8}|\d{12,14}")


def worldwide(code: str) -> str:
    """Return a code as a GTIN of 14 digits, or nothing where it says nothing outside the shop that printed it.

    In-store codes (those starting with 2, or 02 and 04 as UPC) and wrong check digits are left out: two shops
    that both print 2000000000015 do not sell the same thing.
    """
    if not _GTIN.fullmatch(code) or not _checks(code):
        return ""
    gtin = code.zfill(14)
    return "" if _is_in_store(code, gtin) else gtin


def _is_in_store(code: str, gtin: str) -> bool:
    if len(code) == 8:
        return code[0] in "02"
    return gtin[1] == "2" or gtin[1:3] in {"02", "04"}


def _checks(code: str) -> bool:
    """Check the last digit: weights 3 and 1 from the right, the sum a multiple of ten."""
    digits = [int(digit) for digit in reversed(code)]
    return (sum(digits[0::2]) + 3 * sum(digits[1::2])) % 10 == 0
