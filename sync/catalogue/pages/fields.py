"""Fields that several forms have: how they are read with care, and what is wrong with them."""

import re
import secrets
import unicodedata

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from sync.catalogue.addresses import is_from_elsewhere

CUSTOMER_LENGTH, CONTACT_LENGTH = 80, 120
BODY_LIMIT_BYTES = 20_000
_ONCE = re.compile(r"[A-Za-z0-9_-]{32,64}")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_TELEPHONE = re.compile(r"\+?[0-9](?:[ ./()-]*[0-9]){5,14}")
_TURNING = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}


def is_foreign(request: HttpRequest) -> bool:
    """Claim that a form was sent by another site, or is longer than any of ours.

    Nobody is signed in, so there is nothing that another site could make a browser do in somebody's name; such forms
    are refused all the same.
    """
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    return is_from_elsewhere(request) or length > BODY_LIMIT_BYTES


def new_once() -> str:
    """Draw what makes one wish of a form, however often it is sent."""
    return secrets.token_urlsafe(24)


def once_of(posted: QueryDict) -> str:
    """Read what makes one wish of a form; what was made up elsewhere is drawn anew."""
    once = posted.get("once", "")
    return once if _ONCE.fullmatch(once) else new_once()


def line(posted: QueryDict, name: str) -> str:
    """Read a field of one line."""
    return posted.get(name, "").strip()


def lines(posted: QueryDict, name: str) -> str:
    """Read a field of several lines."""
    return "\n".join(part.strip() for part in posted.get(name, "").splitlines()).strip()


def kept(text: str, length: int, *, keep: str = "") -> str:
    """Return a text as it may be shown again: without what hides in it, and not longer than its field may be."""
    return "".join(letter for letter in text if letter in keep or not _hides(letter))[:length]


def flaw(text: str, length: int) -> str:
    """Say what is wrong with a text, or nothing."""
    if len(text) > length:
        return _("At most {count} characters, please.").replace("{count}", str(length))
    if any(_hides(letter) for letter in text):
        return _("This holds a character that cannot be read.")
    return ""


def customer_flaw(customer: str) -> str:
    """Say what is wrong with a name, or nothing."""
    return flaw(customer, CUSTOMER_LENGTH) or ("" if customer else _("Please give a name."))


def contact_flaw(contact: str) -> str:
    """Say why nobody could be reached like that, or nothing."""
    if wrong := flaw(contact, CONTACT_LENGTH):
        return wrong
    if _MAIL.fullmatch(contact) or _TELEPHONE.fullmatch(contact):
        return ""
    return _("Please give a telephone number or a mail address where the shop can reach you.")


def _hides(letter: str) -> bool:
    return unicodedata.category(letter) in {"Cc", "Cs"} or letter in _TURNING
