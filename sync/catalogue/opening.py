"""When a shop is open once its closures are counted: now, until when, and when next.

A closure is days on which the week does not hold: closed, or open at hours of its own. Of two that hold the same day
the later told one wins. Hours that were written as a text tell nothing, but for the days that a closure speaks of.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sync.catalogue import hours, lasting
from sync.catalogue.hours import Span
from sync.catalogue.models import Closure, Shop

AHEAD_DAYS = 60
"""So far is looked for the next opening, and are closures told of."""


@dataclass(frozen=True)
class Opening:
    """Whether a shop is open, None where nobody can tell.

    closes_ms: when it closes, where it is open. opens_ms: when it opens next, where it is closed and that is known;
    `opens_in_days` counts the days to there, 0 being today. reason: what the closure of today says, where there is one.
    """

    is_open: bool | None
    closes_ms: int | None = None
    opens_ms: int | None = None
    opens_in_days: int | None = None
    reason: str = ""


def opening(shop: Shop, closures: Sequence[Closure], now_ms: int, zone: str) -> Opening:
    """Return how a shop stands at a moment: open until when, or closed until when."""
    now = _local(now_ms, zone)
    closure = _on(closures, now.date())
    reason = "" if closure is None else closure.reason
    is_open = is_open_now(shop, closures, now_ms, zone)
    if is_open is None:
        return Opening(None)
    if is_open:
        return Opening(is_open, closes_ms=_closing(shop, closures, now), reason=reason)
    opens_ms = next_opening(shop, closures, now_ms, zone)
    days = None if opens_ms is None else (_local(opens_ms, zone).date() - now.date()).days
    return Opening(is_open, opens_ms=opens_ms, opens_in_days=days, reason=reason)


def is_open_now(shop: Shop, closures: Sequence[Closure], now_ms: int, zone: str) -> bool | None:
    """Claim that a shop is open by its hours and its closures; None where they do not tell."""
    now = _local(now_ms, zone)
    week = hours.week(shop.hours)
    today = _spans(week, closures, now.date())
    if today is None:
        return None
    yesterday = _spans(week, closures, now.date() - timedelta(days=1)) or ()
    return hours.is_within(today, yesterday, now.hour * 60 + now.minute)


def next_opening(shop: Shop, closures: Sequence[Closure], now_ms: int, zone: str) -> int | None:
    """Return when a shop next opens after a moment (milliseconds UTC), or None where its hours do not tell."""
    week = hours.week(shop.hours)
    now = _local(now_ms, zone)
    if week is None:
        return None
    for ahead in range(AHEAD_DAYS + 1):
        day = now.date() + timedelta(days=ahead)
        for span in _spans(week, closures, day) or ():
            opens = _moment(day, span.opens, zone)
            if opens > now:
                return _ms(opens)
    return None


def closures_of(shops: Iterable[str], now_ms: int, zone: str) -> dict[str, tuple[Closure, ...]]:
    """Find the closures of some shops that still matter or soon will, in the order told, in one question."""
    today = _local(now_ms, zone).date()
    first, last = today - timedelta(days=1), today + timedelta(days=AHEAD_DAYS)

    def read(asked: list[str]) -> dict[str, tuple[Closure, ...]]:
        found: dict[str, list[Closure]] = {shop: [] for shop in asked}
        listed = Closure.objects.filter(shop_id__in=asked, last__gte=first.isoformat(), first__lte=last.isoformat())
        for closure in listed.order_by("pk"):
            found[closure.shop_id].append(closure)
        return {shop: tuple(closures) for shop, closures in found.items()}

    return lasting.facts_of(f"closures {today}", shops, read)


def coming(closures: Sequence[Closure], now_ms: int, zone: str) -> tuple[Closure, ...]:
    """Choose the closures that last today or begin within two months, the soonest first."""
    today = _local(now_ms, zone).date()
    last = (today + timedelta(days=AHEAD_DAYS)).isoformat()
    told = [closure for closure in closures if closure.last >= today.isoformat() and closure.first <= last]
    return tuple(sorted(told, key=lambda closure: (closure.first, closure.last)))


def _spans(week: hours.Week | None, closures: Sequence[Closure], day: date) -> tuple[Span, ...] | None:
    """Return the openings of a day; None where nobody can tell."""
    closure = _on(closures, day)
    if closure is None:
        return None if week is None else week[day.weekday()]
    return hours.spans(closure.hours) if closure.hours else ()


def _on(closures: Sequence[Closure], day: date) -> Closure | None:
    holding = [closure for closure in closures if closure.first <= day.isoformat() <= closure.last]
    return holding[-1] if holding else None


def _closing(shop: Shop, closures: Sequence[Closure], now: datetime) -> int | None:
    """Return when the opening that holds at a moment ends, one that follows without a gap counted in."""
    week, zone = hours.week(shop.hours), str(now.tzinfo)
    closes: datetime | None = None
    for back in (-1, 0, 1):
        day = now.date() + timedelta(days=back)
        for span in _spans(week, closures, day) or ():
            begins, ends = _moment(day, span.opens, zone), _moment(day, span.closes, zone)
            reached = now if closes is None else closes
            if begins <= reached < ends:
                closes = ends
    return None if closes is None else _ms(closes)


def _local(now_ms: int, zone: str) -> datetime:
    return datetime.fromtimestamp(now_ms / 1000, ZoneInfo(zone))


def _moment(day: date, minutes: int, zone: str) -> datetime:
    midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001 (the zone is given once the clock time is known)
    return (midnight + timedelta(minutes=minutes)).replace(tzinfo=ZoneInfo(zone))


def _ms(moment: datetime) -> int:
    return int(moment.astimezone(UTC).timestamp() * 1000)
