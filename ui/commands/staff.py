"""`comptoir staff`: who works in the shop, and a way back in for who has the machine when no PIN helps any more."""

from __future__ import annotations

import argparse
import getpass
import sys
from typing import TYPE_CHECKING

from pos.database.journal.author import author_of
from pos.domain.staff import Role, check_pin
from pos.wording import Wording
from ui import machine
from ui.commands.console import DONE, MISTAKE, Console
from ui.commands.parser import add_json, add_shop
from ui.commands.shop import held_shop

if TYPE_CHECKING:
    from pos.database.connection import Database
    from pos.keystore import KeyStore


def describe(parser: argparse.ArgumentParser, wording: Wording) -> None:
    """The words of `comptoir staff`."""
    name = wording("NAME")
    wishes = parser.add_mutually_exclusive_group()
    wishes.add_argument("--add", metavar=name, help=wording("note somebody who works here from now on"))
    wishes.add_argument("--reset-pin", metavar=name, help=wording("ask for a new PIN; an empty one takes it away"))
    wishes.add_argument("--unlock", metavar=name, help=wording("lift the wait after wrong PINs"))
    said = wording("what they are, with --add: {roles}").format(roles=", ".join(Role))
    parser.add_argument("--role", choices=tuple(Role), type=Role, default=Role.SELLER, help=said)
    add_shop(parser, wording)
    add_json(parser, wording)


def run(wish: argparse.Namespace, console: Console) -> int:
    """List the people, or do what is wished; every change stands in the event log as made at the machine."""
    from pos.operations import staffing

    path = machine.shop_path(wish.shop)
    with held_shop(path) as db:
        author_of(db)  # a file that never sold has its first person now
        if wish.add:
            _add(db, wish, console)
        elif wish.reset_pin:
            return _reset_pin(db, wish.reset_pin, machine.key_store(path), console)
        elif wish.unlock:
            person = staffing.unlock(db, staffing.person_named(db, wish.unlock).id, now=machine.now())
            console.say(console.wording("{name} may try their PIN again at once.").format(name=person.name))
        else:
            _list(db, console)
    return DONE


def _list(db: Database, console: Console) -> None:
    from pos.operations import staffing
    from ui.staff.staff_words import ROLE_NAMES

    wording, people = console.wording, staffing.staff_now(db).people
    for person in people:
        has_pin = wording("with a PIN") if person.has_pin else wording("without a PIN")
        console.say(f"{person.name} · {wording(ROLE_NAMES[person.role])} · {has_pin}")
    listed = [{"name": one.name, "role": one.role.value, "pin": one.has_pin, "wrong_pins": one.tries} for one in people]
    console.figures({"people": listed})


def _add(db: Database, wish: argparse.Namespace, console: Console) -> None:
    from pos.operations import staffing

    person = staffing.add_person(db, wish.add, wish.role, now=machine.now(), new_id=machine.new_id)
    console.say(console.wording("{name} is noted.").format(name=person.name))
    console.figures({"name": person.name, "role": person.role.value})


def _reset_pin(db: Database, name: str, keys: KeyStore, console: Console) -> int:
    from pos.operations import staffing
    from pos.operations.pins import DevicePepper

    wording, person = console.wording, staffing.person_named(db, name)
    pin = _ask(wording("New PIN for {name} (4 to 8 digits, empty for none): ").format(name=person.name))
    if pin:
        check_pin(pin)
    if pin != _ask(wording("The same PIN again: ")):
        console.complain(wording("The two PINs are not the same. Nothing was changed."))
        return MISTAKE
    staffing.set_pin(db, person.id, pin, now=machine.now(), pepper=DevicePepper(keys).made_for(db))
    said = wording("The PIN of {name} is set.") if pin else wording("{name} has no PIN now.")
    console.say(said.format(name=person.name))
    console.figures({"name": person.name, "pin": bool(pin)})
    return DONE


def _ask(prompt: str) -> str:
    """A PIN typed in the dark, or the next line of what a program hands over."""
    return getpass.getpass(prompt) if sys.stdin.isatty() else sys.stdin.readline().strip()
