"""The honest line under a product: what is said of a figure at each age, in whole sentences.

A page carries every sentence that its figures may come to need, once for all of them, so that these keep ageing while
the connection is lost; `static/live.js` chooses among them by the same rules as `spoken` here.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from sync.catalogue import wording
from sync.catalogue.figures import Figure, Kind
from sync.catalogue.freshness import DATED_MS, FRESH_MS, MINUTE_MS, RECENT_MS, AsOf, Freshness, freshness

OLD = gettext_lazy("No recent figure, please call")
UNKNOWN = gettext_lazy("Stock not known, please call")
GONE = gettext_lazy("No longer in the window")
HEARD = {
    "never": gettext_lazy("Not connected yet"),
    "now": gettext_lazy("Up to date"),
    "minutes": gettext_lazy("Updated {minutes} min ago"),
    "today": gettext_lazy("Updated at {time}"),
    "before": gettext_lazy("Updated on {day}"),
}
NO_PRICE = gettext_lazy("Price in the shop")
_UNKNOWN: Final = "unknown"
_GONE: Final = "gone"

_SENTENCES = {
    Kind.OUT: {
        "fresh": gettext_lazy("Out of stock"),
        "recent": gettext_lazy("Out of stock, checked {minutes} min ago"),
        "dated_today": gettext_lazy("Probably out of stock, last seen {time}, please call"),
        "dated_yesterday": gettext_lazy("Probably out of stock, last seen yesterday {time}, please call"),
        "closed_today": gettext_lazy("At closing time today: none"),
        "closed_yesterday": gettext_lazy("At closing time yesterday: none"),
        "closed_before": gettext_lazy("At closing time on {day}: none"),
    },
    Kind.FEW: {
        "fresh": gettext_lazy("A few left"),
        "recent": gettext_lazy("A few left, checked {minutes} min ago"),
        "dated_today": gettext_lazy("Probably a few left, last seen {time}, please call"),
        "dated_yesterday": gettext_lazy("Probably a few left, last seen yesterday {time}, please call"),
        "closed_today": gettext_lazy("At closing time today: a few left"),
        "closed_yesterday": gettext_lazy("At closing time yesterday: a few left"),
        "closed_before": gettext_lazy("At closing time on {day}: a few left"),
    },
    Kind.SOME: {
        "fresh": gettext_lazy("In stock"),
        "recent": gettext_lazy("In stock, checked {minutes} min ago"),
        "dated_today": gettext_lazy("Probably in stock, last seen {time}, please call"),
        "dated_yesterday": gettext_lazy("Probably in stock, last seen yesterday {time}, please call"),
        "closed_today": gettext_lazy("At closing time today: in stock"),
        "closed_yesterday": gettext_lazy("At closing time yesterday: in stock"),
        "closed_before": gettext_lazy("At closing time on {day}: in stock"),
    },
    Kind.COUNT: {
        "fresh": gettext_lazy("{count} in stock"),
        "recent": gettext_lazy("{count} in stock, checked {minutes} min ago"),
        "dated_today": gettext_lazy("Probably {count} in stock, last seen {time}, please call"),
        "dated_yesterday": gettext_lazy("Probably {count} in stock, last seen yesterday {time}, please call"),
        "closed_today": gettext_lazy("At closing time today: {count}"),
        "closed_yesterday": gettext_lazy("At closing time yesterday: {count}"),
        "closed_before": gettext_lazy("At closing time on {day}: {count}"),
    },
}


@dataclass(frozen=True)
class Line:
    """All that decides what is said of one figure: its kind, its date, and its quantity in words where it has one.

    `term` is the one the level was heard under: only a heartbeat of the same term makes it younger.
    """

    kind: str
    term: int
    at_ms: int
    closed_until_ms: int | None
    count: str = ""


@dataclass(frozen=True)
class Spoken:
    """What is said now, and in which tone it is shown."""

    text: str
    tone: str


def unknown_line() -> Line:
    """Tell that nothing was ever heard of a level."""
    return Line(_UNKNOWN, 0, 0, None)


def line(figure: Figure, word: AsOf, *, term: int, count: str) -> Line:
    """Return the line of a figure; `count` is its quantity in words, where it is shown."""
    return Line(figure.kind.value, term, word.at_ms, word.closed_until_ms, count)


def forms(language: str) -> dict[str, dict[str, str]]:
    """Return all sentences in the language in force, which is named: by kind of line, then by what is known of it."""
    return _forms(language)


@cache
def _forms(_language: str) -> dict[str, dict[str, str]]:
    told = {kind.value: {**said, "old": OLD} for kind, said in _SENTENCES.items()}
    told |= {_UNKNOWN: {"old": UNKNOWN}, _GONE: {"old": GONE}}
    return {kind: {state: str(text) for state, text in said.items()} for kind, said in told.items()}


def spoken(said: Line, now_ms: int, zone: str) -> Spoken:
    """Choose what a line says at a moment in the language in force, for people in a time zone."""
    say = _forms(get_language())[said.kind]
    if said.kind == _UNKNOWN:
        return Spoken(say["old"], _UNKNOWN)
    state = freshness(AsOf(said.at_ms, said.closed_until_ms), now_ms)
    if state is Freshness.OLD:
        return Spoken(say["old"], _UNKNOWN)
    if state in {Freshness.FRESH, Freshness.RECENT}:
        minutes = str((now_ms - said.at_ms) // MINUTE_MS)
        return Spoken(_filled(say[state.value], said).replace("{minutes}", minutes), said.kind)
    seen = datetime.fromtimestamp(said.at_ms / 1000, ZoneInfo(zone))
    today = datetime.fromtimestamp(now_ms / 1000, ZoneInfo(zone)).date()
    day = "today" if seen.date() == today else "yesterday"
    if state is Freshness.CLOSED and seen.date() < today - timedelta(days=1):
        day = "before"
    text = _filled(say[f"{state.value}_{day}"], said)
    return Spoken(text.replace("{time}", wording.hour(seen)).replace("{day}", wording.day(seen)), state.value)


def _filled(form: str, said: Line) -> str:
    return form.replace("{count}", said.count)


def next_turn(said: Line, now_ms: int) -> int | None:
    """Return when a line would say something else, days aside; None where only news changes it."""
    if said.kind == _UNKNOWN:
        return None
    age_ms = now_ms - said.at_ms
    turns = [said.closed_until_ms, said.at_ms + FRESH_MS, said.at_ms + RECENT_MS, said.at_ms + DATED_MS]
    if FRESH_MS <= age_ms < RECENT_MS:
        turns.append(said.at_ms + (age_ms // MINUTE_MS + 1) * MINUTE_MS)
    return min((turn for turn in turns if turn is not None and turn > now_ms), default=None)


def next_heard(at_ms: int | None, now_ms: int) -> int | None:
    """Return when it would be said otherwise since when a window is vouched for, days aside."""
    if at_ms is None or now_ms - at_ms >= 60 * MINUTE_MS:
        return None
    return at_ms + (max(0, now_ms - at_ms) // MINUTE_MS + 1) * MINUTE_MS


def heard(at_ms: int | None, now_ms: int, zone: str) -> str:
    """Say when a shop's window was last vouched for."""
    if at_ms is None:
        return str(HEARD["never"])
    age_min = max(0, now_ms - at_ms) // MINUTE_MS
    if age_min < 1:
        return str(HEARD["now"])
    if age_min < 60:
        return str(HEARD["minutes"]).replace("{minutes}", str(age_min))
    seen = datetime.fromtimestamp(at_ms / 1000, ZoneInfo(zone))
    if seen.date() == datetime.fromtimestamp(now_ms / 1000, ZoneInfo(zone)).date():
        return str(HEARD["today"]).replace("{time}", wording.hour(seen))
    return str(HEARD["before"]).replace("{day}", wording.day(seen))


def per_kilogram(price: str) -> str:
    """Say that a price is for a kilogram."""
    return _("{price} per kg").replace("{price}", price)


def each(price: str) -> str:
    """Say that a price is for one piece."""
    return _("{price} each").replace("{price}", price)
