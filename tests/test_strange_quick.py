"""Strange calls, a few of each kind: every one is answered as the catalogue's own document says."""

from __future__ import annotations

import json

import pytest

from tests.strange.__main__ import main


def test_strange_calls_are_answered_as_described(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["--requests", "1000", "--seed", "6"])

    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (told["wrongs"], told["said"], code) == ({}, "", 0)
    assert told["requests"] > 700
    assert {"200", "400", "401", "404", "409", "415", "422"} & set(told["statuses"]) >= {"200", "400", "409"}
