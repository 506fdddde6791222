"""Taking away what the law no longer asks to keep: payloads and sales; hashes, signatures and numbers stay."""

from __future__ import annotations

from hashlib import sha256
from typing import Final

from pos.database.connection import Database

PURGEABLE: Final = ("TICKET", "TRAIN", "NOTE", "COPY", "PAYFIX", "CASHMOVE")
_HASHES_A_PAGE: Final = 10_000
_SALES: Final = "SELECT id FROM sale WHERE record_seq BETWEEN ? AND ?"


def left_to_purge(db: Database, first: int, last: int) -> int:
    """How many records of a stretch still have a payload that a purge may take."""
    kinds = ", ".join(f"'{kind}'" for kind in PURGEABLE)
    return int(
        db.value(
            f"SELECT count(*) FROM fiscal_record WHERE seq BETWEEN ? AND ? AND kind IN ({kinds}) AND payload <> x''",
            (first, last),
        )
    )


def hash_at(db: Database, seq: int) -> bytes:
    """The hash of a record, empty where there is none."""
    found = db.value("SELECT hash FROM fiscal_record WHERE seq = ?", (seq,))
    return b"" if found is None else bytes(found)


def digest_of(db: Database, first: int, last: int) -> str:
    """The SHA-256 of all hashes of a stretch, one after another: it pins records of which nothing else is left."""
    digest = sha256()
    for begin in range(first, last + 1, _HASHES_A_PAGE):
        end = min(last, begin + _HASHES_A_PAGE - 1)
        for (one,) in db.rows("SELECT hash FROM fiscal_record WHERE seq BETWEEN ? AND ? ORDER BY seq", (begin, end)):
            digest.update(bytes(one))
    return digest.hexdigest()


def take_away(db: Database, first: int, last: int, *, record_seq: int) -> None:
    """Empty the payloads of a stretch and take its sales away, in the running transaction, under the purge's record."""
    stretch = (first, last)
    kinds = ", ".join(f"'{kind}'" for kind in PURGEABLE)
    db.execute("INSERT INTO purge VALUES (?, ?, ?)", (*stretch, record_seq))
    db.execute(f"DELETE FROM print_job WHERE sale_id IN ({_SALES})", stretch)
    for table in ("payment", "sale_vat", "sale_line"):
        db.execute(f"DELETE FROM {table} WHERE sale_id IN ({_SALES})", stretch)
    db.execute("DELETE FROM sale WHERE record_seq BETWEEN ? AND ?", stretch)
    db.execute(
        f"UPDATE fiscal_record SET payload = x'' WHERE seq BETWEEN ? AND ? AND kind IN ({kinds}) AND payload <> x''",
        stretch,
    )
