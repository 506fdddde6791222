"""One program at a time: a lock beside the shop's file, let go by the system when the program dies."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout

from pos.database.connection import system_said
from pos.domain.errors import ShopOpenElsewhere

ShopLock = FileLock


def hold(path: Path) -> ShopLock:
    """Hold a shop's file for this program until `release()` or the program's end.

    Raises:
        ShopOpenElsewhere: another program holds it.
        DatabaseReadOnly, DiskFull, DatabaseMissing: the lock cannot be written beside the file.
    """
    lock = FileLock(path.with_name(path.name + ".lock"), blocking=False)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as problem:
        raise ShopOpenElsewhere(path) from problem
    except OSError as problem:
        raise system_said(problem, path) from problem
    return lock
