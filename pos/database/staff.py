"""The people of the shop, as the file keeps them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from pos.domain.identity import to_ms
from pos.domain.staff import USUAL_RIGHTS, Person, Role

if TYPE_CHECKING:
    from pos.database.connection import Database, Row
    from pos.domain.identity import NewId

FIRST_NAME: Final = "Titulaire"
"""Who works at the till of a shop that has named nobody: the one who holds it. A name of data, not of the screen."""

_COLUMNS = "id, name, role, pin <> ''"


def begin(db: Database, *, new_id: NewId, now: datetime) -> None:
    """Give a shop without anybody its first person, the owner, in the running transaction."""
    if db.row("SELECT 1 FROM person") is None:
        db.execute(
            "INSERT INTO person (id, name, role, created_at_ms) VALUES (?, ?, ?, ?)",
            (new_id(), FIRST_NAME, Role.OWNER.value, to_ms(now)),
        )


def first(db: Database) -> Person:
    """The person who has been here longest.

    Raises:
        LookupError: there is nobody.
    """
    row = db.row(f"SELECT {_COLUMNS} FROM person WHERE left_at_ms IS NULL ORDER BY created_at_ms, id LIMIT 1")
    if row is None:
        raise LookupError("the shop has nobody")
    return _person(row)


def _person(row: Row) -> Person:
    person_id, name, role, has_pin = row
    return Person(person_id, name, Role(role), USUAL_RIGHTS[Role(role)], bool(has_pin))
