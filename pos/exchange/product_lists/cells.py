"""What single cells say: numbers, prices, VAT, units, yes or no, codes. Pure; no cell makes them fail otherwise
than by `Unreadable`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Final

from pos.domain.barcode import clean, has_wrong_check_digit, is_valid
from pos.domain.catalogue import LONGEST_NAME
from pos.domain.folding import fold
from pos.domain.money import LARGEST_TYPED_MINOR, MINOR_PER_UNIT, Money
from pos.domain.quantity import LARGEST_TYPED_MILLI, MILLI, Quantity, Unit
from pos.domain.tax import BASIS_POINTS, TaxClass, TaxRate
from pos.exchange.product_lists.entry import Flag, Why

LONGEST_CODE: Final = 48
MOST_CODES: Final = 20
_LONGEST_NUMBER: Final = 24

_SIGNED = re.compile(r"([+-]?)([0-9][0-9.,]*|[.,][0-9]+)")
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{3})+")
_CURRENCY = re.compile(r"€|eur(?:os?)?|ttc", re.IGNORECASE)
_SCIENTIFIC = re.compile(r"([0-9])[.,]?([0-9]*)[eE]\+([0-9]{1,2})")
_FORMULA_TEXT = re.compile(r'="?([^"]*)"?')
_WHOLE = re.compile(r"([0-9]+)[.,]0+")


class Unreadable(Exception):
    """A cell says nothing that makes sense; never leaves this package."""

    def __init__(self, why: Why, detail: str) -> None:
        super().__init__(why, detail)
        self.why = why
        self.detail = detail[:100]


def text(cell: str, longest: int = LONGEST_NAME, too_long: Why = Why.TEXT_TOO_LONG) -> str:
    """A cell on one line: without control characters, blanks collapsed, and without an export's guarding quote."""
    plain = unguarded(cell)
    if not plain.isprintable():
        shown = (sign for sign in plain if unicodedata.category(sign) != "Cf")
        plain = "".join(sign if sign.isprintable() else " " for sign in shown)
    plain = " ".join(plain.split())
    if len(plain) > longest:
        raise Unreadable(too_long, plain)
    return plain


def unguarded(cell: str) -> str:
    """A cell without the quote that keeps a spreadsheet from taking it for a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in set("=+-@\t\r") else cell


def number(cell: str, *, comma_groups: bool = False) -> Fraction | None:
    """A number as people write it: `1 234,50`, `1,234.50`, `12.5`, `,50`; None when it is none.

    Where both signs occur the last one is the decimal mark; one sign occurring several times groups thousands;
    one sign once is the decimal mark, but for a comma before three digits where comma_groups says so.
    """
    plain = "".join(cell.split()).replace("'", "").replace("’", "")
    found = _SIGNED.fullmatch(plain)
    if not found or len(plain) > _LONGEST_NUMBER:
        return None
    sign, digits = found.groups()
    whole, decimals = _parted(digits, comma_groups=comma_groups)
    if whole is None:
        return None
    value = Fraction(int(whole + decimals or "0"), 10 ** len(decimals))
    return -value if sign == "-" else value


def price(cell: str, *, comma_groups: bool, computed: bool) -> tuple[Money | None, tuple[Flag, ...]]:
    """A price with VAT, or None where it waits to be set (empty or zero); rounded to the cent with a flag.

    Args:
        cell: with or without its currency.
        comma_groups: see `number`.
        computed: it comes from a spreadsheet's own number, whose decimals need no guessing.
    """
    plain = _CURRENCY.sub("", cell).strip()
    if not plain:
        return None, ()
    amount = number(plain, comma_groups=comma_groups)
    if amount is None:
        raise Unreadable(Why.PRICE_UNREADABLE, cell)
    if amount < 0:
        raise Unreadable(Why.PRICE_NEGATIVE, cell)
    if amount * MINOR_PER_UNIT > LARGEST_TYPED_MINOR:
        raise Unreadable(Why.PRICE_TOO_LARGE, cell)
    rounded = Money(MINOR_PER_UNIT).times(amount)
    if rounded.minor == amount * MINOR_PER_UNIT:
        return rounded or None, ()
    if not computed and (amount * 1000).denominator == 1:
        raise Unreadable(Why.PRICE_TOO_PRECISE, cell)
    return rounded or None, (Flag.PRICE_ROUNDED,)


def tax_class(cell: str, rates: Iterable[TaxRate]) -> TaxClass | None:
    """The class of a VAT cell: a percentage (`5,5`, `20 %`), a share (`0.055`) or the name of the rate."""
    said = fold(cell)
    if not said:
        return None
    named = _TAX_NAMES.get(re.sub(r"[\s_-]+", " ", said))
    if named is not None:
        return named
    share = number(said.replace("tva", "").replace("vat", "").replace("%", ""))
    classes = {rate.rate_bp: rate.tax_class for rate in rates}
    for basis in (100, BASIS_POINTS):
        bp = None if share is None else share * basis
        if bp is not None and bp.denominator == 1 and int(bp) in classes:
            return classes[int(bp)]
    raise Unreadable(Why.VAT_UNKNOWN, cell)


def unit(cell: str) -> Unit | None:
    """By the piece or by the kilogram; None where nothing is said."""
    said = fold(cell).strip(" ./")
    if not said:
        return None
    if said not in _UNITS:
        raise Unreadable(Why.UNIT_UNKNOWN, cell)
    return _UNITS[said]


def stock(cell: str, sold_by: Unit, *, comma_groups: bool) -> Quantity | None:
    """How much there is, or None where nothing is said; below zero where the list says so."""
    plain = cell.strip()
    if sold_by is Unit.KILOGRAM:
        plain = re.sub(r"\s*kg$", "", plain, flags=re.IGNORECASE)
    if not plain:
        return None
    amount = number(plain, comma_groups=comma_groups)
    if amount is None:
        raise Unreadable(Why.STOCK_UNREADABLE, cell)
    if abs(amount) * MILLI > LARGEST_TYPED_MILLI:
        raise Unreadable(Why.STOCK_TOO_LARGE, cell)
    if sold_by is Unit.PIECE and amount.denominator != 1:
        raise Unreadable(Why.STOCK_NOT_WHOLE, cell)
    return Quantity(round(amount * MILLI))


def yes_or_no(cell: str) -> bool | None:
    """Whether it says yes; None where nothing is said."""
    said = fold(cell)
    if not said:
        return None
    if said not in _ANSWERS:
        raise Unreadable(Why.ONLINE_UNREADABLE, cell)
    return _ANSWERS[said]


def codes(cell: str) -> tuple[tuple[str, ...], tuple[Flag, ...]]:
    """The codes of a cell, `|` between them, leading zeros and wrong check digits kept, with what is worth a look."""
    kept: list[str] = []
    for part in re.split(r"[|\n]", cell):
        code = _code(part)
        if code and code not in kept:
            kept.append(code)
    if len(kept) > MOST_CODES:
        raise Unreadable(Why.CODE_UNREADABLE, cell)
    flags = dict.fromkeys(flag for code in kept for flag in _code_flags(code))
    return tuple(kept), tuple(flags)


def category(cell: str) -> str:
    """The broadest of a path such as `Clothing > Shirts`: the tab an article stands under."""
    return text(cell.split(">", 1)[0], longest=LONGEST_NAME)


def _parted(digits: str, *, comma_groups: bool) -> tuple[str | None, str]:
    """Whole digits and decimals of a number without sign, or None when its groups are no thousands."""
    signs = [sign for sign in digits if sign in ".,"]
    last = max(digits.rfind("."), digits.rfind(","))
    grouped = len(signs) > 1 and len(set(signs)) == 1
    if comma_groups and signs == [","] and _THOUSANDS.fullmatch(digits):
        grouped = True
    whole, decimals = (digits, "") if grouped or last < 0 else (digits[:last], digits[last + 1 :])
    if any(sign in whole for sign in ".,"):
        mixed = "." in whole and "," in whole
        if mixed or not _THOUSANDS.fullmatch(whole):
            return None, ""
        whole = whole.replace(".", "").replace(",", "")
    return whole, decimals


def _code(part: str) -> str:
    code = clean(part)
    found = _FORMULA_TEXT.fullmatch(code) if code.startswith("=") else None
    code = (found[1] if found else code).lstrip("'")
    scientific = _SCIENTIFIC.fullmatch(code)
    if scientific:
        first, others, power = scientific.groups()
        if len(others.rstrip("0")) > int(power) or len(others) < int(power) or int(power) > LONGEST_CODE:
            raise Unreadable(Why.CODE_ROUNDED, part)
        return first + others[: int(power)]
    whole = _WHOLE.fullmatch(code)
    code = whole[1] if whole else code
    if len(code) > LONGEST_CODE:
        raise Unreadable(Why.CODE_UNREADABLE, part)
    return code


def _code_flags(code: str) -> list[Flag]:
    if has_wrong_check_digit(code):
        return [Flag.WRONG_CHECK_DIGIT]
    shorter = code.isascii() and code.isdigit() and len(code) in (6, 7, 9, 10, 11)
    if shorter and any(is_valid(code.zfill(length)) for length in (8, 13) if len(code) < length):
        return [Flag.ZEROS_LOST]
    return []


_TAX_NAMES: Final[Mapping[str, TaxClass]] = {
    "standard": TaxClass.STANDARD, "normal": TaxClass.STANDARD, "normale": TaxClass.STANDARD,
    "taux normal": TaxClass.STANDARD, "tva normale": TaxClass.STANDARD, "plein": TaxClass.STANDARD,
    "intermediate": TaxClass.INTERMEDIATE, "intermediaire": TaxClass.INTERMEDIATE,
    "taux intermediaire": TaxClass.INTERMEDIATE,
    "reduced": TaxClass.REDUCED, "reduit": TaxClass.REDUCED, "reduite": TaxClass.REDUCED,
    "taux reduit": TaxClass.REDUCED, "reduced rate": TaxClass.REDUCED,
    "super reduced": TaxClass.SUPER_REDUCED, "super reduit": TaxClass.SUPER_REDUCED,
    "particulier": TaxClass.SUPER_REDUCED, "taux particulier": TaxClass.SUPER_REDUCED,
    "zero": TaxClass.ZERO, "zero rate": TaxClass.ZERO, "exonere": TaxClass.ZERO, "exoneree": TaxClass.ZERO,
    "exempt": TaxClass.ZERO, "sans tva": TaxClass.ZERO, "aucune": TaxClass.ZERO, "none": TaxClass.ZERO,
}  # fmt: skip

_UNITS: Final[Mapping[str, Unit]] = {
    **dict.fromkeys(
        ("piece", "pieces", "pce", "pc", "pcs", "p", "u", "un", "unit", "units", "unite", "unites", "each", "ea",
         "a la piece", "a l'unite", "lot", "boite", "bouteille", "btl", "bt", "bocal", "pot", "sachet", "paquet",
         "barquette", "botte", "bouquet", "carton", "flacon", "tube", "tablette", "colis"),
        Unit.PIECE,
    ),
    **dict.fromkeys(
        ("kg", "kgs", "kilo", "kilos", "kilogramme", "kilogrammes", "kilogram", "kilograms", "au kilo", "au kg",
         "poids", "au poids", "vrac", "weight", "by weight"),
        Unit.KILOGRAM,
    ),
}  # fmt: skip

_ANSWERS: Final[Mapping[str, bool]] = {
    **dict.fromkeys(("oui", "o", "yes", "y", "true", "vrai", "1", "x", "on", "visible", "active", "actif", "publie",
                     "published", "en ligne"), True),
    **dict.fromkeys(("non", "n", "no", "false", "faux", "0", "-1", "off", "hidden", "masque", "inactive", "inactif",
                     "draft", "brouillon", "-"), False),
}  # fmt: skip
