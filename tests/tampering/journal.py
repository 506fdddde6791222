"""The journal of a copied file in a forger's hands: read whole, rewritten from a record on, everything put right."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2 as sqlite

from pos.domain.identity import to_ms
from pos.fiscal.keys import PublicKey, SigningKey, proof_of
from pos.fiscal.record import NO_HASH, PREFIX

Fields = dict[str, Any]
KeyOf = Callable[[int], SigningKey]
_COLUMNS = (
    ("seq", "seq"), ("kind", "kind"), ("series", "series"), ("no", "no"), ("business_day", "bday"), ("till_id", "till"),
    ("siret", "siret"), ("operator_id", "op"), ("operator_name", "opname"), ("fiscal_version", "fv"),
    ("build_hash", "build"), ("key_id", "kid"), ("subject", "sub"),
)  # fmt: skip
_RESET_BY = {"Z": "day", "ZM": "month", "ZY": "year"}
_TOTALS = ("day", "month", "year", "perp", "perpabs")


def spelled(fields: Fields) -> bytes:
    """The canonical bytes of fields, whatever stands in them."""
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


class Journal:
    """A shop's file opened by somebody who owns the machine: no trigger, no check and no foreign key is in the way.

    What stands in the way is put back at the end, so that nothing but the content tells.
    """

    def __init__(self, path: Path) -> None:
        self.connection: Any = sqlite.connect(str(path), isolation_level=None)
        for pragma in ("foreign_keys=OFF", "ignore_check_constraints=ON", "synchronous=OFF"):
            self.connection.execute(f"PRAGMA {pragma}")
        self._triggers = self.rows("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
        self.run("BEGIN")
        for name, _ in self._triggers:
            self.run(f"DROP TRIGGER {name}")

    def close(self) -> None:
        """Put the triggers back and let the file go."""
        for _, sql in self._triggers:
            self.run(sql)
        self.run("COMMIT")
        self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        self.connection.close()

    def run(self, sql: str, *values: Any) -> None:
        """Run a statement."""
        self.connection.execute(sql, values)

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """The rows of a question."""
        return list(self.connection.execute(sql, values).fetchall())

    @property
    def last(self) -> int:
        """The number of the last record."""
        return int(self.rows("SELECT max(seq) FROM fiscal_record")[0][0])

    def fields(self, seq: int) -> Fields:
        """What a record says."""
        said: Fields = json.loads(self.rows("SELECT payload FROM fiscal_record WHERE seq = ?", seq)[0][0])
        return said

    def hash(self, seq: int) -> bytes:
        """The hash of a record; that of none before the first."""
        return bytes(self.rows("SELECT hash FROM fiscal_record WHERE seq = ?", seq)[0][0]) if seq else NO_HASH

    def kinds(self, *kinds: str) -> list[int]:
        """The numbers of the records of some kinds."""
        marks = ",".join("?" * len(kinds))
        return [seq for (seq,) in self.rows(f"SELECT seq FROM fiscal_record WHERE kind IN ({marks})", *kinds)]

    def write(self, fields: Fields, key: SigningKey) -> None:
        """Write what a record says in the place of what it said, signed, with every column beside it."""
        payload = spelled(fields)
        names = ", ".join(f"{column} = ?" for column, _ in _COLUMNS)
        at = datetime.fromisoformat(fields["ts"].replace("Z", "+00:00"))
        self.run(
            f"UPDATE fiscal_record SET {names}, responsible_id = ?, ts_local = ?, at_ms = ?, payload = ?, hash = ?,"
            " sig = ? WHERE seq = ?",
            *(fields[name] for _, name in _COLUMNS), fields.get("resp", ""), at.isoformat(timespec="milliseconds"),
            to_ms(at), payload, sha256(PREFIX + payload).digest(), key.sign(PREFIX + payload), fields["seq"],
        )  # fmt: skip

    def relink(self, seq: int, key_of: KeyOf, *, first: Fields | None = None, keep_kid: bool = False) -> None:
        """Recompute the chain from a record on, `first` in the place of it, so that every hash and signature fits.

        Args:
            seq: the first record to rewrite.
            key_of: who signs which record.
            first: what that record says from now on.
            keep_kid: leave the names of the keys as they were, whoever signs.
        """
        in_series = {
            series: bytes(digest)
            for series, digest in self.rows(
                "SELECT series, hash FROM fiscal_record r WHERE seq = (SELECT max(seq) FROM fiscal_record o"
                " WHERE o.series = r.series AND o.seq < ?)",
                seq,
            )
        }
        before = self.hash(seq - 1)
        for place in range(seq, self.last + 1):
            fields = first if first is not None and place == seq else self.fields(place)
            fields["prev"] = before.hex()
            fields["sprev"] = in_series.get(fields["series"], NO_HASH).hex()
            self._refer(fields, before, key_of)
            if not keep_kid:
                fields["kid"] = key_of(place).id
            self.write(fields, key_of(place))
            before = in_series[fields["series"]] = self.hash(place)

    def _refer(self, fields: Fields, before: bytes, key_of: KeyOf) -> None:
        """Let a record that names hashes of its own name those of now."""
        if fields["kind"] in _RESET_BY:
            fields["head"] = before.hex()
        elif fields["kind"] == "KEY":
            created = fields["action"] == "CREATED"
            key = key_of(fields["seq"] + (not created))
            previous = "" if created else key_of(fields["seq"]).id
            fields["key"] = {"kid": key.id, "fp": key.public.fingerprint, "spki": key.public.der.hex()}
            fields["sub"] = key.id
            fields["proof"] = proof_of(key, previous_key_id=previous, previous=before)
        elif fields.get("event") == "RESTORE":
            fields["data"]["backup"]["hash"] = before.hex()

    def put_right(self) -> None:
        """Make head, counters, totals and keys say what follows from the records, as the till would have left them."""
        records = [(seq, self.fields(seq)) for (seq,) in self.rows("SELECT seq FROM fiscal_record ORDER BY seq")]
        self.run("DELETE FROM counter")
        for series, till, number, digest in self.rows(
            "SELECT series, till_id, no, hash FROM fiscal_record r WHERE no ="
            " (SELECT max(no) FROM fiscal_record o WHERE o.series = r.series)"
        ):
            self.run("INSERT INTO counter VALUES (?, ?, ?, ?)", till, series, number, digest)
        self._put_head(records)
        self._put_keys(records)

    def _put_head(self, records: list[tuple[int, Fields]]) -> None:
        sums, closed, open_day = dict.fromkeys(_TOTALS, 0), {"Z": "", "ZM": "", "ZY": ""}, ""
        for _, said in records:
            kind = said["kind"]
            if kind == "TICKET":
                sums = {name: sums[name] + (abs(said["ttc"]) if name == "perpabs" else said["ttc"]) for name in _TOTALS}
                open_day = open_day or said["bday"]
            elif kind in _RESET_BY:
                sums[_RESET_BY[kind]] = 0
                closed[kind] = said["day"] if kind == "Z" else said["name"]
                open_day = "" if kind == "Z" else open_day
        self.run(
            "UPDATE totals SET day = ?, month = ?, year = ?, perpetual_signed = ?, perpetual_abs = ?", *sums.values()
        )
        self.run(
            "UPDATE fiscal_head SET (seq, hash, at_ms, clock_ms) = (SELECT seq, hash, at_ms, at_ms FROM fiscal_record"
            " ORDER BY seq DESC LIMIT 1), open_day = ?, closed_day = ?, closed_month = ?, closed_year = ?",
            open_day, *closed.values(),
        )  # fmt: skip

    def _put_keys(self, records: list[tuple[int, Fields]]) -> None:
        keys = [
            (said["key"]["kid"], bytes.fromhex(said["key"]["spki"]), seq + (said["action"] != "CREATED"))
            for seq, said in records
            if said["kind"] == "KEY"
        ]
        ends = [*(from_seq - 1 for _, _, from_seq in keys[1:]), None]
        self.run("DELETE FROM fiscal_key")
        for (key_id, der, from_seq), end in zip(keys, ends, strict=True):
            self.run("INSERT INTO fiscal_key VALUES (?, ?, 'ES256', ?, ?)", key_id, PublicKey(der).der, from_seq, end)
