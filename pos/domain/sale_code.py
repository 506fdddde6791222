"""The code by which a till finds a sale again: the sale's id in digits, which every scanner types on every keyboard."""

from __future__ import annotations

import re
import uuid

from pos.domain.barcode import check_digit

DIGITS = 40
"""39 digits hold every id, one checks them; no article number is half as long."""

_SHAPE = re.compile(rf"[0-9]{{{DIGITS}}}")
_BITS = 128


def sale_code(sale_id: str) -> str:
    """The digits that name a sale."""
    digits = str(uuid.UUID(sale_id).int).zfill(DIGITS - 1)
    return digits + check_digit(digits)


def sale_named(code: str) -> str | None:
    """The id of the sale that a scanned code names; None when it is no code of a sale."""
    if not _SHAPE.fullmatch(code) or check_digit(code[:-1]) != code[-1]:
        return None
    value = int(code[:-1])
    return str(uuid.UUID(int=value)) if value < 1 << _BITS else None
