"""What a till's file lies on: a disk whose power can go at any write, and that may lose what was not synced."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2 as sqlite

from tests.durability.apsw_face import Connection
from tests.durability.disk import Change, Disk, Image
from tests.durability.recording import NAME, recording_files

_WRITES = ("INSERT", "UPDATE", "DELETE", "COMMIT", "BEGIN", "WITH")
_CACHED_STATEMENTS = 256


class PowerGone(BaseException):
    """The program ends here, in the middle of whatever it was doing."""


class Fuse:
    """Blows at the n-th statement that writes; nothing of the program reaches the file afterwards."""

    def __init__(self) -> None:
        self._left = -1
        self.is_blown = False

    def set(self, writes: int) -> None:
        """Let the power go after so many writes from now."""
        self._left = writes

    def blow(self) -> None:
        """The power is gone."""
        self.is_blown = True
        raise PowerGone

    def feel(self, sql: str) -> None:
        """Let one statement pass, or not."""
        if self.is_blown:
            raise PowerGone
        if self._left >= 0 and sql.lstrip().startswith(_WRITES):
            self._left -= 1
            if self._left < 0:
                self.blow()


class Fused:
    """A connection behind a fuse."""

    def __init__(self, connection: Any, fuse: Fuse) -> None:
        self._connection = connection
        self._fuse = fuse

    def execute(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """Run one statement."""
        self._fuse.feel(sql)
        return self._connection.execute(sql, values)

    def executemany(self, sql: str, rows: Sequence[Sequence[Any]]) -> Any:
        """Run one statement for every row of values."""
        self._fuse.feel(sql)
        return self._connection.executemany(sql, rows)

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""
        return bool(self._connection.in_transaction)

    def close(self) -> None:
        """Let the file go; what was not committed is gone."""
        self._connection.close()


class PlainDisk:
    """A disk that keeps all that was written: the program may die, the machine does not."""

    loses_what_was_not_synced = False

    def opener(self, fuse: Fuse) -> Callable[[str], Fused]:
        """What opens connections to files on it."""
        return lambda path: Fused(
            sqlite.connect(path, isolation_level=None, cached_statements=_CACHED_STATEMENTS), fuse
        )

    def lay_out(self, path: Path) -> None:
        """A file was put there by other means."""

    def let_go(self) -> None:
        """The power is gone."""

    def cut(self, path: Path, chance: random.Random) -> None:
        """The power went: everything written is there."""


class WatchedDisk:
    """A disk that keeps what was synced, and of the rest what chance leaves of every sector; it holds one file."""

    loses_what_was_not_synced = True

    def __init__(self) -> None:
        self._disk = Disk({})
        self._name = ""

    def opener(self, fuse: Fuse) -> Callable[[str], Fused]:
        """What opens connections to files on it."""

        def open_watched(path: str) -> Fused:
            self._name = Path(path).name
            _watched[self._name] = self._disk
            recording_files().note = _take_in
            return Fused(Connection(path, NAME), fuse)

        return open_watched

    def lay_out(self, path: Path) -> None:
        """A file was put there or read by other means while no program ran; it is safe, and stands alone."""
        for suffix in ("-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        self._disk = Disk({path.name: path.read_bytes()})

    def let_go(self) -> None:
        """The power is gone: whatever is still done to the file happens after."""
        _watched.pop(self._name, None)

    def cut(self, path: Path, chance: random.Random) -> None:
        """Put in the folder what the power left."""
        image: Image = self._disk.cut(chance)
        for suffix in ("", "-wal", "-shm", "-journal"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        for name, body in image.items():
            with os.fdopen(os.open(path.with_name(name), os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(body)
        self._disk = Disk(image)


AnyDisk = PlainDisk | WatchedDisk

_watched: dict[str, Disk] = {}
"""The disks of the watched files that are open now, by the file's name."""


def _take_in(change: Change) -> None:
    disk = _watched.get(change.name.removesuffix("-wal").removesuffix("-journal"))
    if disk is not None:
        disk.apply(change)
