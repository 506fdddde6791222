"""The bench, small: every family gives whole rows. No time is judged here: that is what `make bench` is for."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from tests.bench.__main__ import FAMILIES, main
from tests.bench.rows import Row, Turns, in_turns, percentile


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_gives_whole_rows(family: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "bench.json"

    assert main(["--quick", "--only", family, "--out", str(out), "--folder", str(tmp_path)]) == 0

    written = json.loads(out.read_text())
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == written
    assert written["rows"]
    for row in written["rows"]:
        assert set(row) == {"name", "ours", "limit", "ratio", "goal", "met", "unit", "n", "note"}
        assert row["ours"] > 0
        assert math.isfinite(row["limit"])
        assert row["n"] > 0
        assert row["note"]


def test_a_goal_is_met_from_the_right_side() -> None:
    assert Row("slow", ours=2.0, limit=1.0, unit="ms", n=1, goal=2.0).met
    assert Row("slower", ours=2.1, limit=1.0, unit="ms", n=1, goal=2.0).met is False
    assert Row("fast", ours=0.5, limit=1.0, unit="rows/s", n=1, goal=0.5, more_is_better=True).met
    assert Row("too slow", ours=0.4, limit=1.0, unit="rows/s", n=1, goal=0.5, more_is_better=True).met is False
    assert Row("only to be read", ours=1.0, limit=1.0, unit="ms", n=1).met is None


def test_percentiles_are_values_that_were_measured() -> None:
    values = [float(value) for value in range(1, 101)]

    assert (percentile(values, 50), percentile(values, 99), percentile(values, 100)) == (50, 99, 100)
    assert percentile([7.0], 99) == 7


def test_both_sides_are_measured_in_turns_and_each_goes_first_half_of_the_time() -> None:
    order: list[str] = []

    def side(name: str) -> float:
        order.append(name)
        return 1.0

    turns = in_turns(lambda: side("ours"), lambda: side("limit"), rounds=2)

    assert turns == Turns([1.0, 1.0], [1.0, 1.0])
    assert order == ["limit", "ours", "ours", "limit"]
