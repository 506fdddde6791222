"""The catalogue's folder: its database, its secret, its photos, and the locks of who migrates and who serves."""

import os
import re
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DATABASE_NAME = "catalogue.sqlite3"
PHOTOS_NAME = "photos"
SECRET_NAME = "secret.key"  # noqa: S105 (a file's name)
PHOTO_FILE = re.compile(r"(\d{1,18})-\d{1,5}\.webp")
_LOCK_NAME = "migrating.lock"
_SERVING_NAME = "serving.lock"
_BACKUP_NOTE = "backed-up"


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
        _make_secret(path / SECRET_NAME)
        probe = path / f".writable-{os.getpid()}"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise FolderUnusable(path, error.strerror or str(error)) from error


def secret(path: Path) -> str:
    """Read the folder's secret: it signs nothing that leaves, it seasons the hashes of pairing codes."""
    return (path / SECRET_NAME).read_text(encoding="ascii")


def put_secret(path: Path, value: str) -> None:
    """Give an empty folder the secret of another, so that codes and links made there are still known here."""
    path.mkdir(parents=True, exist_ok=True)
    _write_secret(path / SECRET_NAME, value)


def note_backup(path: Path, now_ms: int) -> None:
    """Remember when the last backup was made."""
    (path / _BACKUP_NOTE).write_text(str(now_ms), encoding="ascii")


def backed_up_ms(path: Path) -> int | None:
    """Return when the last backup was made, or None where none was, or nobody knows."""
    try:
        return int((path / _BACKUP_NOTE).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


class Served(Exception):
    """A catalogue is served from the folder right now."""


@contextmanager
def served(path: Path) -> Iterator[None]:
    """Hold the folder as one that is served, as long as this process serves it."""
    with (path / _SERVING_NAME).open("a+b") as lock:
        _lock(lock.fileno(), shared=True)
        yield


@contextmanager
def unserved(path: Path) -> Iterator[None]:
    """Hold the folder as one that nobody may serve meanwhile.

    Raises:
        Served: somebody does.
    """
    with (path / _SERVING_NAME).open("a+b") as lock:
        try:
            _lock(lock.fileno(), at_once=True)
        except OSError as error:
            raise Served from error
        yield


@contextmanager
def migrating_alone(path: Path) -> Iterator[None]:
    """Hold the folder's lock: a second process that wants to migrate waits here until the first has finished."""
    with (path / _LOCK_NAME).open("a+b") as lock:
        _lock(lock.fileno())
        yield


def _make_secret(path: Path) -> None:
    """Write the secret once: made aside and linked into place, so that no reader ever sees half of it."""
    if not path.exists():
        _write_secret(path, secrets.token_urlsafe(48))


def _write_secret(path: Path, value: str) -> None:
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(value)
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

    def _lock(descriptor: int, *, shared: bool = False, at_once: bool = False) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK if at_once or shared else msvcrt.LK_LOCK, 1)

else:
    import fcntl

    def _lock(descriptor: int, *, shared: bool = False, at_once: bool = False) -> None:
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB if at_once else kind)
