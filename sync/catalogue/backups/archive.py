"""The file of a backup: a ZIP with a manifest that names every entry by its size and SHA-256."""

import hashlib
import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Literal

import msgspec
from msgspec import Struct

from sync.catalogue.starting import CannotStart

FORMAT = 1
MANIFEST = "manifest.json"
SECRET = "secret.key"  # noqa: S105 (a file's name)
_PIECE_BYTES = 1 << 20
_MANIFEST_LIMIT_BYTES = 1 << 28
_NO_BACKUP = (
    zipfile.BadZipFile,
    zlib.error,
    msgspec.DecodeError,
    NotImplementedError,
    RuntimeError,
    KeyError,
    EOFError,
    ValueError,
)
"""How reading a ZIP fails that is damaged, encrypted, cut off, or something else altogether."""

Kind = Literal["int", "text", "bool", "float", "bytes"]


class TableNote(Struct, frozen=True):
    """What is written of a table: its columns, what each holds, and how many rows."""

    columns: tuple[str, ...]
    kinds: tuple[Kind, ...]
    rows: int


class FileNote(Struct, frozen=True):
    """An entry's size and SHA-256."""

    size: int
    sha256: str


class Manifest(Struct, frozen=True):
    """What a backup is: when it was made, of which database, under which migration, and what it must hold."""

    format: int
    made_ms: int
    database: str
    migration: str
    tables: dict[str, TableNote]
    files: dict[str, FileNote]


class Writer:
    """Writes the entries of a backup one after the other, and notes their sums."""

    def __init__(self, file: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6)
        self.files: dict[str, FileNote] = {}

    def add(self, name: str, pieces: Iterable[bytes], *, packed: bool = True) -> None:
        """Write one entry; what is packed already need not be packed again."""
        entry = zipfile.ZipInfo(name)
        entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        entry.external_attr = 0o600 << 16
        size, digest = 0, hashlib.sha256()
        with self._zip.open(entry, "w", force_zip64=True) as written:
            for piece in pieces:
                written.write(piece)
                digest.update(piece)
                size += len(piece)
        self.files[name] = FileNote(size, digest.hexdigest())

    def finish(self, manifest: Manifest) -> None:
        """Write the manifest, and the directory of the ZIP."""
        self._zip.writestr(MANIFEST, msgspec.json.format(msgspec.json.encode(manifest)))
        self._zip.close()


class Reader:
    """A backup whose every byte was read and found to be as its manifest says."""

    def __init__(self, archive: zipfile.ZipFile, manifest: Manifest) -> None:
        self._zip = archive
        self.manifest = manifest

    def lines(self, name: str) -> Iterator[bytes]:
        """Read an entry line by line."""
        with self._zip.open(name) as entry:
            yield from entry

    def copy_to(self, name: str, file: Path) -> None:
        """Write an entry into a file of its own, for its owner only, and onto the disk."""
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with self._zip.open(name) as entry, os.fdopen(descriptor, "wb") as copy:
            while piece := entry.read(_PIECE_BYTES):
                copy.write(piece)
            copy.flush()
            os.fsync(copy.fileno())


@contextmanager
def verified(file: Path) -> Iterator[Reader]:
    """Open a backup once every entry was read back and agrees with the manifest, and none is more or less.

    Raises:
        CannotStart: it cannot be read, is no backup, is of a later format, or is damaged.
    """
    with ExitStack() as stack:
        try:
            archive = stack.enter_context(zipfile.ZipFile(file))
            manifest = _manifest(archive)
            _check(archive, manifest)
        except OSError as error:
            raise CannotStart(f"The backup {file} cannot be read: {error.strerror or error}.") from error
        except _NO_BACKUP as error:
            raise CannotStart(f"{file} is no backup of a catalogue, or is damaged: {error}.") from error
        yield Reader(archive, manifest)


def pieces_of(file: Path) -> Iterator[bytes]:
    """Read a file piece by piece."""
    with file.open("rb") as held:
        while piece := held.read(_PIECE_BYTES):
            yield piece


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    if archive.getinfo(MANIFEST).file_size > _MANIFEST_LIMIT_BYTES:
        raise ValueError("its manifest is too long")
    held = msgspec.json.decode(archive.read(MANIFEST), type=Manifest)
    if held.format > FORMAT:
        raise CannotStart("This backup was made by a newer version of Comptoir. Update Comptoir.")
    return held


def _check(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    names = archive.namelist()
    if sorted(names) != sorted([*manifest.files, MANIFEST]):
        raise ValueError("it holds other entries than its manifest says")
    for name, note in manifest.files.items():
        size, digest = 0, hashlib.sha256()
        with archive.open(name) as entry:
            while piece := entry.read(_PIECE_BYTES):
                digest.update(piece)
                size += len(piece)
        if (size, digest.hexdigest()) != (note.size, note.sha256):
            raise ValueError(f"{name} is not what was written")
