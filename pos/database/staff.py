"""The people of the shop, as the file keeps them: nobody is ever deleted, who leaves is marked as gone."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from pos.domain.errors import PersonGone
from pos.domain.identity import to_ms
from pos.domain.staff import FIXED_ROLES, USUAL_RIGHTS, Person, Right, Role

if TYPE_CHECKING:
    from pos.database.connection import Database, Row
    from pos.domain.identity import NewId
    from pos.domain.lockout import Lock

FIRST_NAME: Final = "Titulaire"
"""Who works at the till of a shop that has named nobody: the one who holds it. A name of data, not of the screen."""

_PEOPLE = (
    "SELECT id, person.name, role, pin <> '', tries, locked_until_ms, rights"
    " FROM person LEFT JOIN role ON role.name = person.role WHERE left_at_ms IS NULL"
)
_KNOWN = frozenset(right.value for right in Right)


def begin(db: Database, *, new_id: NewId, now: datetime) -> None:
    """Give a shop without anybody its first person, the owner, in the running transaction."""
    if db.row("SELECT 1 FROM person") is None:
        add(db, new_id(), FIRST_NAME, Role.OWNER, now=now)


def add(db: Database, person_id: str, name: str, role: Role, *, now: datetime) -> None:
    """Note somebody who works here from now on."""
    db.execute(
        "INSERT INTO person (id, name, role, created_at_ms) VALUES (?, ?, ?, ?)",
        (person_id, name, role.value, to_ms(now)),
    )


def first(db: Database) -> Person:
    """The person who has been here longest.

    Raises:
        LookupError: there is nobody.
    """
    row = db.row(f"{_PEOPLE} ORDER BY created_at_ms, id LIMIT 1")
    if row is None:
        raise LookupError("the shop has nobody")
    return _person(row)


def everyone(db: Database) -> tuple[Person, ...]:
    """Who works here, longest first; nobody in a shop that has no journal yet."""
    return tuple(map(_person, db.rows(f"{_PEOPLE} ORDER BY created_at_ms, id")))


def asks_who(db: Database) -> bool:
    """Whether somebody has to say who is at the till: there is more than one person, or one with a PIN."""
    people, with_pin = db.row("SELECT count(*), total(pin <> '') FROM person WHERE left_at_ms IS NULL") or (0, 0)
    return bool(people > 1 or with_pin > 0)


def person(db: Database, person_id: str) -> Person:
    """Somebody who works here.

    Raises:
        PersonGone: nobody has this id, or no longer.
    """
    row = db.row(f"{_PEOPLE} AND id = ?", (person_id,))
    if row is None:
        raise PersonGone(person_id)
    return _person(row)


def may(db: Database, person_id: str, right: Right) -> bool:
    """Whether this is somebody who works here and has the right."""
    row = db.row(f"{_PEOPLE} AND id = ?", (person_id,))
    return row is not None and _person(row).may(right)


def names(db: Database) -> dict[str, str]:
    """The names of all who ever worked here, by id: a name in the journal means one person for ever."""
    return dict(db.rows("SELECT id, name FROM person"))


def rename(db: Database, person_id: str, name: str) -> None:
    """Give somebody another name."""
    db.execute("UPDATE person SET name = ? WHERE id = ?", (name, person_id))


def put_role(db: Database, person_id: str, role: Role) -> None:
    """Give somebody another role."""
    db.execute("UPDATE person SET role = ? WHERE id = ?", (role.value, person_id))


def leave(db: Database, person_id: str, *, now: datetime) -> None:
    """Mark somebody as gone; the PIN goes too."""
    db.execute("UPDATE person SET left_at_ms = ?, pin = '' WHERE id = ?", (to_ms(now), person_id))


def pin(db: Database, person_id: str) -> str:
    """What is kept of a PIN, see `pos.operations.pins`; empty without one."""
    return str(db.value("SELECT pin FROM person WHERE id = ?", (person_id,)) or "")


def put_pin(db: Database, person_id: str, kept: str) -> None:
    """Keep what stands for a PIN."""
    db.execute("UPDATE person SET pin = ? WHERE id = ?", (kept, person_id))


def lock(db: Database, person_id: str) -> Lock:
    """The wrong PINs of a person."""
    from pos.domain.lockout import Lock  # no start waits for it

    tries, until_ms = db.row("SELECT tries, locked_until_ms FROM person WHERE id = ?", (person_id,)) or (0, 0)
    return Lock(tries, until_ms)


def put_lock(db: Database, person_id: str, kept: Lock) -> None:
    """Keep the wrong PINs of a person, through any restart."""
    db.execute("UPDATE person SET tries = ?, locked_until_ms = ? WHERE id = ?", (kept.tries, kept.until_ms, person_id))


def rights_of(db: Database, role: Role) -> frozenset[Right]:
    """What people of a role may do here."""
    return _rights(role, db.value("SELECT rights FROM role WHERE name = ?", (role.value,)))


def put_rights(db: Database, role: Role, rights: frozenset[Right]) -> None:
    """Let people of a role do this from now on, and nothing else."""
    db.execute(
        "INSERT INTO role VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET rights = excluded.rights",
        (role.value, " ".join(sorted(rights))),
    )


def _rights(role: Role, kept: str | None) -> frozenset[Right]:
    """The usual rights where nobody changed them; words of a later Comptoir are left aside."""
    if kept is None or role in FIXED_ROLES:
        return USUAL_RIGHTS[role]
    return frozenset(Right(word) for word in kept.split() if word in _KNOWN)


def _person(row: Row) -> Person:
    person_id, name, role, has_pin, tries, locked_until_ms, rights = row
    return Person(person_id, name, Role(role), _rights(Role(role), rights), bool(has_pin), tries, locked_until_ms)
