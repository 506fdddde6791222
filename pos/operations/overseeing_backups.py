"""Overseeing backups: how they stand, for whoever looks; and whether the till's key lies where it should not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pos.database import backup_notes, settings, till
from pos.database.backup_notes import Drill, LastNoted
from pos.database.connection import Database, transaction
from pos.database.journal import keys as kept_keys
from pos.operations.backing_up import Backup, copies, first_place, look_into
from pos.operations.journalling import secret_name

if TYPE_CHECKING:
    from pos.keystore import KeyStore

EVERY: Final = timedelta(hours=1)
DRILL_EVERY: Final = timedelta(days=7)
_WARNED: Final = "keys.file_warned"


@dataclass(frozen=True, slots=True)
class BackupStanding:
    """Where copies go, what the newest holds, and how the last drill went.

    same_disk says that the second place would be lost with the first.
    """

    first: Path
    count: int
    newest: Backup | None
    second: Path | None
    second_newest: datetime | None
    same_disk: bool
    drill: Drill | None


def standing(db: Database, *, now: datetime) -> BackupStanding:
    """How the backups of a shop stand; a reader will do, but disks are asked, so not on a thread that sells."""
    first, second = first_place(db.path), backup_notes.second_place(db)
    found = copies(db.path, first, now=now)
    newest = look_into(found[0][1], found[0][0]) if found else None
    elsewhere = [] if second is None else copies(db.path, second, now=now)
    return BackupStanding(
        first,
        len(found),
        newest,
        second,
        elsewhere[0][0] if elsewhere else None,
        second is not None and _device(second) == _device(db.path.parent) is not None,
        backup_notes.drill(db),
    )


def is_due(last: LastNoted, *, now: datetime) -> bool:
    """Whether a copy should be made: an hour after the last one, and as soon as a day was closed."""
    return last.at is None or last.is_before_closing or abs(now - last.at) >= EVERY


def is_drill_due(last: Drill | None, *, now: datetime) -> bool:
    """Whether the newest copy should be put on trial: a week after the last time, and again after one that failed."""
    return last is None or not last.is_green or abs(now - last.at) >= DRILL_EVERY


def warn_of_key_file(db: Database, *, keys: KeyStore) -> Path | None:
    """The file the signing key lies in, where the system has no store for it; told once for each key, then None."""
    span = kept_keys.current(db)
    if span is None or keys.load(secret_name(till.identity(db).id, span.key.id)) is None:
        return None
    if keys.file is None or settings.get(db, _WARNED) == span.key.id:
        return None
    with transaction(db):
        settings.put(db, _WARNED, span.key.id)
    return keys.file


def _device(path: Path) -> int | None:
    try:
        return path.stat().st_dev
    except OSError:
        return None
