"""Forms of the town hall: which fields they have, how they are read, and what is wrong, field by field.

Whatever is wrong, nothing typed is lost: the form is shown again as it was filled in, passwords excepted.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.utils.translation import gettext as _

_MAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s.<>,;]+")
_WEBSITE = re.compile(r"https?://[^\s/?#@]+\.[^\s/?#@]+(?:[/?#]\S*)?", re.IGNORECASE)
_PHONE = re.compile(r"\+?[0-9](?:[ ./()-]*[0-9]){2,14}")
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::\d{2})?")
_NUMBER = re.compile(r"-?[0-9]{1,3}(?:[.,][0-9]{1,12})?")
_TURNING = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}
_SHOWN_AT_MOST = 5000


@dataclass(frozen=True)
class Field:
    """A field of a form. kind: line, text, mail, phone, website, moment, number, password or many (some of `choices`).

    most is a number's greatest absolute value, complete what a browser may fill in by itself.
    """

    name: str
    label: str
    kind: str = "line"
    length: int = 200
    is_needed: bool = False
    hint: str = ""
    complete: str = "off"
    most: float = 180.0
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Shown:
    """A field as a page shows it; `has_focus` in the first one that something is wrong with."""

    field: Field
    text: str
    chosen: tuple[str, ...]
    error: str
    has_focus: bool

    @property
    def type(self) -> str:
        """Return what kind of input a browser is asked for; addresses of the web may be typed without https://."""
        return {"mail": "email", "phone": "tel", "moment": "datetime-local", "password": "password"}.get(
            self.field.kind, "text"
        )

    @property
    def described_by(self) -> str:
        """Name what says more about the field, for a reader that is spoken to."""
        parts = [f"{self.field.name}-hint"] * bool(self.field.hint) + [f"{self.field.name}-fault"] * bool(self.error)
        return " ".join(parts)


@dataclass(frozen=True)
class Form:
    """A form as it was filled in; `values` are the checked ones, by name, of the fields that nothing is wrong with."""

    fields: tuple[Field, ...]
    texts: Mapping[str, str] = field(default_factory=dict)
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    values: Mapping[str, object] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def shown(self) -> list[Shown]:
        """Return the fields in their order."""
        first = next((one.name for one in self.fields if one.name in self.errors), "")
        return [
            Shown(
                one,
                "" if one.kind == "password" else self.texts.get(one.name, ""),
                self.chosen.get(one.name, ()),
                self.errors.get(one.name, ""),
                one.name == first,
            )
            for one in self.fields
        ]

    @property
    def unnamed(self) -> str:
        """Return what is wrong with the form as a whole."""
        return self.errors.get("", "")

    def wrong(self, name: str, text: str) -> "Form":
        """Return the form with one more thing that is wrong; without a name it is the whole form's."""
        return replace(self, errors={**self.errors, name: text})


def filled(fields: tuple[Field, ...], values: Mapping[str, object], zone: str = "UTC") -> Form:
    """Return a form that shows values as they are kept."""
    kinds = {one.name: one.kind for one in fields}
    texts = {name: _written(values[name], kinds[name], zone) for name in kinds if name in values}
    chosen = {
        name: tuple(map(str, _listed(values[name]))) for name in kinds if kinds[name] == "many" and name in values
    }
    return Form(fields, texts, chosen)


def read(fields: tuple[Field, ...], posted: QueryDict, zone: str = "UTC") -> Form:
    """Read what was filled in, with care."""
    form = Form(
        fields,
        texts={one.name: _kept(posted.get(one.name, "")) for one in fields},
        chosen={one.name: tuple(posted.getlist(one.name)) for one in fields if one.kind == "many"},
    )
    values: dict[str, object] = {}
    for one in fields:
        try:
            values[one.name] = _value(one, posted, zone)
        except ValueError as error:
            form = form.wrong(one.name, str(error))
    return replace(form, values=values)


def _value(asked: Field, posted: QueryDict, zone: str) -> object:
    """Return the checked value of a field.

    Raises:
        ValueError: something is wrong with it; the text says what to do.
    """
    if asked.kind == "many":
        known = {name for name, _label in asked.choices}
        return tuple(one for one in posted.getlist(asked.name) if one in known)
    if asked.kind == "password":
        return _password(posted.get(asked.name, ""))
    text = _stripped(posted.get(asked.name, ""), asked.kind)
    if not text:
        if asked.is_needed:
            raise ValueError(_("Please fill this in."))
        return None if asked.kind in {"moment", "number"} else ""
    if len(text) > asked.length:
        raise ValueError(_("At most {count} characters, please.").replace("{count}", str(asked.length)))
    if any(_hides(letter) for letter in text if asked.kind != "text" or letter != "\n"):
        raise ValueError(_("This holds a character that cannot be read."))
    return _READERS.get(asked.kind, _as_it_is)(text, asked, zone)


def _password(text: str) -> str:
    if not text:
        raise ValueError(_("Please fill this in."))
    return text


def _as_it_is(text: str, _asked: Field, _zone: str) -> object:
    return text


def _mail(text: str, _asked: Field, _zone: str) -> object:
    if not _MAIL.fullmatch(text):
        raise ValueError(_("Please write a mail address, as in name@town.example."))
    return text


def _phone(text: str, _asked: Field, _zone: str) -> object:
    if not _PHONE.fullmatch(text):
        raise ValueError(_("Please write a telephone number, as in 02 97 00 00 04."))
    return text


def _website(text: str, _asked: Field, _zone: str) -> object:
    address = text if "://" in text else f"https://{text}"
    if not _WEBSITE.fullmatch(address):
        raise ValueError(_("Please write an address that begins with https://."))
    return address


def _moment(text: str, _asked: Field, zone: str) -> object:
    match = _MOMENT.fullmatch(text)
    moment = None
    if match is not None:
        with suppress(ValueError):
            moment = datetime.fromisoformat(f"{match[1]}T{match[2]}").replace(tzinfo=ZoneInfo(zone))
    if moment is None or not 1990 <= moment.year <= 2200:
        raise ValueError(_("Please write a day and a time, as in 2026-12-05 14:30."))
    return int(moment.timestamp() * 1000)


def _number(text: str, asked: Field, _zone: str) -> object:
    value = float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None
    if value is None or abs(value) > asked.most:
        told = _("Please write degrees between -{most} and {most}, as in 47.6582.")
        raise ValueError(told.replace("{most}", f"{asked.most:g}"))
    return value


_READERS = {"mail": _mail, "phone": _phone, "website": _website, "moment": _moment, "number": _number}


def _written(value: object, kind: str, zone: str) -> str:
    """Write a kept value as its field shows it."""
    if value is None or kind == "many":
        return ""
    if kind == "moment" and isinstance(value, int):
        moment = datetime.fromtimestamp(value / 1000, UTC).astimezone(ZoneInfo(zone))
        return moment.strftime("%Y-%m-%dT%H:%M")
    return str(value)


def _listed(value: object) -> Iterable[object]:
    return value if isinstance(value, list | tuple) else ()


def _stripped(text: str, kind: str) -> str:
    """Return a text without room around it; a line's inner room is one space."""
    if kind == "text":
        return "\n".join(line.replace("\t", " ").strip() for line in text.splitlines()).strip()
    return " ".join(text.split(" ")).strip()


def _kept(text: str) -> str:
    """Return a text as it may be shown again: without what hides in it."""
    return "".join(letter for letter in text if letter in "\r\n" or not _hides(letter))[:_SHOWN_AT_MOST]


def _hides(letter: str) -> bool:
    return unicodedata.category(letter) in {"Cc", "Cs"} or letter in _TURNING
