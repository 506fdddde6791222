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
def held_shop(path: Path, *, make: bool = False, keys: KeyStore | None = None) -> Iterator[Database]:
    """Open a shop for writing, alone; its records name the machine, whoever works in the shop.

    Args:
        path: the shop's file.
        make: whether a file that is not there becomes a new shop.
        keys: where the till's key lies; this machine's own key store unless told. A shop with a key store of its own is
            there to be shown, and leaves no anchors on this machine.

    Raises:
        ShopOpenElsewhere: a till has it open; nothing was written.
        DatabaseMissing: there is no such file, and none is to be made.
        DatabaseError: it cannot be used.
    """
    from pos.database import lock
    from pos.database.journal.heads import Heads
    from pos.operations.opening import open_shop
    from pos.operations.staffing import at_the_machine

    if not make and not path.exists():
        raise DatabaseMissing(path)
    held = lock.hold(path)
    told = Heads(machine.state_folder()).note if keys is None else None
    keys = keys or machine.key_store(path)
    try:
        opened = open_shop(path, now=machine.now(), new_id=machine.new_id, keys=keys, told_heads=told)
        with contextlib.closing(opened) as db:
            at_the_machine(db)
            yield db
    finally:
        held.release()
