"""The form that reserves a product: how it is read, what is wrong with it, and what is said where there is none."""

import re
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _

from sync.catalogue import lasting
from sync.catalogue.models import Product
from sync.catalogue.orders.offered import Offer, Offering
from sync.catalogue.pages import fields
from sync.catalogue.wording import length_of_time

NOTE_LENGTH = 500
PIECES_AT_MOST, KILOGRAMS_AT_MOST = 99, 50
_QUANTITY = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{1,3})?")


@dataclass(frozen=True)
class Form:
    """A form as it was filled in, with what is wrong by field; `once` makes one reservation of it, however often sent.

    quantity_milli is 0 where the quantity cannot be read.
    """

    once: str
    customer: str = ""
    contact: str = ""
    quantity: str = "1"
    note: str = ""
    quantity_milli: int = 0
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def first_fault(self) -> str:
        """Name the first field that something is wrong with, for the focus."""
        return next((name for name in ("quantity", "customer", "contact", "note") if name in self.errors), "")


@dataclass(frozen=True)
class Invitation:
    """What is said above the form, or in its place where nothing may be reserved."""

    is_open: bool
    is_at_once: bool
    text: str
    unit: str


def blank() -> Form:
    """Return an empty form, for one reservation."""
    return Form(once=lasting.hole(lasting.ONCE, fields.new_once()))


def read(posted: QueryDict, unit: str) -> Form:
    """Read a form with care: what is too long, hides something or makes no sense is said, field by field."""
    customer, contact, quantity = (fields.line(posted, name) for name in ("customer", "contact", "quantity"))
    note = fields.lines(posted, "note")
    quantity_milli = _thousandths(quantity, unit)
    found = {
        "customer": fields.customer_flaw(customer),
        "contact": fields.contact_flaw(contact),
        "quantity": "" if quantity_milli else _quantity_flaw(unit),
        "note": fields.flaw(note.replace("\n", ""), NOTE_LENGTH),
    }
    return Form(
        once=fields.once_of(posted),
        customer=fields.kept(customer, NOTE_LENGTH),
        contact=fields.kept(contact, NOTE_LENGTH),
        quantity=fields.kept(quantity, 10),
        note=fields.kept(note, NOTE_LENGTH, keep="\n"),
        quantity_milli=quantity_milli,
        errors={name: text for name, text in found.items() if text},
    )


def invitation(product: Product, offer: Offer) -> Invitation:
    """Say what reserving would mean, or why nothing may be reserved, in the language in force."""
    offering = offer.offering
    if offering is Offering.HOLD:
        text = _("It is put aside for you at once, for {time}. You pay in the shop.")
        text = text.replace("{time}", length_of_time(offer.rules.hold_minutes))
    elif offering is Offering.ASK:
        text = _("The shop answers within {time}; nothing is put aside before it does. You pay in the shop.")
        text = text.replace("{time}", length_of_time(offer.rules.answer_minutes))
    else:
        text = why_not(offering)
    return Invitation(offering.is_open, offering is Offering.HOLD, text, product.unit)


def why_not(offering: Offering) -> str:
    """Say honestly why nothing may be reserved, or not that much."""
    return {
        Offering.NOT_TAKEN: _("This shop takes no reservations online."),
        Offering.NOT_KNOWN: _("The shop's stock is not known here, so nothing can be reserved: please call."),
        Offering.TOO_OLD: _("The last figure is too old to reserve by: please call."),
        Offering.STALE: _("The shop's till has not been heard of late, so nothing can be promised: please call."),
        Offering.NONE_LEFT: _("Nothing is left to reserve at the moment."),
        Offering.TOO_FEW: _("There is not that much left to reserve."),
    }.get(offering, "")


def _quantity_flaw(unit: str) -> str:
    if unit == "kg":
        return _("Please give a weight between 0.050 and {count} kg.").replace("{count}", str(KILOGRAMS_AT_MOST))
    return _("Please give a whole number between 1 and {count}.").replace("{count}", str(PIECES_AT_MOST))


def _thousandths(text: str, unit: str) -> int:
    """Read a quantity, with a comma or a point; 0 where it is none that may be reserved."""
    if not _QUANTITY.fullmatch(text):
        return 0
    whole, _point, rest = text.replace(",", ".").partition(".")
    milli = int(whole) * 1000 + int(rest.ljust(3, "0") or 0)
    least, most = (50, KILOGRAMS_AT_MOST * 1000) if unit == "kg" else (1000, PIECES_AT_MOST * 1000)
    if not least <= milli <= most or (unit != "kg" and milli % 1000):
        return 0
    return milli
