"""Words that no product has any more are taken out of the town's words, some of them at every tidying.

A word is asked of the index that search reads, so that the look costs the same however many products there are.
"""

import threading
from collections.abc import Sequence

import msgspec
from django.db import connection, transaction

from sync.catalogue import rows
from sync.catalogue.database import writing
from sync.catalogue.models import Word

LOOKED_AT_ONCE = 2_000

_turn = threading.Lock()
_looked_to = 0


def forget_unused() -> None:
    """Look at the next words, in the order of their numbers, and take out those that no product has.

    They are looked at before anything is locked, and those to go once more within the turn of the news: whoever writes
    a product learns its words in that turn, so that none is taken out while a product with it is on its way.
    """
    global _looked_to
    with _turn:
        found = list(
            Word.objects.filter(pk__gt=_looked_to).order_by("pk").values_list("pk", flat=True)[:LOOKED_AT_ONCE]
        )
        _looked_to = found[-1] if len(found) == LOOKED_AT_ONCE else 0
        unused = _unused(found)
        if not unused:
            return
        with writing():
            rows.wait_for_news()
            Word.objects.filter(pk__in=_unused(unused)).delete()


def _unused(numbers: Sequence[int]) -> list[int]:
    """Find the words among these that are in no product."""
    if not numbers:
        return []
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            statement = _SQLITE
        else:
            cursor.execute("SET LOCAL enable_seqscan = off")  # one word that is nowhere would be looked for everywhere
            statement = _POSTGRESQL
        cursor.execute(f"{statement} WHERE {rows.among('w.id')}", (msgspec.json.encode(numbers).decode(),))
        return [number for number, is_used in cursor.fetchall() if not is_used]


_SQLITE = (
    "SELECT w.id, EXISTS (SELECT 1 FROM catalogue_search WHERE catalogue_search MATCH '\"' || w.word || '\"')"
    " FROM catalogue_word w"
)
_POSTGRESQL = (
    "SELECT w.id, EXISTS (SELECT 1 FROM catalogue_product p"
    " WHERE array_to_tsvector(string_to_array(p.folded, ' ')) @@ ('''' || w.word || '''')::tsquery)"
    " FROM catalogue_word w"
)
