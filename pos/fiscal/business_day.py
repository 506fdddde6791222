"""The business day: from one cut-off hour to the next, so that a till open past midnight stays on its day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final

USUAL_CUT_OFF: Final = time(4, 0)


def business_day(at: datetime, cut_off: time = USUAL_CUT_OFF) -> date:
    """The business day a moment falls on, by the shop's own clock.

    Args:
        at: a moment in the shop's own zone.
        cut_off: the hour at which a new business day begins; before noon, so that a day is named after its noon.
    """
    return (at.replace(tzinfo=None) - timedelta(hours=cut_off.hour, minutes=cut_off.minute)).date()


def open_from(at: datetime, closed: date | None, cut_off: time = USUAL_CUT_OFF) -> date:
    """The business day a new record counts for: never one that is closed, so after an early closing the next.

    Source: a closed period takes no further record (BOI-TVA-DECLA-30-10-30, closings).
    """
    today = business_day(at, cut_off)
    return today if closed is None else max(today, closed + timedelta(days=1))


def years_after(day: date, years: int) -> date:
    """The same day some years later; a 29 February without one becomes the first of March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
