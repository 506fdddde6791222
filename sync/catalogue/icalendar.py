"""Events as calendars read them (RFC 5545): escaped, folded at 75 octets, moments in UTC, whole days as days. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time

MEDIA_TYPE = "text/calendar; charset=utf-8"
_FOLD_AT_OCTETS = 75
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
_PROGRAM = "-//Comptoir//Catalogue//FR"


@dataclass(frozen=True)
class Entry:
    """An event of a calendar; `uid` names it for ever, `starts` and `ends` are in the town's own time zone."""

    uid: str
    title: str
    text: str
    place: str
    url: str
    starts: datetime
    ends: datetime
    changed: datetime


def calendar(name: str, entries: Iterable[Entry]) -> bytes:
    """Write a calendar with its events."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{_PROGRAM}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines += [f"NAME:{_escaped(name)}", f"X-WR-CALNAME:{_escaped(name)}"]
    for entry in entries:
        lines += _event(entry)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(entry: Entry) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{_escaped(entry.uid)}",
        f"DTSTAMP:{_moment(entry.changed)}",
        f"LAST-MODIFIED:{_moment(entry.changed)}",
        *_span(entry.starts, entry.ends),
        f"SUMMARY:{_escaped(entry.title)}",
    ]
    if entry.text:
        lines.append(f"DESCRIPTION:{_escaped(entry.text)}")
    if entry.place:
        lines.append(f"LOCATION:{_escaped(entry.place)}")
    return [*lines, f"URL:{_CONTROLS.sub('', entry.url)}", "END:VEVENT"]


def _span(starts: datetime, ends: datetime) -> list[str]:
    """Write from when to when; the end must come later than the start, or is not told."""
    if starts.time() == ends.time() == time(0) and ends > starts:
        return [f"DTSTART;VALUE=DATE:{starts:%Y%m%d}", f"DTEND;VALUE=DATE:{ends:%Y%m%d}"]
    begins = f"DTSTART:{_moment(starts)}"
    return [begins, f"DTEND:{_moment(ends)}"] if ends > starts else [begins]


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    plain = _CONTROLS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """Fold a line between letters, never inside one; a continued line begins with a space, which counts."""
    pieces: list[bytes] = []
    current, room = b"", _FOLD_AT_OCTETS
    for letter in line:
        octets = letter.encode()
        if len(current) + len(octets) > room:
            pieces.append(current)
            current, room = b"", _FOLD_AT_OCTETS - 1
        current += octets
    return b"\r\n ".join([*pieces, current]) + b"\r\n"
