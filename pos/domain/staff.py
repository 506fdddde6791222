"""The people of a shop: who works at the till, and what each may do."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pos.domain.errors import PersonNameMissing, PinRefused

LONGEST_NAME: Final = 24
"""It stands whole on a key of the sign-in, in every size of text."""
SHORTEST_PIN: Final = 4
LONGEST_PIN: Final = 8
_RISING: Final = "01234567890123456789"


class Right(StrEnum):
    """Something a person may be allowed to do at the till; selling itself included."""

    SELL = "sell"
    VOID = "void"
    REPRINT = "reprint"
    OPEN_DRAWER = "open_drawer"
    EDIT_ARTICLES = "edit_articles"
    IMPORT = "import"
    CLOSE_DAY = "close_day"
    TRAIN = "train"
    SETTINGS = "settings"
    STAFF = "staff"
    BACK_UP = "back_up"
    INSPECT = "inspect"
    EXPORT = "export"


class Role(StrEnum):
    """What a person is in the shop; a role is a set of rights."""

    OWNER = "owner"
    MANAGER = "manager"
    SELLER = "seller"
    INSPECTOR = "inspector"


USUAL_RIGHTS: Final[dict[Role, frozenset[Right]]] = {
    Role.OWNER: frozenset(Right),
    Role.MANAGER: frozenset(Right) - {Right.STAFF},
    Role.SELLER: frozenset({Right.SELL, Right.VOID, Right.CLOSE_DAY, Right.REPRINT, Right.OPEN_DRAWER}),
    Role.INSPECTOR: frozenset({Right.INSPECT, Right.EXPORT}),
}


FIXED_ROLES: Final = frozenset({Role.OWNER, Role.INSPECTOR})
"""Roles whose rights nobody changes: who owns the shop may do everything, who inspects it changes nothing."""


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who works at the till; has_pin says whether a PIN is asked for.

    tries are the wrong PINs in a row, locked_until_ms (UTC) is when the next may be tried; see `pos.domain.lockout`.
    """

    id: str
    name: str
    role: Role
    rights: frozenset[Right]
    has_pin: bool = False
    tries: int = 0
    locked_until_ms: int = 0

    def may(self, right: Right) -> bool:
        """Whether this person is allowed to."""
        return right in self.rights


def clean_name(typed: str) -> str:
    """A person's name as it is kept: one line, single spaces.

    Raises:
        PersonNameMissing: nothing is left of it.
    """
    composed = unicodedata.normalize("NFC", typed)
    name = " ".join("".join(sign if sign.isprintable() else " " for sign in composed).split())[:LONGEST_NAME].strip()
    if not name:
        raise PersonNameMissing
    return name


def check_pin(pin: str) -> None:
    """Refuse what is no PIN, or one that everybody tries first.

    Raises:
        PinRefused: it is not 4 to 8 digits, one digit over and over, or digits that follow each other.
    """
    if not (pin.isascii() and pin.isdigit()):
        raise PinRefused("digits")
    if not SHORTEST_PIN <= len(pin) <= LONGEST_PIN:
        raise PinRefused("length")
    if len(set(pin)) == 1 or pin in _RISING or pin in _RISING[::-1]:
        raise PinRefused("trivial")
