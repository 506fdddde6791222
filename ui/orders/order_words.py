"""What a reservation says of itself, in words: where it stands, what is in it, how long it waits, until when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from pos.database.order_deeds import KeptDeed
from pos.domain.online_order import Deed, OnlineOrder, OrderLine, OrderState
from pos.domain.quantity import Quantity
from pos.wording import NO_BREAK_SPACE, Wording, mark
from ui.online.refusal_words import reason_in_words

_STATES: Final = {
    OrderState.REQUESTED: mark("To answer"),
    OrderState.HELD: mark("To prepare"),
    OrderState.CONFIRMED: mark("Lies ready"),
    OrderState.FULFILLED: mark("Collected"),
    OrderState.REJECTED: mark("Refused"),
    OrderState.EXPIRED: mark("Its time ran out"),
    OrderState.CANCELLED: mark("Called off"),
}
_DEEDS: Final = {
    Deed.ACCEPT: mark("Accept"),
    Deed.CONFIRM: mark("Put aside"),
    Deed.REJECT: mark("Refuse"),
    Deed.FULFIL: mark("Collect and pay"),
    Deed.RELEASE: mark("Let it go"),
}
REASONS: Final = {
    Deed.REJECT: (
        mark("We do not have it any more."),
        mark("It is damaged."),
        mark("We cannot keep it until then."),
    ),
    Deed.RELEASE: (mark("It was not collected."), mark("The customer called it off.")),
}
"""What is said most often to who reserved."""


def state_in_words(order: OnlineOrder, wording: Wording) -> str:
    """Where it stands, in two or three words."""
    if order.ticket_id and order.state.is_open:
        return wording("On a ticket")
    return wording(_STATES[order.state])


def turned_down_in_words(deed: KeptDeed, wording: Wording) -> str:
    """What the online shop would not take, and why."""
    refused = wording("Not taken by the online shop: “{deed}”.").format(deed=wording(_DEEDS[deed.deed]))
    return f"▲ {refused} {reason_in_words(deed.reason, wording)}"


def articles_in_words(order: OnlineOrder, wording: Wording) -> str:
    """What is in it: `2 × Pain de seigle, 0,350 kg Comté`."""
    return ", ".join(f"{times(line, line.asked, wording)} {line.name}" for line in order.lines)


def times(line: OrderLine, quantity: Quantity, wording: Wording) -> str:
    """How much of a line, as it stands before its name."""
    said = wording.quantity(quantity, line.unit)
    return said if said.endswith("kg") else f"{said}{NO_BREAK_SPACE}×"


def left_of(line: OrderLine, taken: Quantity, wording: Wording) -> str:
    """How much of what was asked for is meant: `2 of 3`."""
    return wording("{taken} of {asked}").format(
        taken=wording.quantity(taken, line.unit), asked=wording.quantity(line.asked, line.unit)
    )


def waits_in_words(order: OnlineOrder, now: datetime, wording: Wording) -> str:
    """How long it has been waiting, in the largest unit that says enough."""
    waited = max(now - order.made_at, timedelta())
    if waited < timedelta(hours=1):
        return wording("{count} min").format(count=waited // timedelta(minutes=1))
    if waited < timedelta(days=2):
        return wording("{count} h").format(count=waited // timedelta(hours=1))
    return wording.plural("{count} day", "{count} days", waited.days).format(count=waited.days)


def until_in_words(order: OnlineOrder, now: datetime, wording: Wording) -> str:
    """Until when it is kept, by the catalogue's clock, as the shop's clock shows it; empty once it ended."""
    if order.expires_at is None:
        return ""
    if order.expires_at < now:
        return wording("its time is over: {moment}").format(moment=moment_in_words(order.expires_at, now, wording))
    return wording("until {moment}").format(moment=moment_in_words(order.expires_at, now, wording))


def moment_in_words(at: datetime, now: datetime, wording: Wording) -> str:
    """A moment in the shop's time, without the day where that is today."""
    here = at.astimezone(now.tzinfo)
    return wording.time(here) if here.date() == now.date() else wording.date_time(here)


def to_prepare_in_words(count: int, wording: Wording) -> str:
    """How many reservations somebody has to see to."""
    said = wording.plural("{count} reservation to prepare", "{count} reservations to prepare", count)
    return said.format(count=wording.number(count))


def plain(words: str) -> str:
    """Words or a number without what people leave out when they type it."""
    return "".join(sign for sign in words.casefold() if sign.isalnum())


def answers(order: OnlineOrder, words: str) -> bool:
    """Whether it is meant by what was typed: a part of its number, of its customer or of an article's name."""
    wanted = plain(words)
    return any(wanted in plain(one) for one in _names(order))


def _names(order: OnlineOrder) -> Iterable[str]:
    yield order.number
    yield order.customer
    yield order.contact
    for line in order.lines:
        yield line.name
