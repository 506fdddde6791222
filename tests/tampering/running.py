"""Altering one copy after another and counting what verification said of each."""

from __future__ import annotations

import os
import random
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from tests.tampering import edits, forgeries
from tests.tampering.edits import Mutate, Mutation
from tests.tampering.judging import UNREADABLE, Content, Judgement, content, judge
from tests.tampering.shop import Original, build

CLASSES: Final[dict[str, Mutate]] = {
    "byte flips": edits.flip_bytes,
    "record columns": edits.edit_record,
    "sale columns": edits.edit_projection,
    "state columns": edits.edit_state,
    "deletions": edits.delete,
    "insertions": edits.insert,
    "swaps": edits.swap,
    "tail cuts": forgeries.cut_tail,
    "old copies": forgeries.put_old_copy_back,
    "another key": forgeries.forge_with_another_key,
    "own key": forgeries.forge_with_own_key,
    "own key, one record": forgeries.patch_with_own_key,
    "weaker algorithm": forgeries.weaken_algorithm,
    "forged closings": forgeries.forge_closing,
    "forged tickets": forgeries.forge_ticket,
}
MUTATIONS_A_PIECE: Final = 50
MEMORY: Final = Path("/dev/shm")


@dataclass(slots=True)
class Count:
    """What became of the mutations of a class; untouched ones changed nothing the journal or a sale says."""

    made: int = 0
    untouched: int = 0
    detected: int = 0
    to_name: int = 0
    named: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))


@dataclass(slots=True)
class Figures:
    """What became of all of them, by class, and in words those that were not found or not named."""

    by_class: dict[str, Count] = field(default_factory=dict)
    missed: list[str] = field(default_factory=list)
    unnamed: list[str] = field(default_factory=list)

    def __add__(self, other: Figures) -> Figures:
        names = [*self.by_class, *(name for name in other.by_class if name not in self.by_class)]
        return Figures(
            {name: self.by_class.get(name, Count()) + other.by_class.get(name, Count()) for name in names},
            self.missed + other.missed,
            self.unnamed + other.unnamed,
        )

    @property
    def is_clean(self) -> bool:
        """Whether everything that was touched was found."""
        return not self.missed

    def as_json(self) -> dict[str, Any]:
        """The figures for a program."""
        whole = sum(self.by_class.values(), Count())
        return {
            "mutations": whole.made,
            "untouched": whole.untouched,
            "touched": whole.made - whole.untouched,
            "detected": whole.detected,
            "to_name": whole.to_name,
            "named": whole.named,
            "by_class": {
                name: {each: getattr(count, each) for each in count.__slots__} for name, count in self.by_class.items()
            },
        }


def run(
    mutations: int, *, seed: int, only: str | None = None, workers: int | None = None, folder: Path | None = None
) -> Figures:
    """Alter so many copies of one shop's file and judge each.

    Args:
        mutations: how many.
        seed: where chance begins; the same one alters the same places.
        only: a single class; all in turn unless told.
        workers: processes that share the work.
        folder: where the copies lie.
    """
    with TemporaryDirectory(dir=folder or _memory()) as made:
        original = build(Path(made), seed=seed)
    names = [only] if only else list(CLASSES)
    asked = [(f"{seed}/{place}", names[place % len(names)]) for place in range(mutations)]
    pieces = [asked[start : start + MUTATIONS_A_PIECE] for start in range(0, mutations, MUTATIONS_A_PIECE)]
    count = workers or min(len(pieces), os.cpu_count() or 1)
    if count == 1:
        return sum((alter(original, piece, folder) for piece in pieces), Figures())
    with ProcessPoolExecutor(count) as pool:
        done = pool.map(alter, [original] * len(pieces), pieces, [folder] * len(pieces))
        return sum(done, Figures())


def alter(original: Original, asked: Sequence[tuple[str, str]], folder: Path | None = None) -> Figures:
    """Alter a copy for every seed and class, one after another."""
    figures = Figures()
    with TemporaryDirectory(dir=folder or _memory()) as made:
        path = Path(made) / "shop.db"
        path.write_bytes(original.image)
        before = content(path)
        for seed, name in asked:
            for left in path.parent.iterdir():
                left.unlink()
            mutation = CLASSES[name](path, original, random.Random(seed))
            _count(
                figures, name, f"{name} {seed}: {mutation.what}", mutation, _judged(path, original, mutation, before)
            )
    return figures


def _judged(path: Path, original: Original, mutation: Mutation, before: Content | None) -> Judgement | None:
    """What verification says; None where it finds nothing and there is nothing to be found."""
    after = content(path)  # before the verifier, which must not be what decides
    heads = () if mutation.alone else original.heads
    judgement = judge(path, heads=heads, fingerprints=original.fingerprints)
    return None if after == before and not judgement.detected else judgement


def _count(figures: Figures, name: str, said: str, mutation: Mutation, judgement: Judgement | None) -> None:
    count = figures.by_class.setdefault(name, Count())
    count.made += 1
    if judgement is None:
        count.untouched += 1
    elif not judgement.detected:
        figures.missed.append(said)
    else:
        count.detected += 1
        if mutation.names and UNREADABLE not in judgement.codes:
            count.to_name += 1
            count.named += judgement.first in mutation.names
            if judgement.first not in mutation.names:
                figures.unnamed.append(f"{said}: {judgement.first} by {judgement.codes}")


def _memory() -> Path | None:
    return MEMORY if MEMORY.is_dir() else None
