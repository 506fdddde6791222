"""Mails that wait to be sent, each with its paper as a PDF."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from pos.domain.identity import to_ms

if TYPE_CHECKING:
    from pos.database.connection import Database


@dataclass(frozen=True, slots=True)
class WaitingMail:
    """A mail in the list of those that wait; its text and its file stay in the shop's file."""

    id: str
    recipient: str
    subject: str
    made_at_ms: int


@dataclass(frozen=True, slots=True)
class NewMail:
    """A mail to be sent: record_seq is the record its paper was made from."""

    id: str
    record_seq: int
    recipient: str
    subject: str
    body: str
    file_name: str
    attachment: bytes


def add(db: Database, mail: NewMail, *, now: datetime) -> None:
    """Keep a mail, in the running transaction; one about the same record to the same address stays as it is."""
    db.execute(
        "INSERT INTO mail_outbox SELECT ?, ?, ?, ?, ?, ?, ?, ? WHERE NOT EXISTS"
        " (SELECT 1 FROM mail_outbox WHERE record_seq = ? AND recipient = ?)",
        (
            mail.id, mail.record_seq, mail.recipient, mail.subject, mail.body, mail.file_name, mail.attachment,
            to_ms(now), mail.record_seq, mail.recipient,
        ),
    )  # fmt: skip


def waiting(db: Database) -> list[WaitingMail]:
    """The mails that wait, oldest first."""
    return [
        WaitingMail(*row)
        for row in db.rows("SELECT id, recipient, subject, made_at_ms FROM mail_outbox ORDER BY rowid")
    ]


def attachment(db: Database, mail_id: str) -> bytes:
    """The file of a mail."""
    return bytes(db.value("SELECT attachment FROM mail_outbox WHERE id = ?", (mail_id,)) or b"")


def is_about(db: Database, record_seq: int, recipient: str) -> bool:
    """Whether a mail about a record was made for an address."""
    return bool(
        db.value("SELECT count(*) FROM mail_outbox WHERE record_seq = ? AND recipient = ?", (record_seq, recipient))
    )
