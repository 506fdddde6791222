"""When a shop is open, as search engines read it (schema.org): its week, and the days on which that does not hold."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby

from sync.catalogue import hours
from sync.catalogue.hours import Span
from sync.catalogue.models import Closure
from sync.catalogue.opening import AHEAD_DAYS

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAY_MIN = 24 * 60


def usual_hours(week: hours.Week) -> list[dict[str, object]]:
    """Write a week, days of the same hours together."""
    return [
        {"@type": "OpeningHoursSpecification", "dayOfWeek": list(_DAYS[first : last + 1]), **_times(span)}
        for first, last, spans in hours.grouped(week)
        for span in spans
    ]


def special_hours(closures: Sequence[Closure], today: date) -> list[dict[str, object]]:
    """Write the days to come that are not as usual: of two closures of a day the later told one holds."""
    days = [today + timedelta(days=ahead) for ahead in range(AHEAD_DAYS + 1)]
    written: list[dict[str, object]] = []
    for closure, run in groupby(days, key=lambda day: _holding(closures, day)):
        if closure is not None:
            written += _of_days(closure, list(run))
    return written


def _holding(closures: Iterable[Closure], day: date) -> Closure | None:
    holding = [closure for closure in closures if closure.first <= day.isoformat() <= closure.last]
    return holding[-1] if holding else None


def _of_days(closure: Closure, days: Sequence[date]) -> list[dict[str, object]]:
    valid = {"validFrom": days[0].isoformat(), "validThrough": days[-1].isoformat()}
    closed = {"opens": "00:00", "closes": "00:00"}
    times = [_times(span) for span in (hours.spans(closure.hours) if closure.hours else ()) or ()]
    return [{"@type": "OpeningHoursSpecification", **valid, **one} for one in times or [closed]]


def _times(span: Span) -> dict[str, str]:
    """Write an opening; midnight as an end is a minute earlier, since 00:00 would end it before it began."""
    closes = "23:59" if span.closes == _DAY_MIN else hours.clock(span.closes)
    return {"opens": hours.clock(span.opens), "closes": closes}
