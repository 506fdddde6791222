"""What callers have spent, in this process and (on PostgreSQL) in all of them together."""

import logging
import threading
import time

from django.conf import settings
from django.db import DatabaseError, connection

from sync.catalogue import clock, rows
from sync.catalogue.gate import Shares
from sync.catalogue.limits import MINUTE_MS, Buckets, Quota, Turns

_TOLD_EVERY_S = 1.0

_log = logging.getLogger(__name__)

SHARES = Shares(
    quota=Quota(settings.SHOP_CALLS, settings.SHOP_ROWS),
    pace=Buckets(settings.SHOP_CALLS / 60, settings.SHOP_CALLS / 30),
    turns=Turns(settings.SHOP_AT_ONCE),
    pages=Buckets(settings.PAGES_RATE, 10 * settings.PAGES_RATE),
    searches=Buckets(settings.SEARCHES_RATE, 6 * settings.SEARCHES_RATE),
)


def tell_and_hear(quota: Quota, now_ms: int) -> None:
    """Add what was counted here to the table, and hear what all processes together have counted; may be repeated."""
    counted = quota.take_counted()
    if counted:
        rows.add_calls((one.shop, one.minute, one.calls, one.rows) for one in counted)
    minute = now_ms // MINUTE_MS
    for shop, calls, spent in rows.calls_in(minute):
        quota.hear(shop, minute, calls, spent)
    quota.forget(now_ms)


def start() -> None:
    """Tell once a second until the process ends, where other processes count too."""
    if connection.vendor == "postgresql":
        threading.Thread(target=_run, name="spending", daemon=True).start()


def forget_old(now_ms: int) -> None:
    """Forget what was counted an hour ago."""
    from sync.catalogue.models import Calls

    Calls.objects.filter(minute__lt=now_ms // MINUTE_MS - 60).delete()


def _run() -> None:
    while True:
        time.sleep(_TOLD_EVERY_S)
        try:
            tell_and_hear(SHARES.quota, clock.now_ms())
        except DatabaseError as error:
            _log.error("What the shops spent cannot be told: %s", error)
            connection.close()
