"""The letters about a reservation: one for each state it comes to, written where it comes to it.

They say what the shop said and nothing that the customer wrote: a form filled in with somebody else's address must not
carry words to them.
"""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import override

from sync.catalogue import wording
from sync.catalogue.mailing.posting import post
from sync.catalogue.mailing.recipients import mail_address
from sync.catalogue.mailing.words import about_shop, closing, letter
from sync.catalogue.models import Order, OrderLine
from sync.catalogue.orders import feed
from sync.catalogue.orders.pages import page_of
from sync.catalogue.orders.states import HELD_IN, OPEN
from sync.catalogue.pages.frame import town
from sync.catalogue.pages.reservation_words import until_in_words

REMINDER = "reminder"
TOLD = ("requested", "held", "confirmed", "rejected", "expired", "cancelled")
"""Who collected the goods needs no letter."""


def subject_of(order: Order) -> str:
    """Return how the keys of all letters about a reservation begin."""
    return f"order/{order.pk}/"


def tell(order: Order, now_ms: int, *, before: str = "") -> None:
    """Write to whoever reserved how the reservation stands now, in its transaction; once for each state.

    Args:
        order: as it was just written, its lines too.
        now_ms: this moment.
        before: the state it was in, where it is over.
    """
    if order.state in TOLD:
        _write(order, order.state, now_ms, before)


def remind(order: Order, now_ms: int) -> None:
    """Write that the goods lie aside for a few hours more; once."""
    if order.state in HELD_IN:
        _write(order, REMINDER, now_ms, "")


def _write(order: Order, what: str, now_ms: int, before: str) -> None:
    if not mail_address(order.contact):
        return
    with override(order.language):
        subject, said = _said(order, what, before)
        lines = list(feed.lines_of(order))
        body = letter(
            _("Hello,"),
            said,
            _shop_says(order, what),
            _until(order, what, now_ms),
            _goods(order, lines),
            _number(order),
            _page(order),
            about_shop(order.shop, now_ms),
            closing([_("You get this mail because this address was given with the reservation.")]),
        )
    post(subject_of(order) + what, order.contact, subject, body, language=order.language, now_ms=now_ms)


def _said(order: Order, what: str, before: str) -> tuple[str, str]:
    """Return the subject and the first words of a letter."""
    pays, owes = ("", "") if order.paid else (" " + _("You pay in the shop."), " " + _("You owe nothing."))
    not_answered, not_collected = (
        (
            _("{shop} did not answer in time"),
            _("The shop could not answer in time, and nothing is put aside. Please call it, or ask again.") + owes,
        ),
        (
            _("Your reservation at {shop} has ended"),
            _(
                "The time is over, and what was put aside goes back on sale. It happens to everybody: you can reserve"
                " again whenever you like."
            )
            + owes,
        ),
    )
    subject, text = {
        "requested": (
            _("{shop} was asked for you"),
            _("Your reservation has been passed on. Nothing is put aside yet: you get a mail when the shop answers."),
        ),
        "held": (
            _("Reserved for you at {shop}"),
            _("It is reserved for you. Come to the shop and say your number.") + pays,
        ),
        "confirmed": (
            _("Put aside for you at {shop}"),
            _("It is put aside in the shop under your number. Come and say it.") + pays,
        ),
        "rejected": (
            _("{shop} cannot put it aside"),
            _("The shop cannot put aside what you asked for.") + owes,
        ),
        "expired": not_answered if before == "requested" else not_collected,
        "cancelled": (
            _("Reservation cancelled at {shop}"),
            _("The reservation is cancelled, and nothing is put aside any more.") + owes,
        ),
        REMINDER: (
            _("It still waits for you at {shop}"),
            _("What was put aside for you is still in the shop. If you cannot come, please say so on its page."),
        ),
    }[what]
    return subject.replace("{shop}", order.shop.name), text


def _shop_says(order: Order, what: str) -> str:
    if not order.reason or what in {"expired", REMINDER}:
        return ""
    return "\n".join((_("The shop says:"), *(f"> {line}" for line in order.reason.splitlines())))


def _until(order: Order, what: str, now_ms: int) -> str:
    if order.expires_ms is None:
        return ""
    form = _("The shop answers before: {moment}") if what == "requested" else _("Come before: {moment}")
    return form.replace("{moment}", until_in_words(order.expires_ms, now_ms, town().zone))


def _goods(order: Order, lines: Sequence[OrderLine]) -> str:
    return "\n".join(f"- {_line(order, line)}" for line in lines)


def _line(order: Order, line: OrderLine) -> str:
    """Write what is meant of one product, beside what was asked for where that differs."""
    there = line.held_milli if order.state in OPEN else line.asked_milli
    quantity = wording.quantity(there, line.unit, order.language)
    said = f"{quantity} {line.name}" if line.unit == "kg" else f"{quantity} × {line.name}"
    if there == line.asked_milli:
        return said
    asked = wording.quantity(line.asked_milli, line.unit, order.language)
    return _("{line} (you asked for {quantity})").replace("{line}", said).replace("{quantity}", asked)


def _number(order: Order) -> str:
    return _("Reservation number: {number}").replace("{number}", order.number)


def _page(order: Order) -> str:
    """Return the way to the page, which is also where a reservation is given up."""
    page = page_of(order)
    if not page:
        return ""
    if order.state in OPEN:
        return "\n".join((_("How it stands, and where to cancel it:"), page))
    return "\n".join((_("Its page:"), page))
