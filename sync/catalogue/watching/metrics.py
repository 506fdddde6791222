"""The figures of the catalogue in Prometheus' text format: added up over all processes, of no shopper in particular."""

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse

from sync.catalogue import clock, folder
from sync.catalogue.models import Order, Shop, TillKey
from sync.catalogue.problems import plain, tell
from sync.catalogue.watching import counters
from sync.catalogue.watching.asking import may_read_figures
from sync.catalogue.watching.health import letters_by_state

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_HEARD_WITHIN = (("5m", 5), ("1h", 60), ("24h", 24 * 60))
_MINUTE_MS = 60_000
_OPEN = ("requested", "held", "confirmed")

Sample = tuple[str, float]
"""The labels of a figure, and the figure."""


def show(request: HttpRequest) -> HttpResponse:
    """Tell the figures to a program on this machine, or to whoever brings the token."""
    if not may_read_figures(request):
        return tell(plain(403, "Figures are for this machine, or for whoever brings CATALOGUE_METRICS_TOKEN"))
    lines = [*_of_processes(counters.added_up(settings.DATA_FOLDER)), *_of_database(clock.now_ms())]
    return HttpResponse("\n".join(lines) + "\n", headers={"Content-Type": CONTENT_TYPE, "Cache-Control": "no-store"})


def _of_processes(counted: dict[str, int]) -> Iterator[str]:
    yield from _metric("comptoir_requests_total", "counter", "Requests answered.", _requests(counted))
    yield from _histogram(counted)
    for name, said, pairs in _COUNTED:
        samples = [(labels, counted[key]) for labels, key in pairs]
        yield from _metric(name, "counter", said, samples)
    yield from _metric("comptoir_live_streams", "gauge", "Open pages that listen.", [("", counted["streams"])])
    yield from _moment("comptoir_tidied", "When old rows were forgotten last.", counted["tidied_ms"])
    yield from _moment("comptoir_live_looked", "When the live server looked for news last.", counted["looked_ms"])
    backed_up = folder.backed_up_ms(settings.DATA_FOLDER)
    yield from _moment("comptoir_backed_up", "When the last backup was made.", backed_up or 0)


def _of_database(now_ms: int) -> Iterator[str]:
    try:
        keys = TillKey.objects.filter(revoked_ms=None)
        heard = [
            (f'within="{name}"', keys.filter(heard_ms__gt=now_ms - minutes * _MINUTE_MS).count())
            for name, minutes in _HEARD_WITHIN
        ]
        letters = {"waiting": 0, "refused": 0, "capped": 0, "sent": 0} | letters_by_state()
        shops = Shop.objects.count()
        reserved = Order.objects.filter(state__in=_OPEN).count()
    except DatabaseError:
        connection.close()
        yield from _metric("comptoir_database_up", "gauge", "Whether the database answers.", [("", 0)])
        return
    yield from _metric("comptoir_database_up", "gauge", "Whether the database answers.", [("", 1)])
    yield from _metric("comptoir_tills_heard", "gauge", "Tills heard of lately.", heard)
    states = [(f'state="{state}"', count) for state, count in sorted(letters.items())]
    yield from _metric("comptoir_letters", "gauge", "Mails by how they stand.", states)
    yield from _metric("comptoir_shops", "gauge", "Shops of the town.", [("", shops)])
    yield from _metric("comptoir_reservations_open", "gauge", "Reservations that are open.", [("", reserved)])


def _requests(counted: dict[str, int]) -> list[Sample]:
    return [
        (f'view="{view}",status="{status or "other"}"', count)
        for view in counters.VIEWS
        for status in (*counters.STATUSES, counters.OTHER_STATUS)
        if (count := counted[f"status {view} {status}"])
    ]


def _histogram(counted: dict[str, int]) -> Iterator[str]:
    name = "comptoir_request_seconds"
    yield f"# HELP {name} How long requests took."
    yield f"# TYPE {name} histogram"
    for view in counters.VIEWS:
        answered = sum(counted[f"status {view} {status}"] for status in (*counters.STATUSES, counters.OTHER_STATUS))
        if not answered:
            continue
        within = 0
        for bound in counters.BOUNDS_MS:
            within += counted[f"within {view} {bound}"]
            yield f'{name}_bucket{{view="{view}",le="{bound / 1000:g}"}} {within}'
        yield f'{name}_bucket{{view="{view}",le="+Inf"}} {answered}'
        yield f'{name}_sum{{view="{view}"}} {counted[f"micros {view}"] / 1_000_000:g}'
        yield f'{name}_count{{view="{view}"}} {answered}'


def _moment(name: str, said: str, at_ms: int) -> Iterator[str]:
    """A moment that is not known is left out."""
    if at_ms:
        yield from _metric(f"{name}_timestamp_seconds", "gauge", said, [("", at_ms / 1000)])


def _metric(name: str, kind: str, said: str, samples: Iterable[Sample]) -> Iterator[str]:
    yield f"# HELP {name} {said}"
    yield f"# TYPE {name} {kind}"
    for labels, value in samples:
        yield f"{name}{{{labels}}} {value:.17g}" if labels else f"{name} {value:.17g}"


_COUNTED = (
    (
        "comptoir_pushes_total",
        "Batches that tills sent.",
        (('kind="products"', "pushes_products"), ('kind="levels"', "pushes_levels")),
    ),
    (
        "comptoir_pushed_rows_total",
        "Rows of the batches that tills sent.",
        (('kind="products"', "rows_products"), ('kind="levels"', "rows_levels")),
    ),
    (
        "comptoir_kept_pages_total",
        "Pages looked for among those kept in memory.",
        (('found="yes"', "kept_found"), ('found="no"', "kept_missed")),
    ),
    (
        "comptoir_live_streams_total",
        "Pages that came to listen.",
        (('taken="yes"', "streams_opened"), ('taken="no"', "streams_refused")),
    ),
)
