"""Reading addresses from a file of the national address base (Base Adresse Nationale): the CSV of a commune or more.

https://adresse.data.gouv.fr: fields between semicolons, named in the first line; we read `numero`, `rep`, `nom_voie`,
`code_postal`, `nom_commune`, `lon` and `lat`, wherever they stand. A line without a number is a street or a place; a
street that has none gets the middle of its houses.
"""

import csv
import gzip
import io
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, cast

from sync.catalogue.auditing import COMMAND, note
from sync.catalogue.database import writing
from sync.catalogue.folding import fold
from sync.catalogue.models import Place
from sync.catalogue.places import house_number, spelt_out

SIZE_AT_MOST = 400 * 1024 * 1024
ROWS_AT_MOST = 500_000
_FAULTS_TOLD = 20
_FIELD_LENGTH = 120
_BATCH = 2000
_NEEDED = ("nom_voie", "nom_commune", "lon", "lat")


class FileUnusable(Exception):
    """The file is none of the address base, or holds more than is kept here; the sentence says what and where."""


@dataclass
class Read:
    """What a file brought: addresses with a number, streets, and the lines left out with the reason of each."""

    addresses: int = 0
    streets: int = 0
    faulty: int = 0
    faults: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True)
class _Line:
    street: str
    number: str
    postcode: str
    commune: str
    latitude: float
    longitude: float


@dataclass
class _Street:
    """A street as it is read: its houses so far, and where it is when a line says so."""

    label: str
    folded: str
    own: tuple[float, float] | None = None
    latitudes: float = 0.0
    longitudes: float = 0.0
    houses: int = 0

    def place(self) -> Place:
        at = self.own or (self.latitudes / self.houses, self.longitudes / self.houses)
        return Place(label=self.label, folded=self.folded, latitude=at[0], longitude=at[1])


def replace_places(file: Path, *, now_ms: int, communes: tuple[str, ...] = ()) -> Read:
    """Put the addresses of a file in the place of those held, in one transaction; faulty lines are left out.

    Raises:
        FileUnusable: it cannot be read, is no such file, is too large, or holds no address; what was held stays.
    """
    try:
        with _opened(file) as raw:
            read, places = _read(raw, {fold(commune) for commune in communes})
    except (OSError, EOFError, gzip.BadGzipFile) as error:
        raise FileUnusable(f"it cannot be read ({error.__class__.__name__})") from error
    except UnicodeDecodeError as error:
        raise FileUnusable("it is not written in UTF-8") from error
    if not places:
        raise FileUnusable("it holds no address that could be read")
    with writing():
        Place.objects.all().delete()
        Place.objects.bulk_create(places, batch_size=_BATCH)
        note(COMMAND, "places read", detail=f"{read.addresses} addresses", now_ms=now_ms)
    return read


def _opened(file: Path) -> BinaryIO:
    """Open a file as it is, or unpacked where its first bytes are gzip's."""
    with file.open("rb") as raw:
        is_packed = raw.read(2) == b"\x1f\x8b"
    return cast("BinaryIO", gzip.open(file)) if is_packed else file.open("rb")


def _read(raw: BinaryIO, communes: set[str]) -> tuple[Read, list[Place]]:
    read = Read()
    streets: dict[str, _Street] = {}
    houses: dict[tuple[str, str], Place] = {}
    capped = io.BufferedReader(_Capped(raw))
    for number, row in _rows(io.TextIOWrapper(capped, encoding="utf-8-sig", newline="")):
        line = _line(row)
        if isinstance(line, str):
            read.faulty += 1
            if len(read.faults) < _FAULTS_TOLD:
                read.faults.append((number, line))
            continue
        if communes and fold(line.commune) not in communes:
            continue
        _take(line, streets, houses)
        if len(streets) + len(houses) > ROWS_AT_MOST:
            raise FileUnusable(f"line {number}: more than {ROWS_AT_MOST} addresses; keep some communes with --commune")
    read.addresses, read.streets = len(houses), len(streets)
    return read, [*(street.place() for street in streets.values()), *houses.values()]


def _rows(text: io.TextIOBase) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Return the lines below the first with the names of their fields."""
    first = text.readline(100_000)
    mark = ";" if first.count(";") >= first.count(",") else ","
    names = [name.strip().strip('"').casefold() for name in first.strip().split(mark)]
    missing = [name for name in _NEEDED if name not in names]
    if missing:
        raise FileUnusable(f"line 1: no field is named {', '.join(missing)}")
    reader = csv.reader(text, delimiter=mark)
    while True:
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise FileUnusable(f"line {reader.line_num + 1}: {error}") from error
        if fields:
            yield reader.line_num + 1, dict(zip(names, fields, strict=False))


def _line(row: Mapping[str, str]) -> _Line | str:
    """Read a line, or say what is wrong with it."""
    values = {name: " ".join(value.split()) for name, value in row.items()}
    street, commune = values.get("nom_voie") or values.get("nom_ld", ""), values.get("nom_commune", "")
    if not fold(street) or not fold(commune):
        return "no street or no commune"
    number = values.get("numero", "")
    if any(len(text) > _FIELD_LENGTH for text in (street, commune)) or len(values.get("code_postal", "")) > 16:
        return "a field is too long"
    if any(not letter.isprintable() for letter in street + commune):
        return "a field holds control characters"
    try:
        latitude, longitude = float(values.get("lat", "")), float(values.get("lon", ""))
    except ValueError:
        return "no coordinates"
    if not (math.isfinite(latitude) and math.isfinite(longitude) and abs(latitude) <= 90 and abs(longitude) <= 180):
        return "the coordinates are not on the earth"
    if number and not (number.isascii() and number.isdigit() and len(number) <= 5):
        return "the number is none"
    house = f"{number} {values.get('rep', '')}".strip() if number not in {"", "0"} else ""
    return _Line(street, house[:12], values.get("code_postal", ""), commune, latitude, longitude)


def _take(line: _Line, streets: dict[str, _Street], houses: dict[tuple[str, str], Place]) -> None:
    where = f"{line.postcode} {line.commune}".strip()
    folded = " ".join(spelt_out(f"{line.street} {where}"))[:200]
    street = streets.setdefault(folded, _Street(f"{line.street}, {where}"[:200], folded))
    if not line.number:
        street.own = line.latitude, line.longitude
        return
    street.latitudes += line.latitude
    street.longitudes += line.longitude
    street.houses += 1
    houses[folded, line.number] = Place(
        label=f"{line.number} {street.label}"[:200],
        folded=folded,
        number=house_number(line.number, ""),
        latitude=line.latitude,
        longitude=line.longitude,
    )


class _Capped(io.RawIOBase):
    """A file that refuses to be longer than is read here, packed or not."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self._read = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        part = self._raw.read(len(buffer))
        self._read += len(part)
        if self._read > SIZE_AT_MOST:
            raise FileUnusable(f"it is larger than {SIZE_AT_MOST // 1024 // 1024} MB")
        buffer[: len(part)] = part
        return len(part)
