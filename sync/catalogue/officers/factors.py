"""The second factor of an officer: six figures that a telephone makes of a shared secret and the time (RFC 6238).

A code is taken once: the step of the last one is kept, and nothing up to it is taken again. Ten codes for a lost
telephone are drawn with the secret, kept as seasoned hashes, and work once each.
"""

import base64
import hashlib
import hmac
import secrets
from urllib.parse import quote, urlencode

from django.conf import settings

from sync.catalogue import codes
from sync.catalogue.auditing import note
from sync.catalogue.database import writing
from sync.catalogue.models import Officer

STEP_S = 30
DIGITS = 6
RECOVERY_CODES = 10
_SECRET_BYTES = 20
_STEPS_AROUND = 1
_ISSUER = "Comptoir"


class CodeWrong(Exception):
    """The code is not the one of this moment, or was taken already."""


def one_time_code(secret: bytes, step: int, *, digits: int = DIGITS) -> str:
    """Return the code of a time step (RFC 4226 with SHA-1, which every telephone knows)."""
    digest = hmac.digest(secret, step.to_bytes(8), hashlib.sha1)
    place = digest[-1] & 0xF
    number = int.from_bytes(digest[place : place + 4]) & 0x7FFF_FFFF
    return f"{number % 10**digits:0{digits}}"


def begin(officer: Officer) -> str:
    """Draw a secret for an officer to set up, and return it in base32; it is in force once `confirm` took a code."""
    secret = base64.b32encode(secrets.token_bytes(_SECRET_BYTES)).decode()
    with writing():
        Officer.objects.filter(pk=officer.pk).update(factor_new=secret)
    return secret


def confirm(officer: Officer, code: str, *, now_ms: int) -> tuple[str, ...]:
    """Put the drawn secret in force once its telephone has made a right code; return the codes for a lost one.

    Raises:
        CodeWrong: the telephone says something else, or nothing is being set up.
    """
    drawn = tuple(f"{codes.new_code()}-{codes.new_code()}" for _ in range(RECOVERY_CODES))
    with writing():
        held = Officer.objects.select_for_update().get(pk=officer.pk)
        step = _step(held.factor_new, code, after=0, now_ms=now_ms)
        if step is None:
            raise CodeWrong
        held.factor, held.factor_new, held.factor_step = held.factor_new, "", step
        held.recovery = "\n".join(_hash(held, one) for one in drawn)
        held.save(update_fields=["factor", "factor_new", "factor_step", "recovery"])
        note(held.mail, "second factor set up", detail=held.mail, now_ms=now_ms)
    return drawn


def take(officer: Officer, code: str, *, now_ms: int) -> bool:
    """Claim that an officer has no second factor, or that a code is right, and let it not be taken again."""
    if not officer.factor:
        return True
    with writing():
        held = Officer.objects.select_for_update().get(pk=officer.pk)
        step = _step(held.factor, code, after=held.factor_step, now_ms=now_ms)
        if step is not None:
            held.factor_step = step
            held.save(update_fields=["factor_step"])
            return True
        kept, wanted = held.recovery.split(), _hash(held, code)
        left = [one for one in kept if not codes.same(one, wanted)]
        if len(left) == len(kept):
            return False
        held.recovery = "\n".join(left)
        held.save(update_fields=["recovery"])
        note(held.mail, "recovery code used", detail=held.mail, now_ms=now_ms)
    return True


def end(officer: Officer, *, actor: str, now_ms: int) -> None:
    """Take a second factor off."""
    with writing():
        held = Officer.objects.select_for_update().get(pk=officer.pk)
        clear(held)
        held.save()
        note(actor, "second factor taken off", detail=held.mail, now_ms=now_ms)


def clear(officer: Officer) -> None:
    """Forget everything of a second factor; the caller saves."""
    officer.factor, officer.factor_new, officer.factor_step, officer.recovery = "", "", 0, ""


def address(officer: Officer, secret: str, *, town: str) -> str:
    """Return what the square code says to a telephone."""
    issuer = f"{_ISSUER} {town}".strip().replace(":", " ")
    label = quote(f"{issuer}:{officer.mail}")
    asked = {"secret": secret, "issuer": issuer, "algorithm": "SHA1", "digits": DIGITS, "period": STEP_S}
    return f"otpauth://totp/{label}?{urlencode(asked, quote_via=quote)}"


def codes_left(officer: Officer) -> int:
    """Return how many codes for a lost telephone are left."""
    return len(officer.recovery.split())


def _step(secret: str, code: str, *, after: int, now_ms: int) -> int | None:
    """Return the step that a code is of, where it is one of now and later than `after`: a clock may be a step off."""
    typed = "".join(code.split())
    if not secret or len(typed) != DIGITS or not (typed.isascii() and typed.isdigit()):
        return None
    now = now_ms // 1000 // STEP_S
    around = range(max(now - _STEPS_AROUND, after + 1), now + _STEPS_AROUND + 1)
    key = base64.b32decode(secret)
    return next((step for step in around if codes.same(one_time_code(key, step), typed)), None)


def _hash(officer: Officer, code: str) -> str:
    return codes.code_hash(f"{officer.pk}{code}", settings.SECRET_KEY)
