"""Staffing: who works in the shop, who is at the till, and a second person's word; all of it in the event log.

A person is never deleted: the journal names them for ever. PINs are in no record, right or wrong.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from pos.database import settings, staff
from pos.database.connection import Database, transaction
from pos.database.journal.author import Operator, author_of
from pos.database.journal.records import note_event
from pos.domain.errors import (
    LastOwner,
    NotAllowed,
    PersonGone,
    PersonLocked,
    PersonNameTaken,
    PinSecretMissing,
    PinWrong,
)
from pos.domain.identity import NewId, to_ms
from pos.domain.lockout import OPEN
from pos.domain.staff import FIXED_ROLES, Person, Right, Role, check_pin, clean_name
from pos.fiscal.canonical import Value
from pos.fiscal.events import Event
from pos.operations import pins
from pos.operations.allowing import NOBODY, THE_MACHINE

_LOCK_AFTER_SALE: Final = "staff.lock_after_sale"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is at the till now, and how many wrong PINs were tried for them since they were last there."""

    person: Person
    wrong_before: int = 0


@dataclass(frozen=True, slots=True)
class Approval:
    """A second person's word for one thing; before is who answered until then, '' for nobody."""

    person: Person
    right: Right
    before: str = ""


@dataclass(frozen=True, slots=True)
class Staff:
    """Everything about the people of the shop at one moment; at_till is None while nobody is."""

    people: tuple[Person, ...]
    rights: dict[Role, frozenset[Right]]
    asks_who: bool
    at_till: Person | None = None
    locks_after_sale: bool = False


def staff_now(db: Database) -> Staff:
    """The people, what each role may, and when somebody has to sign in."""
    people = staff.everyone(db)
    at_till = db.author.operator.id if db.author is not None else ""
    return Staff(
        people,
        {role: staff.rights_of(db, role) for role in Role},
        staff.asks_who(db),
        next((person for person in people if person.id == at_till), None),
        settings.get(db, _LOCK_AFTER_SALE) == "1",
    )


def sign_in(db: Database, person_id: str, pin: str, *, now: datetime, pepper: bytes | None) -> SignedIn:
    """Let somebody be at the till: what is written from now on has their name. Who was there before goes.

    A try is counted, and on the disk, before it is looked at: cutting the power gives none for nothing.

    Args:
        db: the shop, in no transaction.
        person_id: who.
        pin: what was typed; not looked at for somebody who has none.
        now: what the clock says.
        pepper: this machine's secret, see `pos.operations.pins`; None where it is lost.

    Raises:
        PersonGone: they work here no longer.
        PersonLocked: too many PINs were wrong; this one was not looked at, or is the one too many.
        PinWrong: it is not theirs.
        PinSecretMissing: the machine's secret is lost; the try was not counted.
        SigningKeyMissing: there is no key to sign the record with.
    """
    before, person = author_of(db).operator, staff.person(db, person_id)
    wrong_before = _prove(db, person, pin, now, pepper)
    with transaction(db):
        _note_logout(db, before, now)
        db.author = replace(author_of(db), operator=Operator(person.id, person.name), responsible_id="")
        staff.put_lock(db, person.id, OPEN)
        note_event(db, Event.LOGIN, now=now, details={"person": person.id, "wrong": wrong_before})
    return SignedIn(replace(person, tries=0, locked_until_ms=0), wrong_before)


def sign_out(db: Database, *, now: datetime) -> None:
    """Nobody is at the till any more; nothing is sold until somebody signs in."""
    before = author_of(db).operator
    if before == NOBODY:
        return
    with transaction(db):
        _note_logout(db, before, now)
        db.author = replace(author_of(db), operator=NOBODY, responsible_id="")


def approve(db: Database, person_id: str, pin: str, right: Right, *, now: datetime, pepper: bytes | None) -> Approval:
    """Let a second person answer for what the one at the till may not do alone; `end_approval` ends it.

    Until then every record names them as responsible.

    Raises:
        NotAllowed: they may not do it either, or have no PIN to prove who they are.
        PersonGone, PersonLocked, PinWrong, PinSecretMissing, SigningKeyMissing: as for `sign_in`.
    """
    author, person = author_of(db), staff.person(db, person_id)
    if not person.may(right) or not person.has_pin:
        raise NotAllowed(right.value)
    _prove(db, person, pin, now, pepper)
    with transaction(db):
        db.author = replace(author, responsible_id=person.id)
        staff.put_lock(db, person.id, OPEN)
        details: dict[str, Value] = {"right": right.value, "person": person.id, "for": author.operator.id}
        note_event(db, Event.MANAGER_OVERRIDE, now=now, details=details)
    return Approval(person, right, before=author.responsible_id)


def end_approval(db: Database, approval: Approval) -> None:
    """What was approved is done; the person at the till answers alone again."""
    author = author_of(db)
    if author.responsible_id == approval.person.id:
        db.author = replace(author, responsible_id=approval.before)


def at_the_machine(db: Database) -> None:
    """What follows is done by who has the machine, without any PIN: the records say so.

    Whoever signs is called no sooner than at the first record, so that nothing is asked of a key that is not needed.
    """
    call = db.call_author
    if call is not None:
        db.call_author = lambda db: replace(call(db), operator=THE_MACHINE)
    if db.author is not None:
        db.author = replace(db.author, operator=THE_MACHINE)


def add_person(db: Database, name: str, role: Role, *, now: datetime, new_id: NewId) -> Person:
    """Note somebody who works here from now on.

    Raises:
        PersonNameMissing, PersonNameTaken: nothing is written.
    """
    author_of(db)
    with transaction(db):
        name, person_id = _free_name(db, name), new_id()
        staff.add(db, person_id, name, role, now=now)
        _note(db, "added", person_id, now, name=name, role=role.value)
    return staff.person(db, person_id)


def rename(db: Database, person_id: str, name: str, *, now: datetime) -> Person:
    """Call somebody otherwise; earlier records keep the name they were written with.

    Raises:
        PersonNameMissing, PersonNameTaken, PersonGone: nothing is written.
    """
    author = author_of(db)
    with transaction(db):
        before, name = staff.person(db, person_id), _free_name(db, name, person_id)
        if name != before.name:
            staff.rename(db, person_id, name)
            _note(db, "renamed", person_id, now, name=name, before=before.name)
            if author.operator.id == person_id:
                db.author = replace(author, operator=Operator(person_id, name))
    return staff.person(db, person_id)


def change_role(db: Database, person_id: str, role: Role, *, now: datetime) -> Person:
    """Give somebody another role.

    Raises:
        LastOwner, PersonGone: nothing is written.
    """
    author_of(db)
    with transaction(db):
        before = staff.person(db, person_id)
        if role is not before.role:
            _keep_an_owner(db, before)
            staff.put_role(db, person_id, role)
            _note(db, "role", person_id, now, role=role.value, before=before.role.value)
    return staff.person(db, person_id)


def set_pin(db: Database, person_id: str, pin: str, *, now: datetime, pepper: bytes) -> Person:
    """Ask this PIN of somebody from now on; an empty one, none. Wrong ones tried before are forgotten.

    Raises:
        PinRefused, PersonGone: nothing is written.
    """
    if pin:
        check_pin(pin)
    author_of(db)
    kept = pins.hashed(pin, pepper) if pin else ""
    with transaction(db):
        staff.person(db, person_id)
        staff.put_pin(db, person_id, kept)
        staff.put_lock(db, person_id, OPEN)
        _note(db, "pin" if pin else "pin_removed", person_id, now)
    return staff.person(db, person_id)


def unlock(db: Database, person_id: str, *, now: datetime) -> Person:
    """Let somebody try their PIN again at once.

    Raises:
        PersonGone: nothing is written.
    """
    author_of(db)
    with transaction(db):
        tries = staff.person(db, person_id).tries
        staff.put_lock(db, person_id, OPEN)
        _note(db, "unlocked", person_id, now, tries=tries)
    return staff.person(db, person_id)


def leave(db: Database, person_id: str, *, now: datetime) -> None:
    """Somebody works here no longer; what they did keeps their name. At the till, they are signed out.

    Raises:
        LastOwner, PersonGone: nothing is written.
    """
    author = author_of(db)
    with transaction(db):
        person = staff.person(db, person_id)
        _keep_an_owner(db, person)
        staff.leave(db, person_id, now=now)
        _note(db, "left", person_id, now, name=person.name)
        if author.operator.id == person_id:
            _note_logout(db, author.operator, now)
            db.author = replace(author, operator=NOBODY, responsible_id="")


def change_rights(db: Database, role: Role, rights: frozenset[Right], *, now: datetime) -> None:
    """Let people of a role do this, and nothing else.

    Raises:
        NotAllowed: the rights of this role are fixed; nothing is written.
    """
    if role in FIXED_ROLES:
        raise NotAllowed(Right.STAFF.value)
    author_of(db)
    with transaction(db):
        before = staff.rights_of(db, role)
        if rights != before:
            staff.put_rights(db, role, rights)
            given, taken = sorted(rights - before), sorted(before - rights)
            _note(db, "rights", "", now, role=role.value, given=" ".join(given), taken=" ".join(taken))


def lock_after_sale(db: Database, *, wanted: bool, now: datetime) -> None:
    """Whether whoever sells signs in anew for each sale."""
    author_of(db)
    value = "1" if wanted else ""
    with transaction(db):
        if settings.get(db, _LOCK_AFTER_SALE) != value:
            settings.put(db, _LOCK_AFTER_SALE, value)
            note_event(db, Event.PARAM_CHANGED, now=now, details={"name": _LOCK_AFTER_SALE, "value": value})


def person_named(db: Database, name: str) -> Person:
    """Who works here under this name, however it is written.

    Raises:
        PersonGone: nobody does.
    """
    author_of(db)  # a file that never sold has its first person now
    wanted = name.strip().casefold()
    for person in staff.everyone(db):
        if person.name.casefold() == wanted:
            return person
    raise PersonGone(name)


def _prove(db: Database, person: Person, pin: str, now: datetime, pepper: bytes | None) -> int:
    """Go on only with the right PIN; gives how many wrong ones came before it."""
    kept, now_ms = staff.pin(db, person.id), to_ms(now)
    if not kept:
        return 0
    if pepper is None or not pins.is_of(kept, pepper):
        raise PinSecretMissing(person.name)
    with transaction(db):
        before = staff.lock(db, person.id)
        left_ms = before.left_ms(now_ms)
        staff.put_lock(db, person.id, before.at(now_ms) if left_ms else before.tried(now_ms))
    if left_ms:
        raise PersonLocked(person.name, timedelta(milliseconds=left_ms))
    if pins.fits(kept, pin, pepper):
        return before.tries
    with transaction(db):
        after = staff.lock(db, person.id)
        note_event(db, Event.LOGIN_FAIL, now=now, details={"person": person.id, "tries": after.tries})
    left_ms = after.left_ms(now_ms)
    raise PersonLocked(person.name, timedelta(milliseconds=left_ms)) if left_ms else PinWrong(person.name)


def _note(db: Database, change: str, person_id: str, now: datetime, **details: str | int) -> None:
    note_event(db, Event.USER_CHANGED, now=now, details={"change": change, "person": person_id, **details})


def _note_logout(db: Database, operator: Operator, now: datetime) -> None:
    if operator != NOBODY:
        note_event(db, Event.LOGOUT, now=now, details={"person": operator.id})


def _free_name(db: Database, typed: str, person_id: str = "") -> str:
    """The name as it is kept, when nobody else has or had it."""
    name = clean_name(typed)
    for other, taken in staff.names(db).items():
        if other != person_id and taken.casefold() == name.casefold():
            raise PersonNameTaken(taken)
    return name


def _keep_an_owner(db: Database, person: Person) -> None:
    owners = [one for one in staff.everyone(db) if one.role is Role.OWNER]
    if owners == [person]:
        raise LastOwner(person.name)
