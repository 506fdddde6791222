"""Purging: the tickets of days that need no longer be kept are taken away; totals, closings, log and chain remain.

Only under an archive of those days that lies elsewhere and is verified on the spot, and six years after them
(LPF art. L.102 B). Hashes and signatures stay, so the chain verifies; the purge's record pins all it took.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

from pos.database import till
from pos.database.connection import Database, transaction
from pos.database.journal import purges
from pos.database.journal.author import author_of
from pos.database.journal.records import append, head_row, moment_for, note_event, open_day_at
from pos.domain.errors import NoArchive, PurgeFault, PurgeRefused
from pos.fiscal.business_day import years_after
from pos.fiscal.canonical import Body
from pos.fiscal.events import Event
from pos.fiscal.keys import check
from pos.fiscal.record import Kind, Record
from pos.fiscal.verify import KO, Manifest, Progress, read_manifest, verify_archive
from pos.operations.archiving import digest_of

YEARS_KEPT: Final = 6


@dataclass(frozen=True, slots=True)
class Purged:
    """What was taken away: the days of the archive, and how many records have nothing but their proof left."""

    from_day: date
    to_day: date
    records: int
    record: Record


def quietly(done: int) -> None:
    """Show no progress."""


def purge(db: Database, archive: Path, *, now: datetime, progress: Progress = quietly) -> Purged:
    """Take away the tickets an archive holds; all of them or none.

    Args:
        db: the shop.
        archive: the archive of the days to purge, a ZIP outside the shop's own folder; it is verified here and now.
        now: the moment.
        progress: told how many records of the archive were gone over; it may raise to stop before anything is done.

    Raises:
        NoArchive: the file is no archive.
        PurgeRefused: the archive does not verify, lies beside the shop, is another shop's or is younger than six
            years, its days are not closed, or nothing of it is left to purge.
        SigningKeyMissing: there is no key to sign the record with; nothing is purged.
    """
    author_of(db)
    manifest = _verified(db, archive, progress)
    from_day, to_day = date.fromisoformat(manifest.from_day), date.fromisoformat(manifest.to_day)
    first, last = manifest.first, manifest.last
    digest = digest_of(archive)
    with transaction(db):
        _require_old(db, to_day, now)
        count = purges.left_to_purge(db, first, last)
        if purges.hash_at(db, last).hex() != manifest.head:
            raise PurgeRefused(PurgeFault.OTHER_SHOP)
        if not count:
            raise PurgeRefused(PurgeFault.NOTHING)
        hashes = purges.digest_of(db, first, last)
        body: Body = {"from": first, "to": last, "archive": manifest.name, "sha256": digest, "hashes": hashes}
        record = append(db, Kind.PURGE, body, now=now, subject=f"{first}-{last}")
        purges.take_away(db, first, last, record_seq=record.seq)
        days: Body = {"from": manifest.from_day, "to": manifest.to_day}
        note_event(db, Event.PURGE, now=now, details={**days, "records": count, "no": record.number})
    db.checkpoint()
    return Purged(from_day, to_day, count, record)


def _verified(db: Database, archive: Path, progress: Progress) -> Manifest:
    """The manifest of an archive that was verified from beginning to end."""
    manifest = read_manifest(archive)
    if manifest is None:
        raise NoArchive(archive)
    if archive.resolve().is_relative_to(db.path.resolve().parent):
        raise PurgeRefused(PurgeFault.BESIDE)
    if manifest.till != till.identity(db).id:
        raise PurgeRefused(PurgeFault.OTHER_SHOP)
    if verify_archive(archive, check=check, progress=progress).verdict == KO:
        raise PurgeRefused(PurgeFault.UNVERIFIED)
    return manifest


def _require_old(db: Database, to_day: date, now: datetime) -> None:
    head = head_row(db)
    today = open_day_at(db, moment_for(db, now), head)
    if today <= years_after(to_day, YEARS_KEPT):
        raise PurgeRefused(PurgeFault.TOO_YOUNG)
    if head.closed_day is None or head.closed_day < to_day:
        raise PurgeRefused(PurgeFault.NOT_CLOSED)
