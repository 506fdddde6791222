"""What a paper can hold of a text: no command may hide in a name, and every letter finds a sign to be written with."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from pos.domain.printer import CodePage

HARD_SPACE = "\u00a0"
"""Stands between an amount and its currency until the lines are broken, then becomes a plain space."""

UNKNOWN = "?"

_FIRST_PRINTABLE = 0x20
_DELETE = 0x7F

_SPELT = {
    "\u202f": HARD_SPACE,
    "œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ﬁ": "fi", "ﬂ": "fl",
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'", "ʼ": "'",
    "“": '"', "”": '"', "„": '"', "″": '"',
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-",
    "…": "...", "•": "-", "⁄": "/", "№": "n°", "™": "(TM)", "ẞ": "SS",
    "€": "EUR", "«": '"', "»": '"', "‹": "'", "›": "'", "°": "o", "·": "-", "×": "x", "ß": "ss",
}  # fmt: skip
"""How a sign is written where the page lacks it."""


def plain(text: str) -> str:
    """A text without control signs, direction marks and line breaks, as a screen or a mail shows it."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(filter(None, map(_visible, composed)))


def writable(text: str, page: CodePage) -> str:
    """A text with only what a code page can write, spelt out or without its accent where it must be.

    What comes back holds neither a control sign nor anything that would be encoded to one.
    """
    return "".join(_spelt(sign, page) for sign in plain(text))


def encodable(text: str, page: CodePage) -> bool:
    """Whether a page writes a text, and writes it without a byte a printer could take for a command."""
    try:
        encoded = text.encode(page)
    except UnicodeEncodeError:
        return False
    return all(byte >= _FIRST_PRINTABLE and byte != _DELETE for byte in encoded)


def _visible(sign: str) -> str:
    category = unicodedata.category(sign)
    if sign in "\n\r\t\v\f" or category in {"Zl", "Zp"}:
        return " "
    return "" if category in {"Cc", "Cf", "Cs", "Co", "Cn"} or _chooses_a_shape(sign) else sign


def _chooses_a_shape(sign: str) -> bool:
    """Whether it only says how the sign before it is drawn (the variation selectors of emoji)."""
    return "\ufe00" <= sign <= "\ufe0f" or "\U000e0100" <= sign <= "\U000e01ef"


@lru_cache(maxsize=2048)
def _spelt(sign: str, page: CodePage) -> str:
    if encodable(sign, page):
        return sign
    if unicodedata.combining(sign):
        return ""
    if sign in _SPELT:
        return "".join(_spelt(one, page) for one in _SPELT[sign])
    bare = "".join(part for part in unicodedata.normalize("NFKD", sign) if encodable(part, page))
    return bare or (" " if unicodedata.category(sign) == "Zs" else UNKNOWN)
