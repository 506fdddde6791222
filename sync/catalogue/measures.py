"""Numbers with units, so that 500 g, 500g and 0,5 kg are one word to search for."""

import re
from dataclasses import dataclass
from decimal import Decimal

_UNITS = {
    "mg": ("mg", 1), "g": ("mg", 1000), "gr": ("mg", 1000), "grs": ("mg", 1000), "gramme": ("mg", 1000),
    "grammes": ("mg", 1000), "kg": ("mg", 1_000_000), "kgs": ("mg", 1_000_000), "kilo": ("mg", 1_000_000),
    "kilos": ("mg", 1_000_000), "ml": ("ml", 1), "cl": ("ml", 10), "dl": ("ml", 100), "l": ("ml", 1000),
    "litre": ("ml", 1000), "litres": ("ml", 1000), "mm": ("mm", 1), "cm": ("mm", 10), "m": ("mm", 1000),
    "metre": ("mm", 1000), "metres": ("mm", 1000), "mètre": ("mm", 1000), "mètres": ("mm", 1000), "w": ("w", 1),
    "watts": ("w", 1), "v": ("v", 1), "volts": ("v", 1),
}  # fmt: skip
_NAMES = "|".join(sorted(_UNITS, key=len, reverse=True))
_MEASURE = re.compile(rf"(?<![\d.,])(\d{{1,6}}(?:[.,]\d{{1,3}})?)\s?({_NAMES})(?![^\W_])", re.IGNORECASE)


@dataclass(frozen=True)
class Measure:
    """A number with its unit: the one word that stands for it, and what was written."""

    word: str
    written: str


def measures(text: str) -> tuple[Measure, ...]:
    """Find the numbers with units in a text; `word` is in milligrams, millilitres or millimetres."""
    return tuple(Measure(_word(found[1], found[2]), found[0]) for found in _MEASURE.finditer(text))


def without_measures(text: str) -> str:
    """Return a text less its numbers with units."""
    return _MEASURE.sub(" ", text)


def _word(number: str, unit: str) -> str:
    base, times = _UNITS[unit.casefold()]
    return f"{int(Decimal(number.replace(',', '.')) * times)}{base}"
