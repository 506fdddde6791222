"""Backing up: verified copies of the shop's file in one or two folders, made while the till may be selling.

A copy is noted in the journal after it was verified and named, so that no record ever speaks of a copy that is not
there; the price is that a copy does not hold its own note, and that one made right before a power cut has none.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from pos.database import backup, backup_notes, migrations, sales, till
from pos.database.connection import Database, connect_reader, snapshot, transaction
from pos.database.journal.author import Head, author_of
from pos.database.journal.records import head_row, note_event
from pos.domain.copies import to_keep
from pos.domain.errors import (
    BackupFailed,
    BackupPlaceAway,
    BackupPlaceTaken,
    DatabaseDamaged,
    DatabaseError,
    JournalBroken,
    ShopError,
)
from pos.fiscal.canonical import Body
from pos.fiscal.events import Event
from pos.fiscal.verify import KO
from pos.operations.checking import require_shop
from pos.operations.proving import JOURNAL_STEP, prove

FOLDER: Final = "backups"
"""The first place: a folder beside the shop's file."""

MARK: Final = "comptoir-backups.txt"
"""Stands in a second place from the day it was chosen: a folder without it is one whose disk is not there."""

_MARK_WORDS: Final = "Comptoir copies the shop's file here. / Comptoir copie ici le fichier du commerce.\n"
_STAMP: Final = "%Y-%m-%d-%H%M%S"
_UNFINISHED_FOR: Final = timedelta(days=1)
"""After this long a copy that was cut off is nobody's any more."""
_LAST_SIGNATURES: Final = 200
"""Of the last records of a copy, how many have their signatures checked, beside those of all closings and keys."""

Rest = Callable[[], None]
"""Called again and again between two steps; it may raise to stop the work."""


def without_rest() -> None:
    """Go on at once."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy that was read back and found whole; head is None where the file is older than the journal."""

    path: Path
    made_at: datetime
    size_bytes: int
    sales: int
    till_id: str
    head: Head | None = None


@dataclass(frozen=True, slots=True)
class KeptSafe:
    """A copy in the first place, the one in the second, and how many older ones were thrown away.

    second is None where no second place was chosen, or where second_trouble says why nothing could be put there.
    """

    made: Backup
    second: Path | None = None
    second_trouble: ShopError | None = None
    thrown_away: int = 0


def first_break(db: Database, *, rest: Rest = without_rest) -> int | None:
    """The number of the first record that does not follow from the one before it; None when the journal holds.

    Signatures of records before the last ones were checked by the copies made then; sales are the drill's to look at.
    """
    with snapshot(db):
        report = prove(
            db,
            full=False,
            last_signatures=_LAST_SIGNATURES,
            tables=False,
            progress=lambda *_: rest(),
        )
    broken = [one for one in report.ordered if one.severity == KO]
    beyond = report.last + 1
    places = (int(one.values["before"]) + 1 if one.code == "gap" else one.seq for one in broken if one.code != "state")
    return min((*places, beyond)) if broken else None


def first_place(shop_path: Path) -> Path:
    """The folder copies go to in any case."""
    return shop_path.parent / FOLDER


def back_up(shop_path: Path, folder: Path, *, now: datetime, rest: Rest = without_rest) -> Backup:
    """Copy the shop's file into a folder under a name that says when.

    The copy is one moment of the file, written to the disk and verified before it gets its name: its pages by SQLite,
    its journal record by record. An earlier copy is never replaced.

    Args:
        shop_path: the shop's file, in use or not.
        folder: where copies go; made when missing.
        now: the moment the copy is named after.
        rest: called between two steps; what it raises ends the work, and nothing of it is left behind.

    Raises:
        NotAShopFile: the file is no shop's file.
        DatabaseDamaged: its pages cannot be read, so neither can a copy's.
        JournalBroken: its journal does not hold together, so neither does a copy's.
        DatabaseTooNew: the file was written by a later Comptoir.
        BackupFailed, DiskFull, DatabaseReadOnly: the copy could not be written or does not verify; nothing of it
            is left behind.
    """
    reader = connect_reader(shop_path)
    try:
        require_shop(reader)
    finally:
        reader.close()
    copy_to = _free_name(folder, shop_path, now)
    try:
        backup.copy(shop_path, copy_to, look_over=lambda unfinished: _finding(unfinished, rest), rest=rest)
    except BackupFailed as failed:
        finding = backup.damage(shop_path)
        if finding:
            raise DatabaseDamaged(shop_path, finding) from failed
        broken = _break_in(shop_path, rest)
        if broken:
            raise JournalBroken(shop_path, broken) from failed
        raise
    return _described(copy_to, now)


def keep_safe(shop_path: Path, *, now: datetime, rest: Rest = without_rest) -> KeptSafe:
    """Make a copy in the first place and in the second, and throw away older ones that `to_keep` does not want.

    Nothing is thrown away before the new copies stand, nor anything this shop did not put there.

    Args:
        shop_path: the shop's file, in use or not.
        now: the moment.
        rest: called between two steps of the verification.

    Raises:
        DatabaseError: no copy could be made in the first place, see `back_up`.
    """
    first = first_place(shop_path)
    made = back_up(shop_path, first, now=now, rest=rest)
    thrown_away = thin_out(shop_path, first, now=now)
    place = second_place_of(shop_path)
    if place is None:
        return KeptSafe(made, thrown_away=thrown_away)
    try:
        second = _copied_again(made, shop_path, place, now)
    except DatabaseError as trouble:
        return KeptSafe(made, second_trouble=trouble, thrown_away=thrown_away)
    return KeptSafe(made, second, thrown_away=thrown_away + thin_out(shop_path, place, now=now))


def note_backup(db: Database, done: KeptSafe, *, now: datetime) -> None:
    """Note a copy in the journal: its name, the end of the chain in it, and whether it lies in a second place too.

    Raises:
        SigningKeyMissing: there is no key to sign with; the copy is as good without the note.
    """
    author_of(db)
    head = done.made.head or Head(0, bytes(32))
    details: Body = {
        "name": done.made.path.name,
        "head": {"epoch": head.epoch, "seq": head.seq, "hash": head.hash.hex()},
        "sales": done.made.sales,
        "second": 0 if done.second is None else 1,
    }
    with transaction(db):
        note_event(db, Event.BACKUP, now=now, details=details)


def choose_second_place(db: Database, folder: Path | None) -> None:
    """Let every copy go to this folder as well, best on another disk; None for no second place.

    Raises:
        BackupPlaceTaken: it is the first place.
        BackupFailed: nothing can be written there.
    """
    if folder is not None:
        if folder.absolute() == first_place(db.path).absolute():
            raise BackupPlaceTaken(folder)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / MARK).write_text(_MARK_WORDS, encoding="utf-8")
        except OSError as problem:
            raise BackupFailed(folder, str(problem)) from problem
    with transaction(db):
        backup_notes.put_second_place(db, folder)


def second_place_of(shop_path: Path) -> Path | None:
    """The second place that a shop's file names; None in a file that names none."""
    reader = connect_reader(shop_path)
    try:
        return backup_notes.second_place(reader)
    finally:
        reader.close()


def copies(shop_path: Path, folder: Path, *, now: datetime) -> list[tuple[datetime, Path]]:
    """The copies in a folder that are named after this shop's file, newest first; they were not looked into.

    Args:
        shop_path: the shop's file.
        folder: where to look; one that is not there holds none.
        now: gives the time zone their names are read in.
    """
    return sorted(_named(shop_path, folder, now, ""), reverse=True)


def look_into(path: Path, made_at: datetime) -> Backup | None:
    """What a copy holds; None where it cannot be read, or is something else."""
    try:
        return _described(path, made_at)
    except (ShopError, LookupError, OSError):
        return None


def thin_out(shop_path: Path, folder: Path, *, now: datetime) -> int:
    """Throw away the copies that are not worth keeping any more; how many went.

    What is named otherwise, belongs to another till, cannot be read or cannot be thrown away is left alone.
    """
    found = copies(shop_path, folder, now=now)
    kept = to_keep((moment for moment, _ in found), now)
    superfluous = [path for moment, path in found if moment not in kept]
    cut_off = [path for moment, path in _named(shop_path, folder, now, ".part") if moment < now - _UNFINISHED_FOR]
    ours = _till_of(shop_path) if superfluous else ""
    return sum(_throw_away(path) for path in superfluous if _till_of(path) == ours) + sum(map(_throw_away, cut_off))


def _copied_again(made: Backup, shop_path: Path, place: Path, now: datetime) -> Path:
    if MARK not in {path.name for path in _files(place)}:
        raise BackupPlaceAway(place)
    copy_to = _free_name(place, shop_path, now)
    backup.copy_again(made.path, copy_to)
    return copy_to


def _finding(path: Path, rest: Rest) -> str:
    """What is wrong with a copy, '' when it is sound."""
    damage = backup.damage(path)
    if damage:
        return damage
    broken = _break_in(path, rest)
    return f"record {broken} does not follow" if broken else ""


def _break_in(path: Path, rest: Rest) -> int | None:
    reader = connect_reader(path)
    try:
        return first_break(reader, rest=rest) if _has_journal(reader) else None
    finally:
        reader.close()


def _described(path: Path, made_at: datetime) -> Backup:
    reader = connect_reader(path)
    try:
        head = head_row(reader) if _has_journal(reader) else None
        identity = till.identity(reader)
        end = None if head is None else Head(head.seq, head.hash, identity.epoch)
        return Backup(path, made_at, path.stat().st_size, sales.count(reader), identity.id, end)
    finally:
        reader.close()


def _has_journal(db: Database) -> bool:
    return JOURNAL_STEP in migrations.applied(db)


def _till_of(path: Path) -> str | None:
    """The till a file belongs to; None for what is no till's."""
    try:
        reader = connect_reader(path)
        try:
            return till.identity(reader).id
        finally:
            reader.close()
    except (ShopError, LookupError):
        return None


def _throw_away(path: Path) -> bool:
    try:
        path.unlink()
    except OSError:
        return False
    return True


def _named(shop_path: Path, folder: Path, now: datetime, ending: str) -> Iterator[tuple[datetime, Path]]:
    name = re.compile(rf"{re.escape(shop_path.stem)}-(\d{{4}}-\d\d-\d\d-\d{{6}})(?:-\d+)?{re.escape(shop_path.suffix)}")
    for path in _files(folder):
        said = name.fullmatch(path.name.removesuffix(ending)) if path.name.endswith(ending) else None
        moment = _moment(said[1], now) if said else None
        if moment is not None:
            yield moment, path


def _files(folder: Path) -> list[Path]:
    """The files in a folder; one that is not there, or does not answer, holds none."""
    try:
        return [path for path in folder.iterdir() if path.is_file()]
    except OSError:
        return []


def _moment(stamp: str, now: datetime) -> datetime | None:
    try:
        return datetime.strptime(stamp, _STAMP).replace(tzinfo=now.tzinfo)
    except ValueError:
        return None


def _free_name(folder: Path, shop_path: Path, now: datetime) -> Path:
    """A name nobody has, or is writing to: two copies of one second get a number."""
    stem = f"{shop_path.stem}-{now:{_STAMP}}"
    numbered = (f"{stem}-{number}" for number in itertools.count(2))
    names = itertools.chain([stem], numbered)
    paths = (folder / f"{name}{shop_path.suffix}" for name in names)
    return next(path for path in paths if not (path.exists() or path.with_name(f"{path.name}.part").exists()))
