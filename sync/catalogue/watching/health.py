"""Whether the catalogue is well: what must hold for it to serve, and what somebody should look at."""

import shutil
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse
from msgspec import Struct

from sync.catalogue import clock, folder
from sync.catalogue.models import Letter
from sync.catalogue.watching import counters
from sync.catalogue.watching.asking import may_read_figures

LEAST_FREE_BYTES = 200 * 1024 * 1024
_LOOKED_WITHIN_MS = 30_000
_LETTER_LATE_MS = 3600 * 1000
_MIGRATIONS = Path(__file__).parents[1] / "migrations"
_was_ready = False


class Check(Struct, frozen=True, omit_defaults=True):
    """One thing looked at: whether it is well, whether the catalogue can serve without, and its figures."""

    ok: bool
    needed: bool = False
    figures: dict[str, int | None] = {}


def show(request: HttpRequest) -> HttpResponse:
    """Answer 200 where everything needed is well, else 503; figures are for this machine and the token's holder."""
    found = look(clock.now_ms())
    serves = all(check.ok for check in found.values() if check.needed)
    worst = "ok" if all(check.ok for check in found.values()) else "look" if serves else "failing"
    checks: dict[str, Any] = dict(found) if may_read_figures(request) else {name: one.ok for name, one in found.items()}
    body = msgspec.json.encode({"status": worst, "checks": checks})
    status = 200 if serves else 503
    return HttpResponse(body, status=status, content_type="application/json", headers={"Cache-Control": "no-store"})


def ready(request: HttpRequest) -> HttpResponse:
    """Answer 204 once the pages answer and the live events are looked after, else 503; once ready, a process stays so.

    Pages are complete without the live events: where these fail later, a proxy must not take the pages away.
    """
    return HttpResponse(status=204 if _is_ready() else 503, headers={"Cache-Control": "no-store"})


def look(now_ms: int) -> dict[str, Check]:
    """Look at everything once."""
    counted = counters.added_up(settings.DATA_FOLDER)
    free = shutil.disk_usage(settings.DATA_FOLDER).free
    found = {"disk": Check(free >= LEAST_FREE_BYTES, needed=True, figures={"free_mb": free >> 20})}
    if settings.LIVE_PORT:
        found["live"] = _live(counted, now_ms)
    found["tidied"] = Check(True, figures={"last_ms": counted["tidied_ms"] or None})
    found["backup"] = Check(True, figures={"last_ms": folder.backed_up_ms(settings.DATA_FOLDER)})
    try:
        return found | _database(now_ms)
    except DatabaseError:
        connection.close()
        return found | {"database": Check(False, needed=True)}


def _live(counted: dict[str, int], now_ms: int) -> Check:
    """The live events must be looked after; a start has as long until the first look as a look until the next."""
    looked = counted["looked_ms"]
    age = now_ms - (looked or counted["began_ms"])
    figures = {"looked_ms_ago": age if looked else None, "streams": counted["streams"]}
    return Check(age <= _LOOKED_WITHIN_MS, needed=True, figures=figures)


def _database(now_ms: int) -> dict[str, Check]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM django_migrations WHERE app = 'catalogue'")
        applied = {name for (name,) in cursor.fetchall()}
    ours = {file.stem for file in _MIGRATIONS.glob("[0-9]*.py*")} or applied
    return {
        "database": Check(True, needed=True),
        "migrations": Check(ours == applied, needed=True, figures={"missing": len(ours - applied)}),
        "letters": _letters(now_ms),
    }


def _letters(now_ms: int) -> Check:
    """Letters that wait longer than an hour want somebody to look: the mail server may refuse them all."""
    counts = letters_by_state()
    oldest = Letter.objects.filter(state="waiting").aggregate(oldest=Min("made_ms"))["oldest"]
    late_ms = 0 if oldest is None else now_ms - oldest
    figures = {
        "waiting": counts.get("waiting", 0),
        "refused": counts.get("refused", 0),
        "oldest_min": late_ms // 60_000,
    }
    return Check(late_ms < _LETTER_LATE_MS, figures=figures)


def _is_ready() -> bool:
    global _was_ready
    _was_ready = _was_ready or not settings.LIVE_PORT or counters.added_up(settings.DATA_FOLDER)["looked_ms"] > 0
    return _was_ready


def letters_by_state() -> dict[str, int]:
    """Count the letters by how they stand."""
    return dict(Letter.objects.values_list("state").annotate(count=Count("pk")).order_by())
