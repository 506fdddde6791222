"""The rules of honesty: how old a figure is, what is said of it, and that it never says more than it knows."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from sync.catalogue import sentences
from sync.catalogue.figures import Figure, Kind, figure
from sync.catalogue.freshness import (
    CLOSED_AT_MOST_MS,
    DATED_MS,
    FRESH_MS,
    RECENT_MS,
    AsOf,
    Freshness,
    Standing,
    as_of,
    freshness,
)
from tests.sync.catalogue.calls import HOUR_MS, MINUTE_MS, NOON_MS

PARIS = "Europe/Paris"
moments = st.integers(0, 2**45)


@pytest.mark.parametrize(
    ("age_ms", "expected"),
    [
        (0, Freshness.FRESH),
        (FRESH_MS - 1, Freshness.FRESH),
        (FRESH_MS, Freshness.RECENT),
        (RECENT_MS - 1, Freshness.RECENT),
        (RECENT_MS, Freshness.DATED),
        (DATED_MS - 1, Freshness.DATED),
        (DATED_MS, Freshness.OLD),
        (400 * DATED_MS, Freshness.OLD),
    ],
)
def test_a_figure_ages_in_steps(age_ms: int, expected: Freshness) -> None:
    assert freshness(AsOf(NOON_MS), NOON_MS + age_ms) is expected


def test_what_was_never_heard_is_unknown() -> None:
    assert freshness(None, NOON_MS) is Freshness.UNKNOWN


def test_a_figure_is_as_old_as_the_later_of_its_own_word_and_the_shops() -> None:
    assert as_of(50, Standing(complete_ms=90)) == AsOf(90)
    assert as_of(95, Standing(complete_ms=90)) == AsOf(95)
    assert as_of(50, Standing()) == AsOf(50)


def test_a_closing_figure_holds_until_the_shop_opens() -> None:
    standing = Standing(complete_ms=NOON_MS, closed_ms=NOON_MS, opens_ms=NOON_MS + 40 * HOUR_MS)
    word = as_of(NOON_MS - MINUTE_MS, standing)

    assert freshness(word, NOON_MS + 39 * HOUR_MS) is Freshness.CLOSED
    assert freshness(word, NOON_MS + 40 * HOUR_MS) is Freshness.OLD


def test_a_closing_figure_without_hours_holds_a_week_at_most() -> None:
    word = as_of(0, Standing(complete_ms=NOON_MS, closed_ms=NOON_MS))

    assert freshness(word, NOON_MS + CLOSED_AT_MOST_MS - 1) is Freshness.CLOSED
    assert freshness(word, NOON_MS + CLOSED_AT_MOST_MS) is Freshness.OLD


def test_a_level_heard_after_closing_shows_that_the_shop_is_at_work() -> None:
    word = as_of(NOON_MS + MINUTE_MS, Standing(complete_ms=NOON_MS, closed_ms=NOON_MS))

    assert freshness(word, NOON_MS + 2 * MINUTE_MS) is Freshness.FRESH


@given(checked=moments, complete=st.none() | moments, closed=st.none() | moments, opens=st.none() | moments)
def test_a_date_is_never_later_than_the_last_thing_heard(
    checked: int, complete: int | None, closed: int | None, opens: int | None
) -> None:
    word = as_of(checked, Standing(complete, closed, opens))

    assert word.at_ms <= max(checked, complete or 0)
    assert word.closed_until_ms is None or (closed is not None and closed >= word.at_ms)


@given(at=moments, one=moments, more=moments)
def test_a_figure_never_gets_younger_by_waiting(at: int, one: int, more: int) -> None:
    steps = [Freshness.FRESH, Freshness.RECENT, Freshness.DATED, Freshness.OLD]
    early, late = freshness(AsOf(at), at + one), freshness(AsOf(at), at + one + more)

    assert steps.index(early) <= steps.index(late)


@given(
    quantity=st.integers(-(2**53), 2**53),
    unit=st.sampled_from(["piece", "kg"]),
    told=st.sampled_from(["bands", "counts"]),
)
def test_nothing_below_zero_is_ever_told_and_bands_hide_counts(quantity: int, unit: str, told: str) -> None:
    shown = figure(quantity, unit, told)

    assert shown.quantity_milli >= 0
    assert (shown.kind is Kind.OUT) == (quantity <= 0)
    if told == "bands":
        assert shown.quantity_milli == 0


@pytest.mark.parametrize(
    ("quantity_milli", "unit", "told", "expected"),
    [
        (1000, "piece", "bands", Figure(Kind.FEW)),
        (3000, "piece", "bands", Figure(Kind.FEW)),
        (4000, "piece", "bands", Figure(Kind.SOME)),
        (1000, "kg", "bands", Figure(Kind.FEW)),
        (1001, "kg", "bands", Figure(Kind.SOME)),
        (350, "kg", "counts", Figure(Kind.COUNT, 350)),
        (2500, "piece", "counts", Figure(Kind.COUNT, 2000)),
        (500, "piece", "counts", Figure(Kind.FEW)),
    ],
)
def test_a_shop_tells_bands_unless_it_chose_counts(quantity_milli: int, unit: str, told: str, expected: Figure) -> None:
    assert figure(quantity_milli, unit, told) == expected


@pytest.mark.parametrize(
    ("age_ms", "english", "french"),
    [
        (0, "3 in stock", "3 en stock"),
        (23 * MINUTE_MS, "3 in stock, checked 23 min ago", "3 en stock, vérifié il y a 23\u00a0min"),
        (
            20 * MINUTE_MS + HOUR_MS,
            "Probably 3 in stock, last seen 12:00, please call",
            "Sans doute 3 en stock, vu à 12\u00a0h\u00a000, appelez avant de venir",
        ),
        (
            20 * HOUR_MS,
            "Probably 3 in stock, last seen yesterday 12:00, please call",
            "Sans doute 3 en stock, vu hier à 12\u00a0h\u00a000, appelez avant de venir",
        ),
        (24 * HOUR_MS, "No recent figure, please call", "Pas de chiffre récent, appelez la boutique"),
    ],
)
def test_the_line_says_how_old_the_figure_is(age_ms: int, english: str, french: str) -> None:
    assert _say(age_ms, "en") == english
    assert _say(age_ms, "fr") == french


@pytest.mark.parametrize(
    ("age_ms", "expected"),
    [
        (0, "At closing time today: 3"),
        (11 * HOUR_MS, "At closing time today: 3"),
        (13 * HOUR_MS, "At closing time yesterday: 3"),
        (40 * HOUR_MS, "At closing time on Wednesday 15 November: 3"),
    ],
)
def test_after_closing_the_line_speaks_of_closing_time(age_ms: int, expected: str) -> None:
    assert _say(age_ms, "en", closed_until_ms=NOON_MS + 60 * HOUR_MS) == expected


def test_an_unknown_level_is_never_zero() -> None:
    with override("en"):
        said = sentences.spoken(sentences.unknown_line(), NOON_MS, PARIS)

    assert (said.text, said.tone) == ("Stock not known, please call", "unknown")


def test_the_page_ages_by_the_same_steps_as_the_server() -> None:
    script = (Path(sentences.__file__).parent / "static" / "live.js").read_text(encoding="utf-8")

    assert "FRESH = 5 * MINUTE, RECENT = 60 * MINUTE, DATED = 24 * 60 * MINUTE" in script
    assert (FRESH_MS, RECENT_MS, DATED_MS) == (5 * MINUTE_MS, 60 * MINUTE_MS, 24 * 60 * MINUTE_MS)


@pytest.mark.parametrize(
    ("age_ms", "expected"),
    [
        (None, "Not connected yet"),
        (30_000, "Up to date"),
        (7 * MINUTE_MS, "Updated 7 min ago"),
        (2 * HOUR_MS, "Updated at 12:00"),
        (30 * HOUR_MS, "Updated on Wednesday 15 November"),
    ],
)
def test_a_shop_says_when_it_was_last_heard(age_ms: int | None, expected: str) -> None:
    with override("en"):
        at_ms = None if age_ms is None else NOON_MS
        assert sentences.heard(at_ms, NOON_MS + (age_ms or 0), PARIS) == expected


def test_every_sentence_of_every_figure_can_be_told_in_both_languages() -> None:
    for language in ("en", "fr"):
        with override(language):
            for kind in Kind:
                told = sentences.line(Figure(kind, 1000), AsOf(NOON_MS), term=1, count="1")
                assert sentences.forms(language)[told.kind].keys() == sentences.forms("fr")["out"].keys()
                for hours in (0, 0.5, 3, 20, 30):
                    moment = NOON_MS + int(hours * HOUR_MS)
                    assert "{" not in sentences.spoken(told, moment, PARIS).text
                    shut = sentences.Line(told.kind, 1, told.at_ms, NOON_MS + 99 * HOUR_MS, told.count)
                    assert "{" not in sentences.spoken(shut, moment + 40 * HOUR_MS, PARIS).text


def _say(age_ms: int, language: str, *, closed_until_ms: int | None = None) -> str:
    with override(language):
        said = sentences.line(Figure(Kind.COUNT, 3000), AsOf(NOON_MS, closed_until_ms), term=1, count="3")
        return sentences.spoken(said, NOON_MS + age_ms, PARIS).text


def test_noon_is_noon() -> None:
    assert datetime.fromtimestamp(NOON_MS / 1000, UTC) + timedelta(hours=1) == datetime(2023, 11, 15, 12, tzinfo=UTC)
