"""Mails as files, where no mail server is named: a person can read them, or another program carry them on."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

KEPT_MS = 7 * 24 * 3600 * 1000
_FOLDER = "outbox"


def put(data: Path, name: str, mail: bytes, *, now_ms: int) -> None:
    """Write a mail whole or not at all, for its owner's eyes only; one of the same name is replaced.

    Raises:
        OSError: it cannot be written.
    """
    folder = data / _FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    drop(data, [name])
    draft = folder / f".{name}"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(mail)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(folder / f"{now_ms}-{name}.eml")


def drop(data: Path, names: Iterable[str]) -> None:
    """Take the mails of these names away, whenever they were written."""
    for name in names:
        for file in (data / _FOLDER).glob(f"*-{name}.eml"):
            with suppress(OSError):
                file.unlink()


def tidy(data: Path, *, now_ms: int) -> None:
    """Take away what was written a week ago: who wants to keep a mail has taken it by then."""
    for file in (data / _FOLDER).glob("*.eml"):
        written = file.name.partition("-")[0]
        if written.isdigit() and int(written) < now_ms - KEPT_MS:
            with suppress(OSError):
                file.unlink()
