"""Whom a letter may go to: one plain address, and never more letters than a person would want from a form."""

import encodings.idna  # here and now: granian forks its workers while another thread may be about to load it
import hashlib
import hmac
import re

_LONGEST = 200
_LONGEST_LOCAL = 64
_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"({_LOCAL})@((?:{_LABEL}\.)+{_LABEL})")


def mail_address(text: str) -> str:
    """Return a contact as the one address that a letter can go to; empty where it is none, a telephone number say.

    Quoted names, comments and lists are none: nothing in it can come to mean a second recipient or another line. A
    domain in other letters is written as the network knows it.
    """
    local, at, domain = text.strip().rpartition("@")
    if not at or len(local) > _LONGEST_LOCAL:
        return ""
    try:
        written = f"{local}@{'.'.join(encodings.idna.ToASCII(label).decode() for label in domain.split('.'))}"
    except UnicodeError:
        return ""
    return written if len(written) <= _LONGEST and _ADDRESS.fullmatch(written) else ""


def addressee(address: str, secret: str) -> str:
    """Return the seasoned hash by which letters to an address are counted, however it is spelt."""
    local, _, domain = address.lower().rpartition("@")
    whose = f"{local.partition('+')[0]}@{domain}"
    return hmac.new(secret.encode(), f"addressee:{whose}".encode(), hashlib.sha256).hexdigest()
