"""Letters as tests read them: sent into files, and parsed back from their bytes."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from sync.catalogue.mailing.message import Sender
from sync.catalogue.mailing.sending import send_due
from tests.sync.catalogue.calls import Town

SENDER = Sender("Les vitrines de Vannes", "vitrines@vannes.example")


def parsed(content: bytes) -> EmailMessage:
    """Read a mail as a mail program does."""
    mail = message_from_bytes(content, policy=default)
    assert isinstance(mail, EmailMessage)
    return mail


def words(mail: EmailMessage) -> str:
    """What a mail says."""
    body = mail.get_body()
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def delivered(town: Town, data: Path) -> list[EmailMessage]:
    """Send all that is due into files, and return the mails of the outbox in the order they were written."""
    while send_due(server=None, sender=SENDER, data=data, clock=lambda: town.now_ms):
        town.now_ms += 1
    return [parsed(file.read_bytes()) for file in sorted((data / "outbox").glob("*.eml"), key=_order)]


def _order(file: Path) -> tuple[int, float]:
    return int(file.name.partition("-")[0]), file.stat().st_mtime
