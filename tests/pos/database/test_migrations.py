"""How a file comes to today's schema: step by step, once, and never backwards."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from pos.database import migrations, settings
from pos.database.connection import Database, connect, connect_reader
from pos.domain.errors import BackupFailed, DatabaseDamaged, DatabaseMissing, DatabaseTooNew
from pos.operations.opening import open_shop
from tests import builders

ROOT = Path(__file__).parents[3]


def _open(path: Path, now: datetime) -> Database:
    return open_shop(path, now=now, new_id=builders.ids(1))


@pytest.fixture
def next_release(monkeypatch: pytest.MonkeyPatch) -> None:
    """A later Comptoir, with one step more."""

    def m999_loyalty(db: Database) -> None:
        db.execute("CREATE TABLE loyalty (card TEXT PRIMARY KEY) STRICT")

    monkeypatch.setitem(migrations.MIGRATIONS, "m999_loyalty", m999_loyalty)


def test_a_new_file_goes_through_every_step_once(shop_path: Path, now: datetime) -> None:
    db = _open(shop_path, now)

    assert migrations.applied(db) == list(migrations.MIGRATIONS)
    assert migrations.pending(db) == migrations.migrate(db, now_ms=0) == []
    db.close()


def test_every_table_is_strict(db: Database) -> None:
    loose = [
        name
        for name, kind, strict in db.rows("SELECT name, type, strict FROM pragma_table_list WHERE schema = 'main'")
        if kind == "table" and not strict and not name.startswith("sqlite_")
    ]

    assert loose == []


def test_a_file_of_a_later_comptoir_is_refused_and_left_as_it_was(
    shop_path: Path, now: datetime, next_release: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    _open(shop_path, now).close()
    before = shop_path.read_bytes()
    monkeypatch.undo()

    with pytest.raises(DatabaseTooNew) as refused:
        _open(shop_path, now)

    assert refused.value.unknown == "m999_loyalty"
    assert shop_path.read_bytes() == before
    assert [path.name for path in shop_path.parent.iterdir()] == [shop_path.name]


def test_somebody_else_s_file_is_refused_and_left_as_it_was(shop_path: Path, now: datetime) -> None:
    other = connect(shop_path)
    other.execute("CREATE TABLE recipes (name TEXT)")
    other.close()

    with pytest.raises(DatabaseDamaged, match=r"shop\.db") as refused:
        _open(shop_path, now)

    assert refused.value.finding == "no shop file"
    other = connect(shop_path)
    assert [name for (name,) in other.rows("SELECT name FROM sqlite_schema")] == ["recipes"]
    other.close()


def test_an_older_file_is_copied_before_it_is_changed(shop_path: Path, now: datetime, next_release: None) -> None:
    step = migrations.MIGRATIONS.pop("m999_loyalty")
    old = _open(shop_path, now)
    settings.put(old, "a", "1")
    old.close()
    migrations.MIGRATIONS["m999_loyalty"] = step

    new = _open(shop_path, now)

    copies = [path for path in shop_path.parent.iterdir() if "before-m999_loyalty" in path.name]
    assert [path.name for path in copies] == ["shop.2026-11-23-120000.before-m999_loyalty.db"]
    copy = connect_reader(copies[0])
    assert settings.get(copy, "a") == settings.get(new, "a") == "1"
    assert migrations.applied(copy) == list(migrations.MIGRATIONS)[:-1]
    assert migrations.applied(new) == list(migrations.MIGRATIONS)
    copy.close()
    new.close()


def test_a_file_that_cannot_be_copied_is_not_changed(
    shop_path: Path, now: datetime, next_release: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = migrations.MIGRATIONS.pop("m999_loyalty")
    _open(shop_path, now).close()
    migrations.MIGRATIONS["m999_loyalty"] = step
    (shop_path.parent / "shop.2026-11-23-120000.before-m999_loyalty.db").mkdir()

    with pytest.raises(BackupFailed):
        _open(shop_path, now)

    reader = connect_reader(shop_path)
    assert migrations.pending(reader) == ["m999_loyalty"]
    reader.close()


def test_a_step_that_fails_leaves_nothing_behind(
    shop_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails_half_way(db: Database) -> None:
        db.execute("CREATE TABLE half (a TEXT) STRICT")
        raise RuntimeError("power")

    monkeypatch.setitem(migrations.MIGRATIONS, "m999_half", fails_half_way)
    with pytest.raises(RuntimeError, match="power"):
        _open(shop_path, now)
    monkeypatch.undo()

    db = _open(shop_path, now)
    assert migrations.applied(db) == list(migrations.MIGRATIONS)
    assert db.rows("SELECT name FROM sqlite_schema WHERE name = 'half'") == []
    db.close()


def test_processes_that_open_a_new_shop_at_once_make_one_shop(shop_path: Path, now: datetime) -> None:
    program = (
        "import sys; from pathlib import Path; from tests import builders;"
        "from pos.database import till; from pos.operations.opening import open_shop;"
        "sys.stdin.readline();"
        "db = open_shop(Path(sys.argv[1]), now=builders.NOON, new_id=builders.ids(int(sys.argv[2])));"
        "print(till.identity(db).id, *[row[0] for row in db.rows('SELECT name FROM migration')]); db.close()"
    )
    openers = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(shop_path), str(seed)],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for seed in range(3)
    ]  # fmt: skip
    for opener in openers:
        assert opener.stdin is not None
        opener.stdin.write("go\n")
        opener.stdin.flush()
    answers = {opener.communicate(timeout=60)[0] for opener in openers}

    assert [opener.returncode for opener in openers] == [0, 0, 0]
    assert len(answers) == 1
    assert answers.pop().split()[1:] == list(migrations.MIGRATIONS)


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path: Path, now: datetime) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(DatabaseMissing):
        _open(tmp_path / "file" / "shop.db", now)
