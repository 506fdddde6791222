"""The browsers that officers are signed in with: half an hour without a page ends it, and twelve hours in any case."""

import secrets
from dataclasses import dataclass

from sync.catalogue import codes
from sync.catalogue.database import writing
from sync.catalogue.models import Officer, OfficerSession

IDLE_MS = 30 * 60 * 1000
LONGEST_MS = 12 * 3600 * 1000
_SEEN_EVERY_MS = 60 * 1000


@dataclass(frozen=True)
class SignedIn:
    """An officer at a browser; `secret` is what its cookie holds."""

    officer: Officer
    session: OfficerSession
    secret: str


def new_secret() -> str:
    """Draw what a cookie holds: 256 bits."""
    return secrets.token_urlsafe(32)


def begin(officer: Officer, *, now_ms: int) -> str:
    """Let a browser in, in the caller's transaction, and return its new secret."""
    secret = new_secret()
    OfficerSession.objects.create(hash=codes.key_hash(secret), officer=officer, created_ms=now_ms, seen_ms=now_ms)
    return secret


def of(secret: str, *, now_ms: int) -> SignedIn | None:
    """Return whose browser holds a secret, and note that it was seen; None where nobody is signed in with it."""
    wanted = codes.key_hash(secret)
    found = OfficerSession.objects.select_related("officer").filter(hash=wanted).first()
    if found is None or not codes.same(found.hash, wanted) or found.officer.disabled_ms is not None:
        return None
    if not is_going_on(found, now_ms=now_ms):
        return None
    if found.seen_ms <= now_ms - _SEEN_EVERY_MS:
        with writing():
            OfficerSession.objects.filter(pk=found.pk).update(seen_ms=now_ms)
    return SignedIn(found.officer, found, secret)


def is_going_on(session: OfficerSession, *, now_ms: int) -> bool:
    """Claim that a session is not over by the clock."""
    return bool(session.seen_ms > now_ms - IDLE_MS and session.created_ms > now_ms - LONGEST_MS)


def end(secret: str) -> None:
    """End what a secret opens, in the caller's transaction; ending it twice is harmless."""
    OfficerSession.objects.filter(hash=codes.key_hash(secret)).delete()


def end_all(officer: Officer) -> None:
    """End every browser of an officer, in the caller's transaction."""
    OfficerSession.objects.filter(officer=officer).delete()


def forget_over(now_ms: int) -> None:
    """Forget what is over by the clock."""
    OfficerSession.objects.filter(seen_ms__lte=now_ms - IDLE_MS).delete()
    OfficerSession.objects.filter(created_ms__lte=now_ms - LONGEST_MS).delete()
