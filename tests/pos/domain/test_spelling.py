"""How near a typed word is to one of the shop's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos.domain.spelling import mistakes_allowed, nearness, words_of

WORDS = st.text("abc", max_size=5)


@pytest.mark.parametrize(
    ("typed", "word", "mistakes", "length"),
    [
        ("beurre", "beurre", 0, 6),
        ("beur", "beurre", 0, 4),
        ("beure", "beurre", 1, 6),
        ("fromgae", "fromage", 1, 7),
        ("fromga", "fromage", 1, 6),
        ("rfomage", "fromage", 1, 7),
        ("veurre", "beurre", 1, 6),
        ("lhuile", "huile", 1, 5),
        ("chcolta", "chocolat", 2, 8),
        ("", "beurre", 0, 0),
    ],
)
def test_every_slip_counts_once(typed: str, word: str, mistakes: int, length: int) -> None:
    assert nearness(typed, word, most=2) == (mistakes, length)


@pytest.mark.parametrize(("typed", "word"), [("savon", "beurre"), ("beurre", ""), ("abcd", "badc")])
def test_what_is_further_off_than_allowed_is_not_near(typed: str, word: str) -> None:
    assert nearness(typed, word, most=1) is None


def test_longer_words_may_hold_more_slips() -> None:
    assert [mistakes_allowed("x" * length) for length in (2, 3, 7, 8, 20)] == [0, 1, 1, 2, 2]


def test_only_runs_of_letters_are_words_that_can_be_mistyped() -> None:
    assert words_of("l'huile d'olive 70cl 3228021170039 mille-feuille") == ["huile", "olive", "mille", "feuille"]


@given(WORDS, WORDS, st.integers(0, 3))
def test_nearness_is_the_least_over_all_beginnings(typed: str, word: str, most: int) -> None:
    found = nearness(typed, word, most=most)
    least = min(_plain_distance(typed, word[:stop]) for stop in range(len(word) + 1))

    assert (found is None) == (least > most)
    if found is not None:
        assert found.mistakes == least == _plain_distance(typed, word[: found.length])


def _plain_distance(one: str, other: str) -> int:
    """The same distance by its definition, without any short cut."""
    if not one or not other:
        return len(one) + len(other)
    steps = [
        _plain_distance(one[1:], other) + 1,
        _plain_distance(one, other[1:]) + 1,
        _plain_distance(one[1:], other[1:]) + (one[0] != other[0]),
    ]
    if one[:2] == other[1::-1] and len(one) > 1 < len(other):
        steps.append(_plain_distance(one[2:], other[2:]) + 1)
    return min(steps)
