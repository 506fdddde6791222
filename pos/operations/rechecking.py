"""Rechecking: following the chain of records through the file, a stretch at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pos.database import sales, till
from pos.database.connection import Database
from pos.database.journal import holding
from pos.database.journal.heads import Heads
from pos.database.journal.keys import KeySpan, all_keys
from pos.database.journal.records import in_order
from pos.fiscal.canonical import NotCanonical
from pos.fiscal.chain import Broken, Fault, Links, Verifies, follow
from pos.fiscal.record import CLOSINGS, NO_HASH, Kind, Record
from pos.fiscal.ticket import read_ticket

ALWAYS_SIGNED: Final = CLOSINGS | {Kind.KEY, Kind.ARCHIVE, Kind.PURGE}
"""Kinds whose signatures are verified even where only a sample is."""

RECORDS_A_PAGE: Final = 20
"""Records of the long check that are gone over without a rest."""
SAMPLE: Final = 16
"""Of so many signatures the long check verifies one: a change of any record changes all that follow it."""
KEPT_EVERY: Final = 1_000


def links_before(db: Database, seq: int) -> Links:
    """Where the chain stands before a record, taking everything earlier as it is."""
    if seq <= 1:
        return Links()
    return Links(seq - 1, holding.hash_at(db, seq - 1) or NO_HASH, {}, from_first=False)


def go_over(db: Database, links: Links, *, to_seq: int, sample: int = 1) -> tuple[Links, tuple[Broken, ...]]:
    """Follow the chain up to a record: hashes, links, columns, signatures, and the sales kept beside.

    Args:
        db: the shop; only read.
        links: where the chain was followed to.
        to_seq: how far to go.
        sample: of so many signatures one is verified, and that of every closing and key; 1 verifies all.
    """
    ask = _Asking(db, all_keys(db), holding.purged(db), sample)
    broken: list[Broken] = []
    while links.seq < to_seq:
        try:
            for record in in_order(db, from_seq=links.seq + 1, to_seq=to_seq):
                links, fault = ask.about(links, record)
                if fault is not None:
                    broken.append(Broken(record.seq, fault))
            break
        except ValueError:  # a column holds what no record of ours ever held
            links = links_before(db, links.seq + 2)
            broken.append(Broken(links.seq, Fault.COLUMNS))
    return links, tuple(broken)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the long check: where the chain was followed to, what is broken on it, and whether it was the last."""

    links: Links
    broken: tuple[Broken, ...]
    is_last: bool


def recheck(db: Database, links: Links | None, *, heads: Heads | None = None) -> Page:
    """Go over the next page of the whole chain, with a sample of the signatures; short enough not to be felt.

    Args:
        db: the shop; only read.
        links: where the page before ended; None begins where the till's last run left off.
        heads: keeps how far the check has come; None begins with the first record at every run.
    """
    till_id, last = till.identity(db).id, holding.last(db).seq
    if links is None:
        reached = heads.checked(till_id) if heads is not None else 0
        links = links_before(db, reached + 1 if reached < last else 1)
    after, broken = go_over(db, links, to_seq=min(links.seq + RECORDS_A_PAGE, last), sample=SAMPLE)
    is_last = after.seq >= last
    if heads is not None and (is_last or after.seq // KEPT_EVERY > links.seq // KEPT_EVERY):
        heads.note_checked(till_id, 0 if is_last else after.seq)
    return Page(after, broken, is_last)


@dataclass(frozen=True, slots=True)
class _Asking:
    """What one record after the other is asked."""

    db: Database
    spans: Sequence[KeySpan]
    purged: Sequence[tuple[int, int]]
    sample: int

    def about(self, links: Links, record: Record) -> tuple[Links, Fault | None]:
        """The first fault of the next record, and where the chain stands after it."""
        gone = any(first <= record.seq <= last for first, last in self.purged)
        signed = record.kind in ALWAYS_SIGNED or record.seq % self.sample == 0
        verifies = _verifies(self.spans, record) if signed else None
        after, fault = follow(links, record, verifies=verifies, purged=gone)
        if fault is None and record.kind is Kind.TICKET and record.payload and not _is_kept(self.db, record):
            fault = Fault.SALE
        return after, fault


def _verifies(spans: Sequence[KeySpan], record: Record) -> Verifies:
    """The key that may have signed a record, by its name and its place."""
    for span in spans:
        ends = record.seq if span.to_seq is None else span.to_seq
        if span.key.id == record.writer.key_id and span.from_seq <= record.seq <= ends:
            return span.key.verifies
    return lambda _message, _signature: False


def _is_kept(db: Database, record: Record) -> bool:
    """Whether the sale in the file is the one its record says."""
    try:
        said = read_ticket(record.payload).sale
    except (NotCanonical, KeyError, ValueError, TypeError):
        return False
    return sales.get(db, record.subject) == said
