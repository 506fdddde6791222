"""How words are compared: without accents, case, ligatures or punctuation, in their forms, and with room for a slip."""

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ł": "l", "þ": "th", "’": " "})
_NOT_A_WORD = re.compile(r"[^0-9a-z]+")
_SLIPS_BY_LENGTH = ((8, 2), (4, 1))
_STEM_AT_LEAST = 3
_ENDINGS = ("s", "x", "e", "e")
_SOUNDS = {
    "ph": "f", "qu": "k", "ck": "k", "ch": "1", "sh": "1", "sch": "1", "gn": "2", "eau": "o", "eaux": "o", "au": "o",
    "ou": "3", "oo": "3", "oi": "4", "oy": "4", "ai": "e", "ei": "e", "ay": "e", "ey": "e", "er": "e", "ez": "e",
    "et": "e", "ce": "se", "ci": "si", "cy": "si", "ge": "je", "gi": "ji", "gy": "ji", "gue": "ge", "gui": "gi",
    "oe": "e", "eu": "e", "ille": "i", "ill": "i", "y": "i", "c": "k", "q": "k", "z": "s", "w": "v", "h": "",
    "tion": "si7", "cc": "k",
}  # fmt: skip
_NASALS = {
    "ain": "5", "aim": "5", "ein": "5", "in": "5", "im": "5", "un": "5", "yn": "5", "ym": "5", "an": "6", "am": "6",
    "en": "6", "em": "6", "on": "7", "om": "7",
}  # fmt: skip
_SOUND = re.compile(
    "|".join(
        [
            "tion",
            rf"(?:{'|'.join(sorted(_NASALS, key=len, reverse=True))})(?![aeiouynmh])",
            *sorted(_SOUNDS, key=len, reverse=True),
        ]
    )
)
_DOUBLED = re.compile(r"(.)\1+")
_MUTE = re.compile(r"(?<=..)[estxdp]+$")


def fold(text: str) -> str:
    """Return text as search compares it: `Bœuf à l'Éclade` becomes `boeuf a l eclade`.

    Scripts without case or accents of ours are kept by their letters, so that a Greek or Arabic name is found too.
    """
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_LIGATURES)
    spread = unicodedata.normalize("NFKD", plain)
    bare = "".join(letter for letter in spread if not unicodedata.combining(letter))
    return " ".join("".join(letter if letter.isalnum() else " " for letter in bare).split())


def key(text: str) -> str:
    """Return text as an address shows it: folded, in a-z, 0-9 and dashes; empty where nothing is left."""
    return _NOT_A_WORD.sub("-", fold(text)).strip("-")


def stem(word: str) -> str:
    """Return what the forms of a French word share: `salées`, `salée` and `salé` have one, `chevaux` and `cheval` too.

    Short words and those with figures are left alone; two words that share a stem by chance only rank lower.
    """
    if len(word) <= _STEM_AT_LEAST or not word.isalpha():
        return word
    if word.endswith("aux") and len(word) > len("eaux"):
        word = word[:-1] if word.endswith("eaux") else word[:-2] + "l"
    for ending in _ENDINGS:
        if len(word) > _STEM_AT_LEAST and word.endswith(ending):
            word = word[:-1]
    return word


def sound(word: str) -> str:
    """Return roughly how a folded French word is heard: `gato` and `gateau` are heard alike."""
    heard = _SOUND.sub(lambda found: _NASALS.get(found[0]) or _SOUNDS[found[0]], word)
    return _MUTE.sub("", _DOUBLED.sub(r"\1", heard))


def slips_allowed(word: str) -> int:
    """Return how many typing slips a searched word may hold: none in short ones, where every slip is another word."""
    if word.isdigit():
        return 0
    return next((slips for length, slips in _SLIPS_BY_LENGTH if len(word) >= length), 0)


def slips_between(word: str, other: str, *, at_most: int, as_start: bool = False) -> int:
    """Count the slips between two words by Damerau's distance, in a table kept two rows deep.

    More than `at_most` are told as one more than that. `as_start` compares a word with the start of a longer one.
    """
    too_many = at_most + 1
    if len(other) < len(word) - at_most or (not as_start and len(other) > len(word) + at_most):
        return too_many
    other = other[: len(word) + at_most]
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(word, start=1):
        current = [row]
        for column, opposite in enumerate(other, start=1):
            cost = min(above[column] + 1, current[-1] + 1, above[column - 1] + (letter != opposite))
            swapped = row > 1 and column > 1 and letter == other[column - 2] and word[row - 2] == opposite
            current.append(min(cost, before[column - 2] + 1) if swapped else cost)
        if min(current) > at_most:
            return too_many
        before, above = above, current
    return min(too_many, min(above) if as_start else above[-1])
