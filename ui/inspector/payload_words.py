"""A record's signed bytes, field by field, in words: nothing is left out, and nothing is added."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from pos.domain.money import Money
from pos.domain.payment import Means
from pos.domain.quantity import Quantity, Unit
from pos.fiscal.events import Event
from pos.fiscal.record import Kind
from pos.receipts.compose import MEANS
from pos.wording import Wording, mark
from ui.inspector.field_words import FIELD_WORDS, field_in_words
from ui.inspector.record_words import event_in_words, kind_in_words

MONEY: Final = frozenset(
    {
        "ttc", "ht", "vat", "pu", "amt", "change", "eco", "disc", "perp", "perpabs", "float", "expected", "amount",
        "total", "diff", "left", "tot.day", "tot.month", "tot.year", "counted.v", "drawer.float",
    }
)  # fmt: skip
"""Fields that are amounts in minor units, where they are whole numbers."""

PEOPLE: Final = frozenset({"op", "resp", "person", "responsible", "for"})
"""Fields that are the id of somebody who works here."""

WORDS: Final[dict[str, str]] = {
    "goods": mark("Goods"),
    "service": mark("Service"),
    "piece": mark("Piece"),
    "kg": mark("Kilogram"),
    "CREATED": mark("Made"),
    "ROTATED": mark("Changed"),
    "print": mark("Print"),
    "pdf": mark("PDF"),
    "txt": mark("Text"),
    "eml": mark("Mail"),
    "TO EXPLAIN": mark("To be explained"),
}
"""Values that are words of the journal itself, by the field they stand in or anywhere."""

_FIRST: Final = ("seq", "kind", "event", "no", "ts", "bday", "opname", "resp")
_LAST: Final = (
    "sub", "series", "utc", "till", "siret", "op", "fv", "build", "soft", "v", "alg", "kid", "prev", "sprev",
)  # fmt: skip
"""What a person asks first, and what only a verifier asks; a record's own fields stand between them."""

_ORDER: Final = {name: place for place, name in enumerate(dict.fromkeys((*_FIRST, *FIELD_WORDS)))}
_PLACES: Final = _ORDER | {name: 2 * len(_ORDER) + place for place, name in enumerate(_LAST)}
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field: how deep it lies in others, what it is called, what it says; '' where others lie in it."""

    depth: int
    name: str
    value: str


def in_words(fields: Mapping[str, Any], wording: Wording, people: Mapping[str, str]) -> tuple[FieldRow, ...]:
    """Every field of a payload.

    Args:
        fields: what the payload says.
        wording: the language.
        people: the names of those who work or worked here, by id.
    """
    speaker = _Speaker(wording, people, fields)
    return tuple(speaker.rows(fields, outer="", depth=0))


class _Speaker:
    def __init__(self, wording: Wording, people: Mapping[str, str], fields: Mapping[str, Any]) -> None:
        self._wording, self._people = wording, people
        self._currency = str(fields.get("cur", "EUR"))
        self._zone = datetime.fromisoformat(fields["ts"]).tzinfo if "ts" in fields else UTC

    def rows(self, fields: Mapping[str, Any], *, outer: str, depth: int) -> Iterator[FieldRow]:
        """The fields in the order a person asks for them; those of a later Comptoir before the technical ones."""
        for name in sorted(fields, key=lambda one: _PLACES.get(one, len(_ORDER))):
            value = fields[name]
            said = self._name(outer, name)
            if isinstance(value, Mapping):
                yield FieldRow(depth, said, "")
                yield from self.rows(value, outer=name, depth=depth + 1)
            elif isinstance(value, Sequence) and not isinstance(value, str):
                yield from self._list(said, name, value, depth)
            else:
                yield FieldRow(depth, said, self._value(outer, name, value, fields))

    def _list(self, said: str, name: str, values: Sequence[Any], depth: int) -> Iterator[FieldRow]:
        yield FieldRow(depth, said, "" if values else self._wording("none"))
        for place, value in enumerate(values, 1):
            if isinstance(value, Mapping):
                yield FieldRow(depth + 1, f"{place}", "")
                yield from self.rows(value, outer=name, depth=depth + 2)
            else:
                yield FieldRow(depth + 1, f"{place}", self._value(name, name, value, {}))

    def _name(self, outer: str, name: str) -> str:
        if outer == "counts" and name in set(Kind):
            return kind_in_words(Kind(name), self._wording)
        return field_in_words(outer, name, self._wording)

    def _value(self, outer: str, name: str, value: str | int, beside: Mapping[str, Any]) -> str:
        if isinstance(value, str):
            return self._text(name, value)
        wording = self._wording
        if name in MONEY or f"{outer}.{name}" in MONEY or self._is_price(name, beside):
            return wording.money(Money(value, self._currency))
        if name == "rate":
            return wording.percent(value)
        if name == "qty":
            unit = beside.get("unit")
            return wording.quantity(Quantity(value), Unit(unit) if unit in set(Unit) else Unit.PIECE)
        if name == "clock" or (name in {"before", "last"} and "clock" in beside):
            return wording.date_time((_EPOCH + timedelta(milliseconds=value)).astimezone(self._zone))
        if name in {"guar", "unatt", "franchise", "undone", "parked", "second"}:
            return wording("yes") if value else wording("no")
        return str(value) if outer == "series" else wording.number(value)

    def _is_price(self, name: str, beside: Mapping[str, Any]) -> bool:
        return name in {"before", "after"} and "product" in beside

    def _text(self, name: str, value: str) -> str:
        wording = self._wording
        if name == "kind" and value in set(Kind):
            said = kind_in_words(Kind(value), wording)
            return said if f"({value})" in said else f"{said} ({value})"
        if name in {"event", "sub"} and value in set(Event):
            return f"{event_in_words(value, wording)} ({value})"
        if name == "mode" and value in set(Means):
            return wording(MEANS[Means(value)])
        if name in PEOPLE and value in self._people:
            return f"{self._people[value]} ({value})"
        if name in {"bday", "day"}:
            return _as_day(value, wording)
        if name in {"ts", "utc"}:
            return f"{wording.date_time(datetime.fromisoformat(value))} ({value})"
        if name in {"unit", "cat", "action", "as", "verdict"} and value in WORDS:
            return wording(WORDS[value])
        return value


def _as_day(value: str, wording: Wording) -> str:
    try:
        return wording.date(date.fromisoformat(value))
    except ValueError:
        return value
