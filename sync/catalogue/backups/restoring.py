"""Putting a backup back: made whole aside, or within one transaction, and only then in the place of what was there.

The tables are made as they were at the backup's migration, filled, and brought up to date as an update would.
"""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from msgspec import Struct

from sync.catalogue import clock, folder
from sync.catalogue.backups import filling
from sync.catalogue.backups.archive import SECRET, Reader, verified
from sync.catalogue.backups.tables import APP, tables_after
from sync.catalogue.starting import CannotStart, set_up

_ASIDE = "restoring"
_REPLACED = "replaced-"
_MOVED = (folder.DATABASE_NAME, folder.PHOTOS_NAME, folder.SECRET_NAME)
_OF_NO_ACCOUNT = {_ASIDE, "migrating.lock", "serving.lock", "metrics"}
_TWICE = 2
_FUNCTIONS = (f"{APP}_tell", f"{APP}_count")


class Restored(Struct, frozen=True):
    """What was put back: as of when (UTC), and where what was there before lies now, empty where nothing was."""

    made: str
    rows: int
    photos: int
    replaced: str


def restore(data: Path, file: Path, *, replace: bool = False) -> Restored:
    """Put a backup back into a folder, and into the PostgreSQL of DATABASE_URL where that is set.

    All or nothing: until it is whole, what is there stays as it is. Feeds get new names, and nobody's word on a
    window counts any more, so that every till notices and tells what changed since (see `settling`).

    Raises:
        CannotStart: the backup is damaged or newer, something is there already, or the catalogue is served right now.
    """
    data = data.absolute()
    with verified(file) as read, ExitStack() as stack:
        data.mkdir(parents=True, exist_ok=True)
        _check_free(data, replace=replace)
        try:
            stack.enter_context(folder.unserved(data))
        except folder.Served as error:
            raise CannotStart("The catalogue is served from this folder right now. Stop it first.") from error
        _check_room(data, read)
        aside = data / _ASIDE
        shutil.rmtree(aside, ignore_errors=True)
        stack.callback(shutil.rmtree, aside, ignore_errors=True)
        replaced = _put_back(data, aside, read, replace=replace)
        manifest = read.manifest
    made = datetime.fromtimestamp(manifest.made_ms / 1000, UTC)
    rows = sum(note.rows for note in manifest.tables.values())
    photos = sum(name.startswith(f"{folder.PHOTOS_NAME}/") for name in manifest.files)
    return Restored(f"{made:%Y-%m-%d %H:%M} UTC", rows, photos, replaced)


def _put_back(data: Path, aside: Path, read: Reader, *, replace: bool) -> str:
    try:
        folder.put_secret(aside, b"".join(read.lines(SECRET)).decode("ascii"))
        _photos(aside, read)
        set_up(aside)
        with _whole_database():
            _check_empty(replace=replace)
            _fill(read)
            if connection.vendor == "postgresql":
                return _swap(data, aside)
        connection.close()
        return _swap(data, aside)
    except OSError as error:
        raise CannotStart(f"The backup cannot be put back into {data}: {error.strerror or error}.") from error
    except DatabaseError as error:
        raise CannotStart(f"The database refused the backup: {error}") from error
    finally:
        connection.close()


@contextmanager
def _whole_database() -> Iterator[None]:
    """On PostgreSQL all is one transaction; the SQLite file lies aside, and is thrown away where it is not finished."""
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic():
        yield


def _check_free(data: Path, *, replace: bool) -> None:
    there = sorted(one.name for one in data.iterdir() if one.name not in _OF_NO_ACCOUNT)
    if any(not name.startswith(_REPLACED) for name in there) and not replace:
        raise CannotStart(
            f"The folder {data} is not empty. With --replace the backup takes the place of what is there."
        )


def _check_room(data: Path, read: Reader) -> None:
    """Rows take about twice the room in a database that they take in a backup."""
    wanted = _TWICE * sum(note.size for note in read.manifest.files.values())
    free = shutil.disk_usage(data).free
    if free < wanted:
        raise CannotStart(f"The disk has {free >> 20} MB left, and the backup needs {wanted >> 20} MB.")


def _check_empty(*, replace: bool) -> None:
    """Look whether a PostgreSQL database holds a catalogue; one of the same name goes, with --replace."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        ours = [name for name in tables if name.startswith(f"{APP}_")]
        if ours and not replace:
            cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {APP}_shop)")
            if cursor.fetchone()[0]:
                raise CannotStart("There are shops in this database. With --replace the backup takes their place.")
        for name in ours:
            cursor.execute(f'DROP TABLE "{name}" CASCADE')
        for name in _FUNCTIONS:
            cursor.execute(f"DROP FUNCTION IF EXISTS {name}")
        if "django_migrations" in tables:
            cursor.execute(f"DELETE FROM django_migrations WHERE app = '{APP}'")


def _fill(read: Reader) -> None:
    from sync.catalogue.backups.settling import settle

    migration = read.manifest.migration
    tables = tables_after(migration)
    call_command("migrate", APP, migration, verbosity=0, interactive=False)
    filling.fill(read, tables)
    call_command("migrate", verbosity=0, interactive=False)
    settle(clock.now_ms())


def _photos(aside: Path, read: Reader) -> None:
    path = aside / folder.PHOTOS_NAME
    path.mkdir()
    for name in read.manifest.files:
        kind, _, file = name.partition("/")
        if kind == folder.PHOTOS_NAME and folder.PHOTO_FILE.fullmatch(file):
            read.copy_to(name, path / file)


def _swap(data: Path, aside: Path) -> str:
    """Move what is there into a folder of its own, and what was made into its place; return where the old is."""
    old = data / f"{_REPLACED}{datetime.now(UTC):%Y%m%d-%H%M%S-%f}"
    moved = [name for name in (*_MOVED, f"{folder.DATABASE_NAME}-journal") if (data / name).exists()]
    if moved:
        old.mkdir()
    for name in moved:
        (data / name).rename(old / name)
    for name in _MOVED:
        if (aside / name).exists():
            (aside / name).rename(data / name)
    return str(old) if moved else ""
