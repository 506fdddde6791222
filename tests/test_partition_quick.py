"""The partition program, small: a line that is cut and one that is silent, where this machine has namespaces."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def test_a_till_sells_through_a_cut_line_and_the_window_is_true_again_afterwards() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.partition", "--rounds", "2", "--longest", "4"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=240,
    )
    figures = json.loads(done.stdout.splitlines()[-1])
    if not figures["available"]:
        pytest.skip(f"no network namespaces here: {figures['why']}")

    assert done.returncode == 0, done.stderr
    assert figures["drift"] == 0
    assert [one["spoilt"] for one in figures["each"]] == ["cut", "silent"]
    assert all(one["sold"] and one["waiting"] for one in figures["each"])
