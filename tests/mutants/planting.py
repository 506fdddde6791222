"""A copy of the source tree to plant mutants in, one at a time; the tree itself is never touched."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.mutants.mutant import Mutant

ROOT: Final = Path(__file__).parents[2]
_TAKEN: Final = ("pos", "sync", "ui", "resources", "tests", "pyproject.toml", "build.spec", "constraints.txt")


class CannotPlant(Exception):
    """The text a mutant changes is not in its file exactly once: the table must follow the source."""

    def __init__(self, mutant: Mutant, times: int) -> None:
        super().__init__(f"{mutant.name}: its text is in {mutant.path} {times} times, not once")


def mutated(source: str, mutant: Mutant) -> str:
    """The text of the mutant's file with the mutant in it.

    Raises:
        CannotPlant: the text to change is not there exactly once.
    """
    times = source.count(mutant.old)
    if times != 1:
        raise CannotPlant(mutant, times)
    return source.replace(mutant.old, mutant.new)


def copy_tree(folder: Path) -> Path:
    """Copy what runs and what is tested into a folder; gives the folder."""
    for name in _TAKEN:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, copy_function=_linked)
        elif source.exists():
            shutil.copy2(source, folder / name)
    return folder


@contextmanager
def planted(folder: Path, mutant: Mutant) -> Iterator[None]:
    """Have the mutant in the copied tree for a while.

    Raises:
        CannotPlant: the text to change is not there exactly once.
    """
    file = folder / mutant.path
    changed = mutated((ROOT / mutant.path).read_text(encoding="utf-8"), mutant)
    file.unlink()  # it may be a link to the real one
    file.write_text(changed, encoding="utf-8")
    try:
        yield
    finally:
        file.unlink()
        _linked(str(ROOT / mutant.path), str(file))


def _linked(source: str, copy: str) -> str:
    """Link a file where the disk is the same; what is changed is unlinked first."""
    try:
        os.link(source, copy)
    except OSError:
        shutil.copy2(source, copy)
    return copy
