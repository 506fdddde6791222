"""The form that reserves a product: how it is read, what is wrong with it, and what is said where there is none."""

import re
import secrets
import unicodedata
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _

from sync.catalogue.models import Product
from sync.catalogue.orders.offered import Offer, Offering
from sync.catalogue.wording import length_of_time

CUSTOMER_LENGTH, CONTACT_LENGTH, NOTE_LENGTH = 80, 120, 500
PIECES_AT_MOST, KILOGRAMS_AT_MOST = 99, 50
_ONCE = re.compile(r"[A-Za-z0-9_-]{32,64}")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_TELEPHONE = re.compile(r"\+?[0-9](?:[ ./()-]*[0-9]){5,14}")
_QUANTITY = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{1,3})?")
_TURNING = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}


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
    return Form(once=secrets.token_urlsafe(24))


def read(posted: QueryDict, unit: str) -> Form:
    """Read a form with care: what is too long, hides something or makes no sense is said, field by field."""
    once = posted.get("once", "")
    customer, contact, quantity = (_line(posted.get(name, "")) for name in ("customer", "contact", "quantity"))
    note = "\n".join(part.strip() for part in posted.get("note", "").splitlines()).strip()
    quantity_milli = _thousandths(quantity, unit)
    found = {
        "customer": _flaw(customer, CUSTOMER_LENGTH) or (_("Please give a name.") if not customer else ""),
        "contact": _flaw(contact, CONTACT_LENGTH) or _contact_flaw(contact),
        "quantity": "" if quantity_milli else _quantity_flaw(unit),
        "note": _flaw(note.replace("\n", ""), NOTE_LENGTH),
    }
    return Form(
        once=once if _ONCE.fullmatch(once) else secrets.token_urlsafe(24),
        customer=_kept(customer),
        contact=_kept(contact),
        quantity=_kept(quantity)[:10],
        note=_kept(note, keep="\n"),
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


def _line(text: str) -> str:
    return text.strip()


def _kept(text: str, *, keep: str = "") -> str:
    """Return a text as it may be shown again: without what hides in it, and not longer than any field."""
    return "".join(letter for letter in text if letter in keep or not _hides(letter))[:NOTE_LENGTH]


def _hides(letter: str) -> bool:
    return unicodedata.category(letter) in {"Cc", "Cs"} or letter in _TURNING


def _flaw(text: str, length: int) -> str:
    if len(text) > length:
        return _("At most {count} characters, please.").replace("{count}", str(length))
    if any(_hides(letter) for letter in text):
        return _("This holds a character that cannot be read.")
    return ""


def _contact_flaw(contact: str) -> str:
    if _MAIL.fullmatch(contact) or _TELEPHONE.fullmatch(contact):
        return ""
    return _("Please give a telephone number or a mail address where the shop can reach you.")


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
