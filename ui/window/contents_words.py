"""How hours, days and promotions are said, and what is wrong with them, in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from pos.domain.money import Money
from pos.domain.opening_hours import ClosedDays, HoursFault, Span, Week, write_time
from pos.domain.promotion import Promotion, Standing
from pos.domain.window_word import News, WordFault
from pos.wording import Wording, mark

DAYS: Final = (
    mark("Monday"),
    mark("Tuesday"),
    mark("Wednesday"),
    mark("Thursday"),
    mark("Friday"),
    mark("Saturday"),
    mark("Sunday"),
)
HOURS_FAULT_WORDS: Final = {
    HoursFault.NO_TIME: mark("This is no time: write for example 9:00, 9h30 or 14."),
    HoursFault.HALF: mark("One of the two times is missing."),
    HoursFault.BACKWARDS: mark("It ends before it begins."),
    HoursFault.OVERLAP: mark("It begins before the first opening ends."),
    HoursFault.NO_DAY: mark("This is no day: write for example 24/12 or 24/12/2026."),
    HoursFault.DAYS_BACKWARDS: mark("The last day comes before the first."),
    HoursFault.OVER: mark("These days are over."),
}
WORD_FAULT_WORDS: Final = {
    WordFault.NO_ADDRESS: mark("This is no site: write for example www.example.fr."),
    WordFault.TOO_MANY_CLOSURES: mark("There are too many days: take away those that are over."),
    WordFault.NO_TITLE: mark("News need a title."),
    WordFault.BACKWARDS: mark("The last day comes before the first."),
    WordFault.OVER: mark("It would be over before it begins."),
}


def spans_in_words(spans: Sequence[Span], wording: Wording) -> str:
    """Openings of a day, or that it is closed."""
    said = [f"{_clock(span.opens)}–{_clock(span.closes)}" for span in spans]
    return wording(" and ").join(said) or wording("closed")


def week_in_words(week: Week, wording: Wording) -> str:
    """What the page says of a week, neighbouring days with the same hours together."""
    parts: list[str] = []
    first = 0
    for day in range(1, 8):
        if day == 7 or week[day] != week[first]:
            days = wording(DAYS[first])
            if day - 1 > first:
                days = wording("{first} to {last}").format(first=days, last=wording(DAYS[day - 1]).lower())
            parts.append(wording("{days}: {hours}").format(days=days, hours=spans_in_words(week[first], wording)))
            first = day
    return " · ".join(parts)


def closure_in_words(closed: ClosedDays, wording: Wording) -> str:
    """Which days, and how the shop is open on them."""
    days = wording.date(closed.first)
    if closed.last > closed.first:
        days = wording("{first} to {last}").format(first=days, last=wording.date(closed.last))
    said = wording("{days}: {hours}").format(days=days, hours=spans_in_words(closed.hours, wording))
    return f"{said} · {closed.reason}" if closed.reason else said


def news_in_words(news: News, wording: Wording, today: date) -> str:
    """From when until when news are shown."""
    if not news.shown:
        return wording("Withdrawn")
    if news.last is not None and news.last < today:
        return wording("Over since {day}").format(day=wording.date(news.last))
    begins = wording("From {day}").format(day=wording.date(news.first))
    if news.last is None:
        return begins
    return wording("{first} to {last}").format(first=begins, last=wording.date(news.last))


def promotion_in_words(told: Promotion, standing: Standing, wording: Wording) -> str:
    """What the window says of a reduced price, and how it stands."""
    prices = wording("{price} instead of {prior}").format(
        price=wording.money(told.price), prior=wording.money(told.prior)
    )
    ends = wording.date(last_day(told))
    said = {
        Standing.RUNNING: wording("{prices}, until {day}"),
        Standing.OTHER_PRICE: wording("{prices}: not shown, the article has another price now"),
        Standing.OVER: wording("{prices}: announced no more, and this price is still asked"),
        Standing.SETTLED: wording("{prices}: over"),
    }[standing]
    return said.format(prices=prices, day=ends)


def prior_in_words(prior: Money, asked: Money, wording: Wording) -> str:
    """Which prior price the law wants named, and why."""
    lowest = wording(
        "The window names {prior} as the price before: the law wants the lowest of the last 30 days (Code de la"
        " consommation, art. L112-1-1)."
    ).format(prior=wording.money(prior))
    if prior == asked:
        return lowest
    return f"{lowest} " + wording("The article costs {asked} now, but cost less within these days.").format(
        asked=wording.money(asked)
    )


def last_day(told: Promotion) -> date:
    """The last day of a promotion, counted."""
    return (datetime.fromtimestamp(told.ends_ms / 1000).astimezone() - timedelta(milliseconds=1)).date()


def _clock(minutes: int) -> str:
    return write_time(minutes) if minutes <= 24 * 60 else write_time(minutes - 24 * 60)
