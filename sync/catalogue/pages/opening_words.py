"""Whether a shop is open, until when or from when, and the days on which its week does not hold, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sync.catalogue import hours, lasting, wording
from sync.catalogue.models import Closure, Shop
from sync.catalogue.opening import coming, opening

_WEEK_MS = 7 * 24 * 3600 * 1000


@dataclass(frozen=True)
class OpenWords:
    """Whether a shop is open (None where nobody can tell), and until when or from when; `change_ms` is that moment."""

    is_open: bool | None
    text: str = ""
    change_ms: int | None = None


@dataclass(frozen=True)
class UnusualDays:
    """Days on which a shop's week does not hold, in words, with the reason that the shop gives."""

    text: str
    reason: str
    is_today: bool


def open_words(shop: Shop, closures: Sequence[Closure], now_ms: int, zone: str) -> OpenWords:
    """Say whether a shop is open, in the language in force; days aside, that holds until it changes."""
    held = opening(shop, closures, now_ms, zone)
    lasting.holds_until(held.closes_ms if held.is_open else held.opens_ms)
    if held.is_open and held.closes_ms is not None:
        text = _("until {time}").replace("{time}", wording.hour(_local(held.closes_ms, zone)))
        return OpenWords(held.is_open, text, held.closes_ms)
    if held.is_open is False and held.opens_ms is not None:
        text = _("opens {time}").replace("{time}", in_words_at(held.opens_ms, now_ms, zone))
        return OpenWords(held.is_open, text, held.opens_ms)
    return OpenWords(held.is_open)


def in_words_at(at_ms: int, now_ms: int, zone: str) -> str:
    """Write a moment to come: `at 14:30`, `tomorrow at 09:00`, `on Saturday at 09:00`; beyond a week with its date."""
    at, today = _local(at_ms, zone), _local(now_ms, zone).date()
    ahead = (at.date() - today).days
    form = (_("at {time}"), _("tomorrow at {time}"))[ahead] if ahead < 2 else _("on {day} at {time}")
    if at_ms - now_ms > _WEEK_MS:
        lasting.holds_until(at_ms - _WEEK_MS)
    day = wording.day(at) if at_ms - now_ms > _WEEK_MS else str(WEEKDAYS[at.weekday()])
    return form.replace("{day}", day).replace("{time}", wording.hour(at))


def unusual_days(closures: Sequence[Closure], now_ms: int, zone: str) -> tuple[UnusualDays, ...]:
    """Announce the days to come that are not as usual, the nearest first."""
    today = _local(now_ms, zone).date().isoformat()
    return tuple(
        UnusualDays(_words(held), held.reason, held.first <= today <= held.last)
        for held in coming(closures, now_ms, zone)
    )


def _words(held: Closure) -> str:
    spans = (hours.spans(held.hours) if held.hours else None) or ()
    times = ", ".join(f"{wording.minute_of_day(span.opens)} – {wording.minute_of_day(span.closes)}" for span in spans)
    first, last = (date_format(date.fromisoformat(day), "l j F") for day in (held.first, held.last))
    if held.first == held.last:
        form = _("Open on {first}: {times}") if times else _("Closed on {first}")
    else:
        form = _("Open from {first} to {last}: {times}") if times else _("Closed from {first} to {last}")
    return form.replace("{first}", first).replace("{last}", last).replace("{times}", times)


def _local(at_ms: int, zone: str) -> datetime:
    return datetime.fromtimestamp(at_ms / 1000, ZoneInfo(zone))
