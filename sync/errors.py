"""What goes wrong between a till and an online shop, as values; `ui.messages.explain` finds the words."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from pos.domain.errors import ShopError

if TYPE_CHECKING:
    from datetime import timedelta


class Unsettled(StrEnum):
    """Why nobody knows what became of a call; each is tried again by itself."""

    UNREACHABLE = "unreachable"  # no way to the address: no network, no such name, nobody listens
    TIMEOUT = "timeout"  # no answer in time
    CUT_OFF = "cut-off"  # the line broke, or the answer is incomplete
    SERVER_ERROR = "server-error"  # it answered 5xx
    NOT_THE_SHOP = "not-the-shop"  # somebody answered, but not as an online shop does (a captive portal)
    NO_ECHO = "no-echo"  # an answer to something else than was asked
    BUSY = "busy"  # it asked to come back later


class Distrust(StrEnum):
    """Why a till stops sending until a person has looked."""

    SIGN_IN = "sign-in"  # 401: the key is not known, or the key store has lost it
    FORBIDDEN = "forbidden"  # 403
    TLS = "tls"  # the far end cannot prove who it is
    REDIRECT = "redirect"  # it sends the till elsewhere, key and all
    STALE_TERM = "stale-term"  # another till publishes for this shop now
    REFUSES_ALL = "refuses-all"  # it refuses one product after another
    MASS_CHANGE = "mass-change"  # far more would change in one go than a shop changes
    CONTRADICTED = "contradicted"  # the witness keeps an end of the chain that this file never came to


class SyncError(ShopError):
    """The online shop could not be reached, or did not take what was sent."""


class Temporary(SyncError):
    """Nobody knows what became of the call; the same one is sent again later. `wait` is the least the far end asks."""

    def __init__(self, reason: Unsettled, wait: timedelta | None = None) -> None:
        super().__init__(reason.value if wait is None else f"{reason.value}, wait {wait}")
        self.reason = reason
        self.wait = wait


class Rejected(SyncError):
    """The far end understood and refused; the same call would be refused again.

    `reason` is its own words, `kind` its word for programs (the type of a `sync.protocol.Problem`).
    """

    def __init__(self, reason: str, kind: str = "about:blank") -> None:
        super().__init__(f"{kind}: {reason}")
        self.reason = reason
        self.kind = kind


class Outdated(Rejected):
    """What the call was made from is no longer so (409, 412), or its id was another's: read again, compute it anew."""


class PairingCodeRefused(Rejected):
    """The pairing code is wrong, used or too old."""


class AddressRefused(SyncError):
    """No till sends its key there: the address is none, or not https."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


class NotLinked(SyncError):
    """The shop was never joined to an online shop."""


class Suspended(SyncError):
    """The till stopped sending and asks a person."""

    def __init__(self, reason: Distrust) -> None:
        super().__init__(reason.value)
        self.reason = reason


class SignInNeeded(Suspended):
    """The online shop does not know this till's key: join again with a new code."""

    def __init__(self) -> None:
        super().__init__(Distrust.SIGN_IN)


def suspended_for(reason: Distrust) -> Suspended:
    """The error of a reason as it is kept in the shop's file."""
    return SignInNeeded() if reason is Distrust.SIGN_IN else Suspended(reason)
