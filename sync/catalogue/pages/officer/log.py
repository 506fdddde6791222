"""The log: who did what here, page by page, and as a file for a spreadsheet."""

import csv
import io
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from sync.catalogue.models import AuditLine
from sync.catalogue.pages.frame import town
from sync.catalogue.pages.officer.deed_words import DEEDS, actor_words, deed_words
from sync.catalogue.pages.officer.detail_words import detail_words
from sync.catalogue.pages.officer.gate import officers_only, show
from sync.catalogue.pages.officer.moments import moment_words

_PER_PAGE = 50
_LINES_AT_MOST = 50_000
_WORDS_LENGTH = 120
_LAST_PAGE = 2000
_FORMULA = re.compile(r"^[\s]*[=+\-@\t\r|]")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Asked:
    """What of the log is looked for."""

    words: str
    deed: str
    since: str
    until: str
    page: int

    def address(self, page: int) -> str:
        """Return the rest of the address of another page of the same."""
        query = QueryDict(mutable=True)
        parts = {"q": self.words, "fait_par": self.deed, "du": self.since, "au": self.until}
        query.update({name: value for name, value in parts.items() if value})
        if page > 1:
            query["page"] = str(page)
        return f"?{query.urlencode()}"


@dataclass(frozen=True)
class LogLine:
    """A line of the log as it is read."""

    at: str
    actor: str
    deed: str
    shop: str
    detail: str


@officers_only
def log(request: HttpRequest) -> HttpResponse:
    """Show a page of the log, the latest first."""
    asked, zone = _asked(request), town().zone
    first = (asked.page - 1) * _PER_PAGE
    found = list(_lines(asked, zone)[first : first + _PER_PAGE + 1])
    content = {
        "asked": asked,
        "deeds": sorted(((name, str(words)) for name, words in DEEDS.items()), key=lambda one: one[1]),
        "lines": [_words(one, zone) for one in found[:_PER_PAGE]],
        "earlier": asked.address(asked.page + 1) if len(found) > _PER_PAGE else "",
        "later": asked.address(asked.page - 1) if asked.page > 1 else "",
        "file": asked.address(1),
    }
    return show(request, "log.html", content)


@officers_only
def log_file(request: HttpRequest) -> HttpResponse:
    """Give the log as a file; a cell that a spreadsheet would take for a formula begins with a quote."""
    asked, zone = _asked(request), town().zone
    text = io.StringIO()
    table = csv.writer(text, delimiter=";", lineterminator="\r\n")
    table.writerow([_("When"), _("Who"), _("What was done"), _("Shop"), _("Detail")])
    for one in _lines(asked, zone)[:_LINES_AT_MOST]:
        moment = datetime.fromtimestamp(one.at_ms / 1000, ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M:%S")
        words = _words(one, zone)
        table.writerow([moment, *(_safe(cell) for cell in (words.actor, words.deed, words.shop, words.detail))])
    name = _("log") + ".csv"
    return HttpResponse(
        "\ufeff" + text.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _asked(request: HttpRequest) -> Asked:
    """Read what is looked for; whatever makes no sense is left out."""
    page = request.GET.get("page", "1")
    days = [request.GET.get(name, "") for name in ("du", "au")]
    since, until = (day if _is_day(day) else "" for day in days)
    deed = request.GET.get("fait_par", "")
    return Asked(
        words=request.GET.get("q", "").replace("\0", "").strip()[:_WORDS_LENGTH],
        deed=deed if deed in DEEDS else "",
        since=since,
        until=until,
        page=min(int(page[:6]), _LAST_PAGE) if page.isascii() and page.isdigit() and int(page[:6]) > 0 else 1,
    )


def _lines(asked: Asked, zone: str) -> QuerySet[AuditLine]:
    scope = AuditLine.objects.select_related("shop").order_by("-at_ms", "-pk")
    for word in asked.words.split():
        scope = scope.filter(Q(actor__icontains=word) | Q(detail__icontains=word) | Q(shop__name__icontains=word))
    if asked.deed:
        scope = scope.filter(deed=asked.deed)
    if asked.since:
        scope = scope.filter(at_ms__gte=_midnight_ms(asked.since, zone))
    if asked.until:
        scope = scope.filter(at_ms__lt=_midnight_ms(asked.until, zone, days=1))
    return scope


def _words(line: AuditLine, zone: str) -> LogLine:
    shop = "" if line.shop is None else line.shop.name
    said = detail_words(line.deed, line.detail)
    return LogLine(moment_words(line.at_ms, zone), actor_words(line.actor), deed_words(line.deed), shop, said)


def _safe(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _is_day(text: str) -> bool:
    try:
        return bool(_DAY.fullmatch(text)) and 1970 <= datetime.fromisoformat(text).year <= 2200
    except ValueError:
        return False


def _midnight_ms(day: str, zone: str, *, days: int = 0) -> int:
    midnight = datetime.fromisoformat(day) + timedelta(days=days)
    return int(midnight.replace(tzinfo=ZoneInfo(zone)).timestamp() * 1000)
