"""How words are compared: without accents, case, ligatures or punctuation, and with room for a typing slip."""

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ł": "l", "þ": "th", "’": " "})
_NOT_A_WORD = re.compile(r"[^0-9a-z]+")
_SLIPS_BY_LENGTH = ((8, 2), (4, 1))


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


def slips_allowed(word: str) -> int:
    """Return how many typing slips a searched word may hold: none in short ones, where every slip is another word."""
    if word.isdigit():
        return 0
    return next((slips for length, slips in _SLIPS_BY_LENGTH if len(word) >= length), 0)


def resembles(word: str, text: str) -> bool:
    """Claim that a folded text holds a word that starts like the searched one, but for the slips it may hold."""
    slips = slips_allowed(word)
    return any(_starts_like(word, candidate, slips) for candidate in text.split())


def _starts_like(word: str, candidate: str, slips: int) -> bool:
    """Compare a word with the start of another by Damerau's distance, in a table kept two rows deep."""
    if len(candidate) < len(word) - slips:
        return False
    candidate = candidate[: len(word) + slips]
    before: list[int] = []
    above = list(range(len(candidate) + 1))
    for row, letter in enumerate(word, start=1):
        current = [row]
        for column, other in enumerate(candidate, start=1):
            cost = min(above[column] + 1, current[-1] + 1, above[column - 1] + (letter != other))
            swapped = row > 1 and column > 1 and letter == candidate[column - 2] and word[row - 2] == other
            current.append(min(cost, before[column - 2] + 1) if swapped else cost)
        if min(current) > slips:
            return False
        before, above = above, current
    return min(above) <= slips
