"""Inspecting: one record held against its key and its neighbours, and what an inspector is shown beside the records."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import Enum
from typing import Any

from pos.database import staff, till
from pos.database.connection import Database
from pos.database.journal import keys as kept_keys
from pos.database.journal import reading
from pos.database.journal.author import Software
from pos.database.journal.keys import KeySpan
from pos.database.journal.reading import KeptParameter, KeptPerson
from pos.database.journal.records import about, by_seq
from pos.database.journal.software import MANIFEST, ROOT, fingerprints, software
from pos.domain.sale import TillIdentity
from pos.domain.staff import Right, Role
from pos.fiscal.canonical import NotCanonical, parse
from pos.fiscal.events import Event
from pos.fiscal.record import ALGORITHM, NO_HASH, Kind, Record, hash_of, moment
from pos.operations import closing_papers
from pos.operations.copying import as_signed
from pos.receipts.closing import closing_paper
from pos.receipts.document import Document
from pos.wording import Wording


class Held(Enum):
    """What of a record is held against something."""

    SPELLING = "spelling"
    HASH = "hash"
    KEY = "key"
    SIGNATURE = "signature"
    BEFORE = "before"
    AFTER = "after"
    COLUMNS = "columns"


_CHANGES = (Event.PARAM_CHANGED, Event.COMPANY_CHANGED, Event.VAT_TABLE_CHANGED, Event.USER_CHANGED)
_CLOSINGS = frozenset({Kind.Z, Kind.ZM, Kind.ZY})
_WITH_PAPER = _CLOSINGS | {Kind.TICKET, Kind.TRAIN}


@dataclass(frozen=True, slots=True)
class Looked:
    """A record, the key it names, and what of it holds; fields are what its signed bytes say, None for none.

    A purged record has no bytes any more: its hash is what its signature and its neighbours vouch for.
    """

    record: Record
    fields: dict[str, Any] | None
    key: KeySpan | None
    checks: tuple[tuple[Held, bool], ...]
    names: dict[str, str]

    @property
    def is_purged(self) -> bool:
        """Whether its content was purged after it was archived."""
        return not self.record.payload

    @property
    def has_paper(self) -> bool:
        """Whether a paper can be made from it."""
        return self.record.kind in _WITH_PAPER and self.fields is not None

    @property
    def is_in_order(self) -> bool:
        """Whether everything holds."""
        return all(holds for _, holds in self.checks)


@dataclass(frozen=True, slots=True)
class TillFacts:
    """What the till is: itself, its program with the files of its perimeter, its keys, and how much it recorded.

    files are the SHA-256 of the perimeter's files as they lie here, published those of the manifest.
    """

    till: TillIdentity
    software: Software
    files: dict[str, str]
    published: dict[str, str]
    keys: tuple[KeySpan, ...]
    counts: dict[Kind, int]


@dataclass(frozen=True, slots=True)
class SettingsFacts:
    """The settings and dated parameters as they stand, and the events that say what was changed, newest first."""

    kept: tuple[KeptParameter, ...]
    changes: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class StaffFacts:
    """Everybody who works or worked here, and what each role may do."""

    people: tuple[KeptPerson, ...]
    rights: dict[Role, frozenset[Right]]


def look(db: Database, seq: int) -> Looked:
    """A record and what of it holds, by its own bytes, its key and its neighbours.

    Raises:
        LookupError: there is no such record.
    """
    record = by_seq(db, seq)
    if record is None:
        raise LookupError(seq)
    fields = _fields(record)
    key = _key_of(db, record)
    before, after = reading.neighbours(db, seq)
    checks = [
        *(_by_itself(record, fields) if record.payload else ()),
        (Held.KEY, key is not None),
        (Held.SIGNATURE, key is not None and key.key.verifies_hash(record.hash, record.signature)),
    ]
    if fields is not None:
        checks.append((Held.BEFORE, fields.get("prev") == (before or NO_HASH).hex()))
    if after:
        checks.append((Held.AFTER, _named_by(after, record.hash)))
    return Looked(record, fields, key, tuple(checks), staff.names(db))


def paper_of(db: Database, seq: int, wording: Wording) -> Document | None:
    """The paper a record is the proof of, made from it and counted nowhere; None where it has none."""
    record = by_seq(db, seq)
    if record is None or record.kind not in _WITH_PAPER or not record.payload:
        return None
    if record.kind in _CLOSINGS:
        return closing_paper(closing_papers.paper_of(db, seq), wording)
    return as_signed(record).receipt(wording)


def till_facts(db: Database) -> TillFacts:
    """What the till is; reads the files of its perimeter."""
    return TillFacts(
        till=till.identity(db),
        software=software(),
        files=fingerprints(ROOT),
        published=_published(),
        keys=kept_keys.all_keys(db),
        counts=reading.counts(db),
    )


def staff_facts(db: Database) -> StaffFacts:
    """Who works or worked here, and what each role may do now."""
    return StaffFacts(reading.people(db), {role: staff.rights_of(db, role) for role in Role})


def settings_facts(db: Database) -> SettingsFacts:
    """Every setting, every dated parameter, and every change of one."""
    changes = [one for event in _CHANGES for one in about(db, event.value, Kind.JET)]
    return SettingsFacts(reading.parameters(db), tuple(sorted(changes, key=lambda one: -one.seq)))


def _fields(record: Record) -> dict[str, Any] | None:
    try:
        return dict(parse(record.payload))
    except NotCanonical:
        return None


def _key_of(db: Database, record: Record) -> KeySpan | None:
    """The key a record names, if it was in use then."""
    for span in kept_keys.all_keys(db):
        ends = span.to_seq is None or record.seq <= span.to_seq
        if span.key.id == record.writer.key_id and span.from_seq <= record.seq and ends:
            return span
    return None


def _by_itself(record: Record, fields: dict[str, Any] | None) -> tuple[tuple[Held, bool], ...]:
    return (
        (Held.SPELLING, fields is not None and fields.get("alg") == ALGORITHM),
        (Held.HASH, hash_of(record.payload) == record.hash),
        (Held.COLUMNS, fields is not None and _as_columns(fields) == _columns(record)),
    )


def _columns(record: Record) -> tuple[object, ...]:
    writer = record.writer
    return (
        record.seq, record.kind.value, record.series, record.number, record.business_day.isoformat(),
        moment(record.at), record.subject, writer.till_id, writer.siret, writer.operator_id, writer.operator_name,
        writer.responsible_id, writer.fiscal_version, writer.build, writer.key_id,
    )  # fmt: skip


def _as_columns(fields: dict[str, Any]) -> tuple[object, ...]:
    names = ("seq", "kind", "series", "no", "bday", "ts", "sub", "till", "siret", "op", "opname")
    return (*(fields.get(name) for name in names), fields.get("resp", ""), *map(fields.get, ("fv", "build", "kid")))


def _named_by(following: bytes, digest: bytes) -> bool:
    try:
        return parse(following).get("prev") == digest.hex()
    except NotCanonical:
        return False


def _published() -> dict[str, str]:
    try:
        files = json.loads((ROOT / MANIFEST).read_text())["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return dict(files) if isinstance(files, dict) else {}
