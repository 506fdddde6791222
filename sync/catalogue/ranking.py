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
_MISSING = 100
_NEAR_M = 250


@dataclass(frozen=True)
class Candidate:
    """A product that holds the words, as far as ranking needs it."""

    id: int
    shop: str
    name_key: str
    folded: str
    price_minor: int | None
    category_key: str
    stocked: bool


def ranked(
    candidates: Sequence[Candidate], groups: Sequence[Group], distances: dict[str, int | None]
) -> list[Candidate]:
    """Return candidates with the best match first."""
    told = frozenset(word for group in groups for reading in group for part in reading for word in part)

    def place(candidate: Candidate) -> tuple[int, bool, int, int, str, int]:
        distance = distances.get(candidate.shop)
        near = _MISSING * _NEAR_M if distance is None else distance // _NEAR_M
        name = candidate.name_key
        rank = _class_of(name.split(), candidate.folded.split(), groups, told)
        return rank, not candidate.stocked, near, len(name), name, candidate.id

    return sorted(candidates, key=place)


def _class_of(name: list[str], words: list[str], groups: Sequence[Group], told: Collection[str]) -> int:
    named, worded = frozenset(name), frozenset(words)
    cost = sum(_cost_of(group, named, worded) for group in groups)
    if name and name[0] not in told:
        cost += _NOT_AT_THE_START
    if any(word not in told and word.isalpha() and len(word) > 2 for word in name):
        cost += _NAME_SAYS_MORE
    return cost


def _cost_of(group: Group, named: frozenset[str], worded: frozenset[str]) -> int:
    return min((_cost_of_reading(reading, named, worded) for reading in group), default=_MISSING)


def _cost_of_reading(reading: Reading, named: frozenset[str], worded: frozenset[str]) -> int:
    cost = 0
    for part in reading:
        in_name = min((part[word] for word in part.keys() & named), default=_MISSING)
        beside = min((part[word] for word in part.keys() & worded), default=_MISSING) + _BESIDE_THE_NAME
        cost += min(in_name, beside, _MISSING)
    return cost
