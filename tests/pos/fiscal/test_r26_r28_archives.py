"""Requirements 26, 27 and 28: an archive verifies where Comptoir never was, and shows every hand that was in it."""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from pos.database.connection import connect_reader
from pos.database.journal.records import by_kind_after
from pos.domain.errors import Cancelled, NothingToArchive, PeriodTooLong
from pos.fiscal import verify
from pos.fiscal.archive import HEADINGS, cell
from pos.fiscal.keys import check
from pos.fiscal.record import Kind
from pos.fiscal.verify import KO, OK, RECORDS, verify_archive
from pos.operations.archiving import archive, cleared, gather, pack, seal
from tests.pos.fiscal.archives import FROM, TO, entries_of, files_of, later_archive, packed, whole_archive
from tests.pos.fiscal.year import Lived, Plan, live

OLDER_PYTHONS = sorted(Path("~/.pyenv/versions").expanduser().glob("3.9.*/bin/python3"))


@pytest.fixture
def lived(tmp_path: Path) -> Iterator[Lived]:
    made = live(tmp_path / "shop.db", Plan(tickets=12, days=3))
    yield made
    made.db.close()


def unpacked(folder: Path) -> Path:
    for name, body in files_of(whole_archive()).items():
        (folder / name).write_bytes(body)
    return folder


def bare_python(python: str, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A Python that knows nothing of us: isolated, no packages, an empty environment."""
    command = [python, "-I", "-S", "verify.py", *words]
    return subprocess.run(command, cwd=folder, env={}, capture_output=True, encoding="utf-8", timeout=120)


@pytest.mark.parametrize("python", [sys.executable, *map(str, OLDER_PYTHONS)])
def test_r26_an_archive_verifies_with_python_alone(tmp_path: Path, python: str) -> None:
    folder = unpacked(tmp_path)

    ran = bare_python(python, folder)

    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("CONFORME")
    assert sorted(path.name for path in folder.iterdir()) == sorted(files_of(whole_archive()))

    (folder / RECORDS).write_bytes((folder / RECORDS).read_bytes().replace(b"Savon", b"Savoe", 1))
    ran = bare_python(python, folder, "--json")
    assert ran.returncode == 1
    assert json.loads(ran.stdout)["verdict"] == KO


def test_r26_verify_py_beside_a_zip_finds_it(tmp_path: Path) -> None:
    shutil.copy(verify.__file__, tmp_path / "verify.py")
    shutil.copy(whole_archive(), tmp_path)

    assert bare_python(sys.executable, tmp_path, "--fast").returncode == 0


def test_signatures_of_an_archive_are_openssl_s_too(tmp_path: Path) -> None:
    """Keys from keys.json, r and s as DER, the openssl program: nothing of ours takes part in the verdict."""
    files = files_of(whole_archive())
    key = json.loads(files["keys.json"])["records"][0]["payload"]["key"]["spki"]
    (tmp_path / "key.der").write_bytes(bytes.fromhex(key))
    public = ["openssl", "pkey", "-pubin", "-inform", "DER", "-in", "key.der", "-pubout", "-out", "key.pem"]
    subprocess.run(public, cwd=tmp_path, check=True, capture_output=True)
    for one in entries_of(whole_archive())[:12]:
        (tmp_path / "message").write_bytes(b"FRPOS1\0" + one.payload)
        for signature, code in ((one.signature, 0), (one.signature[::-1], 1)):
            (tmp_path / "signature").write_bytes(as_der(signature))
            asked = ["openssl", "dgst", "-sha256", "-verify", "key.pem", "-signature", "signature", "message"]
            assert subprocess.run(asked, cwd=tmp_path, capture_output=True).returncode == code


def as_der(signature: bytes) -> bytes:
    """r and s as a DER SEQUENCE of two INTEGERs."""
    parts = b""
    for half in (signature[:32], signature[32:]):
        number = half.lstrip(b"\0") or b"\0"
        number = b"\0" + number if number[0] > 127 else number
        parts += bytes([2, len(number)]) + number
    return bytes([0x30, len(parts)]) + parts


@pytest.mark.parametrize("name", sorted({*HEADINGS, RECORDS, "keys.json", "LISEZMOI.txt", "verify.py", "verify.html"}))
def test_r27_a_byte_changed_in_any_file_is_ko_and_names_it(tmp_path: Path, name: str) -> None:
    files = files_of(whole_archive())
    body = bytearray(files[name])
    body[len(body) // 2] ^= 1

    report = verify_archive(packed({**files, name: bytes(body)}, tmp_path / "archive.zip"), check=check)

    assert report.verdict == KO
    assert ("file_changed", name) in {(one.code, one.file) for one in report.ordered}


def test_r27_a_changed_manifest_is_ko(tmp_path: Path) -> None:
    files = files_of(whole_archive())
    changed = files["manifest.json"].replace(b'"tillname":"1"', b'"tillname":"2"')
    assert changed != files["manifest.json"]

    report = verify_archive(packed({**files, "manifest.json": changed}, tmp_path / "archive.zip"), check=check)

    assert [(one.code, one.file) for one in report.ordered] == [("manifest", "manifest.json")]


def test_r27_any_byte_of_the_manifest_changed_names_it(tmp_path: Path) -> None:
    files = files_of(whole_archive())
    for place in range(0, len(files["manifest.json"]), 29):
        body = bytearray(files["manifest.json"])
        body[place] ^= 1

        report = verify_archive(packed({**files, "manifest.json": bytes(body)}, tmp_path / "archive.zip"), check=check)

        assert ("manifest", "manifest.json") in {(one.code, one.file) for one in report.ordered}, place


def test_r27_an_archive_without_its_manifest_names_it(tmp_path: Path) -> None:
    files = files_of(whole_archive())
    del files["manifest.json"]

    report = verify_archive(packed(files, tmp_path / "archive.zip"))

    assert (report.verdict, [(one.code, one.file) for one in report.ordered]) == (
        KO,
        [("file_missing", "manifest.json")],
    )


def test_r27_a_file_added_or_taken_away_is_ko_and_named(tmp_path: Path) -> None:
    files = files_of(whole_archive())
    del files["tickets.csv"]

    report = verify_archive(packed({**files, "extra.txt": b""}, tmp_path / "archive.zip"), check=check)

    assert {(one.code, one.file) for one in report.ordered} == {
        ("file_missing", "tickets.csv"),
        ("file_extra", "extra.txt"),
    }


def test_r27_a_record_taken_out_of_the_end_is_ko_even_with_its_file_s_hash_put_right(tmp_path: Path) -> None:
    files = files_of(whole_archive())
    shorter = files[RECORDS].rsplit(b"\n", 2)[0] + b"\n"

    report = verify_archive(packed({**files, RECORDS: shorter}, tmp_path / "archive.zip"), check=check)

    assert {"file_changed", "bounds"} <= {one.code for one in report.ordered}


@pytest.mark.parametrize("damage", [b"", b"PK\x05\x06", b"no archive at all"])
def test_r27_what_is_no_archive_is_said_to_be_none(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "archive.zip").write_bytes(damage)

    assert [one.code for one in verify_archive(tmp_path / "archive.zip").ordered] == ["not_an_archive"]


def test_r28_more_than_twelve_months_are_refused(lived: Lived, tmp_path: Path) -> None:
    for first, last in (
        (date(2026, 1, 1), date(2027, 1, 1)),
        (date(2024, 2, 29), date(2025, 3, 1)),
        (date(2026, 2, 1), date(2026, 1, 31)),
    ):
        with pytest.raises(PeriodTooLong):
            archive(lived.db, tmp_path / "archives", first, last, now=lived.until)

    year = archive(lived.db, tmp_path / "archives", date(2026, 1, 1), date(2026, 12, 31), now=lived.until)
    assert year.report.verdict == OK
    assert not list((tmp_path / "archives").glob(".archive-*"))


def test_days_without_a_record_are_nothing_to_archive(lived: Lived, tmp_path: Path) -> None:
    with pytest.raises(NothingToArchive):
        archive(lived.db, tmp_path / "archives", date(2020, 1, 1), date(2020, 1, 31), now=lived.until)


def test_an_archive_is_noted_with_its_hash_and_the_tax_office_with_it(lived: Lived, tmp_path: Path) -> None:
    made = archive(lived.db, tmp_path / "archives", FROM, TO, now=lived.until, for_tax_office=True)

    fields = verify.parse(made.record.payload)
    events = [one.subject for one in by_kind_after(lived.db, Kind.JET, made.record.seq)]
    assert (fields["name"], fields["from"], fields["to"]) == (made.path.name, "2026-11-23", "2026-11-30")
    assert fields["sha256"] == sha256(made.path.read_bytes()).hexdigest()
    assert events == ["ARCHIVE_MONTH", "ARCHIVE_VERIFIED", "EXPORT_TAX"]
    assert made.path.name == "12345678900011_1_2026-11-23_2026-11-30_1.zip"


def test_the_same_records_make_the_same_bytes(lived: Lived, tmp_path: Path) -> None:
    last_day = date(2026, 11, 25)
    with contextlib.closing(connect_reader(lived.path)) as reader:
        made = []
        for place in ("one", "two"):
            gathered = gather(reader, tmp_path / place, FROM, last_day)
            with cleared(gathered):
                made.append(pack(seal(lived.db, gathered, now=lived.until)).path.read_bytes())

    assert made[0] == made[1]


def test_a_stopped_archive_leaves_nothing_behind(lived: Lived, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pos.operations.archiving.RECORDS_A_STEP", 1)

    def stop(done: int) -> None:
        if done == 5:
            raise Cancelled

    with pytest.raises(Cancelled):
        archive(lived.db, tmp_path / "archives", FROM, TO, now=lived.until, progress=stop)

    assert list((tmp_path / "archives").iterdir()) == []
    assert by_kind_after(lived.db, Kind.ARCHIVE, 0) == []


def test_views_show_what_records_say_and_no_formula() -> None:
    files = files_of(later_archive())
    tickets = [one for one in entries_of(later_archive()) if b'"kind":"TICKET"' in one.payload]

    rows = files["tickets.csv"].decode("utf-8-sig").split("\r\n")[1:-1]
    lines = files["lignes.csv"].decode("utf-8-sig")

    assert len(rows) == len(tickets)
    assert ";'=1+1" in lines
    assert not any(f";{start}" in lines.replace(";-", ";") for start in ("=", "+", "@"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [("=1+1", "'=1+1"), ("@A1", "'@A1"), ("-2", "'-2"), ('a;"b"', '"a;""b"""'), ("\tx", "'\tx"), ("Œuf", "Œuf")],
)
def test_a_cell_is_never_a_formula(text: str, shown: str) -> None:
    assert cell(text) == shown
