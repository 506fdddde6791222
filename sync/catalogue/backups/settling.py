"""What a catalogue put back from a copy must not go on believing, and what it must not give out a second time.

Feeds are renamed and their marks dropped, so that each till reads its own from the start. No till's last word that
nothing was left to send counts any more: it spoke of later levels. Codes are forgotten (one of them may have been used
since), and so is who was signed in. News goes on under numbers that were never given out: a page that counted from
later news is told to begin anew. Photos need none of it, since their numbers are drawn.
"""

import uuid

from django.db import connection, transaction
from django.db.models import F

from sync.catalogue.auditing import COMMAND, note
from sync.catalogue.models import Change, Feed, Letter, Officer, OfficerSession, PairingCode, QuestionFeed, Shop

_DAY_MS = 24 * 3600 * 1000


def settle(now_ms: int) -> None:
    """Make a catalogue that was just put back fit to go on."""
    with transaction.atomic():
        for feed in Feed.objects.only("pk"):
            Feed.objects.filter(pk=feed.pk).update(name=str(uuid.uuid4()), marks="", heard=0)
        for questions in QuestionFeed.objects.only("pk"):
            QuestionFeed.objects.filter(pk=questions.pk).update(name=str(uuid.uuid4()))
        Officer.objects.update(link="", link_ms=0)
        Shop.objects.update(complete_ms=None, closed_ms=None, opens_ms=None)
        PairingCode.objects.all().delete()
        OfficerSession.objects.all().delete()
        Letter.objects.filter(state="waiting", made_ms__lt=now_ms - _DAY_MS).delete()
        note(COMMAND, "catalogue restored", now_ms=now_ms)
        _renumber_news(now_ms)


def _renumber_news(now_ms: int) -> None:
    """Let the news go on under later numbers: there is less than one a millisecond, so none was given out before."""
    first = Change.objects.order_by("pk").values_list("pk", flat=True).first()
    if first is not None and first <= now_ms:
        Change.objects.update(id=F("id") + (now_ms - first + 1))
    last = Change.objects.order_by("-pk").values_list("pk", flat=True).first()
    _number_on(Change._meta.db_table, max(last or 0, now_ms))  # noqa: SLF001 (as above)


def _number_on(table: str, number: int) -> None:
    """Let the rows of a table be numbered from after a number on, where they are not beyond it already."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequence = f"pg_get_serial_sequence('{table}', 'id')"
            cursor.execute(
                f"SELECT setval({sequence}, greatest(%s, (SELECT coalesce(max(id), 1) FROM {table})))", (number,)
            )
            return
        cursor.execute("UPDATE sqlite_sequence SET seq = max(seq, %s) WHERE name = %s", (number, table))
        cursor.execute(
            "INSERT INTO sqlite_sequence (name, seq) SELECT %s, %s"
            " WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = %s)",
            (table, number, table),
        )
