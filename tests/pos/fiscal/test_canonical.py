"""Canonical bytes: one spelling for one value, the same as any other reader of RFC 8785 makes."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos.fiscal.canonical import LARGEST, NotCanonical, Value, canonical, parse

names = st.text(st.characters(max_codepoint=126, min_codepoint=32), max_size=6)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
values: st.SearchStrategy[Any] = st.recursive(
    st.integers(-LARGEST, LARGEST) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=12,
)


def test_the_example_of_the_standard_within_our_limits() -> None:
    """RFC 8785, section 3.2.2 and 3.2.3: names sorted, the shortest escapes, no space."""
    value: Value = {"peach": "This sorting order", "numbers": [333333333, 4], "string": '€$\u000f\nA\'B"\\\\"/', "": ""}

    written = '{"":"","numbers":[333333333,4],"peach":"This sorting order","string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    assert canonical(value) == written.encode()


@pytest.mark.parametrize(
    "value", [1.5, 1.0, None, True, 2**53, -(2**53), {"a": None}, ["x", 0.1], {"é": 1}, {1: 2}, b"x"]
)
def test_what_has_no_place_in_a_record_is_refused(value: Any) -> None:
    with pytest.raises(NotCanonical):
        canonical({"value": value} if not isinstance(value, dict) else value)


def test_half_a_character_is_refused() -> None:
    with pytest.raises(NotCanonical):
        canonical({"label": "\ud800"})


def test_letters_written_in_two_ways_are_one() -> None:
    assert canonical({"label": "Cafe\u0301"}) == canonical({"label": "Café"})


@given(st.dictionaries(names, values, max_size=4))
def test_any_value_comes_back_and_has_one_spelling(value: dict[str, Any]) -> None:
    written = canonical(value)

    assert parse(written) == _in_nfc(value)
    assert canonical(parse(written)) == written
    assert json.loads(written) == parse(written)


@pytest.mark.parametrize(
    "spelling",
    [b'{"a": 1}', b'{"b":1,"a":2}', b'{"a":1.0}', b'{"a":"\\u0041"}', b"[1]", b"{", b'{"a":1,"a":1}', b"\xff"],
)
def test_another_spelling_is_no_record(spelling: bytes) -> None:
    with pytest.raises(NotCanonical):
        parse(spelling)


def _in_nfc(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [_in_nfc(one) for one in value]
    return {name: _in_nfc(one) for name, one in value.items()} if isinstance(value, dict) else value
