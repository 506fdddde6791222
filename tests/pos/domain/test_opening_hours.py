"""Hours as a shopkeeper types them: read, written for the file and the wire, and read again."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos.domain.opening_hours import (
    CLOSED_WEEK,
    FaultyHours,
    HoursFault,
    Span,
    read_date,
    read_spans,
    read_time,
    spans_of,
    week_line,
    week_of,
    write_spans,
    write_week,
)
from sync.catalogue import hours as shown

TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("9", 540),
        ("9h", 540),
        ("9 h 30", 570),
        ("9:30", 570),
        ("09.30", 570),
        ("0930", 570),
        ("930", 570),
        ("24", 1440),
        ("0", 0),
        ("25", None),
        ("9:75", None),
        ("neuf", None),
        ("", None),
        ("9:3", None),
    ],
)
def test_a_time_is_read_as_people_type_it(text: str, minutes: int | None) -> None:
    assert read_time(text) == minutes


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("24/12", date(2026, 12, 24)),
        ("1.1", date(2027, 1, 1)),
        ("1/11", date(2026, 11, 1)),
        ("24/12/2027", date(2027, 12, 24)),
        ("24-12-27", date(2027, 12, 24)),
        ("2026-12-24", date(2026, 12, 24)),
        ("31/02", None),
        ("demain", None),
        ("", None),
    ],
)
def test_a_day_is_read_as_people_type_it(text: str, day: date | None) -> None:
    assert read_date(text, TODAY) == day


@pytest.mark.parametrize(
    ("texts", "read"),
    [
        (("9", "12h30", "14", "19"), (Span(540, 750), Span(840, 1140))),
        (("", "", "", ""), ()),
        (("", "", "14", "19"), (Span(840, 1140),)),
        (("18", "2", "", ""), (Span(1080, 1560),)),
        (("9", "", "", ""), FaultyHours(HoursFault.HALF, 1)),
        (("neuf", "12", "", ""), FaultyHours(HoursFault.NO_TIME, 0)),
        (("12", "9", "", ""), FaultyHours(HoursFault.BACKWARDS, 1)),
        (("9", "14", "13", "19"), FaultyHours(HoursFault.OVERLAP, 2)),
    ],
)
def test_a_day_s_boxes_are_read_or_refused_at_the_box(texts: tuple[str, ...], read: object) -> None:
    assert read_spans(texts) == read


def test_the_week_is_one_line_of_the_wire() -> None:
    day = (Span(540, 750), Span(840, 1140))
    week = ((), day, day, day, day, (Span(540, 1140),), ())

    assert week_line(week) == "Mo off; Tu-Fr 09:00-12:30,14:00-19:00; Sa 09:00-19:00; Su off"
    assert week_line(CLOSED_WEEK) == "Mo-Su off"


@st.composite
def days(draw: st.DrawFn) -> tuple[Span, ...]:
    times = sorted(draw(st.lists(st.integers(0, 1439), min_size=4, max_size=4, unique=True)))
    spans = (Span(times[0], times[1]), Span(times[2], times[3]))
    return spans[: draw(st.integers(0, 2))]


@given(st.tuples(*[days()] * 7))
def test_a_week_written_is_the_week_read_here_and_in_the_catalogue(week: tuple[tuple[Span, ...], ...]) -> None:
    assert week_of(write_week(week)) == week
    assert all(spans_of(write_spans(day)) == day for day in week)
    told = shown.week(week_line(week))
    assert told is not None
    assert [[(one.opens, one.closes) for one in day] for day in told] == [
        [(one.opens, one.closes) for one in day] for day in week
    ]


@given(st.lists(st.text(max_size=6), min_size=4, max_size=4))
def test_no_typing_breaks_the_reading(texts: list[str]) -> None:
    read_spans(texts)
    read_date(texts[0], TODAY)
