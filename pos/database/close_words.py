"""Words spelt nearly as one that was typed: proposed by the trigrams they share, then measured."""

from __future__ import annotations

from typing import Final

from pos.database.connection import Database
from pos.database.search_index import MARK
from pos.domain.spelling import SHORTEST, mistakes_allowed, nearness

MOST_MEASURED: Final = 400
"""Words measured at most, those that share most with what was typed first, then those as long."""
MOST_BEGINNINGS: Final = 24
ONE_SLIP: Final = 3
"""The farness of a word with one slip in it, or with one slip and not yet typed to its end."""
FARTHEST: Final = 5


def beginnings_near(db: Database, typed: str) -> dict[str, int]:
    """Beginnings of the shop's words that were perhaps meant, and how far each is; the nearest first.

    A slip counts two, and a word that would go on for long after what was typed counts one more: `lati` means
    `lait` rather than `lavigne`.

    Args:
        db: where to look.
        typed: one word in small plain letters; what holds a digit is never taken for a slip.
    """
    most = mistakes_allowed(typed)
    if not most or not typed.isalpha():
        return {}
    near: dict[str, int] = {}
    for word in _sharing_trigrams(db, typed, shortest=len(typed) - most):
        measured = nearness(typed, word, most=most)
        if measured is None or not measured.mistakes:
            continue
        goes_on = len(word) - measured.length > 1
        if goes_on and len(typed) == SHORTEST:
            continue
        beginning = word[: measured.length]
        farness = 2 * measured.mistakes + goes_on
        near[beginning] = min(farness, near.get(beginning, farness))
    nearest = sorted(near.items(), key=lambda one: one[1])
    return dict(nearest[:MOST_BEGINNINGS])


def _sharing_trigrams(db: Database, typed: str, *, shortest: int) -> list[str]:
    marked = MARK + typed
    trigrams = list(dict.fromkeys(marked[start : start + 3] for start in range(len(marked) - 2)))
    shared = " + ".join(["(instr(w.word, ?) > 0)"] * len(trigrams))
    rows = db.rows(
        f"SELECT w.word FROM search_word_inside f CROSS JOIN search_word w ON w.number = f.rowid"
        f" WHERE search_word_inside MATCH ? AND length(w.word) >= ? ORDER BY {shared} DESC,"
        " abs(length(w.word) - ?), w.number LIMIT ?",
        (
            " OR ".join(f'"{trigram}"' for trigram in trigrams),
            shortest + len(MARK),
            *trigrams,
            len(marked),
            MOST_MEASURED,
        ),
    )
    return [word[len(MARK) :] for (word,) in rows]
