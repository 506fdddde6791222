"""One program at a time: a lock beside the shop's file, let go by the system when the program dies."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from pos.database.connection import system_said
from pos.domain.errors import ShopOpenElsewhere


class ShopLock:
    """A lock that is held; `release()` lets it go, and so does the end of the program, however it ends."""

    def __init__(self, handle: int) -> None:
        self._handle: int | None = handle

    def release(self) -> None:
        """Let the shop's file go; once is enough."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def hold(path: Path) -> ShopLock:
    """Hold a shop's file for this program until `release()` or the program's end.

    The lock's own file stays where it is: taking it away would let two programs hold two files of one name.

    Raises:
        ShopOpenElsewhere: another program holds it.
        DatabaseReadOnly, DiskFull, DatabaseMissing: the lock cannot be written beside the file.
    """
    beside = path.with_name(path.name + ".lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(beside, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
    except OSError as problem:
        raise system_said(problem, path) from problem
    try:
        _lock(handle)
    except OSError as problem:
        os.close(handle)
        if isinstance(problem, BlockingIOError | PermissionError):
            raise ShopOpenElsewhere(path) from problem
        raise system_said(problem, path) from problem
    return ShopLock(handle)


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
