"""Writing a letter: inside the transaction of what it tells, once, and not too many to anybody."""

import hashlib
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction

from sync.catalogue.mailing import outbox
from sync.catalogue.mailing.recipients import addressee, mail_address
from sync.catalogue.models import Letter

_HOUR_MS = 3_600_000
_AT_MOST = ((_HOUR_MS, 12), (24 * _HOUR_MS, 30))
"""Whoever fills in forms with somebody else's address cannot fill that one's letter-box."""
_SUBJECT_LENGTH = 200


def post(key: str, recipient: str, subject: str, body: str, *, language: str, now_ms: int) -> None:
    """Write a letter to be sent, in the caller's transaction. May be repeated: a key makes it once.

    A recipient that is no mail address gets none. Beyond the most that one address gets in an hour or a day, the letter
    is noted without its words and never sent.

    Args:
        key: what the letter tells, `order/ID/held` say.
        recipient: a contact as somebody wrote it.
        subject: one line.
        body: plain text.
        language: that of the words.
        now_ms: this moment.
    """
    address = mail_address(recipient)
    if not address or Letter.objects.filter(key=key).exists():
        return
    whose = addressee(address, settings.SECRET_KEY)
    before = Letter.objects.filter(addressee=whose).exclude(state="capped")
    is_too_much = any(before.filter(made_ms__gt=now_ms - span).count() >= most for span, most in _AT_MOST)
    Letter.objects.create(
        key=key,
        recipient="" if is_too_much else address,
        subject="" if is_too_much else one_line(subject)[:_SUBJECT_LENGTH],
        body="" if is_too_much else body,
        language=language,
        state="capped" if is_too_much else "waiting",
        not_before_ms=now_ms,
        made_ms=now_ms,
        addressee=whose,
    )


def forget(subjects: Iterable[str]) -> None:
    """Forget every letter about something, sent or not, with the files of the outbox; in the caller's transaction.

    Args:
        subjects: how their keys begin, `order/ID/` say.
    """
    for subject in subjects:
        about = Letter.objects.filter(key__startswith=subject)
        names = [name_of(key) for key in about.values_list("key", flat=True)]
        about.delete()
        if names:
            transaction.on_commit(lambda names=names: outbox.drop(settings.DATA_FOLDER, names))


def one_line(text: str) -> str:
    """Return a text on one line, without anything that a header could end at."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def name_of(key: str) -> str:
    """Return the name of a letter where its key must not be read: it stays the same when the letter is sent again."""
    return hashlib.sha256(key.encode()).hexdigest()[:32]
