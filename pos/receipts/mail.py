"""A paper as a letter without a picture: a subject and plain text, and the file a mail program opens as a draft."""

from __future__ import annotations

from dataclasses import dataclass

from pos.receipts import text
from pos.receipts.document import Document
from pos.receipts.printable import plain


@dataclass(frozen=True, slots=True)
class Letter:
    """What stands in a mail."""

    subject: str
    body: str


def letter(document: Document, shop_name: str) -> Letter:
    """The paper as a mail from the shop."""
    subject = f"{shop_name} – {document.title}" if shop_name else document.title
    return Letter(plain(subject), text.render(document))


def as_file(written: Letter) -> bytes:
    """The letter as an .eml file, marked as not yet sent and without an address."""
    from email.message import EmailMessage
    from email.policy import SMTP

    message = EmailMessage(policy=SMTP)
    message["Subject"] = written.subject
    message["X-Unsent"] = "1"
    message.set_content(written.body, cte="quoted-printable")
    return message.as_bytes()
