"""The scanning program, small: it finds nothing on the real till, and plenty on one whose scanner is heard badly."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.scanning import bursts
from tests.scanning.places import PLACES
from ui.sell import scan_decoder, scan_input, scan_routing
from ui.sell.scan_decoder import ENDS, Decoder, Key, Verdict
from ui.sounds import Sound

ROOT = Path(__file__).parents[1]
Press = Callable[[Decoder, Key], Verdict]


def test_every_code_is_one_line_or_one_refusal_wherever_the_focus_is() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.scanning", "--bursts", "300", "--seed", "20261126"],
        cwd=ROOT, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    figures = json.loads(done.stdout.splitlines()[-1])

    assert done.returncode == 0, done.stdout
    assert figures["kept"]
    assert figures["lines"] + figures["refused"] == figures["bursts"] >= 300
    assert set(figures["places"]) == {place.name for place in PLACES}


def _lets_one_key_through(decoder: Decoder, key: Key) -> Verdict:
    verdict = scan_decoder.press(decoder, key)
    return replace(verdict, decoder=replace(verdict.decoder, held=()), keep_back=False) if not decoder.held else verdict


def _lets_enter_through(decoder: Decoder, key: Key) -> Verdict:
    verdict = scan_decoder.press(decoder, key)
    return replace(verdict, keep_back=False) if key.text in ENDS else verdict


def _says_a_code_twice_as_long(decoder: Decoder, key: Key) -> Verdict:
    verdict = scan_decoder.press(decoder, key)
    return replace(verdict, code=verdict.code * 2)


def _turns_a_code_round(decoder: Decoder, key: Key) -> Verdict:
    verdict = scan_decoder.press(decoder, key)
    return replace(verdict, code=verdict.code[::-1])


def _believes_nobody(decoder: Decoder, key: Key) -> Verdict:
    return Verdict(decoder, typed=(key,), keep_back=False)


@pytest.mark.parametrize(
    "mutant",
    [_lets_one_key_through, _lets_enter_through, _says_a_code_twice_as_long, _turns_a_code_round, _believes_nobody],
)
def test_a_decoder_that_is_wrong_is_found_out(
    mutant: Press, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, tmp_path: Path
) -> None:
    monkeypatch.setattr(scan_input, "press", mutant)

    figures = bursts.run(30, seed=1, folder=tmp_path)

    assert figures.broken
    assert figures.first_failing_seed is not None


def test_a_refusal_nobody_hears_is_found_out(monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, tmp_path: Path) -> None:
    monkeypatch.setattr(scan_routing, "_refuse", lambda why, window, sounds: window.say(why))

    figures = bursts.run(60, seed=1, folder=tmp_path)

    assert figures.broken
    assert all(Sound.REFUSED.name in finding for finding in figures.findings)


def test_a_burst_can_be_looked_at_alone(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan_input, "press", _turns_a_code_round)
    (tmp_path / "many").mkdir()
    (tmp_path / "one").mkdir()
    failing = bursts.run(30, seed=1, folder=tmp_path / "many")
    assert failing.first_failing_seed is not None

    alone = bursts.run(1, seed=failing.first_failing_seed, folder=tmp_path / "one")

    assert alone.findings[0] == failing.findings[0]
