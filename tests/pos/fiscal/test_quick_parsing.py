"""The quick reader reads exactly what the verifier's own does, and refuses what that refuses."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos.fiscal.canonical import LARGEST, canonical
from pos.fiscal.quick_parsing import parse_quickly
from pos.fiscal.verify import NotCanonical, parse

names = st.text(st.characters(max_codepoint=127), max_size=6)
texts = st.text(max_size=8)
leaves = texts | st.integers(-LARGEST, LARGEST)
values = st.recursive(leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3))
bodies = st.dictionaries(names, values, max_size=5)


def said(reader: Any, payload: bytes) -> Any:
    try:
        return reader(payload)
    except NotCanonical:
        return NotCanonical


@given(bodies)
def test_what_a_record_may_hold_is_read_alike(body: dict[str, Any]) -> None:
    payload = canonical(body)

    assert parse_quickly(payload) == parse(payload)


@given(bodies, st.data())
def test_what_is_altered_is_read_or_refused_alike(body: dict[str, Any], data: st.DataObject) -> None:
    payload = bytearray(canonical(body))
    for _ in range(data.draw(st.integers(1, 3))):
        payload[data.draw(st.integers(0, len(payload) - 1))] = data.draw(st.integers(0, 255))

    assert said(parse_quickly, bytes(payload)) == said(parse, bytes(payload))


@pytest.mark.parametrize(
    "payload",
    [
        b'{"a":1.0}', b'{"a":1.5}', b'{"a":1e3}', b'{"a":null}', b'{"a":true}', b'{"a":[false]}', b'{"a": 1}',
        b'{"a":-0}', b'{"b":1,"a":2}', b'{"a":1,"a":1}', b"[1]", b"1", b"", b"{", b'{"a":9007199254740992}',
        b'{"a":NaN}',
        '{"é":1}'.encode(), '{"a":"e\u0301"}'.encode(), b'{"a":"\\u00e9"}', b'{"a":"\xff"}', b'{"a":"\\ud800"}',
        b'{"a":"\\/"}', b'{"a":"\x7f"}', b'{"a":1}\n', b'{"a":01}', b'{"a":"\\u001F"}',
    ],
)  # fmt: skip
def test_no_other_spelling_is_read(payload: bytes) -> None:
    assert said(parse_quickly, payload) == said(parse, payload)


@pytest.mark.parametrize(
    "sign", ["\x00", "\x08", "\t", "\n", "\x0c", "\r", "\x1f", '"', "\\", "/", "\x7f", "\u2028", "é"]
)
def test_every_escape_is_read(sign: str) -> None:
    payload = canonical({"a": sign, "b": f"é{sign}"})

    assert parse_quickly(payload) == {"a": sign, "b": f"é{sign}"}


def test_what_lies_deeper_than_any_record_is_read_too() -> None:
    value: Any = 1
    for _ in range(30):
        value = {"a": [value]}

    assert parse_quickly(canonical(value)) == value
