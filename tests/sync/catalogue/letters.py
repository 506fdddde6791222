"""Letters as tests read them: sent into files, and read from there."""

from email.message import EmailMessage
from pathlib import Path

from sync.catalogue.mailing.message import Sender
from sync.catalogue.mailing.sending import send_due
from tests.sync.catalogue.calls import Town
from tests.sync.catalogue.mails import parsed

SENDER = Sender("Les vitrines de Vannes", "vitrines@vannes.example")


def delivered(town: Town, data: Path) -> list[EmailMessage]:
    """Send all that is due into files, and return the mails of the outbox in the order they were written."""
    while send_due(server=None, sender=SENDER, data=data, clock=lambda: town.now_ms):
        town.now_ms += 1
    return [parsed(file.read_bytes()) for file in sorted((data / "outbox").glob("*.eml"), key=_order)]


def _order(file: Path) -> tuple[int, float]:
    return int(file.name.partition("-")[0]), file.stat().st_mtime
