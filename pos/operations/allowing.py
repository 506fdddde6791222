"""Allowing: whether who is at the till may do what is wished, alone or with a second person's word."""

from __future__ import annotations

from typing import Final

from pos.database import staff
from pos.database.connection import Database
from pos.database.journal.author import Operator, author_of
from pos.domain.errors import NotAllowed, NotSignedIn
from pos.domain.staff import Right

NOBODY: Final = Operator("", "")
"""Who writes the records while nobody has said who is at the till."""
THE_MACHINE: Final = Operator("machine", "comptoir")
"""Who writes the records of what a command does, beside every PIN: who has the machine has the file."""


def check_allowed(db: Database, right: Right) -> None:
    """Go on where the person at the till, or who answers for them just now, has the right.

    Raises:
        NotSignedIn: nobody is at the till.
        NotAllowed: neither may.
    """
    author = author_of(db)
    if author.operator == NOBODY:
        raise NotSignedIn
    if author.operator == THE_MACHINE or staff.may(db, author.operator.id, right):
        return
    if not author.responsible_id or not staff.may(db, author.responsible_id, right):
        raise NotAllowed(right.value)
