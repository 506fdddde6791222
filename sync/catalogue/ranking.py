"""Which of the products found is the best match: its words against those that were typed; then stock, then distance.

A class is a small number, the lowest the best. Within a class what is in stock comes first, then what is near, then
the shorter name; the same on every database.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sync.catalogue.understanding import Group, Reading

_BESIDE_THE_NAME = 3
_NOT_AT_THE_START = 2
_NAME_SAYS_MORE = 1
_THE_VERY_NAME = 1
_MISSING = 100
_NEAR_M = 250
_NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Candidate:
    """A product that holds the words, as far as ranking needs it."""

    id: int
    shop: str
    name_key: str
    folded: str
    price_minor: int | None
    category_key: str


def ranked(
    candidates: Sequence[Candidate],
    groups: Sequence[Group],
    *,
    typed: str,
    stocked: set[int],
    distances: dict[str, int | None],
) -> list[Candidate]:
    """Return candidates with the best match first.

    Args:
        candidates: what was found.
        groups: what every typed word may stand for, soft words left out.
        typed: all that was typed, folded.
        stocked: which products are in stock.
        distances: how far each shop is, in metres; None where nobody knows.
    """
    told = frozenset(word for group in groups for reading in group for part in reading for word in part)
    letters = frozenset(word for word in typed.split() if len(word) == 1)
    named: dict[str, tuple[int, bool]] = {}

    def place(candidate: Candidate) -> tuple[int, bool, int, int, str, int]:
        name = candidate.name_key
        if name not in named:
            named[name] = _class_by_name(name.split(), groups, told)
        rank, is_settled = named[name]
        if not is_settled:
            rank = _class_of(name.split(), candidate.folded.split(), groups, told)
        rank += len(letters.difference(name.split())) - (_THE_VERY_NAME if name == typed else 0)
        distance = distances.get(candidate.shop)
        near = _MISSING * _NEAR_M if distance is None else distance // _NEAR_M
        return rank, candidate.id not in stocked, near, len(name), name, candidate.id

    return sorted(candidates, key=place)


def _class_by_name(name: list[str], groups: Sequence[Group], told: Collection[str]) -> tuple[int, bool]:
    """Return the class that a name alone gives, and whether no word beside it could better that."""
    words = frozenset(name)
    costs = [_cost_of(group, words, _NOTHING) for group in groups]
    return sum(costs) + _cost_of_the_rest(name, told), max(costs, default=0) <= _BESIDE_THE_NAME


def _class_of(name: list[str], words: list[str], groups: Sequence[Group], told: Collection[str]) -> int:
    named, worded = frozenset(name), frozenset(words)
    return sum(_cost_of(group, named, worded) for group in groups) + _cost_of_the_rest(name, told)


def _cost_of_the_rest(name: list[str], told: Collection[str]) -> int:
    """Return what it costs that a name begins with another word, and that it says more than was asked for."""
    cost = _NOT_AT_THE_START if name and name[0] not in told else 0
    says_more = any(word not in told and word.isalpha() and len(word) > 2 for word in name)
    return cost + (_NAME_SAYS_MORE if says_more else 0)


def _cost_of(group: Group, named: frozenset[str], worded: frozenset[str]) -> int:
    return min((_cost_of_reading(reading, named, worded) for reading in group), default=_MISSING)


def _cost_of_reading(reading: Reading, named: frozenset[str], worded: frozenset[str]) -> int:
    cost = 0
    for part in reading:
        in_name = min([part[word] for word in named if word in part], default=_MISSING)
        beside = min([part[word] for word in worded if word in part], default=_MISSING) + _BESIDE_THE_NAME
        cost += min(in_name, beside, _MISSING)
    return cost
