"""A full disk and a read-only disk, for real: each test gets a disk of its own where the system allows it."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from pos.domain.tax import TaxRate
from tests.ui.commands.running import ROOT, own_disk, shop_that_sold

SMALL = "mount -t tmpfs -o size=2m tmpfs {folder}"
READ_ONLY = "mount --bind {folder} {folder} && mount -o remount,bind,ro {folder}"


def _play(scenario: str, folder: Path, mount: str) -> None:
    command = own_disk(folder, mount, [sys.executable, "-B", "-m", "tests.ui.commands.disks", scenario, str(folder)])
    if command is None:
        pytest.skip("this system lets nobody mount a disk of their own")
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("scenario", ["selling_until_full", "opening_when_full", "copying_when_full"])
def test_a_full_disk_loses_nothing_and_says_so(scenario: str, tmp_path: Path) -> None:
    _play(scenario, tmp_path, SMALL)


def test_a_read_only_disk_says_so_and_can_be_copied_away(
    tmp_path: Path, now: datetime, rates: tuple[TaxRate, ...]
) -> None:
    folder = tmp_path / "disk"
    folder.mkdir()
    shop_that_sold(folder / "shop.db", sales=3, now=now, rates=rates)

    _play("reading_only", folder, READ_ONLY)
