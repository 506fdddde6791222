"""The honest line under a product: what is said of a figure at each age, in whole sentences.

The page carries every sentence a figure may come to need, so that it keeps ageing while the connection is lost;
`static/live.js` chooses among them by the same rules as `sentence` here.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
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
    """All that may be said of one figure: its kind, its date, and its sentences with their blanks.

    `term` is the one the level was heard under: only a heartbeat of the same term makes it younger.
    """

    kind: str
    term: int
    at_ms: int
    closed_until_ms: int | None
    say: dict[str, str]


@dataclass(frozen=True)
class Spoken:
    """What is said now, and in which tone it is shown."""

    text: str
    tone: str


def unknown_line() -> Line:
    """Say, in the language in force, that nothing was ever heard of a level."""
    return Line("unknown", 0, 0, None, {"old": str(UNKNOWN)})


def line(figure: Figure, word: AsOf, *, term: int, count: str) -> Line:
    """Gather the sentences of a figure in the language in force; `count` is its quantity in words."""
    said = _said(figure.kind, get_language())
    say = {state: text.replace("{count}", count) for state, text in said.items()} if count else dict(said)
    return Line(figure.kind.value, term, word.at_ms, word.closed_until_ms, say)


@cache
def _said(kind: Kind, language: str) -> dict[str, str]:
    """Return the sentences of a kind of figure in the language in force."""
    return {state: str(text) for state, text in (*_SENTENCES[kind].items(), ("old", OLD))}


def spoken(said: Line, now_ms: int, zone: str) -> Spoken:
    """Choose what a line says at a moment, for people in a time zone."""
    if said.kind == "unknown":
        return Spoken(said.say["old"], "unknown")
    state = freshness(AsOf(said.at_ms, said.closed_until_ms), now_ms)
    seen = datetime.fromtimestamp(said.at_ms / 1000, ZoneInfo(zone))
    today = datetime.fromtimestamp(now_ms / 1000, ZoneInfo(zone)).date()
    if state is Freshness.OLD:
        return Spoken(said.say["old"], "unknown")
    if state in {Freshness.FRESH, Freshness.RECENT}:
        minutes = str((now_ms - said.at_ms) // MINUTE_MS)
        return Spoken(said.say[state.value].replace("{minutes}", minutes), said.kind)
    day = "today" if seen.date() == today else "yesterday"
    if state is Freshness.CLOSED and seen.date() < today - timedelta(days=1):
        day = "before"
    text = said.say[f"{state.value}_{day}"]
    return Spoken(text.replace("{time}", wording.hour(seen)).replace("{day}", wording.day(seen)), state.value)


def next_turn(said: Line, now_ms: int) -> int | None:
    """Return when a line would say something else, days aside; None where only news changes it."""
    if said.kind == "unknown":
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
