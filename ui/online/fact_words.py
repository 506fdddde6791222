"""What is said of a shop window beside how it stands: what waits, differs, is shown, is reserved, and the clocks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from pos.domain.online_order import OrderMode
from pos.wording import Wording, mark
from sync.skew import worth_saying
from ui.online.refusal_words import reason_in_words
from ui.online.window_view import WindowView
from ui.staff.staff_words import how_long

TAKEN: Final = {
    OrderMode.REQUEST: mark("the shop answers each request"),
    OrderMode.SAFETY: mark("promised at once, a reserve is kept back"),
    OrderMode.ESCROW: mark("promised at once, from units handed over"),
}
_MINUTE: Final = timedelta(minutes=1)
_DAY: Final = timedelta(days=1)
_NAMED: Final = 5


def age(wait: timedelta, wording: Wording) -> str:
    """How long something took or waits: `30 s`, `8 min`, `26 h`, `3 days`."""
    if wait < 2 * _DAY:
        return how_long(wait, wording)
    days = wait // _DAY
    return wording.plural("{count} day", "{count} days", days).format(count=wording.number(days))


def contents(view: WindowView, wording: Wording) -> str:
    """What of the window's word, news, prices and photos was refused, and why; nothing in the usual case."""
    if not view.not_taken:
        return wording("nothing was refused")
    said = []
    for one in view.not_taken[:_NAMED]:
        name = one.name or wording("The shop’s own word")
        reasons = "; ".join(reason_in_words(reason, wording) for reason in one.reason.split("; "))
        said.append(f"{name}: {reasons}")
    more = len(view.not_taken) - _NAMED
    if more > 0:
        said.append(wording("and {n} more").format(n=wording.number(more)))
    return "\n".join(said)


def waiting(view: WindowView, wording: Wording) -> str:
    """How much waits, and for how long at the most; under a minute is not worth saying."""
    if not view.waiting:
        return wording("nothing")
    said = wording.plural("{count} article", "{count} articles", view.waiting)
    said = said.format(count=wording.number(view.waiting))
    if view.waited is None or view.waited < _MINUTE:
        return said
    return wording("{articles}, for {age} at the most").format(articles=said, age=age(view.waited, wording))


def differences(view: WindowView, wording: Wording) -> str:
    """What comparing found, and when the two were last compared."""
    found, link = view.differences, view.link
    parts = (
        _counted(wording.plural("{count} held back", "{count} held back", found.held), found.held, wording),
        _counted(wording.plural("{count} not repaired", "{count} not repaired", found.left), found.left, wording),
        _counted(
            wording.plural("{count} being repaired", "{count} being repaired", found.repairing),
            found.repairing,
            wording,
        ),
        _counted(
            wording.plural("{count} found and repaired", "{count} found and repaired", found.repaired),
            found.repaired,
            wording,
        ),
    )
    said = ", ".join(filter(None, parts)) or wording("none found")
    if link is None or link.compared_at_ms is None:
        return wording("not compared yet") if said == wording("none found") else said
    compared = datetime.fromtimestamp(link.compared_at_ms / 1000, UTC).astimezone()
    return wording("{said} · compared {moment}").format(said=said, moment=wording.date_time(compared))


def shown(view: WindowView, wording: Wording) -> str:
    """How many of the shop's articles the window shows."""
    said = wording.plural("{shown} of {count} article", "{shown} of {count} articles", view.articles)
    return said.format(shown=wording.number(view.shown), count=wording.number(view.articles))


def reservations(view: WindowView, wording: Wording) -> str:
    """How many reservations are open, what of them asks for a look, and how they are taken."""
    held, link = view.reservations, view.link
    parts = (
        _counted(wording.plural("{count} open", "{count} open", held.open), held.open, wording) or wording("none open"),
        _counted(
            wording.plural("{count} asks for an answer", "{count} ask for an answer", held.requested),
            held.requested,
            wording,
        ),
        _counted(
            wording.plural("{count} could not be read", "{count} could not be read", held.unread), held.unread, wording
        ),
        _counted(
            wording.plural("{count} answer of ours was refused", "{count} answers of ours were refused", held.deeds),
            held.deeds,
            wording,
        ),
    )
    said = ", ".join(filter(None, parts))
    if link is None:
        return said
    how = wording(TAKEN[OrderMode(link.mode)]) if link.takes_orders else wording("the shop takes none")
    return f"{said} · {how}"


def clock(view: WindowView, wording: Wording) -> str:
    """How the till's clock goes beside the online shop's."""
    link = view.link
    if link is None or link.skew_ms is None:
        return wording("not compared yet")
    differs = worth_saying(link.skew_ms)
    return wording("as the online shop’s") if differs is None else skewed(differs, wording)


def skewed(differs: timedelta, wording: Wording) -> str:
    """That the clocks differ, by how much and which way, and what to do."""
    if differs > timedelta():
        said = wording("This machine’s clock is {age} ahead of the online shop’s: set it right in the system.")
    else:
        said = wording("This machine’s clock is {age} behind the online shop’s: set it right in the system.")
    return said.format(age=age(abs(differs), wording))


def _counted(said: str, count: int, wording: Wording) -> str:
    return said.format(count=wording.number(count)) if count else ""
