"""The catalogue's folder: its database, its secret, and the lock that lets one migration run at a time."""

import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DATABASE_NAME = "catalogue.sqlite3"
_SECRET_NAME = "secret.key"  # noqa: S105 (a file's name)
_LOCK_NAME = "migrating.lock"


class FolderUnusable(Exception):
    """The folder cannot be made or written."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason


def prepare(path: Path) -> None:
    """Make the folder, with its secret, where they are missing.

    Raises:
        FolderUnusable: it cannot be made, or nothing can be written in it.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
        _make_secret(path / _SECRET_NAME)
        probe = path / f".writable-{os.getpid()}"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise FolderUnusable(path, error.strerror or str(error)) from error


def secret(path: Path) -> str:
    """Read the folder's secret: it signs nothing that leaves, it seasons the hashes of pairing codes."""
    return (path / _SECRET_NAME).read_text(encoding="ascii")


@contextmanager
def migrating_alone(path: Path) -> Iterator[None]:
    """Hold the folder's lock: a second process that wants to migrate waits here until the first has finished."""
    with (path / _LOCK_NAME).open("a+b") as lock:
        _lock(lock.fileno())
        yield


def _make_secret(path: Path) -> None:
    """Write the secret once: made aside and linked into place, so that no reader ever sees half of it."""
    if path.exists():
        return
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
