"""One spelling for one value: RFC 8785 JSON, so that the same fields always give the same signed bytes.

Only texts, whole numbers, lists and objects with ASCII names: no float, no null, no boolean. Texts are in Unicode form
NFC. Within these limits RFC 8785 comes down to sorted names, no spaces, and the shortest escapes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Final, cast
from unicodedata import normalize

Value = str | int | Sequence["Value"] | Mapping[str, "Value"]
Body = Mapping[str, Value]

LARGEST: Final = 2**53 - 1
"""The largest whole number every reader of JSON keeps exactly (RFC 7493)."""

_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode


class NotCanonical(ValueError):
    """A value has no place in a record: a bug of ours, never a person's mistake."""


def canonical(value: Value) -> bytes:
    """The canonical bytes of a value.

    Raises:
        NotCanonical: a float, a null, a boolean, a number too large, a name that is not ASCII, or half a character.
    """
    try:
        return _encode(_plain(value)).encode()
    except UnicodeEncodeError as problem:
        raise NotCanonical(str(problem)) from problem


def parse(payload: bytes) -> dict[str, Value]:
    """The fields of canonical bytes.

    Raises:
        NotCanonical: these bytes are not the canonical spelling of anything.
    """
    try:
        fields = json.loads(payload)
    except ValueError as problem:
        raise NotCanonical("no JSON") from problem
    if not isinstance(fields, dict) or canonical(fields) != payload:
        raise NotCanonical("another spelling")
    return fields


def _plain(value: object) -> object:
    """The value with its texts in NFC, or a refusal."""
    kind = type(value)
    if kind is str:
        text = cast("str", value)
        return text if text.isascii() else normalize("NFC", text)
    if kind is int:
        if not -LARGEST <= cast("int", value) <= LARGEST:
            raise NotCanonical(f"{value} is too large")
        return value
    if isinstance(value, Mapping):
        return {_name(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, str):  # an enumeration's value
        return _plain(str(value))
    raise NotCanonical(f"{kind.__name__} has no place in a record")


def _name(name: object) -> str:
    if not isinstance(name, str) or not name.isascii():
        raise NotCanonical(f"{name!r} is no name")
    return name
