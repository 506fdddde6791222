"""Restoring: putting a backup back in the place of the shop's file.

A program killed at any step leaves either the file that was there or the restored one, never a mixture and
never nothing; the file that was there is kept aside in any case. Only where that file is so damaged that SQLite
cannot fold its write-ahead log into it, a kill in between may leave it without that log: the copy kept aside
then has both.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from pos.database import backup, lock, migrations, restored, tickets, till
from pos.database.connection import Database, connect, connect_reader, transaction
from pos.database.journal.author import Head
from pos.database.journal.records import head_row, note_event
from pos.database.restored import Standing
from pos.domain.errors import (
    BackupFailed,
    BackupIsTheShop,
    BackupUnsound,
    DatabaseBusy,
    DatabaseDamaged,
    ShopError,
    SigningKeyMissing,
)
from pos.domain.identity import NewId, to_ms
from pos.fiscal.canonical import Value
from pos.fiscal.events import Event
from pos.keystore import FileKeyStore, KeyStore, key_file
from pos.operations.checking import CheckReport, Progress, check, quietly
from pos.operations.journalling import call_author, note_created, public_body, take_new_key

VERSION_GAP: Final = 1_000_000
"""Versions left out by a restore: what the window learnt after the backup was made must stay below the next one.

A busy shop makes some thousand changes a day, so the gap covers a backup about a year old; the term that the
catalogue grants to the new epoch orders whatever is beyond.
"""

_EPOCHS_LOST: Final = 100
"""How many restores a file that cannot be read may have been through since the backup."""
_REPLACED = "replaced"
_LOGS = ("-wal", "-journal")


@dataclass(frozen=True, slots=True)
class Restored:
    """A backup that now is the shop's file, and where the file it replaced is kept (None when there was none).

    known is the last end of the chain anyone knew, backup the one the backup holds: records between them are in the
    file kept aside at best. key_is_new says that the till's key was not on this machine.
    """

    path: Path
    kept_aside: Path | None
    epoch: int
    sales: int
    report: CheckReport
    known: Head
    backup: Head
    head: Head
    key_is_new: bool

    @property
    def records_lost(self) -> int:
        """How many records are known to have been written after the backup, within its epoch; 0 where none is."""
        return self.known.seq - self.backup.seq if self.known.epoch == self.backup.epoch else 0


@dataclass(frozen=True, slots=True)
class _Signer:
    """Where the key lies that signs the opening of the epoch, and whether a new one may take its place."""

    shop_path: Path
    keys: KeyStore
    may_take_new_key: bool


@dataclass(frozen=True, slots=True)
class _Opened:
    """How the new epoch of a restored file began."""

    epoch: int
    backup: Head
    head: Head
    key_is_new: bool


def restore(
    backup_path: Path,
    shop_path: Path,
    *,
    now: datetime,
    new_id: NewId,
    keys: KeyStore | None = None,
    known_heads: Sequence[Head] = (),
    told_heads: Callable[[Head], None] | None = None,
    may_take_new_key: bool = False,
    despite_findings: bool = False,
    progress: Progress = quietly,
) -> Restored:
    """Put a backup in the place of the shop's file, in a new epoch.

    Ticket numbers start at 1 in the epoch's own series; batches on their way are forgotten, and everything the
    window shows is news again. The chain goes on from the backup's end, with a record that names the last end known;
    where the till's key is not on this machine, that record is signed with a new one, which will have to be explained.

    Args:
        backup_path: the copy; it is only read.
        shop_path: the shop's file, which no program may have open.
        now: the moment the file kept aside is named after.
        new_id: names open and parked tickets anew: under its old name one may have been sold after the backup.
        keys: where the till's key lies; a file beside the shop's own unless told.
        known_heads: ends of the chain that others know of this till: its anchors, the witness.
        told_heads: hears of the new end of the chain, once the file is in its place.
        may_take_new_key: whether to go on with a new key where the till's is not on this machine; never by itself,
            since a key store may only be locked.
        despite_findings: whether to go on where the copy's books have faults; a damaged copy is always refused.
        progress: told how far the check of the copy is.

    Raises:
        ShopOpenElsewhere, DatabaseBusy: another program uses the shop's file.
        DatabaseDamaged, DatabaseTooNew, DatabaseMissing: the backup cannot be used.
        BackupUnsound: the backup has faults.
        BackupIsTheShop: both are one file.
        SigningKeyMissing: the till's key is not on this machine, and no new one may be taken.
        BackupFailed, DiskFull, DatabaseReadOnly: the disk does not take it; the shop's file is as it was.
    """
    if shop_path.exists() and backup_path.exists() and backup_path.samefile(shop_path):
        raise BackupIsTheShop(shop_path)
    with _held(shop_path):
        report = _checked(backup_path, progress)
        if report.is_damaged or not (report.is_sound or despite_findings):
            raise BackupUnsound(backup_path, len(report.findings))
        fresh = shop_path.with_name(f"{shop_path.stem}.restoring{shop_path.suffix}")
        try:
            come = _furthest(shop_path, backup_path, known_heads)
            known = _last_known(shop_path, backup_path, known_heads)
            signer = _Signer(shop_path, keys or FileKeyStore(key_file(shop_path)), may_take_new_key)
            opened = _prepare(backup_path, fresh, come, known, signer, now=now, new_id=new_id)
            kept_aside = _keep_aside(shop_path, now)
            fresh.replace(shop_path)
            backup.settle_folder(shop_path.parent)
        except OSError as problem:
            raise BackupFailed(shop_path, str(problem)) from problem
        finally:
            _remove_with_logs(fresh)
        if told_heads is not None:
            told_heads(opened.head)
        return Restored(
            shop_path,
            kept_aside,
            opened.epoch,
            report.sales,
            report,
            known=known or opened.backup,
            backup=opened.backup,
            head=opened.head,
            key_is_new=opened.key_is_new,
        )


@contextlib.contextmanager
def _held(shop_path: Path) -> Iterator[None]:
    held = lock.hold(shop_path)
    try:
        yield
    finally:
        held.release()


def _checked(backup_path: Path, progress: Progress) -> CheckReport:
    reader = connect_reader(backup_path)
    try:
        return check(reader, progress=progress)
    finally:
        reader.close()


def _furthest(shop_path: Path, backup_path: Path, known_heads: Sequence[Head]) -> Standing:
    """How far the till has come: by its backup, the file to be replaced, those replaced earlier, and what others know.

    The same backup may be put back twice: each time must open an epoch, and versions, of its own. Where the file to
    be replaced cannot be read, room is left for what it may have used.
    """
    own, present = _standing(backup_path), _standing(shop_path)
    if own is None:
        raise BackupUnsound(backup_path, 1)
    known = [own, *filter(None, (present, *map(_standing, _replaced_before(shop_path))))]
    ours = [one for one in known if one.till_id == own.till_id]
    epochs = [*(one.epoch for one in ours), *(head.epoch for head in known_heads)]
    lost = _EPOCHS_LOST if shop_path.exists() and present is None else 0
    return Standing(
        own.till_id,
        epoch=max(epochs) + lost,
        last_version=max(one.last_version for one in ours) + lost * VERSION_GAP,
    )


def _replaced_before(shop_path: Path) -> Iterator[Path]:
    return shop_path.parent.glob(f"{shop_path.stem}.*.{_REPLACED}*{shop_path.suffix}")


def _standing(path: Path) -> Standing | None:
    try:
        with contextlib.closing(connect_reader(path)) as reader:
            return restored.standing(reader)
    except (ShopError, LookupError):
        return None


def _last_known(shop_path: Path, backup_path: Path, known_heads: Sequence[Head]) -> Head | None:
    """The last end of the till's chain anyone knew: of the latest epoch, the highest."""
    own = _standing(backup_path)
    files = (shop_path, *_replaced_before(shop_path))
    found = [_head(path) for path in files if own is not None and _is_of(path, own.till_id)]
    return max((*known_heads, *filter(None, found)), key=lambda head: (head.epoch, head.seq), default=None)


def _is_of(path: Path, till_id: str) -> bool:
    standing = _standing(path)
    return standing is not None and standing.till_id == till_id


def _head(path: Path) -> Head | None:
    """The end of the chain in a file; None where it has none, or cannot be read."""
    try:
        with contextlib.closing(connect_reader(path)) as reader:
            row = head_row(reader)
            return Head(row.seq, row.hash, till.identity(reader).epoch) if row.seq else None
    except (ShopError, LookupError):
        return None


def _prepare(
    backup_path: Path,
    fresh: Path,
    come: Standing,
    known: Head | None,
    signer: _Signer,
    *,
    now: datetime,
    new_id: NewId,
) -> _Opened:
    """Make the file that will be the shop's, whole and on the disk, beside it."""
    _remove_with_logs(fresh)
    backup.copy(backup_path, fresh)
    db = connect(fresh)
    try:
        migrations.migrate(db, now_ms=to_ms(now))
        with transaction(db):
            row = head_row(db)
            end = Head(row.seq, row.hash, till.identity(db).epoch)
            restored.catch_up(db, epoch=come.epoch, last_version=come.last_version)
            epoch = _begin_anew(db, now=now, new_id=new_id)
            key_is_new = _open_epoch(db, known or end, end, signer, now=now, new_id=new_id)
            row = head_row(db)
        _make_one_file(db)
    finally:
        db.close()
    backup.settle(fresh)
    return _Opened(epoch, end, Head(row.seq, row.hash, epoch), key_is_new)


def _open_epoch(db: Database, known: Head, end: Head, signer: _Signer, *, now: datetime, new_id: NewId) -> bool:
    """Write the record that opens the epoch, in the running transaction; whether the till's key had to be a new one.

    It is the epoch's first record, but for the key of a file that never had a journal; so a clock that went back is
    noted after it.
    """
    opening = max(now, _moment_of_clock(db, now))
    data: dict[str, Value] = {
        "epoch": till.identity(db).epoch,
        "head": {"epoch": known.epoch, "seq": known.seq, "hash": known.hash.hex()},
        "backup": {"epoch": end.epoch, "seq": end.seq, "hash": end.hash.hex()},
    }
    try:
        db.author = call_author(db, keys=signer.keys, now=opening, new_id=new_id)
    except SigningKeyMissing:
        if not signer.may_take_new_key:
            raise SigningKeyMissing(signer.shop_path) from None
        fresh = take_new_key(db, keys=signer.keys, new_id=new_id, now=now)
        data |= {"key": public_body(fresh.key), "proof": fresh.proof}
        note_event(db, Event.RESTORE, now=opening, details=data)
        note_created(db, fresh.key, now=now)
        return True
    note_event(db, Event.RESTORE, now=opening, details=data)
    return False


def _moment_of_clock(db: Database, now: datetime) -> datetime:
    """What the clock said at the last record, in the zone of now."""
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=head_row(db).clock_ms)).astimezone(now.tzinfo)


def _begin_anew(db: Database, *, now: datetime, new_id: NewId) -> int:
    epoch = till.begin_epoch(db, version_gap=VERSION_GAP)
    restored.begin_unheld(db)
    restored.tell_windows_everything(db)
    restored.doubt_print_jobs(db)
    kept = tickets.load(db)
    if kept is not None:
        tickets.save(db, replace(kept, id=new_id()), saved_at_ms=to_ms(now))
    for waiting in tickets.parked(db):
        tickets.forget_parked(db, waiting.ticket.id)
        tickets.park(db, replace(waiting, ticket=replace(waiting.ticket, id=new_id())))
    return epoch


def _keep_aside(shop_path: Path, now: datetime) -> Path | None:
    """Copy the present file aside, byte by byte with its logs, then leave it alone and without them.

    The copy comes first: SQLite throws away a log it cannot make sense of, which somebody else still might.
    """
    if not shop_path.exists():
        _remove_logs(shop_path)
        return None
    aside = _free(backup.beside(shop_path, _REPLACED, now))
    for ending in ("", *_LOGS):
        if _beside(shop_path, ending).exists():
            _copy(_beside(shop_path, ending), _beside(aside, ending))
    try:
        _fold(shop_path)
        _fold(aside)
    except DatabaseDamaged:
        _remove_logs(shop_path)
    except DatabaseBusy:
        _remove_with_logs(aside)
        raise
    backup.settle_folder(shop_path.parent)
    return aside


def _copy(path: Path, copy_to: Path) -> None:
    unfinished = _beside(copy_to, ".part")
    shutil.copyfile(path, unfinished)
    backup.settle(unfinished)
    unfinished.replace(copy_to)


def _fold(path: Path) -> None:
    """Bring a file's log into the file, alone with it.

    Raises:
        DatabaseBusy: another program is reading the file.
        DatabaseDamaged: it is too damaged for that.
    """
    with contextlib.closing(connect(path)) as db:
        _make_one_file(db)


def _make_one_file(db: Database) -> None:
    if db.value("PRAGMA journal_mode=DELETE") != "delete":
        raise DatabaseBusy(db.path)


def _free(wanted: Path) -> Path:
    number = 2
    path = wanted
    while path.exists():
        path = wanted.with_stem(f"{wanted.stem}-{number}")
        number += 1
    return path


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)


def _remove_logs(path: Path) -> None:
    """A log that stays beside a file of the same name would be taken for that file's own."""
    for ending in (*_LOGS, "-shm"):
        _beside(path, ending).unlink(missing_ok=True)


def _remove_with_logs(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
        _remove_logs(path)
