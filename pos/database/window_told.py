"""What an online shop was told beside the stock, and what of it it refused, with its reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pos.database.connection import Database

Kind = Literal["word", "news", "promotion", "photos", "file"]


class Refused(NamedTuple):
    """Something the online shop did not take: of which kind, what it is called here, and why."""

    kind: Kind
    name: str
    reason: str


class PhotoNews(NamedTuple):
    """A product whose photo the window does not show as it is now; photo is empty where it has none any more."""

    product_id: str
    version: int
    photo: str
    name: str


def version(db: Database, target: str, kind: Kind, ref: str = "") -> int:
    """The version of something that was told last, 0 before the first."""
    return int(
        db.value("SELECT version FROM window_told WHERE target = ? AND kind = ? AND ref = ?", (target, kind, ref)) or 0
    )


def note(
    db: Database, target: str, kind: Kind, ref: str, version: int, *, content: str = "", refused: str = ""
) -> None:
    """Keep that something was told, and what was said against it."""
    db.execute(
        "INSERT OR REPLACE INTO window_told VALUES (?, ?, ?, ?, ?, ?)", (target, kind, ref, version, content, refused)
    )


def forget(db: Database, target: str, kind: Kind | None = None, ref: str | None = None) -> None:
    """Forget that something was told, of a kind or of every kind: it is told again."""
    db.execute(
        "DELETE FROM window_told WHERE target = ?1 AND (?2 IS NULL OR kind = ?2) AND (?3 IS NULL OR ref = ?3)",
        (target, kind, ref),
    )


def photo_news(db: Database, target: str, limit: int) -> list[PhotoNews]:
    """The first products in an online shop's window whose photo it was not told, or that have another or none now."""
    rows = db.rows(
        "SELECT p.id, p.version, p.photo, p.name FROM product p"
        " JOIN published u ON u.target = ?1 AND u.product_id = p.id AND u.shown = 1"
        " LEFT JOIN window_told t ON t.target = ?1 AND t.kind = 'photos' AND t.ref = p.id"
        " WHERE p.photo IS NOT NULL AND t.content IS NOT p.photo"
        " UNION ALL SELECT p.id, p.version, '', p.name FROM window_told t JOIN product p ON p.id = t.ref"
        " WHERE t.target = ?1 AND t.kind = 'photos' AND t.content <> '' AND p.photo IS NULL LIMIT ?2",
        (target, limit),
    )
    return [PhotoNews(*row) for row in rows]


def refused(db: Database, target: str) -> list[Refused]:
    """What an online shop did not take."""
    rows: Sequence[tuple[str, str, str]] = db.rows(
        "SELECT t.kind, coalesce(n.title, p.name, ''), t.refused FROM window_told t"
        " LEFT JOIN window_news n ON t.kind = 'news' AND n.id = t.ref"
        " LEFT JOIN product p ON t.kind IN ('promotion', 'photos') AND p.id = t.ref"
        " WHERE t.target = ? AND t.refused <> '' ORDER BY t.kind DESC, 2",
        (target,),
    )
    return [Refused(*row) for row in rows]  # type: ignore[arg-type]
