"""What stands on the keys that write nothing, and what a screen reader says of every key."""

from __future__ import annotations

from typing import Final

from pos.wording import Wording, mark
from ui.keyboard.layouts import Act

_TEXTS: Final = {Act.ERASE: "⌫", Act.SHIFT: "⇧", Act.LEFT: "←", Act.RIGHT: "→"}
_WORDS: Final = {
    Act.ENTER: mark("Enter"),
    Act.HIDE: mark("Hide"),
    Act.LETTERS: mark("ABC"),
    Act.SIGNS: mark("é & €"),
    Act.FIGURES: mark("123"),
}
_NAMES: Final = {
    Act.ERASE: mark("Erase"),
    Act.SHIFT: mark("Capitals"),
    Act.LEFT: mark("Cursor to the left"),
    Act.RIGHT: mark("Cursor to the right"),
    Act.ENTER: mark("Enter"),
    Act.HIDE: mark("Hide the keyboard"),
    Act.LETTERS: mark("Letters"),
    Act.SIGNS: mark("Accents and signs"),
    Act.FIGURES: mark("Figures"),
}
_SIGNS: Final = {
    " ": mark("Space"),
    "’": mark("Apostrophe"),
    "'": mark("Straight apostrophe"),
    ",": mark("Comma"),
    ".": mark("Point"),
    "-": mark("Hyphen"),
    "«": mark("Opening quotation mark"),
    "»": mark("Closing quotation mark"),
    "“": mark("Opening English quotation mark"),
    "”": mark("Closing English quotation mark"),
    '"': mark("Straight quotation mark"),
    "–": mark("Dash"),
    "—": mark("Long dash"),
    "_": mark("Underscore"),
    "…": mark("Three points"),
    "!": mark("Exclamation mark"),
    "?": mark("Question mark"),
    "¿": mark("Inverted question mark"),
    ":": mark("Colon"),
    ";": mark("Semicolon"),
    "&": mark("Ampersand"),
    "/": mark("Slash"),
    "€": mark("Euro"),
    "@": mark("At sign"),
    "%": mark("Percent"),
    "‰": mark("Per mille"),
    "+": mark("Plus"),
    "*": mark("Asterisk"),
    "=": mark("Equals"),
    "(": mark("Opening bracket"),
    ")": mark("Closing bracket"),
    "°": mark("Degree"),
    "#": mark("Hash"),
}


def text_of_act(act: Act, wording: Wording) -> str:
    """What stands on the key."""
    return _TEXTS[act] if act in _TEXTS else wording(_WORDS[act])


def name_of_act(act: Act, wording: Wording) -> str:
    """What the key is called."""
    return wording(_NAMES[act])


def name_of_sign(sign: str, wording: Wording) -> str:
    """What the key of a sign is called: the sign itself, unless nobody could hear it."""
    return wording(_SIGNS[sign]) if sign in _SIGNS else sign
