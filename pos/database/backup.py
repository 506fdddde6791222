"""Copies of the shop's file: made while it is in use, verified before they are believed."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pysqlite3.dbapi2 as sqlite

from pos.database.connection import connect_reader, snapshot, system_said, translated
from pos.domain.errors import BackupFailed, DatabaseDamaged, DatabaseError, DiskFull

PAGES_A_STEP = 2_000


def beside(path: Path, why: str, now: datetime) -> Path:
    """Where a copy made for a reason at a moment goes: next to the file, named after both."""
    return path.with_name(f"{path.stem}.{now:%Y-%m-%d-%H%M%S}.{why}{path.suffix}")


def copy(source: Path, copy_to: Path, *, look_over: Callable[[Path], str] | None = None) -> None:
    """Copy a shop's file while it may be in use: to a temporary name, synced, verified, then renamed.

    Args:
        source: the shop's file.
        copy_to: where the copy goes; its folder is made when missing.
        look_over: what is wrong with the copy, '' when it is sound; what SQLite itself finds unless told.

    Raises:
        BackupFailed: the copy could not be written or does not verify; nothing is left behind.
        DatabaseError: the source cannot be read.
    """
    with _named_when_sound(copy_to) as unfinished:
        _copy_pages(source, unfinished)
        finding = (look_over or damage)(unfinished)
        if finding:
            raise BackupFailed(copy_to, finding)


def copy_again(verified: Path, copy_to: Path) -> None:
    """Copy a verified copy byte for byte into a folder that is there: to a temporary name, read back, then renamed.

    Raises:
        BackupFailed: the copy could not be written or reads back otherwise; nothing is left behind.
        DiskFull, DatabaseReadOnly: the disk takes nothing.
    """
    with _named_when_sound(copy_to) as unfinished:
        shutil.copyfile(verified, unfinished)
        if _digest(unfinished) != _digest(verified):
            raise BackupFailed(copy_to, "it reads back otherwise")


@contextlib.contextmanager
def _named_when_sound(copy_to: Path) -> Iterator[Path]:
    """A temporary name to write to; what stands there at the end is synced and renamed."""
    unfinished = copy_to.with_name(copy_to.name + ".part")
    try:
        copy_to.parent.mkdir(parents=True, exist_ok=True)
        unfinished.unlink(missing_ok=True)
        yield unfinished
        settle(unfinished)
        unfinished.replace(copy_to)
        settle_folder(copy_to.parent)
    except OSError as problem:
        if problem.errno in {errno.ENOSPC, errno.EROFS}:
            raise system_said(problem, copy_to) from problem
        raise BackupFailed(copy_to, str(problem)) from problem
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)


def damage(path: Path) -> str:
    """What SQLite finds wrong with a file; empty when it is sound."""
    try:
        db = connect_reader(path)
        try:
            findings = [finding for (finding,) in db.rows("PRAGMA integrity_check(10)")]
            broken = db.rows("PRAGMA foreign_key_check")
        finally:
            db.close()
    except DatabaseError as problem:
        return str(problem) or type(problem).__name__
    if findings != ["ok"]:
        return "; ".join(findings)
    return f"{len(broken)} rows point nowhere" if broken else ""


def _digest(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def settle(path: Path) -> None:
    """Wait until the disk itself holds what was written to a file."""
    # Windows flushes only through a handle that may write.
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def settle_folder(path: Path) -> None:
    """Wait until the disk itself holds the names in a folder; Windows keeps them with the file and needs no call."""
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _copy_pages(source: Path, copy_to: Path) -> None:
    reader = connect_reader(source)
    try:
        writer = sqlite.connect(str(copy_to), isolation_level=None)
        try:
            # One moment of the file: without the snapshot every sale made meanwhile would start the copy over.
            with snapshot(reader):
                reader.row("SELECT count(*) FROM sqlite_schema")
                reader.connection.backup(writer, pages=PAGES_A_STEP)
            # A copy is one file: without this it would ask for a WAL of its own at first opening.
            writer.execute("PRAGMA journal_mode=DELETE")
        finally:
            writer.close()
    except sqlite.Error as problem:
        raise _translated(problem, source, copy_to) from problem
    finally:
        reader.close()


def _translated(problem: Exception, source: Path, copy_to: Path) -> Exception:
    """Our error for SQLite's: damage is the source's, all else (no room, no right to write) the copy's."""
    meant = translated(problem, copy_to)
    if isinstance(meant, DatabaseDamaged):
        return DatabaseDamaged(source, meant.finding)
    if isinstance(meant, DatabaseError):
        return meant
    # pysqlite3's backup() gives SQLite's sentence without its code.
    return DiskFull(copy_to) if "full" in str(problem) else BackupFailed(copy_to, str(problem))
