"""Sending what was written: each letter is claimed before it is sent, so that several senders send it once.

A claim is a moment until which nobody else tries; a sender that dies lets it run out. No transaction is open while the
mail server is waited for.
"""

import logging
import random
from collections.abc import Callable, Sequence
from pathlib import Path

from django.db.models import F

from sync.catalogue.database import writing
from sync.catalogue.mailing import outbox
from sync.catalogue.mailing.message import Sender, written
from sync.catalogue.mailing.posting import name_of
from sync.catalogue.mailing.server import LetterRefused, Line, MailServer, ServerInTrouble
from sync.catalogue.models import Letter

_MINUTE_MS = 60_000
CLAIMED_MS = 10 * _MINUTE_MS
FIRST_WAIT_MS, LONGEST_WAIT_MS = _MINUTE_MS, 4 * 60 * _MINUTE_MS
GIVEN_UP_AFTER_MS = 3 * 24 * 60 * _MINUTE_MS
KEPT_MS = 35 * 24 * 60 * _MINUTE_MS
"""A letter's row, without words, outlives what it tells about: its key keeps it from being sent again."""
UNWRITABLE = "no mail can be made of it"
_AT_ONCE = 20

_log = logging.getLogger(__name__)


def send_due(*, server: MailServer | None, sender: Sender, data: Path, clock: Callable[[], int]) -> int:
    """Send what is due, a few letters of it, and return how many were tried; 0 when nothing is due."""
    claimed = _claim(clock())
    if not claimed:
        return 0
    if server is None:
        for letter in claimed:
            _write_file(letter, sender, data, clock)
    else:
        _hand_over(claimed, server, sender, clock)
    return len(claimed)


def tidy(data: Path, now_ms: int) -> None:
    """Forget letters that are long over, and the old files of the outbox."""
    with writing():
        Letter.objects.filter(made_ms__lt=now_ms - KEPT_MS).exclude(state="waiting").delete()
    outbox.tidy(data, now_ms=now_ms)


def wait_ms(tries: int, chance: random.Random) -> int:
    """Return how long to wait after so many tries: doubling, spread evenly over the upper half."""
    longest = min(FIRST_WAIT_MS * 2 ** min(tries, 16), LONGEST_WAIT_MS)
    return chance.randint(longest // 2, longest)


def _claim(now_ms: int) -> Sequence[Letter]:
    due = Letter.objects.filter(state="waiting", not_before_ms__lte=now_ms).order_by("not_before_ms", "pk")
    if not due.exists():
        return ()
    claimed = []
    with writing():
        for letter in due[:_AT_ONCE]:
            mine = Letter.objects.filter(pk=letter.pk, state="waiting", not_before_ms=letter.not_before_ms)
            if mine.update(not_before_ms=now_ms + CLAIMED_MS, tries=F("tries") + 1):
                letter.tries += 1
                claimed.append(letter)
    return claimed


def _write_file(letter: Letter, sender: Sender, data: Path, clock: Callable[[], int]) -> None:
    now_ms = clock()
    try:
        outbox.put(data, name_of(letter.key), written(letter, sender, now_ms), now_ms=now_ms)
    except OSError as error:
        _put_off(letter, type(error).__name__, now_ms)
    except ValueError:
        _end(letter, "refused", now_ms, trouble=UNWRITABLE)
    else:
        _end(letter, "sent", now_ms)


def _hand_over(letters: Sequence[Letter], server: MailServer, sender: Sender, clock: Callable[[], int]) -> None:
    """Hand letters over on one line; once the line is in trouble the others wait without having been tried."""
    rest = list(letters)
    try:
        with Line(server) as line:
            while rest:
                _send(line, rest[0], sender, clock)
                rest.pop(0)
    except ServerInTrouble as trouble:
        _log.error("The mail server takes nothing: %s", trouble.reason)
        for letter in rest:
            _put_off(letter, trouble.reason, clock())


def _send(line: Line, letter: Letter, sender: Sender, clock: Callable[[], int]) -> None:
    try:
        mail = written(letter, sender, clock())
        line.hand_over(mail, sender=sender.address, recipient=letter.recipient)
    except ValueError:
        _end(letter, "refused", clock(), trouble=UNWRITABLE)
    except LetterRefused as refused:
        _end(letter, "refused", clock(), trouble=str(refused.code))
    except ServerInTrouble as trouble:
        if trouble.is_whole:
            raise
        _put_off(letter, trouble.reason, clock())
    else:
        _end(letter, "sent", clock())


def _put_off(letter: Letter, reason: str, now_ms: int) -> None:
    """Try again later, or give up a letter that nobody needs any more."""
    if now_ms - letter.made_ms > GIVEN_UP_AFTER_MS:
        _end(letter, "refused", now_ms, trouble=reason)
        return
    later = now_ms + wait_ms(letter.tries, random.Random())
    with writing():
        Letter.objects.filter(pk=letter.pk, state="waiting").update(not_before_ms=later, trouble=reason)


def _end(letter: Letter, state: str, now_ms: int, *, trouble: str = "") -> None:
    """Note what became of a letter; its words and whom it went to are forgotten here."""
    with writing():
        Letter.objects.filter(pk=letter.pk).update(
            state=state,
            sent_ms=now_ms if state == "sent" else None,
            trouble=trouble,
            recipient="",
            subject="",
            body="",
        )
