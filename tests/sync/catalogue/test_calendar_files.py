"""Calendar files, as RFC 5545 wants them: lines, folds, escapes, moments."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.catalogue.icalendar import Entry, calendar
from tests.sync.catalogue.calls import HOUR_MS, Town
from tests.sync.catalogue.going_on import DAY_MS, event

PARIS = ZoneInfo("Europe/Paris")
HOSTILE = "Braderie; rue, du \\ Four\nEND:VEVENT\r\nBEGIN:VALARM"


def _entry(**values: object) -> Entry:
    said = {
        "uid": "braderie@localhost",
        "title": "Braderie",
        "text": "",
        "place": "",
        "url": "https://town.example/agenda/braderie/",
        "starts": datetime(2026, 11, 28, 10, tzinfo=PARIS),
        "ends": datetime(2026, 11, 28, 18, tzinfo=PARIS),
        "changed": datetime(2026, 11, 1, tzinfo=UTC),
        **values,
    }
    return Entry(**said)  # type: ignore[arg-type]


def _unfolded(file: bytes) -> list[str]:
    assert file.endswith(b"\r\n")
    return file.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]


def _value(lines: list[str], name: str) -> str:
    (found,) = [line.split(":", 1)[1] for line in lines if line.split(":")[0].split(";")[0] == name]
    return found


def _meant(value: str) -> str:
    """Read an escaped text back, by the RFC's own four escapes."""
    letters = iter(value)
    return "".join({"n": "\n", "N": "\n"}.get(after := next(letters), after) if one == "\\" else one for one in letters)


@given(st.text(max_size=400), st.text(max_size=200))
def test_any_text_comes_back_as_it_was_and_no_line_is_too_long(text: str, title: str) -> None:
    file = calendar("Ville", [_entry(text=text, title=title)])

    for line in file.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()  # no letter was cut in two
        assert not any(octet < 32 for octet in line)
    lines = _unfolded(file)
    plain = "".join(" " if (ord(one) < 32 and one != "\n") or one == "\x7f" else one for one in _newlines(text))
    assert not text or _meant(_value(lines, "DESCRIPTION")) == plain
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == lines.count("END:VCALENDAR") == 1


def _newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def test_moments_are_told_in_utc_and_whole_days_as_days() -> None:
    hours = _unfolded(calendar("Ville", [_entry()]))
    days = _unfolded(
        calendar(
            "Ville", [_entry(starts=datetime(2026, 3, 28, tzinfo=PARIS), ends=datetime(2026, 3, 30, tzinfo=PARIS))]
        )
    )
    endless = _unfolded(calendar("Ville", [_entry(ends=datetime(2026, 11, 28, 10, tzinfo=PARIS))]))

    assert (_value(hours, "DTSTART"), _value(hours, "DTEND")) == ("20261128T090000Z", "20261128T170000Z")
    assert "DTSTART;VALUE=DATE:20260328" in days
    assert "DTEND;VALUE=DATE:20260330" in days
    assert not [line for line in endless if line.startswith("DTEND")]


def test_the_town_gives_one_event_and_all_that_are_to_come(any_town: Town) -> None:
    town = any_town
    event(town, "Braderie", town.shop("Chez Zoé, & fils"), text=HOSTILE, place="Place; des Lices")
    event(town, "Hier", starts_ms=town.now_ms - DAY_MS)

    one = town.client.get("/agenda/braderie.ics")
    lines = _unfolded(town.client.get("/agenda.ics").content)

    assert one.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert 'filename="braderie.ics"' in one.headers["Content-Disposition"]
    assert [line for line in lines if line.startswith("SUMMARY")] == ["SUMMARY:Braderie"]
    assert _value(lines, "UID") == "braderie@localhost"
    assert _value(lines, "URL") == "http://localhost/agenda/braderie/"
    assert lines.count("BEGIN:VALARM") == 0
    assert _meant(_value(lines, "LOCATION")) == "Place; des Lices"
    assert "Chez Zoé, & fils" in _meant(_value(lines, "DESCRIPTION"))
    town.now_ms += DAY_MS + 2 * HOUR_MS
    assert b"VEVENT" not in town.client.get("/agenda.ics").content


@pytest.mark.parametrize("path", ["/agenda.ics", "/agenda/braderie.ics"])
def test_a_calendar_sets_no_cookie(town: Town, path: str) -> None:
    event(town, "Braderie")

    assert not town.client.get(path).cookies
