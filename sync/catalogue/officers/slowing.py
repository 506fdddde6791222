"""Guessing passwords is slow: after five wrong ones of an account, or from an address, each one doubles the wait.

A try is counted before the password is looked at, and in the database: neither a power cut nor a second process gives
one free. Names of accounts count whether or not there is such an account. Kept is only a seasoned hash.
"""

import hashlib
import hmac
import ipaddress
from contextlib import suppress

from django.conf import settings

from sync.catalogue.database import writing
from sync.catalogue.models import OfficerTry

TRIES = 5
FIRST_WAIT_MS = 30_000
LONGEST_WAIT_MS = 3600 * 1000
KEPT_MS = 24 * 3600 * 1000


def begin(mail: str, address: str, *, now_ms: int) -> int:
    """Count one more try and return 0, or return how many milliseconds to wait before the next one is looked at."""
    with writing():
        rows = [_row(who, now_ms) for who in _names(mail, address)]
        wait_ms = max(row.until_ms for row in rows) - now_ms
        if wait_ms > 0:
            return wait_ms
        for row in rows:
            row.failures += 1
            row.tried_ms = now_ms
            row.until_ms = now_ms + _wait_ms(row.failures)
            row.save()
    return 0


def is_held_up(mail: str, *, now_ms: int) -> bool:
    """Claim that an account has to wait by now; ask in the transaction that writes it down."""
    return OfficerTry.objects.filter(who=_account(mail), until_ms__gt=now_ms).exists()


def forgive(mail: str, address: str) -> None:
    """Forget the wrong tries of an account once its right password came, and of the address this one try.

    An address keeps its others: whoever has an account of their own must not clear them for guesses at somebody else's.
    """
    with writing():
        OfficerTry.objects.filter(who=_account(mail)).delete()
        row = OfficerTry.objects.select_for_update().filter(who=_address(address)).first()
        if row is not None:
            row.failures, row.until_ms = max(0, row.failures - 1), 0
            row.save()


def forget_old(now_ms: int) -> None:
    """Forget the tries of more than a day ago."""
    OfficerTry.objects.filter(tried_ms__lt=now_ms - KEPT_MS).delete()


def _row(who: str, now_ms: int) -> OfficerTry:
    OfficerTry.objects.get_or_create(who=who, defaults={"tried_ms": now_ms})
    row = OfficerTry.objects.select_for_update().get(who=who)
    if row.tried_ms < now_ms - KEPT_MS:
        row.failures, row.until_ms = 0, 0
    return row


def _wait_ms(failures: int) -> int:
    """Return how long to wait after so many wrong passwords."""
    if failures < TRIES:
        return 0
    return min(FIRST_WAIT_MS * 2 ** min(failures - TRIES, 20), LONGEST_WAIT_MS)


def _names(mail: str, address: str) -> list[str]:
    """Return both names in one order, so that two processes never wait for each other."""
    return sorted((_account(mail), _address(address)))


def _account(mail: str) -> str:
    return _hash(f"account:{mail}")


def _address(address: str) -> str:
    """Name an address; of the newer kind, which a household has more than it could ever use of, by its network."""
    with suppress(ValueError):
        known = ipaddress.ip_address(address)
        if known.version == 6:
            address = str(ipaddress.ip_network(f"{address.partition('%')[0]}/64", strict=False))
    return _hash(f"address:{address}")


def _hash(text: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"officer:{text}".encode(), hashlib.sha256).hexdigest()
