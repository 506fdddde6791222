"""Which key stands where: rows of keys for French (AZERTY) and English (QWERTY) hands, signs, and figures."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final, Literal

from pos.wording import Language

Layer = Literal["letters", "signs", "figures"]


class Act(Enum):
    """What a key does that writes nothing."""

    ERASE = auto()
    ENTER = auto()
    SHIFT = auto()
    LEFT = auto()
    RIGHT = auto()
    LETTERS = auto()
    SIGNS = auto()
    FIGURES = auto()
    HIDE = auto()


@dataclass(frozen=True, slots=True)
class KeySpec:
    """One key: the sign it writes or what it does; width counts in letters' keys.

    A long press offers the variants.
    """

    sign: str = ""
    act: Act | None = None
    width: float = 1.0
    variants: str = ""


Rows = tuple[tuple[KeySpec, ...], ...]

COLUMNS: Final = 11.0
"""The width of every row of letters and signs."""

FIGURE_COLUMNS: Final = 4.0

VARIANTS: Final = {
    "a": "âàæä", "e": "êéèë€", "i": "îï", "o": "ôœö", "u": "ûùü", "y": "ÿ", "c": "ç", "n": "ñ",
    "é": "êë", "è": "ëê", "à": "âæ", "ù": "ûü",
    "’": "'\"«»“”", "-": "–—_", ".": "…!?:", ",": ";", "?": "¿", "0": "°", "1": "½", "2": "²", "3": "³", "%": "‰",
}  # fmt: skip

_DIGITS: Final = "1234567890"
_LETTER_ROWS: Final[dict[Language, tuple[str, str, str]]] = {
    "fr": ("azertyuiopé", "qsdfghjklmè", "wxcvbnàçù’"),
    "en": ("qwertyuiop-", "asdfghjkl’?", "zxcvbnm&/!"),
}
_SIGN_ROWS: Final = ("êëîïôûœæâ«»", "€@&%+*/=()°", "!?:;\"'_#…–")


def rows_of(layer: Layer, language: Language, decimal: str) -> Rows:
    """The keys of a layer, from the top.

    Args:
        layer: which.
        language: whose hands.
        decimal: the sign between whole and part, on the figures.
    """
    if layer == "figures":
        return _figures(decimal)
    above, middle, below = _LETTER_ROWS[language] if layer == "letters" else _SIGN_ROWS
    dash = "-" if language == "fr" or layer == "signs" else "@"
    other = KeySpec(act=Act.SIGNS if layer == "letters" else Act.LETTERS, width=1.25)
    return (
        (*_writing(_DIGITS), KeySpec(act=Act.ERASE)),
        _writing(above),
        _writing(middle),
        (KeySpec(act=Act.SHIFT), *_writing(below)),
        (
            other,
            *_writing("," + dash),
            KeySpec(" ", width=2.25),
            *_writing("."),
            KeySpec(act=Act.LEFT),
            KeySpec(act=Act.RIGHT),
            KeySpec(act=Act.ENTER, width=1.25),
            KeySpec(act=Act.HIDE, width=1.25),
        ),
    )


def _figures(decimal: str) -> Rows:
    return (
        (*_plain("789"), KeySpec(act=Act.ERASE)),
        (*_plain("456"), KeySpec(act=Act.LETTERS)),
        (*_plain("123"), KeySpec(act=Act.HIDE)),
        (KeySpec("0"), KeySpec("00"), KeySpec(decimal), KeySpec(act=Act.ENTER)),
    )


def _writing(signs: str) -> tuple[KeySpec, ...]:
    return tuple(KeySpec(sign, variants=VARIANTS.get(sign, "")) for sign in signs)


def _plain(signs: str) -> tuple[KeySpec, ...]:
    return tuple(KeySpec(sign) for sign in signs)
