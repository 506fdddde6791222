"""How a reservation stands, in words for the person who made it."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from sync.catalogue import wording
from sync.catalogue.models import Order


@dataclass(frozen=True)
class StateWords:
    """A heading, what it means, until when, and the tone that it is shown in."""

    title: str
    text: str
    until: str
    tone: str


def words_of(order: Order, now_ms: int, zone: str) -> StateWords:
    """Say how a reservation stands, in the language in force."""
    title, text, tone = _said(order)
    until = "" if order.expires_ms is None else until_in_words(order.expires_ms, now_ms, zone)
    return StateWords(title, text, until, tone)


def until_in_words(expires_ms: int, now_ms: int, zone: str) -> str:
    """Say until when, by the day where it is not today, in the language in force."""
    ends = datetime.fromtimestamp(expires_ms / 1000, ZoneInfo(zone))
    today = datetime.fromtimestamp(now_ms / 1000, ZoneInfo(zone)).date()
    form = _("today {time}") if ends.date() == today else _("{day}, {time}")
    return form.replace("{day}", wording.day(ends)).replace("{time}", wording.hour(ends))


def _said(order: Order) -> tuple[str, str, str]:
    pays, owes = ("", "") if order.paid else (" " + _("You pay in the shop."), " " + _("You owe nothing."))
    return {
        "requested": (
            _("The shop has been asked"),
            _("Nothing is put aside yet. This page changes as soon as the shop answers."),
            "waiting",
        ),
        "held": (_("Reserved for you"), _("Come to the shop and say your number.") + pays, "good"),
        "confirmed": (
            _("Put aside for you"),
            _("It waits in the shop under your number. Come and say it.") + pays,
            "good",
        ),
        "fulfilled": (_("Collected"), _("Thank you, and see you soon in the shop."), "over"),
        "rejected": (_("The shop cannot do it"), _("Nothing is put aside.") + owes, "bad"),
        "expired": (_("The time is over"), _("Nothing is put aside any more.") + owes, "bad"),
        "cancelled": (_("Given up"), _("Nothing is put aside any more.") + owes, "over"),
    }[order.state]
