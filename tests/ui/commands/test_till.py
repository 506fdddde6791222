"""`comptoir` alone opens the till; where it cannot, it says so."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import pytest

from pos.database import lock
from pos.domain.tax import TaxRate
from tests.ui.commands.running import ROOT, comptoir, french, shop_that_sold

NO_DISPLAY = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""}


def test_without_a_display_the_till_says_so(tmp_path: Path) -> None:
    ran = comptoir("--shop", tmp_path / "shop.db", timeout=60, **NO_DISPLAY)

    assert ran.code == 2
    assert french("There is no display here to open the till on.") in ran.err
    assert "demo --headless" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_a_printer_that_cannot_be_is_explained_before_the_till_opens(tmp_path: Path) -> None:
    ran = comptoir("--shop", tmp_path / "shop.db", "--printer", "lp0", QT_QPA_PLATFORM="offscreen")

    assert ran.code == 2
    assert "Traceback" not in ran.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not shutil.which("xvfb-run"), reason="there is no Xvfb here")
def test_the_till_opens_holds_its_shop_and_lets_it_go(
    tmp_path: Path, now: datetime, rates: tuple[TaxRate, ...]
) -> None:
    path = shop_that_sold(tmp_path / "shop.db", sales=2, now=now, rates=rates)
    program = subprocess.Popen(
        ["xvfb-run", "-a", "sh", "-c", 'echo "$$"; exec "$@"', "sh", sys.executable, "-m", "ui", "--shop", str(path)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "xcb"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert program.stdout is not None
    pid = int(program.stdout.readline())
    _wait_until_held(path)

    second = comptoir("sync", "--once", "--shop", path)
    looked = comptoir("check", "--shop", path)
    copied = comptoir("backup", tmp_path / "copies", "--shop", path)
    time.sleep(1)
    os.kill(pid, signal.SIGTERM)
    _, errors = program.communicate(timeout=30)

    assert (second.code, looked.code, copied.code) == (2, 0, 0)
    assert program.returncode == 0, errors
    assert "Traceback" not in errors
    lock.hold(path).release()
    assert comptoir("check", "--shop", path).code == 0


def _wait_until_held(path: Path) -> None:
    """The shop's log appears when the till has locked its file and opened it."""
    until = time.monotonic() + 20
    while not path.with_name("shop.db-wal").exists():
        assert time.monotonic() < until, "the till did not open its shop"
        time.sleep(0.05)
