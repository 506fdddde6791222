"""Names that never change, and moments in whole milliseconds."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos.domain.identity import ENTROPY_BYTES, to_ms, uuid7
from tests.builders import PARIS

moments = st.integers(631_152_000_000, 4_102_444_800_000).map(
    lambda ms: (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms)).astimezone(PARIS)
)
chance = st.binary(min_size=ENTROPY_BYTES, max_size=ENTROPY_BYTES)


@given(moments, chance)
def test_an_id_says_its_kind_and_its_moment(at: datetime, entropy: bytes) -> None:
    made = uuid.UUID(uuid7(at, entropy))

    assert made.version == 7
    assert made.variant == uuid.RFC_4122
    assert made.int >> 80 == to_ms(at)


@given(moments, st.integers(1, 10**9), chance, chance)
def test_later_ids_sort_after_earlier_ones(at: datetime, later_ms: int, one: bytes, two: bytes) -> None:
    assert uuid7(at, one) < uuid7(at + timedelta(milliseconds=later_ms), two)


@given(moments, chance, chance)
def test_another_chance_gives_another_id(at: datetime, one: bytes, two: bytes) -> None:
    kept = 2**74 - 1
    same = int.from_bytes(one, "big") & kept == int.from_bytes(two, "big") & kept

    assert (uuid7(at, one) == uuid7(at, two)) is same


def test_an_id_needs_all_its_random_bytes() -> None:
    with pytest.raises(ValueError, match="10 random bytes"):
        uuid7(datetime(2026, 1, 1, tzinfo=UTC), b"short")


@given(st.integers(0, 4_102_444_800_000))
def test_a_moment_keeps_its_millisecond(ms: int) -> None:
    assert to_ms(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms)) == ms


def test_a_moment_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        to_ms(datetime(2026, 1, 1))  # noqa: DTZ001 the very mistake
