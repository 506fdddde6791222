"""Archives of a shop that lived for some days, and what dishonest hands could make of them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from pos.fiscal import verify
from pos.fiscal.record import PREFIX, hash_of
from pos.fiscal.verify import RECORDS, Entry, Report, line_of, read_line
from pos.operations.archiving import archive
from tests.pos.fiscal.year import Plan, live

Lines = list[Entry]
PLAN = Plan(tickets=30, days=9)
FROM, TO = date(2026, 11, 23), date(2026, 11, 30)


@cache
def whole_archive() -> Path:
    """The archive of a shop's first eight days, a month's closing among them; made once."""
    folder = Path(mkdtemp(prefix="archive-tests-"))
    lived = live(folder / "shop.db", PLAN)
    made = archive(lived.db, folder / "archives", FROM, TO, now=lived.until)
    lived.db.close()
    return made.path


@cache
def later_archive() -> Path:
    """The archive of the same shop from its fourth day on: it begins amid the journal."""
    folder = Path(mkdtemp(prefix="archive-tests-"))
    lived = live(folder / "shop.db", PLAN)
    made = archive(lived.db, folder / "archives", date(2026, 11, 26), date(2026, 12, 1), now=lived.until)
    lived.db.close()
    return made.path


def files_of(path: Path) -> dict[str, bytes]:
    """The files of a ZIP."""
    with zipfile.ZipFile(path) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def packed(files: Mapping[str, bytes], path: Path) -> Path:
    """A ZIP of files."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, body in files.items():
            made.writestr(name, body)
    return path


def entries_of(path: Path) -> Lines:
    """The records of an archive."""
    return [read_line(line) for line in files_of(path)[RECORDS].split(b"\n")[:-1]]


def tampered(change: Callable[[Lines], Lines], path: Path) -> Path:
    """The whole archive with its records changed, at a path."""
    files = files_of(whole_archive())
    lines = change(entries_of(whole_archive()))
    return packed({**files, RECORDS: b"".join(line_of(one) + b"\n" for one in lines)}, path)


def of_kind(lines: Lines, kind: str, place: int = 0) -> int:
    """Where the n-th record of a kind stands."""
    return [at for at, one in enumerate(lines) if verify.parse(one.payload)["kind"] == kind][place]


def edited(entry: Entry, old: bytes, new: bytes) -> Entry:
    """A record whose payload was edited, and its hash worked out anew; nobody can sign it."""
    assert old in entry.payload
    payload = entry.payload.replace(old, new, 1)
    return Entry(payload, hash_of(payload), entry.signature)


def found(report: Report) -> set[tuple[str, int]]:
    """What was found, and where first."""
    return {(one.code, one.seq) for one in report.findings.values()}


__all__ = ["PREFIX", "edited", "entries_of", "files_of", "found", "of_kind", "packed", "tampered", "whole_archive"]
