"""Getting the catalogue ready: its folder, its database brought up to date, its town, and shops invited."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from sync.catalogue import clock, codes, folder
from sync.catalogue.database import DatabaseAddressWrong, database_from
from sync.catalogue.folding import fold, key
from sync.catalogue.mailing.recipients import mail_address
from sync.catalogue.mailing.server import MailServerWrong, server_from

if TYPE_CHECKING:
    from sync.catalogue.models import Shop

_SETTINGS = "sync.catalogue.settings"


class CannotStart(Exception):
    """The catalogue cannot run here; the sentence says why, and what to do."""


class Invitation(Struct, frozen=True):
    """A shop as its town describes it; what is None stays as it was."""

    name: str
    street: str | None = None
    postcode: str | None = None
    city: str | None = None
    phone: str | None = None
    hours: str | None = None
    trade: str | None = None
    presentation: str | None = None
    figures: Literal["bands", "counts"] | None = None
    latitude: float | None = None
    longitude: float | None = None


class Invited(Struct, frozen=True):
    """The shop that was invited, where its window is, and the code to read out to its shopkeeper."""

    shop: str
    shop_name: str
    slug: str
    code: str
    expires_ms: int


def invite(data: Path, invitation: Invitation) -> Invited:
    """Make the shop, or find it by its name and bring its details up to date, and give it a pairing code.

    Works while the catalogue runs.

    Raises:
        CannotStart: see `get_ready`, or a detail is too long.
    """
    get_ready(data)
    from django.conf import settings

    from sync.catalogue.pairing import CODE_LIFE_MS, new_code

    now = clock.now_ms()
    shop = described_shop(invitation, now)
    code = new_code(shop, secret=settings.SECRET_KEY, now_ms=now)
    return Invited(shop.id, shop.name, shop.slug, code, now + CODE_LIFE_MS)


def get_ready(data: Path, *, town: str = "") -> None:
    """Bring the folder and its database up to date, and name the town where a name is given.

    Raises:
        CannotStart: the folder cannot be written, the database cannot be reached, is damaged or is newer, or mails
            cannot be sent like that.
    """
    set_up(data)
    from django.db import DatabaseError

    try:
        with folder.migrating_alone(data):
            _migrate()
        _name_town(town)
    except DatabaseError as error:
        raise CannotStart(f"The catalogue's database cannot be used: {error}") from error


def set_up(data: Path) -> None:
    """Let this process work on a folder, whose database is left as it is.

    Raises:
        CannotStart: the folder cannot be written, or the address of the database is wrong.
    """
    data = data.absolute()
    try:
        folder.prepare(data)
        database_from(os.environ.get("DATABASE_URL", ""), data)
        _check_mail(os.environ.get("CATALOGUE_SMTP_URL", ""), os.environ.get("CATALOGUE_MAIL_FROM", ""))
    except folder.FolderUnusable as error:
        raise CannotStart(f"The folder {error.path} cannot be used: {error.reason}.") from error
    except DatabaseAddressWrong as error:
        raise CannotStart("DATABASE_URL is not of the form postgresql://user:password@host/name.") from error
    os.environ["CATALOGUE_DATA"] = str(data)
    os.environ["DJANGO_SETTINGS_MODULE"] = _SETTINGS
    import django

    django.setup()


def _check_mail(server: str, sender: str) -> None:
    """Look at how mails are to be sent before anybody relies on one."""
    try:
        if server:
            server_from(server)
    except MailServerWrong as error:
        raise CannotStart(
            "CATALOGUE_SMTP_URL is not of the form smtp://user:password@host or smtps://user:password@host."
        ) from error
    if server and not sender:
        raise CannotStart("CATALOGUE_MAIL_FROM must say which address the mails come from.")
    if sender and not mail_address(sender):
        raise CannotStart("CATALOGUE_MAIL_FROM is not a mail address such as vitrines@example.org.")


def _migrate() -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    ours = {name for app, name in executor.loader.disk_migrations if app == "catalogue"}
    applied = {name for app, name in executor.loader.applied_migrations if app == "catalogue"}
    if applied - ours:
        raise CannotStart(
            "This catalogue's database was written by a newer version of Comptoir."
            " Update Comptoir, or use another folder."
        )
    if ours - applied:
        call_command("migrate", verbosity=0, interactive=False)


def _name_town(name: str) -> None:
    from sync.catalogue.models import Town

    held, _ = Town.objects.get_or_create(pk=1, defaults={"name": name})
    if name and held.name != name:
        Town.objects.filter(pk=1).update(name=name)


def described_shop(invitation: Invitation, now: int) -> "Shop":
    """Make a shop, or find it by its name and bring its details up to date.

    Raises:
        CannotStart: a detail is too long, or the name has no letters.
    """
    from sync.catalogue.auditing import COMMAND, note
    from sync.catalogue.database import writing
    from sync.catalogue.indexing import reword, shop_words
    from sync.catalogue.models import Shop

    name = " ".join(invitation.name.split())
    fields = {
        field: value.strip() if isinstance(value, str) else value
        for field in Invitation.__struct_fields__
        if field != "name" and (value := getattr(invitation, field)) is not None
    }
    _check_lengths({"name": name, **{field: text for field, text in fields.items() if isinstance(text, str)}})
    with writing():
        known = Shop.objects.filter(name_key=fold(name)).first()
        shop = known or Shop(id=codes.new_id(now), slug=free_slug(name), name_key=fold(name), created_ms=now)
        shop.name = name
        for field, value in fields.items():
            setattr(shop, field, value)
        shop.save()
        if shop.worded != shop_words(shop):
            reword(shop)
        note(COMMAND, "shop changed" if known else "shop made", shop=shop, detail=", ".join(fields), now_ms=now)
    return shop


def _check_lengths(fields: dict[str, str]) -> None:
    from sync.catalogue.models import Shop

    if not fold(fields["name"]):
        raise CannotStart("A shop needs a name with letters or digits in it.")
    for name, value in fields.items():
        limit = Shop._meta.get_field(name).max_length  # noqa: SLF001 (Django's documented way)
        if limit is not None and len(value) > limit:
            raise CannotStart(f"The shop's {name} is longer than {limit} characters.")
        if any(ord(letter) < ord(" ") and letter not in "\n\t" for letter in value):
            raise CannotStart(f"The shop's {name} holds control characters.")


def free_slug(name: str) -> str:
    """Return what a new shop's address may end in: its name in plain letters, numbered where that is taken."""
    from sync.catalogue.models import Shop

    wanted = key(name)[:60].strip("-") or "boutique"
    taken = set(Shop.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    numbers = (wanted if count == 1 else f"{wanted}-{count}" for count in range(1, len(taken) + 2))
    return next(slug for slug in numbers if slug not in taken)
