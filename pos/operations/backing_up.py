"""Backing up: a verified copy of the shop's file in a folder, made while the till may be selling."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pos.database import backup, sales
from pos.database.connection import connect_reader
from pos.domain.errors import BackupFailed, DatabaseDamaged
from pos.operations.checking import require_shop


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy that was read back and found whole."""

    path: Path
    made_at: datetime
    size_bytes: int
    sales: int


def back_up(shop_path: Path, folder: Path, *, now: datetime) -> Backup:
    """Copy the shop's file into a folder under a name that says when.

    The copy is one moment of the file, written to the disk and verified before it gets its name; an earlier
    copy is never replaced.

    Args:
        shop_path: the shop's file, in use or not.
        folder: where copies go; made when missing.
        now: the moment the copy is named after.

    Raises:
        NotAShopFile: the file is no shop's file.
        DatabaseDamaged: its pages cannot be read, so neither can a copy's.
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
        backup.copy(shop_path, copy_to)
    except BackupFailed as failed:
        finding = backup.damage(shop_path)
        if finding:
            raise DatabaseDamaged(shop_path, finding) from failed
        raise
    reader = connect_reader(copy_to)
    try:
        return Backup(copy_to, now, copy_to.stat().st_size, sales.count(reader))
    finally:
        reader.close()


def _free_name(folder: Path, shop_path: Path, now: datetime) -> Path:
    """A name nobody has: two copies of one second get a number."""
    stem = f"{shop_path.stem}-{now:%Y-%m-%d-%H%M%S}"
    numbered = (f"{stem}-{number}" for number in itertools.count(2))
    names = itertools.chain([stem], numbered)
    return next(path for name in names if not (path := folder / f"{name}{shop_path.suffix}").exists())
