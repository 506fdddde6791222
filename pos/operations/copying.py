"""Copying: a sale's papers made from its record, and which of them is the original and which a duplicate.

The first paper of a sale, printed or saved, is the original. Every later one has a COPY record, written with it, and
says DUPLICATE with the number of that record among the sale's. A record is never taken back: a duplicate that never
came about keeps its number, and the next one has the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pos.database import print_jobs, sales, settings
from pos.database.connection import Database
from pos.database.journal import training
from pos.database.journal.records import append, by_seq, count_about
from pos.database.journal.software import software
from pos.domain.sale import Sale
from pos.domain.shop import ShopIdentity
from pos.fiscal.canonical import Body
from pos.fiscal.record import Kind, Record
from pos.fiscal.ticket import UNKNOWN_PROGRAM, Program, read_ticket
from pos.receipts.compose import gift_receipt, sale_receipt
from pos.receipts.document import Document
from pos.receipts.parts import Proof
from pos.receipts.simulation import simulated
from pos.wording import Wording


class CopyAs(StrEnum):
    """What a copy is made as; so it stands in its record."""

    PRINT = "print"
    PDF = "pdf"
    TEXT = "txt"
    MAIL = "eml"


@dataclass(frozen=True, slots=True)
class KeptSale:
    """A sale and the shop of that day as its record says them; record is None where the till kept none yet."""

    sale: Sale
    shop: ShopIdentity
    record: Record | None = None
    program: Program = UNKNOWN_PROGRAM

    @property
    def proof(self) -> Proof | None:
        """What its papers show of its record."""
        return None if self.record is None else proof_of(self.record, self.program)

    @property
    def is_training(self) -> bool:
        """Whether it is a training ticket: its papers say SIMULATION and are counted nowhere."""
        return self.record is not None and self.record.kind is Kind.TRAIN

    @property
    def sale_id(self) -> str | None:
        """The id of the sale in the books; None for a training ticket, which is in none."""
        return None if self.is_training else self.sale.id

    def receipt(self, wording: Wording, *, copy: int = 0) -> Document:
        """Its receipt, or the n-th duplicate of it."""
        return self._marked(sale_receipt(self.sale, self.shop, wording, copy=copy, proof=self.proof), wording)

    def gift(self, wording: Wording) -> Document:
        """The paper that goes with a present."""
        return self._marked(gift_receipt(self.sale, self.shop, wording), wording)

    def _marked(self, paper: Document, wording: Wording) -> Document:
        return simulated(paper, wording) if self.is_training else paper


def kept_sale(db: Database, sale_id: str) -> KeptSale:
    """A sale, or a training ticket, as it was signed; as its rows say it where it is older than the till's records.

    So is one whose record was purged after six years: of that record, number, hash and signature stay.

    Raises:
        LookupError: there is no such sale.
    """
    trained = training.record_of(db, sale_id)
    if trained is not None and trained.payload:
        return as_signed(trained)
    seq = sales.record_seq(db, sale_id)
    record = None if seq is None else by_seq(db, seq)
    if record is None or not record.payload:
        return KeptSale(sales.wanted(db, sale_id), settings.shop_identity(db), record)
    return as_signed(record)


def as_signed(record: Record) -> KeptSale:
    """A sale as its record, which was not purged, says it."""
    sold = read_ticket(record.payload)
    return KeptSale(sold.sale, sold.shop, record, sold.program)


def proof_of(record: Record, program: Program) -> Proof:
    """What a paper shows of a record; a program that is not the published one shows on all it prints."""
    return Proof(record, program.version, attested=program.attested and software().is_attested)


def next_copy(db: Database, sale_id: str) -> int:
    """Which receipt of a sale the next one is: 0 while none may be with somebody, else the number of the duplicate."""
    counted = count_about(db, sale_id, Kind.COPY)
    printed = print_jobs.last_copy(db, sale_id)
    if not counted and printed is None:
        return 0
    return max(counted, printed or 0) + 1


def note_copy(db: Database, kept: KeptSale, as_: CopyAs, *, now: datetime) -> int:
    """Count the next paper of a sale, in the running transaction; a duplicate by its record.

    Gives 0 for the original, n for the n-th duplicate.
    """
    copy = 0 if kept.is_training else next_copy(db, kept.sale.id)
    if copy:
        record, sale = kept.record, kept.sale
        ticket: Body = {"series": "" if record is None else record.series, "no": sale.number}
        body: Body = {"of": 0 if record is None else record.seq, "ticket": ticket, "copy": copy, "as": as_.value}
        append(db, Kind.COPY, body, now=now, subject=sale.id)
    return copy
