"""Verifying: a shop's own file or an archive, told apart by what they are; nothing is ever changed.

Read-only and in one moment of the file, so it may run while the till sells.
"""

from __future__ import annotations

import contextlib
import zipfile
from collections.abc import Iterable
from pathlib import Path

from pos.database.connection import Database, connect_reader, snapshot
from pos.domain.errors import NoArchive, NotAShopFile
from pos.fiscal.keys import check
from pos.fiscal.verify import Head, Report, verify_archive
from pos.operations.checking import require_shop
from pos.operations.proving import Progress, prove, quietly


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
