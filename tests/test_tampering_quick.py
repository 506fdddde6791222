"""A thousand altered copies of a shop's file: every one is found out, and the first bad record named."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.tampering.running import CLASSES

ROOT = Path(__file__).parents[1]
MUTATIONS = 500


def _run(*words: str) -> tuple[int, dict[str, Any], str]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.tampering", *words], cwd=ROOT, capture_output=True, text=True, timeout=300
    )
    assert done.stderr == ""
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return done.returncode, figures, done.stdout


@pytest.mark.parametrize("seed", ["1", "2"])
def test_every_alteration_is_found_and_the_first_bad_record_named(seed: str) -> None:
    code, figures, said = _run("--mutations", str(MUTATIONS), "--seed", seed, "--workers", "1", "--verbose")

    assert code == 0, said
    assert figures["mutations"] == MUTATIONS
    assert figures["detected"] == figures["touched"] > MUTATIONS * 0.9
    assert figures["named"] == figures["to_name"] > MUTATIONS / 2, said
    assert figures["by_class"].keys() == CLASSES.keys()
    assert all(count["detected"] > 0 for count in figures["by_class"].values())


def test_only_flips_may_leave_a_file_untouched() -> None:
    _, figures, _ = _run("--mutations", "90", "--seed", "3", "--workers", "1")

    flips = figures["by_class"].pop("byte flips")
    assert flips["made"] == flips["untouched"] + flips["detected"]
    assert all(count["untouched"] == 0 for count in figures["by_class"].values())
