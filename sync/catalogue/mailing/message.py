"""A letter as the bytes of a mail (RFC 5322): plain text, from the catalogue, sent by no person."""

import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from sync.catalogue.mailing.posting import name_of, one_line
from sync.catalogue.models import Letter

_HIDDEN = {"Cc", "Cs"}


@dataclass(frozen=True)
class Sender:
    """Who the mails come from: the town's name, and the address of the catalogue."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        """What stands behind the address's at sign."""
        return self.address.rpartition("@")[2]


def written(letter: Letter, sender: Sender, now_ms: int) -> bytes:
    """Write a letter as a mail.

    Sent twice after a power cut it keeps its Message-ID, by which letter-boxes show it once. All goes through the
    headers' own writers, which take no line end.
    """
    mail = EmailMessage(policy=SMTP)
    local, _, domain = sender.address.rpartition("@")
    mail["From"] = Address(one_line(sender.name), local, domain)
    mail["To"] = Address("", *_parts(letter.recipient))
    mail["Subject"] = one_line(letter.subject)
    mail["Date"] = datetime.fromtimestamp(now_ms // 1000, UTC)
    mail["Message-ID"] = f"<{name_of(letter.key)}@{sender.domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(_printable(letter.body), charset="utf-8", cte="quoted-printable")
    mail["Content-Language"] = letter.language
    return mail.as_bytes()


def _parts(address: str) -> tuple[str, str]:
    local, _, domain = address.rpartition("@")
    return local, domain


def _printable(text: str) -> str:
    return "".join(letter for letter in text if letter == "\n" or unicodedata.category(letter) not in _HIDDEN)
