"""Moments as officers read them: day and time in the town's zone."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format

from sync.catalogue import wording
from sync.catalogue.pages.frame import town


def moment_words(at_ms: int | None, zone: str = "") -> str:
    """Write a moment with its year: `26 novembre 2026, 18 h 30`; nothing where there is none."""
    if at_ms is None:
        return ""
    moment = datetime.fromtimestamp(at_ms / 1000, ZoneInfo(zone or town().zone))
    return f"{date_format(moment, 'j F Y')}, {wording.hour(moment)}"
