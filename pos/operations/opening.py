"""Opening a shop: its file, held by this program alone, brought to today's schema."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from pos.database import backup, migrations, till
from pos.database.connection import Connect, Database, Synchronous, connect, system_said, transaction
from pos.database.journal.author import Head
from pos.domain.identity import NewId, to_ms
from pos.keystore import FileKeyStore, KeyStore, key_file
from pos.operations.journalling import let_sign

DEFAULT_TILL_NAME = "1"


def open_shop(
    path: Path,
    *,
    now: datetime,
    new_id: NewId,
    keys: KeyStore | None = None,
    told_heads: Callable[[Head], None] | None = None,
    open_connection: Connect | None = None,
    synchronous: Synchronous = "FULL",
) -> Database:
    """Open a shop's file for selling; a new file becomes a new, empty shop.

    An older file is copied beside itself, and the copy verified, before it is changed.

    Args:
        path: the shop's file; its folder is made when missing.
        now: the moment, noted with the migrations.
        new_id: names a new till and its first person.
        keys: where the key lies that signs the shop's records; a file beside the shop's own unless told.
        told_heads: hears of every new end of the chain, once it is on the disk.
        open_connection: opens the DB-API connection; pysqlite3 unless told.
        synchronous: see `pos.database.connection.connect`.

    Raises:
        DatabaseError: the file cannot be used; nothing was changed.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise system_said(problem, path.parent) from problem
    db = connect(path, open_connection=open_connection, synchronous=synchronous)
    try:
        if migrations.pending(db):
            if migrations.applied(db):
                backup.copy(path, backup.beside(path, f"before-{migrations.pending(db)[-1]}", now))
            migrations.migrate(db, now_ms=to_ms(now))
        _name_till(db, new_id)
        let_sign(db, keys=keys or FileKeyStore(key_file(path)), now=now, new_id=new_id, told_heads=told_heads)
    except BaseException:
        db.close()
        raise
    return db


def _name_till(db: Database, new_id: NewId) -> None:
    if db.row("SELECT 1 FROM till") is None:
        with transaction(db):
            if db.row("SELECT 1 FROM till") is None:
                till.create(db, till_id=new_id(), name=DEFAULT_TILL_NAME)
