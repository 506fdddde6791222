"""Addresses as people type them, found among those of the town; nothing leaves the server.

Streets are few, so they are held in memory, with their words; a number is then looked up in the street that was meant.
"""

import re
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

from sync.catalogue.folding import fold
from sync.catalogue.models import Place
from sync.catalogue.understanding import Part, understand
from sync.catalogue.vocabulary import Vocabulary

_FOUND_AT_MOST = 8
_TYPED_AT_MOST = 120
_NUMBER = re.compile(r"^\s*(\d{1,4})\s*(bis|ter|quater|[a-d](?=\s|,|$))?[\s,]+(?=\D)", re.IGNORECASE)
_SHORT = {
    "av": "avenue", "ave": "avenue", "bd": "boulevard", "bld": "boulevard", "boul": "boulevard", "pl": "place",
    "r": "rue", "imp": "impasse", "all": "allee", "ch": "chemin", "che": "chemin", "chem": "chemin", "rte": "route",
    "sq": "square", "qu": "quai", "crs": "cours", "fg": "faubourg", "fbg": "faubourg", "pass": "passage",
    "st": "saint", "ste": "sainte", "gal": "general", "gen": "general", "dr": "docteur", "doc": "docteur",
    "pdt": "president", "cdt": "commandant", "mal": "marechal", "res": "residence", "lot": "lotissement",
}  # fmt: skip
_MISSING = 25


@dataclass(frozen=True)
class Located:
    """An address that was meant, with its coordinates in degrees (WGS 84)."""

    label: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class _Street:
    number: int
    label: str
    folded: str
    latitude: float
    longitude: float


def find_places(text: str) -> tuple[Located, ...]:
    """Return the addresses that a text may mean, the likeliest first; one alone where it is beyond doubt."""
    typed = text[:_TYPED_AT_MOST]
    number, rest = _number_of(typed)
    words = spelt_out(rest)
    streets, known = _streets()
    if not words or not streets:
        return ()
    parts = _parts(words, known)
    costs = [(cost, street) for street in streets if (cost := _cost(street, parts)) is not None]
    best = min((cost for cost, _ in costs), default=0)
    nearest = sorted(
        ((cost, street) for cost, street in costs if cost <= best + 1), key=lambda found: (found[0], found[1].label)
    )
    exact = [street for _, street in nearest if fold(street.label) == fold(rest)]
    chosen = exact if len(exact) == 1 else [street for cost, street in nearest if cost == best]
    return tuple(_with_number(street, number) for street in chosen[:_FOUND_AT_MOST])


def spelt_out(text: str) -> list[str]:
    """Return the folded words of an address, its usual short forms spelt out: `bd` becomes `boulevard`."""
    return [_SHORT.get(word, word) for word in fold(text).split()]


def house_number(number: str, addition: str) -> str:
    """Return a house's number as it is looked up: `12bis`."""
    return fold(f"{number}{addition}").replace(" ", "")


def _number_of(text: str) -> tuple[str, str]:
    found = _NUMBER.match(text)
    return ("", text) if found is None else (house_number(found[1], found[2] or ""), text[found.end() :])


def _parts(words: Sequence[str], known: Vocabulary) -> list[Part]:
    """Return for every word what it may stand for; words that nothing here is like have nothing."""
    parts: list[Part] = []
    for word in words:
        understood = understand(word, known)
        readings = [reading[0] for group in understood.alike for reading in group if len(reading) == 1]
        parts.append({other: cost for reading in readings for other, cost in reading.items()})
    return parts


def _cost(street: _Street, parts: Iterable[Part]) -> int | None:
    """Return how far a street is from what was typed; None where the most telling words are not there."""
    words = set(street.folded.split())
    costs = [min((part[word] for word in part.keys() & words), default=_MISSING) for part in parts]
    missing = costs.count(_MISSING)
    return None if missing == len(costs) or missing * 3 > len(costs) else sum(costs)


def _with_number(street: _Street, number: str) -> Located:
    """Return a house of a street: the one asked for, else the street itself."""
    if number:
        house = Place.objects.filter(folded=street.folded, number=number).first()
        if house is not None:
            return Located(house.label, house.latitude, house.longitude)
    return Located(street.label, street.latitude, street.longitude)


def _streets() -> tuple[Sequence[_Street], Vocabulary]:
    """Return the streets of the town and their words, read again when others were put there."""
    newest = Place.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    mark = (str(connection.settings_dict["NAME"]), str(connection.settings_dict["HOST"]), newest)
    with _held.lock:
        if _held.mark != mark:
            rows = Place.objects.filter(number="").values_list("pk", "label", "folded", "latitude", "longitude")
            _held.streets = tuple(_Street(*row) for row in rows)
            _held.words = Vocabulary(word for street in _held.streets for word in street.folded.split())
            _held.mark = mark
        return _held.streets, _held.words


class _Held:
    """What this process has read of the streets."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.mark = ("", "", 0)
        self.streets: Sequence[_Street] = ()
        self.words = Vocabulary()


_held = _Held()
