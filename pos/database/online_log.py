"""The log of the shop window: what happened between the till and an online shop in the last thirty days.

It stays small whatever happens: the same thing again within an hour is counted on its line, lines of more than thirty
days are forgotten, and there are never more than MOST_ENTRIES of them. It outlives the link: leaving is news, too.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import msgspec

from pos.domain.identity import to_ms
from pos.domain.online_log import Detail, LogEntry, LogEvent

if TYPE_CHECKING:
    from pos.database.connection import Database, Row

KEPT: Final = timedelta(days=30)
TOGETHER: Final = timedelta(hours=1)
"""The same thing again within this time is counted on the line that is there."""
MOST_ENTRIES: Final = 5_000
LONGEST_WORD: Final = 200

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_EVENTS: Final = {event.value: event for event in LogEvent}


def note(db: Database, target: str, event: LogEvent, *, now: datetime, **details: Detail) -> None:
    """Write down what happened; call it inside the transaction of what it tells."""
    at_ms = to_ms(now)
    told = msgspec.json.encode({name: _cut(details[name]) for name in sorted(details)}).decode()
    counted = db.execute(
        "UPDATE online_log SET times = times + 1, until_ms = ?1 WHERE id = (SELECT max(id) FROM online_log"
        " WHERE target = ?2 AND event = ?3 AND details = ?4 AND at_ms > ?5 AND at_ms <= ?1)",
        (at_ms, target, event.value, told, at_ms - TOGETHER // timedelta(milliseconds=1)),
    )
    if counted.rowcount:
        return
    db.execute(
        "INSERT INTO online_log (target, at_ms, until_ms, event, details) VALUES (?1, ?2, ?2, ?3, ?4)",
        (target, at_ms, event.value, told),
    )
    _forget(db, at_ms)


def entries(db: Database, target: str, *, since_ms: int) -> list[LogEntry]:
    """What happened since a moment, the latest first; words of a later Comptoir are left out."""
    rows = db.rows(
        "SELECT target, event, at_ms, until_ms, times, details FROM online_log WHERE target = ? AND until_ms >= ?"
        " ORDER BY until_ms DESC, id DESC",
        (target, since_ms),
    )
    return [_entry(row) for row in rows if row[1] in _EVENTS]


def _forget(db: Database, now_ms: int) -> None:
    db.execute("DELETE FROM online_log WHERE at_ms < ?", (now_ms - KEPT // timedelta(milliseconds=1),))
    db.execute(
        "DELETE FROM online_log WHERE id <= (SELECT id FROM online_log ORDER BY id DESC LIMIT 1 OFFSET ?)",
        (MOST_ENTRIES,),
    )


def _entry(row: Row) -> LogEntry:
    target, event, at_ms, until_ms, times, details = row
    told = msgspec.json.decode(details, type=dict[str, Detail])
    return LogEntry(target, _EVENTS[event], _moment(at_ms), _moment(until_ms), times, told)


def _cut(detail: Detail) -> Detail:
    return detail[:LONGEST_WORD] if isinstance(detail, str) else detail


def _moment(at_ms: int) -> datetime:
    return _EPOCH + timedelta(milliseconds=at_ms)
