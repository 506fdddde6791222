"""`comptoir catalogue officer add|list|disable|password|factor`: accounts of the town hall, the first one above all."""

import argparse
import getpass
import os
import sys
from typing import TYPE_CHECKING

from sync.catalogue import clock
from sync.catalogue.commands.common import answer, moment_text, with_folder
from sync.catalogue.starting import CannotStart

if TYPE_CHECKING:
    from sync.catalogue.commands.common import Commands
    from sync.catalogue.models import Officer

_FLAWS = {
    "short": "The password is too short: at least 12 characters.",
    "long": "The password is too long: at most 128 characters.",
    "easy": "The password is easily guessed: it holds little but common words, the name or the town.",
}


def add(commands: "Commands") -> None:
    """Bring the words of the command."""
    officer = commands.add_parser("officer", help="accounts of the town hall")
    deeds = officer.add_subparsers(required=True, metavar="add | list | disable | password | factor")
    new = deeds.add_parser("add", help="make an account, and print an address to choose its password at")
    new.add_argument("mail", help="the officer's mail address")
    new.add_argument("--name", default="", help="the officer's name")
    password = deeds.add_parser("password", help="print an address to choose a new password at")
    password.add_argument("mail", help="the officer's mail address")
    for command in (new, password):
        command.add_argument("--ask", action="store_true", help="ask for the password here instead, without showing it")
    disable = deeds.add_parser("disable", help="close an account and sign its browsers out")
    disable.add_argument("mail", help="the officer's mail address")
    factor = deeds.add_parser("factor", help="take an officer's second factor off, where the telephone is lost")
    factor.add_argument("mail", help="the officer's mail address")
    with_folder(factor, _factor)
    with_folder(new, _add)
    with_folder(password, _password)
    with_folder(disable, _disable)
    with_folder(deeds.add_parser("list", help="list the accounts"), _list)


def _add(wish: argparse.Namespace) -> int:
    from sync.catalogue.auditing import COMMAND
    from sync.catalogue.officers import accounts

    mail = accounts.plain_mail(wish.mail)
    if not _is_mail(mail):
        raise CannotStart(f"{wish.mail} is no mail address.")
    try:
        officer = accounts.add(mail, wish.name.strip()[:200] or mail, actor=COMMAND, now_ms=clock.now_ms())
    except accounts.AlreadyOfficer as error:
        raise CannotStart(f"{mail} has an account already; `officer password {mail}` lets choose a new one.") from error
    return _let_choose(wish, officer)


def _password(wish: argparse.Namespace) -> int:
    return _let_choose(wish, _officer(wish.mail))


def _disable(wish: argparse.Namespace) -> int:
    from sync.catalogue.auditing import COMMAND
    from sync.catalogue.officers import accounts

    officer = _officer(wish.mail)
    accounts.disable(officer, actor=COMMAND, now_ms=clock.now_ms())
    return answer(wish, {"mail": officer.mail}, f"The account of {officer.mail} is closed.")


def _factor(wish: argparse.Namespace) -> int:
    from sync.catalogue.auditing import COMMAND
    from sync.catalogue.officers import factors

    officer = _officer(wish.mail)
    factors.end(officer, actor=COMMAND, now_ms=clock.now_ms())
    return answer(wish, {"mail": officer.mail}, f"{officer.mail} signs in with the password alone.")


def _list(wish: argparse.Namespace) -> int:
    from sync.catalogue.models import Officer

    listed = list(Officer.objects.order_by("mail"))
    told = [
        {"mail": one.mail, "name": one.name, "open": one.disabled_ms is None, "has_password": bool(one.password)}
        for one in listed
    ]
    lines = (f"{one.mail}\t{one.name}\t{_state(one)}" for one in listed)
    return answer(wish, {"officers": told}, *lines)


def _let_choose(wish: argparse.Namespace, officer: "Officer") -> int:
    """Ask for the password here, or print the address where its officer chooses it."""
    from django.conf import settings
    from django.urls import reverse

    from sync.catalogue.auditing import COMMAND
    from sync.catalogue.officers import accounts

    if wish.ask:
        _ask(officer)
        return answer(wish, {"mail": officer.mail}, f"{officer.mail} may sign in now.")
    secret = accounts.give_link(officer, actor=COMMAND, now_ms=clock.now_ms())
    path = reverse("officer-choose", args=[secret])
    where = settings.PUBLIC_URL or "http://localhost:8000"
    told = {
        "mail": officer.mail,
        "link": where + path,
        "path": path,
        "expires_ms": clock.now_ms() + accounts.LINK_LIFE_MS,
    }
    lines = [f"{officer.mail} chooses a password at this address, once and within a day:", where + path]
    if not settings.PUBLIC_URL:
        lines.append("(put the catalogue's own address in front where it is another one; CATALOGUE_URL names it)")
    return answer(wish, told, *lines)


def _ask(officer: "Officer") -> None:
    """Ask for a password twice where somebody types it, else read one line.

    Raises:
        CannotStart: the two differ, or it may not be chosen.
    """
    from sync.catalogue.auditing import COMMAND
    from sync.catalogue.officers import accounts

    if sys.stdin.isatty():
        password = getpass.getpass("Password: ")
        if getpass.getpass("Once more: ") != password:
            raise CannotStart("The two are not the same; nothing was changed.")
    else:
        password = sys.stdin.readline().rstrip(os.linesep)
    try:
        accounts.choose_password(officer, password, actor=COMMAND, now_ms=clock.now_ms())
    except accounts.PasswordUnfit as unfit:
        raise CannotStart(_FLAWS[unfit.flaw.value]) from unfit


def _officer(mail: str) -> "Officer":
    from sync.catalogue.models import Officer
    from sync.catalogue.officers.accounts import plain_mail

    found = Officer.objects.filter(mail=plain_mail(mail), disabled_ms=None).first()
    if found is None:
        raise CannotStart(f"There is no open account of {mail}; `comptoir catalogue officer list` names them.")
    return found


def _state(one: "Officer") -> str:
    if one.disabled_ms is not None:
        return f"closed {moment_text(one.disabled_ms)}"
    return "open" if one.password else "has not chosen a password yet"


def _is_mail(text: str) -> bool:
    name, _, host = text.partition("@")
    return bool(name) and "." in host and len(text) <= 200 and not any(letter.isspace() for letter in text)
