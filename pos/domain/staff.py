"""The people of a shop: who works at the till, and what each may do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


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


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who works at the till; has_pin says whether a PIN is asked for."""

    id: str
    name: str
    role: Role
    rights: frozenset[Right]
    has_pin: bool = False

    def may(self, right: Right) -> bool:
        """Whether this person is allowed to."""
        return right in self.rights
