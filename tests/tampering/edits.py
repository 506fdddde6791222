"""What a clumsy hand does: a byte flipped, a column edited, a row taken out or slipped in, two records swapped."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2 as sqlite

from pos.fiscal.keys import SigningKey
from pos.fiscal.record import PREFIX
from tests.tampering.journal import Fields, Journal, spelled
from tests.tampering.shop import Original

NOTES = ("one", "clock_ms", "held")
"""What the running till notes for itself in the head, and no record ever says: what its clock said, why it waits."""

STATES = ("fiscal_head", "counter", "totals", "fiscal_key")
TABLES = {"sale": "id", "sale_line": "sale_id", "sale_vat": "sale_id", "payment": "sale_id"}


@dataclass(frozen=True, slots=True)
class Mutation:
    """What was done to a file.

    names are the records of which verification may name any first, empty where none is to blame; alone says that the
    file is judged without the heads known elsewhere, since it must give itself away.
    """

    what: str
    names: frozenset[int] = frozenset()
    alone: bool = False


Row = tuple[Any, ...]
Mutate = Callable[[Path, Original, random.Random], Mutation]


def flip_bytes(path: Path, original: Original, chance: random.Random) -> Mutation:
    """Some bytes of the file anywhere, as a failing disk or a hex editor leaves them."""
    body = bytearray(original.image)
    places = [chance.randrange(len(body)) for _ in range(chance.choice((1, 1, 1, 2, 8)))]
    for place in places:
        body[place] ^= chance.randrange(1, 256)
    path.write_bytes(body)
    return Mutation(f"bytes {places}")


def edit_record(path: Path, original: Original, chance: random.Random) -> Mutation:
    """Any column of a record; its payload also with the hash, which needs no key, put right."""
    with opened(path, original) as journal:
        seq = chance.randint(1, journal.last)
        column = chance.choice([*_columns(journal, "fiscal_record"), "payload", "payload"])
        if column == "payload":
            return _edit_payload(journal, seq, chance)
        [(value,)] = journal.rows(f"SELECT {column} FROM fiscal_record WHERE seq = ?", seq)
        becomes = value + 1_000 if column in {"seq", "no"} else another(value, chance)
        if column == "series":
            becomes = f"{value}0"  # another epoch's might hold the same number
        journal.run(f"UPDATE fiscal_record SET {column} = ? WHERE seq = ?", becomes, seq)
        blamed = {seq, seq + 1, becomes} if column == "seq" else {seq, seq + 1}
        return Mutation(f"record {seq}, {column}: {value!r} -> {becomes!r}", frozenset(blamed))


def _edit_payload(journal: Journal, seq: int, chance: random.Random) -> Mutation:
    """Somewhere in what it says; one that lies about its own number cannot be named by it."""
    fields, leaf = journal.fields(seq), ""
    if chance.random() < 0.3:
        payload = another(spelled(fields), chance)
    else:
        leaf = edit_leaf(fields, chance)
        payload = spelled(fields)
    journal.run("UPDATE fiscal_record SET payload = ? WHERE seq = ?", payload, seq)
    if chance.random() < 0.6:
        journal.run("UPDATE fiscal_record SET hash = ? WHERE seq = ?", sha256(PREFIX + payload).digest(), seq)
    is_numbered = leaf != "seq" and f'"seq":{seq},'.encode() in payload
    return Mutation(f"record {seq}, payload {leaf}", frozenset({seq}) if is_numbered else frozenset())


def edit_projection(path: Path, original: Original, chance: random.Random) -> Mutation:
    """Any column of a sale, its lines, its VAT or its payments."""
    with opened(path, original) as journal:
        table = chance.choice(list(TABLES))
        row, seq = _random_row(journal, table, chance)
        column, value, becomes = _edit_row(journal, table, row, chance)
        blamed = {seq, becomes} if column == "record_seq" else {seq}
        return Mutation(f"{table} of record {seq}, {column}: {value!r} -> {becomes!r}", frozenset(blamed))


def edit_state(path: Path, original: Original, chance: random.Random) -> Mutation:
    """Any column of what the file keeps beside the records: the head, the counters, the totals, the keys."""
    with opened(path, original) as journal:
        table = chance.choice(STATES)
        row = chance.choice(journal.rows(f"SELECT * FROM {table}"))
        column, value, becomes = _edit_row(journal, table, row, chance)
        return Mutation(f"{table}, {column}: {value!r} -> {becomes!r}")


def delete(path: Path, original: Original, chance: random.Random) -> Mutation:
    """A record, a whole sale, or a row of what goes with it."""
    with opened(path, original) as journal:
        table = chance.choice(["fiscal_record", "fiscal_record", *TABLES, "counter", "fiscal_key"])
        if table == "fiscal_record":
            seq = chance.randint(1, journal.last - 1)
            journal.run("DELETE FROM fiscal_record WHERE seq = ?", seq)
            return Mutation(f"record {seq} deleted", frozenset({seq, seq + 1}))
        if table not in TABLES:
            key = chance.choice(journal.rows(f"SELECT {'series' if table == 'counter' else 'id'} FROM {table}"))
            journal.run(f"DELETE FROM {table} WHERE {'series' if table == 'counter' else 'id'} = ?", *key)
            return Mutation(f"{table} {key} deleted")
        row, seq = _random_row(journal, table, chance)
        journal.run(f"DELETE FROM {table} WHERE {_is(journal, table)}", *row)
        return Mutation(f"{table} of record {seq}: a row deleted", frozenset({seq}))


def insert(path: Path, original: Original, chance: random.Random) -> Mutation:
    """A row slipped in beside others, a sale that no record proves, or a record signed by a stranger at the end."""
    with opened(path, original) as journal:
        what = chance.choice(["record", "sale", "rows", "purge"])
        if what == "record":
            return _append_record(journal, chance)
        if what == "purge":
            journal.run("INSERT INTO purge VALUES (?, ?, ?)", 1, chance.randint(2, journal.last), journal.last)
            return Mutation("a purge that never was")
        table = "sale" if what == "sale" else chance.choice(["sale_line", "sale_vat", "payment"])
        row, seq = _random_row(journal, table, chance)
        if table == "sale":
            forged = ("forged", *row[1:4], row[4] + 1_000, *row[5:-1], chance.choice((None, seq)))
        else:
            forged = (row[0], row[1] + 50, *row[2:])
        journal.run(f"INSERT INTO {table} VALUES ({','.join('?' * len(forged))})", *forged)
        blamed = frozenset() if table == "sale" and forged[-1] is None else frozenset({seq})
        return Mutation(f"{table} of record {seq}: a row slipped in", blamed)


def _append_record(journal: Journal, chance: random.Random) -> Mutation:
    fields, last = journal.fields(chance.choice(journal.kinds("JET", "COPY"))), journal.last
    [(number, digest)] = journal.rows("SELECT last_no, last_hash FROM counter WHERE series = ?", fields["series"])
    latest = journal.fields(last)
    fields |= {name: latest[name] for name in ("ts", "utc", "bday", "kid")}
    fields |= {"seq": last + 1, "no": number + 1, "prev": journal.hash(last).hex(), "sprev": bytes(digest).hex()}
    width = len(journal.rows("PRAGMA table_info(fiscal_record)"))
    [row] = journal.rows("SELECT * FROM fiscal_record WHERE seq = ?", last)
    forged = (last + 1, row[1], "forged/1", *row[3:])
    journal.run(f"INSERT INTO fiscal_record VALUES ({','.join('?' * width)})", *forged)
    journal.write(fields, stranger(chance))
    journal.put_right()
    return Mutation("a record by a stranger at the end", frozenset({last + 1}))


def swap(path: Path, original: Original, chance: random.Random) -> Mutation:
    """Two records change places, with the sales that point to them or without."""
    with opened(path, original) as journal:
        first, second = sorted(chance.sample(range(1, journal.last + 1), 2))
        tables = [("fiscal_record", "seq")] + ([("sale", "record_seq")] if chance.random() < 0.5 else [])
        for table, column in tables:
            for was, becomes in ((first, -1), (second, first), (-1, second)):
                journal.run(f"UPDATE {table} SET {column} = ? WHERE {column} = ?", becomes, was)
        return Mutation(f"records {first} and {second} swapped", frozenset({first, second}))


def another(value: Any, chance: random.Random) -> Any:
    """A value of the same kind that is another one."""
    if value is None:
        return 1
    if isinstance(value, int):
        return value + chance.choice((-1, 1, 1, 10, -100, 1_000))
    if isinstance(value, bytes):
        body = bytearray(value or b"\0")
        body[chance.randrange(len(body))] ^= 1 << chance.randrange(8)
        return bytes(body)
    if not value:
        return "x"
    place = chance.randrange(len(value))
    letter = chance.choice([one for one in "0123456789abcxyzé" if one != value[place]])
    return value[:place] + letter + value[place + 1 :]


def edit_leaf(fields: Fields, chance: random.Random, *, only: Callable[[str], bool] = lambda _: True) -> str:
    """Change one value somewhere within, and give its name."""
    leaves: list[tuple[Any, Any, str]] = []
    _gather(fields, "", leaves)
    holder, name, said = chance.choice([leaf for leaf in leaves if only(leaf[2])])
    holder[name] = another(holder[name], chance)
    return said


def _gather(holder: Any, said: str, leaves: list[tuple[Any, Any, str]]) -> None:
    for name, value in holder.items() if isinstance(holder, dict) else enumerate(holder):
        path = f"{said}.{name}"
        if isinstance(value, dict | list):
            _gather(value, path, leaves)
        else:
            leaves.append((holder, name, path.strip(".")))


def stranger(chance: random.Random) -> SigningKey:
    """A key that has nothing to do with the till."""
    return SigningKey.from_number(chance.randrange(1, 2**255))


def _edit_row(journal: Journal, table: str, row: Row, chance: random.Random) -> tuple[str, Any, Any]:
    """Change one value of a row: in which column, from what, to what."""
    columns = _columns(journal, table)
    column = chance.choice([name for name in columns if name not in NOTES])
    value = row[columns.index(column)]
    while True:
        becomes = another(value, chance)
        with contextlib.suppress(sqlite.IntegrityError):  # another row has it already
            journal.run(f"UPDATE {table} SET {column} = ? WHERE {_is(journal, table)}", becomes, *row)
            return column, value, becomes


def _random_row(journal: Journal, table: str, chance: random.Random) -> tuple[Row, int]:
    """A row of a table of sales, and the record that proves it."""
    rows = journal.rows(f"SELECT s.record_seq, t.* FROM {table} t JOIN sale s ON s.id = t.{TABLES[table]}")
    seq, *row = chance.choice(rows)
    return tuple(row), seq


def _columns(journal: Journal, table: str) -> list[str]:
    return [name for _, name, *_ in journal.rows(f"PRAGMA table_info({table})")]


def _is(journal: Journal, table: str) -> str:
    """The condition that a row has these values in all its columns."""
    return " AND ".join(f"{name} IS ?" for name in _columns(journal, table))


class opened:  # noqa: N801 - reads as what it does
    """A copy of the file, open to a forger and put in order again at the end."""

    def __init__(self, path: Path, original: Original) -> None:
        path.write_bytes(original.image)
        self._journal = Journal(path)

    def __enter__(self) -> Journal:
        return self._journal

    def __exit__(self, *problem: object) -> None:
        self._journal.close()
