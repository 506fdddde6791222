"""The mutants, few of them: each can be planted, some are killed, and one that does no harm is seen to survive."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.mutants.hunting import NotSound, hunt, try_one
from tests.mutants.mutant import Fate, Mutant
from tests.mutants.planting import ROOT, copy_tree, mutated
from tests.mutants.table import MUTANTS

BY_WAITS = ("tests/sync/test_kernel.py::test_being_told_to_wait_is_no_failure_and_never_cut_short",)
HARMLESS = Mutant("another word", "sync/waits.py", "Nobody hammers", "Nobody hurries", BY_WAITS)


def test_every_mutant_has_a_name_of_its_own_and_a_place_in_the_source_of_today() -> None:
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS) >= 20
    for mutant in MUTANTS:
        compile(mutated((ROOT / mutant.path).read_text(encoding="utf-8"), mutant), mutant.path, "exec")


def test_everything_that_should_kill_a_mutant_is_there() -> None:
    for mutant in MUTANTS:
        for killer in mutant.killers if mutant.killers[0] != "-m" else ():
            file, _, test = killer.partition("::")
            assert f"def {test}" in (ROOT / file).read_text(encoding="utf-8"), f"{mutant.name}: {killer}"


def test_a_sample_of_mutants_is_killed() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.mutants", "--fast", "--sample", "3", "--seed", "5"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=240,
    )

    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    assert [one["fate"] for one in found["mutants"]] == ["killed"] * 3, done.stdout
    assert (done.returncode, found["kept"]) == (0, True)


def test_what_does_no_harm_survives_and_what_is_not_there_cannot_be_planted(tmp_path: Path) -> None:
    tree = copy_tree(tmp_path)
    gone = Mutant("gone", "sync/waits.py", "this stands nowhere", "", BY_WAITS)

    assert try_one(tree, HARMLESS).fate is Fate.SURVIVED
    assert try_one(tree, gone).fate is Fate.BROKEN
    assert "Nobody hammers" in (ROOT / "sync/waits.py").read_text(encoding="utf-8"), "the tree itself is not touched"
    assert "Nobody hammers" in (tree / "sync/waits.py").read_text(encoding="utf-8"), "and the copy is as it was"


def test_what_cannot_even_be_loaded_is_no_kill(tmp_path: Path) -> None:
    tree = copy_tree(tmp_path)
    spoilt = Mutant("spoilt", "sync/waits.py", "ALL_RETRIES: Final = Retries()", "ALL_RETRIES = Retry()", BY_WAITS)

    assert try_one(tree, spoilt).fate is Fate.BROKEN


def test_killers_that_fail_by_themselves_say_nothing_of_a_mutant() -> None:
    blind = Mutant(
        "blind", HARMLESS.path, HARMLESS.old, HARMLESS.new, ("tests/sync/test_kernel.py::test_nobody_wrote",)
    )

    with pytest.raises(NotSound):
        hunt([blind])
