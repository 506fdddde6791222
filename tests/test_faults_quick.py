"""The faults program, small: what the world did is what both sides say once the line is good again."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_neither_drift_nor_duplicates_after_three_hundred_exchanges_over_a_bad_line(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults", "--exchanges", "300", "--seed", "5", "--folder", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
    )
    figures = json.loads(done.stdout.splitlines()[-1])

    assert done.returncode == 0, done.stderr
    assert figures["drift"] == figures["duplicates"] == 0
    assert figures["exchanges"] >= 300
    assert figures["reservations"] > 20
    assert len(figures["faults"]) > 10
