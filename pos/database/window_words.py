"""What the shop's window says of it: its word, the days on which its week does not hold, its news."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from pos.domain.opening_hours import ClosedDays, spans_of, week_of, write_spans, write_week
from pos.domain.window_word import News, WindowWord

if TYPE_CHECKING:
    from pos.database.connection import Database, Row

_NEWS: Final = "id, title, text, first, last, photo, shown, version"


def word(db: Database) -> WindowWord:
    """What the window says of the shop; all of it None before anything was kept."""
    row = db.row("SELECT hours, presentation, website, phone, picture, had_picture, version FROM window_word")
    if row is None:
        return WindowWord()
    hours, presentation, website, phone, picture, had_picture, version = row
    return WindowWord(
        hours=None if hours is None else week_of(hours),
        closures=closures(db),
        presentation=presentation,
        website=website,
        phone=phone,
        picture=picture if picture or not had_picture else "",
        version=version,
    )


def put_word(db: Database, told: WindowWord) -> None:
    """Replace what the window says of the shop, closures included."""
    db.execute(
        "UPDATE window_word SET hours = ?, presentation = ?, website = ?, phone = ?, picture = ?, had_picture = ?,"
        " version = ?",
        (
            None if told.hours is None else write_week(told.hours),
            told.presentation,
            told.website,
            told.phone,
            told.picture or None,
            int(told.picture is not None),
            told.version,
        ),
    )
    db.execute("DELETE FROM window_closure")
    db.execute_many(
        "INSERT INTO window_closure (first, last, hours, reason) VALUES (?, ?, ?, ?)",
        [(one.first.isoformat(), one.last.isoformat(), write_spans(one.hours), one.reason) for one in told.closures],
    )


def closures(db: Database) -> tuple[ClosedDays, ...]:
    """The days on which the week does not hold, in the order they were told."""
    rows = db.rows("SELECT first, last, hours, reason FROM window_closure ORDER BY place")
    return tuple(
        ClosedDays(date.fromisoformat(first), date.fromisoformat(last), spans_of(hours), reason)
        for first, last, hours, reason in rows
    )


def news(db: Database) -> list[News]:
    """All news, those taken back too, the latest first."""
    return [_news(row) for row in db.rows(f"SELECT {_NEWS} FROM window_news ORDER BY first DESC, version DESC")]


def one_news(db: Database, news_id: str) -> News | None:
    """News by their id, or None."""
    row = db.row(f"SELECT {_NEWS} FROM window_news WHERE id = ?", (news_id,))
    return None if row is None else _news(row)


def put_news(db: Database, told: News) -> None:
    """Keep news, new ones or in the place of those of the same id."""
    db.execute(
        f"INSERT OR REPLACE INTO window_news ({_NEWS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            told.id,
            told.title,
            told.text,
            told.first.isoformat(),
            None if told.last is None else told.last.isoformat(),
            told.photo,
            int(told.shown),
            told.version,
        ),
    )


def untold_news(db: Database, target: str, limit: int) -> list[News]:
    """The first news that an online shop was not told as they are now, those taken back too."""
    rows = db.rows(
        f"SELECT {_NEWS} FROM window_news n WHERE NOT EXISTS (SELECT 1 FROM window_told t WHERE t.target = ?"
        " AND t.kind = 'news' AND t.ref = n.id AND t.version >= n.version) ORDER BY n.version LIMIT ?",
        (target, limit),
    )
    return [_news(row) for row in rows]


def _news(row: Row) -> News:
    news_id, title, text, first, last, photo, shown, version = row
    return News(
        news_id,
        title,
        text,
        date.fromisoformat(first),
        None if last is None else date.fromisoformat(last),
        photo,
        shown == 1,
        version,
    )
