"""Verifying: a shop's own file or an archive, told apart by what they are; nothing is ever changed.

Read-only and in one moment of the file, so it may run while the till sells.
"""

from __future__ import annotations

import contextlib
import zipfile
from collections.abc import Iterable
from pathlib import Path

from pos.database import migrations, till
from pos.database.connection import Database, connect_reader, snapshot
from pos.database.journal.heads import Heads
from pos.database.journal.records import head_row
from pos.domain.errors import DatabaseError, NoArchive, NotAShopFile
from pos.fiscal.keys import check
from pos.fiscal.verify import Head, Report, verify_archive
from pos.operations.checking import require_shop
from pos.operations.proving import JOURNAL_STEP, Progress, prove, quietly


def verify_path(
    path: Path,
    *,
    full: bool = True,
    heads: Iterable[Head] = (),
    fingerprints: Iterable[str] = (),
    progress: Progress = quietly,
) -> Report:
    """Verify an archive (a ZIP, or the folder it was unpacked into) or a shop's file.

    Raises:
        NoArchive: it is neither.
        DatabaseError: the shop's file cannot be read.
    """
    if path.is_dir() or path.suffix.lower() == ".zip" or zipfile.is_zipfile(path):
        return verify_archive(
            path,
            full=full,
            check=check,
            heads=heads,
            fingerprints=fingerprints,
            progress=lambda done: progress(done, 0),
        )
    try:
        with contextlib.closing(connect_reader(path)) as reader:
            return verify(reader, full=full, heads=heads, fingerprints=fingerprints, progress=progress)
    except NotAShopFile as problem:
        raise NoArchive(path) from problem


def anchored(db: Database, anchors: Heads, *, is_copy: bool = False) -> tuple[Head, ...]:
    """The ends of a file's chain that this machine remembers; asked for before its verification begins.

    Args:
        db: the shop's file.
        anchors: what this machine remembers.
        is_copy: whether it is a copy, as a backup is: then it may end, and its epochs too, before what is remembered.
    """
    if JOURNAL_STEP not in migrations.applied(db):
        return ()
    identity, last = till.identity(db), head_row(db).seq
    known = anchors.known(identity.id)
    if is_copy:
        known = tuple(one for one in known if one.seq <= last and one.epoch <= identity.epoch)
    return tuple(Head(one.seq, one.hash.hex()) for one in known)


def anchored_in(path: Path, anchors: Heads, *, is_copy: bool = False) -> tuple[Head, ...]:
    """What `anchored` gives of the file at a path; an archive, or what is no shop's file, has no anchors."""
    if path.is_dir() or zipfile.is_zipfile(path):
        return ()
    try:
        with contextlib.closing(connect_reader(path)) as reader:
            return anchored(reader, anchors, is_copy=is_copy)
    except DatabaseError:
        return ()  # verification will say what is wrong with it


def verify(
    db: Database,
    *,
    full: bool = True,
    heads: Iterable[Head] = (),
    fingerprints: Iterable[str] = (),
    progress: Progress = quietly,
) -> Report:
    """Verify the journal of a shop's file, and hold every table against it.

    Args:
        db: the shop, best a connection of its own that only reads.
        full: whether every signature is checked, or only those of closings and keys.
        heads: ends of the chain known from elsewhere; the file may not end before any of them.
        fingerprints: keys known from elsewhere.
        progress: told how far it is.

    Raises:
        NotAShopFile, DatabaseTooNew: it is no shop's file, or a later Comptoir's.
    """
    with snapshot(db):
        require_shop(db)
        return prove(db, full=full, heads=heads, fingerprints=fingerprints, structure=True, progress=progress)
