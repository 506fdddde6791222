"""What the shop hears: the kept files, the program that plays them, and the choice to be quiet."""

from __future__ import annotations

import io
import os
import time
import wave
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.sounds import LARGEST, RATE, SCORES, path_of, wav
from ui.sound_player import SoundPlayer
from ui.sounds import Sound, SoundChoice, Sounds


@pytest.mark.parametrize("sound", Sound)
def test_every_sound_is_kept_small_as_its_program_makes_it(sound: Sound) -> None:
    kept = path_of(sound).read_bytes()

    assert kept == wav(SCORES[sound])
    assert len(kept) < LARGEST
    with wave.open(io.BytesIO(kept)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (RATE, 1, 2)


@pytest.mark.parametrize(
    ("choice", "heard"),
    [
        (SoundChoice.ON, [Sound.ACCEPTED, Sound.REFUSED, Sound.SOLD, Sound.ORDER]),
        (SoundChoice.REFUSALS, [Sound.REFUSED]),
        (SoundChoice.OFF, []),
    ],
)
def test_a_shop_hears_what_it_wants(choice: SoundChoice, heard: list[Sound]) -> None:
    played: list[Sound] = []
    sounds = Sounds(played.append)
    sounds.choice = choice

    for sound in Sound:
        sounds.play(sound)

    assert played == heard


class Loudspeaker:
    """Programs on PATH that write down what they were asked to play."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def offer(self, program: str, *, fails: bool = False, takes_s: float = 0.0) -> None:
        """Put a program there."""
        path = self.folder / program
        log = self.folder / "asked"
        path.write_text(f'#!/bin/sh\necho "{program} $*" >> {log}\n/bin/sleep {takes_s}\nexit {int(fails)}\n')
        path.chmod(0o755)

    @property
    def asked(self) -> list[str]:
        """Program and sound of every request."""
        log = self.folder / "asked"
        lines = log.read_text().splitlines() if log.exists() else []
        return [f"{line.split()[0]} {Path(line.split()[-1]).stem}" for line in lines]


@pytest.fixture
def loudspeaker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Loudspeaker:
    monkeypatch.setenv("PATH", str(tmp_path))
    return Loudspeaker(tmp_path)


@pytest.fixture
def player(qtbot: QtBot, loudspeaker: Loudspeaker) -> Iterator[SoundPlayer]:
    player = SoundPlayer()
    yield player
    player.close()


def test_the_first_program_there_is_plays_the_sound(
    qtbot: QtBot, loudspeaker: Loudspeaker, player: SoundPlayer
) -> None:
    loudspeaker.offer("aplay")
    loudspeaker.offer("paplay")

    player.play(Sound.REFUSED)

    qtbot.waitUntil(lambda: loudspeaker.asked == ["paplay refused"])


def test_a_program_that_fails_is_not_asked_again(qtbot: QtBot, loudspeaker: Loudspeaker, player: SoundPlayer) -> None:
    loudspeaker.offer("paplay", fails=True)
    loudspeaker.offer("aplay")

    player.play(Sound.REFUSED)
    qtbot.waitUntil(lambda: loudspeaker.asked == ["paplay refused", "aplay refused"])
    player.play(Sound.SOLD)

    qtbot.waitUntil(lambda: loudspeaker.asked[2:] == ["aplay sold"])


def test_a_reservation_takes_no_other_sound_away_and_none_takes_its_own(
    qtbot: QtBot, loudspeaker: Loudspeaker, player: SoundPlayer
) -> None:
    loudspeaker.offer("paplay", takes_s=0.2)

    player.play(Sound.SOLD)
    qtbot.waitUntil(lambda: loudspeaker.asked == ["paplay sold"])
    player.play(Sound.ACCEPTED)
    player.play(Sound.ORDER)
    player.play(Sound.REFUSED)

    qtbot.waitUntil(lambda: loudspeaker.asked == ["paplay sold", "paplay refused", "paplay order"])


def test_without_any_program_somebody_is_told(qtbot: QtBot, loudspeaker: Loudspeaker, player: SoundPlayer) -> None:
    with qtbot.waitSignal(player.unheard, timeout=2_000) as told:
        player.play(Sound.REFUSED)

    assert told.args == [Sound.REFUSED]


def test_many_scans_are_never_many_sounds_at_once_and_hold_nobody_up(
    qtbot: QtBot, loudspeaker: Loudspeaker, player: SoundPlayer
) -> None:
    loudspeaker.offer("aplay", takes_s=0.3)
    player.play(Sound.ACCEPTED)
    qtbot.waitUntil(lambda: len(loudspeaker.asked) == 1)

    began = time.monotonic()
    for sound in (Sound.ACCEPTED, Sound.REFUSED, Sound.ACCEPTED, Sound.SOLD):
        player.play(sound)

    assert time.monotonic() - began < 0.2
    qtbot.waitUntil(lambda: loudspeaker.asked == ["aplay accepted", "aplay refused"])


def test_closing_ends_the_sound_and_its_program(qtbot: QtBot, loudspeaker: Loudspeaker, player: SoundPlayer) -> None:
    loudspeaker.offer("aplay", takes_s=30)
    player.play(Sound.SOLD)
    qtbot.waitUntil(lambda: bool(loudspeaker.asked))
    playing = player._playing
    assert playing is not None

    began = time.monotonic()
    player.close()

    assert time.monotonic() - began < 1.0
    with pytest.raises(ProcessLookupError):
        os.kill(playing.pid, 0)
