"""Mails as tests read them, back from their bytes."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default


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
