"""Making a backup: written aside while the catalogue serves, read back, and only then given its name."""

import os
import re
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from django.db import DatabaseError, connection
from msgspec import Struct

from sync.catalogue import clock, folder
from sync.catalogue.backups.archive import FORMAT, SECRET, Kind, Manifest, TableNote, Writer, pieces_of, verified
from sync.catalogue.backups.snapshots import Row, Snapshot, snapshot
from sync.catalogue.backups.tables import Table, tables_after
from sync.catalogue.starting import CannotStart, set_up

_ROWS_A_PIECE = 2000
_PHOTOS = "catalogue_photo"
_NAMED_BY_MOMENT = re.compile(r"catalogue-\d{8}-\d{6}\.zip")


class BackedUp(Struct, frozen=True):
    """The backup that was made, and what is in it."""

    file: str
    rows: int
    photos: int
    photos_missing: int
    size_bytes: int
    made_ms: int


def back_up(data: Path, file: Path, *, keep: int | None = None) -> BackedUp:
    """Write all that the catalogue holds into one file, and return what it holds.

    Works while the catalogue serves; may be repeated, and takes the place of a file of that name only when it is whole.

    Args:
        data: the catalogue's folder.
        file: the file to write, or a folder in which it is named by this moment.
        keep: how many of the files named by their moment are kept in that folder, the newest; None for all.

    Raises:
        CannotStart: there is no catalogue, it is damaged or newer, or the file cannot be written.
    """
    _check_there(data)
    set_up(data)
    now = clock.now_ms()
    place = file / _name_of(now) if file.is_dir() else file
    try:
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=place.parent) as aside:
            draft = Path(aside) / "draft.zip"
            missing = _write(data, draft, Path(aside), now)
            with verified(draft) as read:
                manifest = read.manifest
            draft.replace(place)
            _to_disk(place.parent)
    except OSError as error:
        raise CannotStart(f"The backup {place} cannot be written: {error.strerror or error}.") from error
    except DatabaseError as error:
        raise CannotStart(f"The catalogue's database cannot be read: {error}") from error
    finally:
        connection.close()
    folder.note_backup(data, now)
    if keep is not None and file.is_dir():
        _thin_out(file, keep)
    rows = sum(note.rows for note in manifest.tables.values())
    photos = sum(name.startswith(f"{folder.PHOTOS_NAME}/") for name in manifest.files)
    return BackedUp(str(place), rows, photos, missing, place.stat().st_size, now)


def encoded(row: Row) -> bytes:
    """Write a row as a line."""
    return msgspec.json.encode(row) + b"\n"


def _check_there(data: Path) -> None:
    if not os.environ.get("DATABASE_URL") and not (data / folder.DATABASE_NAME).is_file():
        raise CannotStart(f"There is no catalogue in {data}. Name its folder with --data.")


def _write(data: Path, draft: Path, aside: Path, now: int) -> int:
    """Write everything, and return how many photos the database knows that the folder does not hold."""
    descriptor = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w+b") as file:
        writer = Writer(file)
        with snapshot(aside) as held:
            tables = tables_after(held.migration)
            notes = {table.name: _write_table(writer, held, table) for table in tables}
            photos = _photos(held, tables)
        missing = _write_photos(writer, data / folder.PHOTOS_NAME, photos)
        writer.add(SECRET, [folder.secret(data).encode("ascii")])
        writer.finish(Manifest(FORMAT, now, connection.vendor, held.migration, notes, writer.files))
        file.flush()
        os.fsync(file.fileno())
    return missing


def _write_table(writer: Writer, held: Snapshot, table: Table) -> TableNote:
    count = 0

    def pieces() -> Iterator[bytes]:
        nonlocal count
        lines: list[bytes] = []
        for row in held.rows(table):
            count += 1
            lines.append(encoded(row))
            if len(lines) == _ROWS_A_PIECE:
                yield b"".join(lines)
                lines.clear()
        yield b"".join(lines)

    writer.add(entry_of(table.name), pieces())
    kinds: tuple[Kind, ...] = table.kinds
    return TableNote(table.columns, kinds, count)


def entry_of(table: str) -> str:
    """Return where a table's rows are written in a backup."""
    return f"tables/{table}.jsonl"


def _photos(held: Snapshot, tables: list[Table]) -> set[int]:
    """The numbers of the photos at this moment; a database of before there were any has none."""
    table = next((one for one in tables if one.name == _PHOTOS), None)
    if table is None:
        return set()
    place = table.columns.index("id")
    return {row[place] for row in held.rows(table)}


def _write_photos(writer: Writer, path: Path, numbers: set[int]) -> int:
    """Write the files of the photos that the database knew; one made since then is in the next backup."""
    found: set[int] = set()
    for file in sorted(path.iterdir()) if path.is_dir() else ():
        named = folder.PHOTO_FILE.fullmatch(file.name)
        if named is None or int(named[1]) not in numbers:
            continue
        try:
            writer.add(f"{folder.PHOTOS_NAME}/{file.name}", pieces_of(file), packed=False)
        except FileNotFoundError:  # taken away meanwhile
            continue
        found.add(int(named[1]))
    return len(numbers - found)


def _name_of(now_ms: int) -> str:
    return datetime.fromtimestamp(now_ms / 1000, UTC).strftime("catalogue-%Y%m%d-%H%M%S.zip")


def _thin_out(path: Path, keep: int) -> None:
    named = sorted(file for file in path.iterdir() if _NAMED_BY_MOMENT.fullmatch(file.name))
    for file in named[:-keep]:
        file.unlink(missing_ok=True)


def _to_disk(path: Path) -> None:
    if os.name != "posix":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
