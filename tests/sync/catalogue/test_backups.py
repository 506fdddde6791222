"""A backup holds everything, is proved before it has its name, and is put back whole into either database."""

import io
import json
import os
import sqlite3
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.catalogue.backups.archive import FORMAT, Manifest, Writer, verified
from sync.catalogue.starting import CannotStart
from tests.sync.catalogue.calls import Town
from tests.sync.catalogue.every_row import fill_every_table, rows_by_table
from tests.sync.catalogue.tills import Till, level, product
from tests.sync.catalogue_server import RunningCatalogue

ROOT = Path(__file__).parents[3]
SETTLED = {
    "catalogue_questionfeed",
    "catalogue_officer",
    "catalogue_feed",
    "catalogue_shop",
    "catalogue_pairingcode",
    "catalogue_officersession",
    "catalogue_change",
}
"""What a restore changes on purpose."""

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def _run(*words: object, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        (sys.executable, "-m", "sync.catalogue", *map(str, words)),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, **environment},
    )


def _back_up(data: Path, file: Path, *words: str, **environment: str) -> dict[str, object]:
    done = _run("backup", file, "--data", data, "--json", *words, **environment)
    assert done.returncode == 0, done.stderr
    told: dict[str, object] = json.loads(done.stdout)
    return told


def _restore(data: Path, file: Path, *words: str, **environment: str) -> None:
    done = _run("restore", file, "--data", data, *words, **environment)
    assert done.returncode == 0, done.stderr


def _tables(file: Path) -> dict[str, list[list[object]]]:
    """The rows of a backup by table, in the order of their first column."""
    found = {}
    with zipfile.ZipFile(file) as held:
        for name in held.namelist():
            if name.startswith("tables/"):
                lines = [json.loads(line) for line in held.read(name).decode().splitlines()]
                found[name[7:-6]] = sorted(lines, key=lambda row: str(row[0]))
    return found


@pytest.fixture
def filled(town: Town, tmp_path: Path) -> Path:
    """A folder whose database has rows in every table, and two photos."""
    fill_every_table()
    rows_by_table()
    photos = tmp_path / "photos"
    photos.mkdir()
    numbers = [row[0] for row in rows_by_table()["catalogue_photo"]]
    for number in numbers:
        (photos / f"{number}-160.webp").write_bytes(os.urandom(3000))
    (photos / "999999-160.webp").write_bytes(b"made since")
    (photos / ".draft").write_bytes(b"half of one")
    return tmp_path


def test_every_row_of_every_table_comes_back_from_sqlite_to_postgresql_and_back(
    filled: Path, tmp_path_factory: pytest.TempPathFactory, postgresql_url: str
) -> None:
    place = tmp_path_factory.mktemp("backups")
    first = _back_up(filled, place / "village.zip")
    assert (first["photos"], first["photos_missing"]) == (2, 0)

    _restore(place / "town", place / "village.zip", "--replace", DATABASE_URL=postgresql_url)
    _back_up(place / "town", place / "town.zip", DATABASE_URL=postgresql_url)
    _restore(place / "again", place / "town.zip")
    _back_up(place / "again", place / "again.zip")

    village, town, again = (_tables(place / f"{name}.zip") for name in ("village", "town", "again"))
    assert village.keys() == town.keys() == again.keys()
    assert all(village[name] for name in village), "a table is not tried"
    for name in village.keys() - SETTLED:
        more = (1, 2) if name == "catalogue_auditline" else (0, 0)  # each restore leaves a line
        assert town[name][: len(town[name]) - more[0]] == village[name], name
        assert again[name][: len(again[name]) - more[1]] == village[name], name
    for name in ("photos", "secret.key"):
        assert _content(place / "again" / name, filled / name)


def _content(one: Path, other: Path) -> bool:
    """Whether a file, or all that was told of a folder of photos, is the same."""
    if one.is_file():
        return one.read_bytes() == other.read_bytes()
    names = {file.name for file in one.iterdir()}
    assert "999999-160.webp" not in names
    return len(names) == 2 and all((one / name).read_bytes() == (other / name).read_bytes() for name in names)


def test_what_would_be_believed_too_long_is_begun_anew(filled: Path, tmp_path: Path) -> None:
    before = _tables_of(filled, tmp_path / "before.zip")
    _restore(tmp_path / "new", tmp_path / "before.zip")
    after = _tables_of(tmp_path / "new", tmp_path / "after.zip")

    with closing(sqlite3.connect(tmp_path / "new" / "catalogue.sqlite3")) as db:
        feeds = db.execute("SELECT shop_id, name, last, marks, heard FROM catalogue_feed").fetchall()
        vouched = db.execute("SELECT complete_ms, closed_ms, opens_ms FROM catalogue_shop").fetchall()
    held = {shop: (name, last) for shop, name, last, *_ in _feeds(filled)}
    assert feeds
    for shop, name, last, marks, heard in feeds:
        assert name != held[shop][0]
        assert (last, marks, heard) == (held[shop][1], "", 0)
    assert set(vouched) == {(None, None, None)}
    assert after["catalogue_pairingcode"] == after["catalogue_officersession"] == []
    assert len(after["catalogue_change"]) >= len(before["catalogue_change"])
    assert _first_number(after) > max(int(str(row[0])) for row in before["catalogue_change"])
    assert "catalogue restored" in {value for row in after["catalogue_auditline"] for value in row}


def _first_number(tables: dict[str, list[list[object]]]) -> int:
    return min(int(str(row[0])) for row in tables["catalogue_change"])


def _feeds(data: Path) -> list[tuple[str, str, int, str, int]]:
    with closing(sqlite3.connect(data / "catalogue.sqlite3")) as db:
        return db.execute("SELECT shop_id, name, last, marks, heard FROM catalogue_feed").fetchall()


def _tables_of(data: Path, file: Path) -> dict[str, list[list[object]]]:
    _back_up(data, file)
    return _tables(file)


def test_a_village_grows_into_a_town_and_goes_on(tmp_path: Path, postgresql_url: str) -> None:
    running = RunningCatalogue()
    running.start(tmp_path / "data")
    code = running.invite("Fournil du Coin", figures="counts")
    till = Till(running.url, code)
    till.put_products([product(f"p{place}", f"Pain {place}") for place in range(40)])
    till.put_levels([level(f"p{place}", 5000) for place in range(40)])
    _back_up(tmp_path / "data", tmp_path / "all.zip")
    running.stop()

    _restore(tmp_path / "data", tmp_path / "all.zip", "--replace", DATABASE_URL=postgresql_url)
    assert not (tmp_path / "data" / "catalogue.sqlite3").exists()
    running.start(tmp_path / "data", environment={"DATABASE_URL": postgresql_url})
    try:
        till.url = f"{running.url}/api/v1"
        till.put_products([product(f"q{place}", f"Brioche {place}") for place in range(40)])
        till.put_levels([level("p1", 4000, version=2), level("q1", 7000)])
        assert till.beat(version=2).version == 2
        assert "4 en stock" in requests.get(running.product_url("fournil-du-coin", "p1"), timeout=10).text
        assert "Brioche 7" in requests.get(f"{running.url}/?q=brioche", timeout=10).text
        assert Till(running.url, running.invite("Maison Lise")).joined.term == 1
    finally:
        assert running.stop() == ""


def test_a_backup_of_an_earlier_version_is_brought_up_to_date(tmp_path: Path) -> None:
    data = tmp_path / "old"
    script = (
        "from pathlib import Path; from sync.catalogue.starting import set_up; import sys\n"
        "set_up(Path(sys.argv[1]))\n"
        "from django.core.management import call_command; from django.db import connection\n"
        "call_command('migrate', 'catalogue', '0002_search', verbosity=0)\n"
        "cursor = connection.cursor()\n"
        "cursor.execute(\"INSERT INTO catalogue_town (id, name, zone) VALUES (1, 'Avant', 'Europe/Paris')\")\n"
    )
    subprocess.run((sys.executable, "-c", script, str(data)), cwd=ROOT, check=True, timeout=60)
    _back_up(data, tmp_path / "old.zip")
    with closing(sqlite3.connect(data / "catalogue.sqlite3")) as db:
        assert not db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'catalogue_order'").fetchall(), "it was updated"

    _restore(tmp_path / "new", tmp_path / "old.zip")

    with closing(sqlite3.connect(tmp_path / "new" / "catalogue.sqlite3")) as db:
        assert db.execute("SELECT name FROM catalogue_town").fetchall() == [("Avant",)]
        assert db.execute("SELECT count(*) FROM catalogue_order").fetchone() == (0,)


@pytest.fixture
def small(tmp_path: Path) -> tuple[Path, Path]:
    """A folder with one shop, and its backup."""
    assert _run("invite", "--shop", "Lise", "--data", tmp_path / "data").returncode == 0
    _back_up(tmp_path / "data", tmp_path / "small.zip")
    return tmp_path / "data", tmp_path / "small.zip"


def test_nothing_is_written_over_without_a_word(small: tuple[Path, Path]) -> None:
    data, file = small
    before = (data / "catalogue.sqlite3").read_bytes()

    refused = _run("restore", file, "--data", data)

    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert "--replace" in refused.stderr
    assert (data / "catalogue.sqlite3").read_bytes() == before
    _restore(data, file, "--replace")
    (old,) = data.glob("replaced-*")
    assert (old / "catalogue.sqlite3").read_bytes() == before


def test_nothing_is_put_back_under_a_catalogue_that_serves(small: tuple[Path, Path]) -> None:
    data, file = small
    running = RunningCatalogue()
    running.start(data)
    try:
        refused = _run("restore", file, "--data", data, "--replace")
    finally:
        running.stop()

    assert refused.returncode == 2
    assert "Stop it first" in refused.stderr
    _restore(data, file, "--replace")


@pytest.mark.parametrize("change", ["format", "migration"])
def test_a_backup_of_a_newer_version_is_refused(small: tuple[Path, Path], tmp_path: Path, change: str) -> None:
    _, file = small
    later = {"format": FORMAT + 1, "migration": "9999_later"}[change]
    with zipfile.ZipFile(file) as held, zipfile.ZipFile(tmp_path / "new.zip", "w") as newer:
        for name in held.namelist():
            content = held.read(name)
            if name == "manifest.json":
                content = json.dumps(json.loads(content) | {change: later}).encode()
            newer.writestr(name, content)

    refused = _run("restore", tmp_path / "new.zip", "--data", tmp_path / "nowhere")

    assert refused.returncode == 2
    assert "newer version" in refused.stderr
    assert not (tmp_path / "nowhere" / "catalogue.sqlite3").exists()


def test_what_is_no_backup_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "text.zip").write_text("not a backup")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as other:
        other.writestr("letter.txt", "hello")

    for name in ("text.zip", "other.zip", "nothing.zip"):
        refused = _run("restore", tmp_path / name, "--data", tmp_path / "data")
        assert (refused.returncode, refused.stderr.count("\n")) == (2, 1), refused.stderr


def _sample() -> bytes:
    buffer = io.BytesIO()
    writer = Writer(buffer)
    writer.add("tables/catalogue_town.jsonl", [b'[1,"Vannes"]\n', b'[2,"Auray"]\n'])
    writer.add("photos/1-160.webp", [bytes(range(256))], packed=False)
    writer.finish(Manifest(FORMAT, 1, "sqlite", "0001_first", {}, writer.files))
    return buffer.getvalue()


SAMPLE = _sample()


def _read(file: Path) -> list[bytes]:
    with verified(file) as read:
        return [b"".join(read.lines(name)) for name in sorted(read.manifest.files)]


@settings(max_examples=300)
@given(place=st.integers(0, len(SAMPLE) - 1), bit=st.integers(0, 7))
def test_a_backup_with_a_flipped_bit_is_refused_or_says_the_same(
    tmp_path_factory: pytest.TempPathFactory, place: int, bit: int
) -> None:
    folder = tmp_path_factory.getbasetemp()
    (folder / "sound.zip").write_bytes(SAMPLE)
    spoilt = bytearray(SAMPLE)
    spoilt[place] ^= 1 << bit
    (folder / "spoilt.zip").write_bytes(spoilt)

    try:
        said = _read(folder / "spoilt.zip")
    except CannotStart:
        return
    assert said == _read(folder / "sound.zip")


@pytest.mark.parametrize("length", [0, 1, len(SAMPLE) // 2, len(SAMPLE) - 1])
def test_a_backup_cut_off_is_refused(tmp_path: Path, length: int) -> None:
    (tmp_path / "cut.zip").write_bytes(SAMPLE[:length])

    with pytest.raises(CannotStart):
        _read(tmp_path / "cut.zip")


def test_of_the_backups_named_by_their_moment_the_newest_are_kept(small: tuple[Path, Path], tmp_path: Path) -> None:
    data, _ = small
    place = tmp_path / "backups"
    place.mkdir()
    for name in ("catalogue-20250101-000000.zip", "catalogue-20250102-000000.zip", "holiday.zip"):
        (place / name).write_bytes(b"")

    made = _back_up(data, place, "--keep", "2")

    assert {file.name for file in place.iterdir()} == {
        "catalogue-20250102-000000.zip",
        "holiday.zip",
        Path(str(made["file"])).name,
    }


def test_a_backup_is_for_its_owner_only(small: tuple[Path, Path]) -> None:
    _, file = small

    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_there_is_no_backup_of_nothing(tmp_path: Path) -> None:
    refused = _run("backup", tmp_path / "none.zip", "--data", tmp_path / "nowhere")

    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert not (tmp_path / "none.zip").exists()
    assert not (tmp_path / "nowhere").exists()


def test_a_damaged_database_is_not_backed_up(small: tuple[Path, Path], tmp_path: Path) -> None:
    data, _ = small
    file = data / "catalogue.sqlite3"
    spoilt = bytearray(file.read_bytes())
    spoilt[8192:40960] = b"\xff" * 32768
    file.write_bytes(spoilt)

    refused = _run("backup", tmp_path / "bad.zip", "--data", data)

    assert refused.returncode == 2
    assert not (tmp_path / "bad.zip").exists()
