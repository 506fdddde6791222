"""How far what was typed is from a word: letters left out, added, mistaken, or swapped with their neighbour."""

from __future__ import annotations

import re
from typing import NamedTuple

LONG_WORD = 8
"""From this many letters on a word may be two mistakes off, below only one."""
SHORTEST = 3
"""Below this many letters everything is near everything."""

_LETTERS = re.compile(r"[^\W\d_]+")


class Nearness(NamedTuple):
    """How many mistakes lie between what was typed and the beginning of a word, and how long that beginning is."""

    mistakes: int
    length: int


def words_of(folded: str) -> list[str]:
    """The words of a folded text that can be mistyped: runs of letters, from three letters on."""
    return [word for word in _LETTERS.findall(folded) if len(word) >= SHORTEST]


def mistakes_allowed(typed: str) -> int:
    """How many mistakes a word of this length may hold and still be understood."""
    if len(typed) < SHORTEST:
        return 0
    return 1 if len(typed) < LONG_WORD else 2


def nearness(typed: str, word: str, *, most: int) -> Nearness | None:
    """How near what was typed is to the beginning of a word that comes closest; None when it is further than `most`.

    Two neighbouring letters swapped count as one mistake (optimal string alignment). A beginning, because a word
    is looked for before it is typed to its end; of several that are equally near, the longest.
    """
    reach = min(len(word), len(typed) + most)
    older: list[int] = []
    row = list(range(reach + 1))
    for place, letter in enumerate(typed, start=1):
        newer = [place]
        for at in range(1, reach + 1):
            steps = min(row[at] + 1, newer[at - 1] + 1, row[at - 1] + (letter != word[at - 1]))
            if place > 1 and at > 1 and letter == word[at - 2] and typed[place - 2] == word[at - 1]:
                steps = min(steps, older[at - 2] + 1)
            newer.append(steps)
        if min(newer) > most and min(row) > most:
            return None
        older, row = row, newer
    mistakes = min(row)
    if mistakes > most:
        return None
    return Nearness(mistakes, max(at for at, steps in enumerate(row) if steps == mistakes))
