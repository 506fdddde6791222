"""What the shop's file knows of its backups: where else they go, which was noted last, and how the last drill went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from pos.database import settings
from pos.fiscal.events import Event
from pos.fiscal.record import Kind

if TYPE_CHECKING:
    from pos.database.connection import Database

_SECOND: Final = "backups.second"
_DRILL: Final = "backups.drill"


@dataclass(frozen=True, slots=True)
class Drill:
    """A copy put back in an empty place, to see whether one could live on with it.

    trouble is a word for programs where it could not: the name of the error, or of the first thing found wrong.
    """

    at: datetime
    copy: str
    sales: int
    records: int
    trouble: str = ""

    @property
    def is_green(self) -> bool:
        """Whether one could."""
        return not self.trouble


@dataclass(frozen=True, slots=True)
class LastNoted:
    """The last backup in the journal, and whether the till closed a day since; at is None before the first."""

    at: datetime | None
    is_before_closing: bool


def second_place(db: Database) -> Path | None:
    """The folder every copy goes to as well, None where none was chosen."""
    kept = settings.get(db, _SECOND)
    return Path(kept) if kept else None


def put_second_place(db: Database, folder: Path | None) -> None:
    """Set the folder every copy goes to as well."""
    settings.put(db, _SECOND, "" if folder is None else str(folder))


def drill(db: Database) -> Drill | None:
    """How the last drill went, None before the first."""
    kept = settings.get(db, _DRILL)
    return msgspec.json.decode(kept, type=Drill) if kept else None


def put_drill(db: Database, done: Drill) -> None:
    """Keep how a drill went."""
    settings.put(db, _DRILL, msgspec.json.encode(done).decode())


def last_noted(db: Database) -> LastNoted:
    """The last backup that was noted in the journal."""
    row = db.row(
        "SELECT seq, ts_local FROM fiscal_record WHERE subject = ? AND kind = ? ORDER BY seq DESC LIMIT 1",
        (Event.BACKUP.value, Kind.JET.value),
    )
    seq, moment = row or (0, "")
    closed = db.value("SELECT max(seq) FROM fiscal_record WHERE kind = ?", (Kind.Z.value,))
    return LastNoted(datetime.fromisoformat(moment) if moment else None, closed is not None and closed > seq)
