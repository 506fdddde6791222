"""Archiving: at most twelve months of records in one ZIP that anyone can verify without Comptoir.

Four steps, so that neither the file nor a window waits for a long one: records are gathered through the reading
connection, the manifest is signed in a moment, the ZIP is packed and verified without the shop's file, and what was
made is noted in the journal. `archive` takes them one after another.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, Final

from pos.database import settings, till
from pos.database.connection import Database, connect_reader, snapshot, system_said, transaction
from pos.database.journal import stretches
from pos.database.journal.author import author_of
from pos.database.journal.keys import all_keys
from pos.database.journal.records import append, note_event
from pos.database.journal.software import ROOT
from pos.domain.errors import NothingToArchive, PeriodTooLong
from pos.fiscal import VERSION
from pos.fiscal import archive as contents
from pos.fiscal.archive import PAGE, PROGRAM, README, Stretch
from pos.fiscal.business_day import years_after
from pos.fiscal.canonical import Body
from pos.fiscal.events import Event
from pos.fiscal.keys import check
from pos.fiscal.record import Kind, Record, moment
from pos.fiscal.verify import KEYS, KO, MANIFEST, Progress, Report, verify_archive

MOST_DAYS_OF_A_MONTH: Final = 31
RECORDS_A_STEP: Final = 500
_PERIMETER: Final = ROOT / "pos" / "fiscal"
_ALWAYS: Final = (1980, 1, 1, 0, 0, 0)
"""The date every file in a ZIP gets: the same records make the same bytes."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """The files of an archive in a folder of their own, and their SHA-256 by name."""

    stretch: Stretch
    folder: Path
    files: dict[str, str]
    head: bytes


@dataclass(frozen=True, slots=True)
class Packed:
    """A ZIP that was written and read back; report is what its verification found."""

    stretch: Stretch
    path: Path
    sha256: str
    report: Report


@dataclass(frozen=True, slots=True)
class Archived:
    """An archive that is noted in the journal."""

    path: Path
    record: Record
    report: Report


def quietly(done: int) -> None:
    """Show no progress."""


def archive(
    db: Database,
    folder: Path,
    from_day: date,
    to_day: date,
    *,
    now: datetime,
    for_tax_office: bool = False,
    progress: Progress = quietly,
) -> Archived:
    """Archive the records of some business days into a folder.

    Args:
        db: the shop; a connection of its own reads.
        folder: where the archive goes; made when missing.
        from_day: the first business day.
        to_day: the last, less than twelve months later.
        now: the moment.
        for_tax_office: whether it is handed to the tax office, which the log then says.
        progress: told how many records were gone over; it may raise to stop, and nothing is left behind.

    Raises:
        PeriodTooLong: the days are more than twelve months.
        NothingToArchive: there is no record of these days.
        SigningKeyMissing: there is no key to sign the manifest with.
        DiskFull, DatabaseReadOnly, DatabaseMissing: the folder does not take it.
    """
    author_of(db)
    with contextlib.closing(connect_reader(db.path)) as reader:
        gathered = gather(reader, folder, from_day, to_day, progress=progress)
    with cleared(gathered):
        packed = pack(seal(db, gathered, now=now), progress=progress)
    return note(db, packed, now=now, for_tax_office=for_tax_office)


def gather(reader: Database, folder: Path, from_day: date, to_day: date, *, progress: Progress = quietly) -> Gathered:
    """Write all files of an archive but its manifest into a folder of their own, a page of records at a time.

    The caller clears them away (`cleared`); the errors are those of `archive`.
    """
    if to_day < from_day or to_day >= years_after(from_day, 1):
        raise PeriodTooLong(from_day, to_day)
    with snapshot(reader), _disk(folder):
        stretch = _stretch(reader, folder, from_day, to_day)
        place = Path(tempfile.mkdtemp(prefix=".archive-", dir=folder))
        try:
            head = _write_records(reader, stretch, place, progress)
            fingerprints = [span.key.fingerprint for span in all_keys(reader)]
            (place / KEYS).write_bytes(contents.keys_file(stretches.proofs(reader)))
            (place / README).write_bytes(contents.readme(stretch, fingerprints))
            for name in (PROGRAM, PAGE):
                (place / name).write_bytes((_PERIMETER / name).read_bytes().replace(b"\r\n", b"\n"))
            files = {path.name: digest_of(path) for path in sorted(place.iterdir())}
        except BaseException:
            shutil.rmtree(place, ignore_errors=True)
            raise
    return Gathered(stretch, place, files, head)


@contextlib.contextmanager
def cleared(gathered: Gathered) -> Iterator[None]:
    """Clear the gathered files away at the end, whatever happens."""
    try:
        yield
    finally:
        shutil.rmtree(gathered.folder, ignore_errors=True)


def seal(db: Database, gathered: Gathered, *, now: datetime) -> Gathered:
    """Sign the manifest with the till's key; takes a moment and writes nothing into the shop's file."""
    key = author_of(db).key
    manifest = contents.manifest(
        gathered.stretch, head=gathered.head, key_id=key.id, made=moment(now), version=VERSION, files=gathered.files
    )
    with _disk(gathered.folder):
        (gathered.folder / MANIFEST).write_bytes(contents.signed_manifest(manifest, key.sign))
    return gathered


def pack(sealed: Gathered, *, progress: Progress = quietly) -> Packed:
    """Pack the files into the ZIP and verify it from the disk; it has its name only once it was read back."""
    final = sealed.folder.parent / sealed.stretch.name
    unfinished = final.with_name(final.name + ".part")
    try:
        with _disk(final):
            with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as packed:
                for name in (MANIFEST, *sealed.files):
                    _pack_file(packed, sealed.folder / name)
            report = verify_archive(unfinished, check=check, progress=progress)
            digest = digest_of(unfinished)
            unfinished.replace(final)
    finally:
        unfinished.unlink(missing_ok=True)
    return Packed(sealed.stretch, final, digest, report)


def note(db: Database, packed: Packed, *, now: datetime, for_tax_office: bool = False) -> Archived:
    """Note the archive in the journal: its record, and the events that go with it.

    Raises:
        SigningKeyMissing, DatabaseError: it is not noted, and the ZIP is taken away again.
    """
    stretch, days = packed.stretch, (packed.stretch.to_day - packed.stretch.from_day).days + 1
    period = {"from": stretch.from_day.isoformat(), "to": stretch.to_day.isoformat()}
    named = {"name": stretch.name, "sha256": packed.sha256}
    event = Event.ARCHIVE_MONTH if days <= MOST_DAYS_OF_A_MONTH else Event.ARCHIVE_YEAR
    try:
        author_of(db)
        with transaction(db):
            body: Body = {**period, **named, "first": stretch.first, "last": stretch.last}
            record = append(db, Kind.ARCHIVE, body, now=now, subject=stretch.name)
            note_event(db, event, now=now, details={**period, "no": record.number})
            verdict = packed.report.verdict
            verified = Event.INTEGRITY_FAIL if verdict == KO else Event.ARCHIVE_VERIFIED
            note_event(db, verified, now=now, details={**named, "verdict": verdict})
            if for_tax_office:
                note_event(db, Event.EXPORT_TAX, now=now, details={**period, **named})
    except BaseException:
        packed.path.unlink(missing_ok=True)
        raise
    return Archived(packed.path, record, packed.report)


def _stretch(reader: Database, folder: Path, from_day: date, to_day: date) -> Stretch:
    found = stretches.bounds(reader, from_day, to_day)
    if found is None:
        raise NothingToArchive(from_day, to_day)
    folder.mkdir(parents=True, exist_ok=True)
    identity = till.identity(reader)
    stretch = Stretch(
        siret=settings.shop_identity(reader).siret,
        till_id=identity.id,
        till_name=identity.name,
        from_day=from_day,
        to_day=to_day,
        number=stretches.count_of(reader, Kind.ARCHIVE) + 1,
        first=found[0],
        last=found[1],
    )
    while (folder / stretch.name).exists():
        stretch = replace(stretch, number=stretch.number + 1)
    return stretch


def _write_records(reader: Database, stretch: Stretch, place: Path, progress: Progress) -> bytes:
    """Write every file that grows with the records; gives the hash of the last one."""
    head = b""
    with contextlib.ExitStack() as open_files:
        files: dict[str, IO[bytes]] = {}
        for name, opening in contents.opening_lines().items():
            files[name] = open_files.enter_context((place / name).open("wb"))
            files[name].write(opening)
        for done, one in enumerate(stretches.kept(reader, stretch.first, stretch.last), 1):
            for name, line in contents.lines_of(one.entry):
                files[name].write(line)
            head = one.entry.hash
            if done % RECORDS_A_STEP == 0:
                progress(done)
    return head


def _pack_file(packed: zipfile.ZipFile, path: Path) -> None:
    about = zipfile.ZipInfo(path.name, _ALWAYS)
    about.compress_type = zipfile.ZIP_DEFLATED
    about.create_system = 3
    about.external_attr = 0o644 << 16
    with path.open("rb") as read, packed.open(about, "w") as written:
        shutil.copyfileobj(read, written, 1 << 20)


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        digest = sha256()
        while part := file.read(1 << 20):
            digest.update(part)
    return digest.hexdigest()


@contextlib.contextmanager
def _disk(path: Path) -> Iterator[None]:
    """What the system says of the disk comes back as our errors."""
    try:
        yield
    except OSError as problem:
        raise system_said(problem, path) from problem
