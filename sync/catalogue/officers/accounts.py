"""Accounts of officers: made and closed by another officer or by whoever runs the catalogue, opened by a password."""

import secrets

from sync.catalogue import codes
from sync.catalogue.auditing import note
from sync.catalogue.database import writing
from sync.catalogue.models import Officer, Town
from sync.catalogue.officers import factors, passwords, sessions, slowing
from sync.catalogue.officers.passwords import Flaw

LINK_LIFE_MS = 24 * 3600 * 1000


class PasswordWrong(Exception):
    """The mail address, the password or the code is not right; which of them is nobody's business."""


class TooManyTries(Exception):
    """Too many wrong passwords came of late; the next one is looked at in `wait_ms`."""

    def __init__(self, wait_ms: int) -> None:
        super().__init__(wait_ms)
        self.wait_ms = wait_ms


class PasswordUnfit(Exception):
    """A new password may not be chosen; `flaw` says why."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw)
        self.flaw = flaw


class AlreadyOfficer(Exception):
    """There is an account of that mail address, and it is open."""


def plain_mail(text: str) -> str:
    """Return a mail address as accounts are known by."""
    return text.strip().casefold()


def add(mail: str, name: str, *, actor: str, now_ms: int) -> Officer:
    """Make an account without a password, or open a closed one anew; `give_link` or `choose_password` comes next.

    Raises:
        AlreadyOfficer: the account is open.
    """
    with writing():
        held = Officer.objects.select_for_update().filter(mail=plain_mail(mail)).first()
        if held is not None and held.disabled_ms is None:
            raise AlreadyOfficer
        officer = held or Officer(mail=plain_mail(mail), created_ms=now_ms)
        officer.name, officer.password, officer.disabled_ms = name, "", None
        factors.clear(officer)
        officer.save()
        note(actor, "officer added", detail=officer.mail, now_ms=now_ms)
    return officer


def give_link(officer: Officer, *, actor: str, now_ms: int) -> str:
    """Return the secret of an address that lets its officer choose a password, once and for a day."""
    secret = secrets.token_urlsafe(32)
    with writing():
        Officer.objects.filter(pk=officer.pk).update(link=codes.key_hash(secret), link_ms=now_ms + LINK_LIFE_MS)
        note(actor, "password link given", detail=officer.mail, now_ms=now_ms)
    return secret


def opened_by(link: str, *, now_ms: int) -> Officer | None:
    """Return whose password a link lets choose; None where it is no link any more."""
    wanted = codes.key_hash(link)
    found = Officer.objects.filter(link=wanted, link_ms__gt=now_ms, disabled_ms=None).first()
    return found if found is not None and codes.same(found.link, wanted) else None


def choose_password(officer: Officer, password: str, *, actor: str, now_ms: int, link: str = "") -> None:
    """Keep a new password; every browser of the officer is signed out, and links to choose one stop working.

    Args:
        officer: whose it is.
        password: as it was typed.
        actor: who chose it.
        now_ms: this moment.
        link: the secret of the link it is chosen by, which works once.

    Raises:
        PasswordUnfit: it is too short, too long or easily guessed.
        PasswordWrong: the link was used meanwhile.
    """
    flaw = passwords.flaw(password, about=(officer.name, officer.mail.replace("@", " "), Town.objects.get().name))
    if flaw is not None:
        raise PasswordUnfit(flaw)
    kept = passwords.hashed(password)
    with writing():
        held = Officer.objects.select_for_update().get(pk=officer.pk)
        if link and held.link != codes.key_hash(link):
            raise PasswordWrong
        held.password, held.link, held.link_ms = kept, "", 0
        held.save(update_fields=["password", "link", "link_ms"])
        sessions.end_all(held)
        note(actor, "password changed", detail=held.mail, now_ms=now_ms)


def disable(officer: Officer, *, actor: str, now_ms: int) -> None:
    """Close an account: its browsers are signed out, its password and its links open nothing more."""
    with writing():
        held = Officer.objects.select_for_update().get(pk=officer.pk)
        held.disabled_ms, held.password, held.link = now_ms, "", ""
        factors.clear(held)
        held.save()
        sessions.end_all(held)
        note(actor, "officer disabled", detail=held.mail, now_ms=now_ms)


def sign_in(mail: str, password: str, code: str = "", *, address: str, before: str, now_ms: int) -> str:
    """Let an officer in, and return the secret of a new session; the browser's one before is over.

    Raises:
        TooManyTries: the account or the address has to wait.
        PasswordWrong: there is no such account, it is closed, the password is another, or so is the code that an
            account with a second factor asks for.
    """
    officer = _checked(mail, password, address, now_ms, code)
    with writing():
        sessions.end(before)
        secret = sessions.begin(officer, now_ms=now_ms)
        note(officer.mail, "signed in", now_ms=now_ms)
    return secret


def confirm(officer: Officer, password: str, *, address: str, now_ms: int) -> None:
    """Make sure that it is still the officer who sits there, before something that cannot be taken back lightly.

    Raises:
        TooManyTries: see `sign_in`.
        PasswordWrong: see `sign_in`.
    """
    _checked(officer.mail, password, address, now_ms)


def set_up_factor(officer: Officer, code: str, *, address: str, now_ms: int) -> tuple[str, ...]:
    """Put a second factor that was begun in force, and return the codes for a lost telephone.

    Raises:
        TooManyTries: see `sign_in`; wrong codes count as wrong passwords do.
        CodeWrong: see `factors.confirm`.
    """
    wait_ms = slowing.begin(officer.mail, address, now_ms=now_ms)
    if wait_ms:
        raise TooManyTries(wait_ms)
    drawn = factors.confirm(officer, code, now_ms=now_ms)
    slowing.forgive(officer.mail, address)
    return drawn


def go_on(officer: Officer, *, now_ms: int) -> str:
    """Return the secret of a new session for a browser whose officer has just changed the password."""
    with writing():
        return sessions.begin(officer, now_ms=now_ms)


def sign_out(officer: Officer, secret: str, *, now_ms: int) -> None:
    """Sign one browser out."""
    with writing():
        sessions.end(secret)
        note(officer.mail, "signed out", now_ms=now_ms)


def sign_out_everywhere(officer: Officer, *, now_ms: int) -> None:
    """Sign every browser of an officer out, this one too."""
    with writing():
        sessions.end_all(officer)
        note(officer.mail, "signed out everywhere", now_ms=now_ms)


def _checked(mail: str, password: str, address: str, now_ms: int, code: str | None = None) -> Officer:
    """Return whose password it is; None for a code asks for none, at a browser that is signed in already."""
    mail = plain_mail(mail)
    wait_ms = slowing.begin(mail, address, now_ms=now_ms)
    if wait_ms:
        raise TooManyTries(wait_ms)
    officer = Officer.objects.filter(mail=mail, disabled_ms=None).first()
    is_right = passwords.is_right(password, "" if officer is None else officer.password)
    if officer is None or not is_right or not (code is None or factors.take(officer, code, now_ms=now_ms)):
        _note_hold(officer, mail, now_ms)
        raise PasswordWrong
    slowing.forgive(mail, address)
    return officer


def _note_hold(officer: Officer | None, mail: str, now_ms: int) -> None:
    """Write down that an account's guesses are made to wait: the first sign of somebody trying."""
    if officer is None:
        return
    with writing():
        if slowing.is_held_up(mail, now_ms=now_ms):
            note(officer.mail, "sign-in held up", now_ms=now_ms)
