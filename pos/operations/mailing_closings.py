"""Mails with the papers of closings for the shop's accountant: kept in the shop's file until mail is set up.

Which closings have no mail yet is found in the file itself, so that a power cut between a closing and its mail loses
none: the next look makes up for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from pos.database import mail_outbox, settings
from pos.database.connection import Database, transaction
from pos.database.journal import closings
from pos.database.mail_outbox import NewMail, WaitingMail
from pos.domain.identity import NewId
from pos.operations.closing_papers import paper_of
from pos.receipts import mail, pdf
from pos.receipts.closing import closing_paper, name_of
from pos.wording import Wording


@dataclass(frozen=True, slots=True)
class Draft:
    """A mail that is made and not kept yet."""

    record_seq: int
    recipient: str
    subject: str
    body: str
    file_name: str
    attachment: bytes


def draft_mails(db: Database, wording: Wording) -> tuple[Draft, ...]:
    """A mail for every closing that was made since the accountant's address was set and has none; reads only.

    Its paper is made here, a tenth of a second each: on a thread nobody waits for.
    """
    recipient = settings.accountant_mail(db)
    if not recipient:
        return ()
    return tuple(_draft(db, seq, recipient, wording) for seq in _without_mail(db, recipient))


def keep_mails(db: Database, drafts: Sequence[Draft], *, now: datetime, new_id: NewId) -> None:
    """Keep mails until they can be sent; repeating it changes nothing."""
    if not drafts:
        return
    with transaction(db):
        for one in drafts:
            kept = NewMail(
                new_id(), one.record_seq, one.recipient, one.subject, one.body, one.file_name, one.attachment
            )
            mail_outbox.add(db, kept, now=now)


def waiting_mails(db: Database) -> list[WaitingMail]:
    """The mails that wait, oldest first."""
    return mail_outbox.waiting(db)


def _without_mail(db: Database, recipient: str) -> Iterable[int]:
    made_since = closings.after(db, settings.accountant_from(db))
    return [one.seq for one in made_since if not mail_outbox.is_about(db, one.seq, recipient)]


def _draft(db: Database, seq: int, recipient: str, wording: Wording) -> Draft:
    paper = paper_of(db, seq)
    document = closing_paper(paper, wording)
    letter = mail.letter(document, paper.closing.shop.name)
    file_name = f"{name_of(paper.record)} {paper.record.subject}.pdf".replace("/", "-").replace(" ", "-")
    attached = pdf.render(document, made_at=paper.record.at)
    return Draft(seq, recipient, letter.subject, letter.body, file_name, attached)
