"""The shop a command writes to: held by this program alone while it does."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pos.domain.errors import DatabaseMissing
from ui import machine

if TYPE_CHECKING:
    from pos.database.connection import Database
    from pos.keystore import KeyStore


@contextlib.contextmanager
def held_shop(path: Path, *, make: bool = False) -> Iterator[Database]:
    """Open a shop for writing, alone.

    Args:
        path: the shop's file.
        make: whether a file that is not there becomes a new shop.

    Raises:
        ShopOpenElsewhere: a till has it open; nothing was written.
        DatabaseMissing: there is no such file, and none is to be made.
        DatabaseError: it cannot be used.
    """
    from pos.database import lock
    from pos.operations.opening import open_shop

    if not make and not path.exists():
        raise DatabaseMissing(path)
    held = lock.hold(path)
    try:
        opened = open_shop(path, now=machine.now(), new_id=machine.new_id, keys=shop_keys(path))
        with contextlib.closing(opened) as db:
            yield db
    finally:
        held.release()


def shop_keys(path: Path) -> KeyStore:
    """Where the keys of a shop lie: the system's key store, else a file beside the shop's own."""
    from pos.keystore import FileKeyStore, SystemKeyStore, key_file

    return SystemKeyStore(FileKeyStore(key_file(path)))
