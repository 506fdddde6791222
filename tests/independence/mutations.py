"""What dishonest hands make of an archive: a byte, a file, a record other than it was; and what must be named."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

RECORDS: Final = "records.jsonl"
MANIFEST: Final = "manifest.json"
ADDED: Final = "ajout.txt"

Files = dict[str, bytes]
Named = tuple[str, int, str]
"""A finding: what is wrong, the record's number or 0, the file."""


@dataclass(frozen=True, slots=True)
class Mutation:
    """An archive that is not sound: what was done to it, and what has to be named; file is the one to blame."""

    name: str
    path: Path
    named: Named
    file: str


def mutations(sound: Path, folder: Path) -> Iterator[Mutation]:
    """Every kind of change, each in an archive of its own in a folder."""
    files, place = _files(sound), iter(range(10_000))

    def made(name: str, changed: Files, named: Named, file: str) -> Mutation:
        path = folder / str(next(place)) / sound.name
        path.parent.mkdir()
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            for each, body in changed.items():
                packed.writestr(each, body)
        return Mutation(name, path, named, file)

    for file, body in files.items():
        middle = len(body) // 2
        code = "manifest" if file == MANIFEST else "file_changed"
        yield made(f"one byte changed: {file}", {**files, file: _flipped(body, middle)}, (code, 0, file), file)
        rest = {name: kept for name, kept in files.items() if name != file}
        yield made(f"file missing: {file}", rest, ("file_missing", 0, file), file)
    yield made("file added", {**files, ADDED: b""}, ("file_extra", 0, ADDED), ADDED)
    for name, changed, named, file in _records_changed(files):
        yield made(name, changed, named, file)
    yield _container(sound, folder / str(next(place)))


def _records_changed(files: Files) -> Iterator[tuple[str, Files, Named, str]]:
    """Records changed or taken out, plainly, and with the manifest's hash of their file put right by hand."""
    lines = files[RECORDS].split(b"\n")[:-1]
    middle = len(lines) // 2
    place = lines[middle].index(b'"ts":"') + len(b'"ts":"2026-0')
    changed = [*lines[:middle], _flipped(lines[middle], place), *lines[middle + 1 :]]
    amid = lines[:middle] + lines[middle + 1 :]
    kinds: list[tuple[str, list[bytes], Named]] = [
        ("one byte of a record changed", changed, ("hash", _seq(lines[middle]), RECORDS)),
        ("record removed from the middle", amid, ("gap", _seq(lines[middle + 1]), RECORDS)),
        ("record removed from the end", lines[:-1], ("bounds", 0, RECORDS)),
    ]
    for name, left, named in kinds:
        body = b"".join(line + b"\n" for line in left)
        yield name, {**files, RECORDS: body}, named, RECORDS
        before, after = (sha256(one).hexdigest().encode() for one in (files[RECORDS], body))
        adapted = files[MANIFEST].replace(before, after)
        yield f"{name}, manifest adapted", {**files, RECORDS: body, MANIFEST: adapted}, named, MANIFEST


def _container(sound: Path, folder: Path) -> Mutation:
    """One byte of the ZIP itself, amid what is packed of the records."""
    with zipfile.ZipFile(sound) as packed:
        about = packed.getinfo(RECORDS)
    path = folder / sound.name
    folder.mkdir()
    path.write_bytes(_flipped(sound.read_bytes(), about.header_offset + about.compress_size // 2))
    return Mutation("one byte changed: the ZIP itself", path, ("file_changed", 0, RECORDS), RECORDS)


def _files(path: Path) -> Files:
    with zipfile.ZipFile(path) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def _flipped(body: bytes, place: int) -> bytes:
    return body[:place] + bytes([body[place] ^ 1]) + body[place + 1 :]


def _seq(line: bytes) -> int:
    return int(json.loads(line)["payload"]["seq"])
