"""What the catalogue forgets, and when: attempts, news, spent codes, reservations, words, photos, prices."""

import threading
from collections.abc import Callable

from sync.catalogue import auditing, photos, spending, unlearning, vocabulary
from sync.catalogue.database import writing
from sync.catalogue.indexing import reword_renamed
from sync.catalogue.models import Asking, Attempt, Change, News, Order, PairingCode, PairingFailure
from sync.catalogue.officers import sessions as officer_sessions
from sync.catalogue.officers import slowing as officer_slowing
from sync.catalogue.orders import forgetting as orders
from sync.catalogue.orders import slowing
from sync.catalogue.orders.expiring import expire_over
from sync.catalogue.orders.states import OPEN
from sync.catalogue.promotions import tidy_prices
from sync.catalogue.questions import forgetting as questions
from sync.catalogue.watching import counters

ATTEMPT_LIFE_MS = 7 * 24 * 3600 * 1000
CHANGE_LIFE_MS = 3600 * 1000
CHANGES_KEPT = 500
ORDER_LIFE_MS = 90 * 24 * 3600 * 1000
NEWS_LIFE_MS = 400 * 24 * 3600 * 1000
FAILURE_LIFE_MS = 24 * 3600 * 1000
_PAUSE_MS = 10 * 60 * 1000

_due = threading.Lock()
_next_ms = 0


def tidy_when_due(now_ms: int) -> None:
    """Forget what is old, once in ten minutes; whoever calls in between returns at once."""
    global _next_ms
    with _due:
        if now_ms < _next_ms:
            return
        _next_ms = now_ms + _PAUSE_MS
    tidy(now_ms)


def tidy(now_ms: int) -> None:
    """Forget what is old; the last lines of news stay: open pages count from them, the town's page shows them.

    Reservations whose time is over are written off. Who made one is forgotten a month after it ended, and so is what
    the shop was answered about it; what was reserved two months later. Of a question nothing is left after a month.
    """
    counters.of_this_process().put("tidied_ms", now_ms)
    expire_over(now_ms)
    reword_renamed()
    for forget in _FORGETTING:
        with writing():
            forget(now_ms)
    unlearning.forget_unused()
    vocabulary.read_again_where_shrunk()
    photos.tidy(now_ms)


def _forget_attempts(now_ms: int) -> None:
    Attempt.objects.filter(answered_ms__lt=now_ms - ATTEMPT_LIFE_MS).delete()


def _forget_changes(now_ms: int) -> None:
    last = Change.objects.order_by("-pk").values_list("pk", flat=True).first()
    Change.objects.filter(at_ms__lt=now_ms - CHANGE_LIFE_MS, pk__lte=(last or 0) - CHANGES_KEPT).delete()


def _forget_codes(now_ms: int) -> None:
    PairingFailure.objects.filter(failed_ms__lt=now_ms - FAILURE_LIFE_MS).delete()
    PairingCode.objects.filter(expires_ms__lt=now_ms).delete()
    Asking.objects.filter(asked_ms__lt=now_ms - slowing.KEPT_MS).delete()


def _forget_orders(now_ms: int) -> None:
    Order.objects.filter(changed_ms__lt=now_ms - ORDER_LIFE_MS).exclude(state__in=OPEN).delete()
    orders.forget_old(now_ms)


def _forget_news(now_ms: int) -> None:
    News.objects.filter(until_ms__lt=now_ms - NEWS_LIFE_MS).delete()


_FORGETTING: tuple[Callable[[int], None], ...] = (
    _forget_attempts,
    _forget_changes,
    spending.forget_old,
    _forget_codes,
    _forget_orders,
    _forget_news,
    questions.forget_old,
    tidy_prices,
    auditing.forget_old,
    officer_sessions.forget_over,
    officer_slowing.forget_old,
)
"""Each in a transaction of its own: none holds what a till waits for while it waits itself."""
