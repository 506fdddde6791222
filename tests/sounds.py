"""Makes the sounds of the till, resources/sounds/*.wav: `python -m tests.sounds`. They are kept: nobody need run it."""

from __future__ import annotations

import io
import math
import struct
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import resources
from ui.sounds import Sound

RATE = 22_050
LARGEST = 30_000
_RISE_S = 0.004


@dataclass(frozen=True, slots=True)
class Note:
    """A tone: hertz, how long, how loud (0 to 1), how quickly it fades, and how much of its overtones is heard."""

    hertz: float
    seconds: float
    loud: float
    fades: float = 1.0
    overtones: float = 0.0


SCORES = {
    Sound.ACCEPTED: (Note(1_760, 0.07, 0.45, fades=2),),
    Sound.REFUSED: (
        Note(233, 0.13, 0.8, fades=0.3, overtones=0.5),
        Note(0, 0.06, 0),
        Note(196, 0.2, 0.8, fades=0.6, overtones=0.5),
    ),
    Sound.SOLD: (Note(784, 0.12, 0.3, fades=2, overtones=0.1), Note(1_175, 0.3, 0.3, fades=4, overtones=0.1)),
    Sound.ORDER: (
        Note(988, 0.1, 0.4, fades=2, overtones=0.15),
        Note(740, 0.1, 0.4, fades=2, overtones=0.15),
        Note(988, 0.34, 0.4, fades=4, overtones=0.15),
    ),
}


def wav(notes: Sequence[Note]) -> bytes:
    """One note after the other, as a file: 16 bits, one channel."""
    samples = [sample for note in notes for sample in _samples(note)]
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(struct.pack(f"<{len(samples)}h", *samples))
    return made.getvalue()


def path_of(sound: Sound) -> Path:
    """Where a sound is kept."""
    return resources.path("sounds", f"{sound}.wav")


def _samples(note: Note) -> list[int]:
    count = round(note.seconds * RATE)
    return [
        round(32_000 * note.loud * _envelope(note, place / RATE) * _tone(note, place / RATE)) for place in range(count)
    ]


def _tone(note: Note, at_s: float) -> float:
    """The tone with its third and fifth: a small loudspeaker hears a low tone by them."""
    turn = 2 * math.pi * note.hertz * at_s
    rich = math.sin(turn) + note.overtones * (math.sin(3 * turn) / 2 + math.sin(5 * turn) / 3)
    return rich / (1 + note.overtones * 5 / 6)


def _envelope(note: Note, at_s: float) -> float:
    """It comes and goes without a click."""
    left_s = note.seconds - at_s
    edge = min(1.0, at_s / _RISE_S, left_s / _RISE_S)
    return edge * math.exp(-note.fades * at_s / note.seconds)


def main() -> None:
    """Write the files."""
    for sound, notes in SCORES.items():
        path_of(sound).parent.mkdir(exist_ok=True)
        path_of(sound).write_bytes(wav(notes))


if __name__ == "__main__":
    main()
