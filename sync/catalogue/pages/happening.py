"""When something happens, in words: one day with its hours, or from a day to another."""

from datetime import datetime, time, timedelta

from django.utils.translation import gettext as _

from sync.catalogue import wording


def is_on(starts: datetime, ends: datetime, now: datetime) -> bool:
    """Claim that something is on: it has begun and is not over."""
    return starts <= now < ends


def span_in_words(starts: datetime, ends: datetime, now: datetime) -> str:
    """Write when something happens; hours are left out where it takes whole days, the year where it is this one."""
    last = ends - timedelta(microseconds=1) if ends > starts else ends
    day = wording.day if starts.year == last.year == now.year else wording.full_day
    is_whole_days = starts.time() == ends.time() == time(0) and ends > starts
    if starts.date() == last.date():
        return day(starts) if is_whole_days else _hours(day(starts), starts, ends)
    if is_whole_days:
        return _("From {first} to {last}").replace("{first}", day(starts)).replace("{last}", day(last))
    first, final = (
        _("{day}, {time}").replace("{day}", day(moment)).replace("{time}", wording.hour(moment))
        for moment in (starts, ends)
    )
    return _("From {first} to {last}").replace("{first}", first).replace("{last}", final)


def _hours(day: str, starts: datetime, ends: datetime) -> str:
    if ends <= starts:
        return _("{day}, {time}").replace("{day}", day).replace("{time}", wording.hour(starts))
    return (
        _("{day}, {start} to {end}")
        .replace("{day}", day)
        .replace("{start}", wording.hour(starts))
        .replace("{end}", wording.hour(ends))
    )
