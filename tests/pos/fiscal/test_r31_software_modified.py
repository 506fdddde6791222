"""R31: a file of the fiscal perimeter is changed; it is noted, and the till says that its version is not attested."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from pos.database.journal import software as perimeter
from pos.database.journal.author import Software, author_of
from pos.database.journal.software import FOLDERS, ROOT, examine
from pos.fiscal.events import Event
from pos.operations.beginning import begin_work
from tests.pos.fiscal.working_till import WorkingTill


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The perimeter in a folder of its own."""
    for folder in FOLDERS:
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def test_r31_the_perimeter_as_it_was_published_is_attested(copied: Path) -> None:
    assert examine(copied) == examine(ROOT)
    assert examine(copied).is_attested


@pytest.mark.parametrize("name", ["pos/fiscal/ticket.py", "pos/database/journal/records.py"])
def test_r31_one_byte_changed_is_named_and_makes_another_build(copied: Path, name: str) -> None:
    published = examine(copied)
    source = copied / name
    source.write_bytes(source.read_bytes() + b"#")

    found = examine(copied)

    assert found.changed == (name,)
    assert not found.is_attested
    assert found.build != published.build


def test_r31_a_file_put_in_or_taken_out_is_named(copied: Path) -> None:
    (copied / "pos/fiscal/extra.py").write_text("")
    (copied / "pos/fiscal/canonical.py").unlink()

    assert examine(copied).changed == ("pos/fiscal/canonical.py", "pos/fiscal/extra.py")


def test_r31_line_ends_of_another_system_change_nothing(copied: Path) -> None:
    for source in copied.rglob("*.py"):
        source.write_bytes(source.read_bytes().replace(b"\n", b"\r\n"))

    assert examine(copied).is_attested


def test_r31_a_missing_manifest_attests_nothing(copied: Path) -> None:
    (copied / perimeter.MANIFEST).unlink()

    assert not examine(copied).is_attested


def _start_with(till: WorkingTill, runs: Software) -> None:
    """Start the till as a program whose perimeter is another."""
    till.open()
    till.close()
    till.open()
    till.db.author = replace(author_of(till.db), software=runs)
    begin_work(till.db, now=till.now, heads=till.heads)


def test_r31_a_changed_perimeter_is_noted_once_and_stands_in_every_record(tmp_path: Path, copied: Path) -> None:
    (copied / "pos/fiscal/ticket.py").write_bytes((ROOT / "pos/fiscal/ticket.py").read_bytes() + b"#")
    runs = examine(copied)
    till = WorkingTill(tmp_path / "till")
    _start_with(till, runs)

    begun = begin_work(till.db, now=till.now, heads=till.heads)

    assert not begun.software.is_attested
    assert begun.hold is None, "it is said, and selling goes on"
    assert till.details(Event.SOFTWARE_MODIFIED) == [{"build": runs.build, "changed": ["pos/fiscal/ticket.py"]}]
    [sold] = till.sell()
    assert sold.record is not None
    assert sold.record.writer.build == runs.build
