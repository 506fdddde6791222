"""The durability program, small: it finds nothing on the real till, and plenty on one that does not sync."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]


def _run(*words: str) -> tuple[int, dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.durability", *words], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert done.stderr == ""
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return done.returncode, figures


def test_no_acknowledged_sale_is_lost_to_a_kill(tmp_path: Path) -> None:
    code, figures = _run("--kills", "10", "--folder", str(tmp_path))

    assert code == 0
    assert figures["kept"]
    assert figures["kills"]["kills"] == 10
    assert figures["kills"]["acknowledged"] > 0


def test_no_acknowledged_sale_is_lost_to_a_power_cut() -> None:
    code, figures = _run("--cuts", "300", "--seed", "7")

    assert code == 0
    assert figures["cuts"]["lost"] == figures["cuts"]["broken"] == 0
    assert figures["cuts"]["cuts"] == 300
    assert figures["cuts"]["acknowledged"] > 50


def test_the_same_seed_cuts_in_the_same_places() -> None:
    first, second = (_run("--cuts", "50", "--seed", "3", "--workers", workers)[1]["cuts"] for workers in ("1", "2"))

    assert first == second


@pytest.mark.parametrize("seed", ["1", "2"])
def test_a_till_that_does_not_sync_every_sale_loses_some(seed: str) -> None:
    code, figures = _run("--cuts", "100", "--synchronous", "NORMAL", "--seed", seed)

    assert code == 1
    assert not figures["kept"]
    assert figures["cuts"]["lost"] > 0
