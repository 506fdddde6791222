"""Which perimeter runs: one byte changed in one of its files shows, and the published one shows as such."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from pos.database.journal.software import FOLDERS, MANIFEST, ROOT, examine, software
from pos.fiscal import VERSION


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    for folder in FOLDERS:
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def test_the_perimeter_that_runs_is_the_one_its_manifest_names() -> None:
    """After a change of the perimeter: `python -m tests.fiscal_manifest --update`."""
    assert software().changed == ()
    assert json.loads((ROOT / MANIFEST).read_text())["version"] == VERSION


def test_a_copy_of_it_has_the_same_fingerprint_whatever_its_line_ends(copied: Path) -> None:
    file = copied / "pos/fiscal/record.py"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))

    assert examine(copied) == software()


def test_a_changed_an_added_and_a_removed_file_are_named(copied: Path) -> None:
    (copied / "pos/fiscal/record.py").write_text((copied / "pos/fiscal/record.py").read_text() + "#")
    (copied / "pos/database/journal/extra.py").write_text("")
    (copied / "pos/fiscal/events.py").unlink()

    found = examine(copied)

    assert not found.is_attested
    assert found.changed == ("pos/database/journal/extra.py", "pos/fiscal/events.py", "pos/fiscal/record.py")
    assert found.build != software().build


@pytest.mark.parametrize("manifest", ["", "{}", '{"files": 3}', "[]"])
def test_without_a_manifest_nothing_is_attested(copied: Path, manifest: str) -> None:
    (copied / MANIFEST).write_text(manifest)
    assert len(examine(copied).changed) > 10
    (copied / MANIFEST).unlink()
    assert not examine(copied).is_attested
