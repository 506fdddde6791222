"""Running what should find a mutant out, in a process of its own on the copied tree, within a time."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tests.mutants.mutant import Fate, Mutant, Verdict
from tests.mutants.planting import CannotPlant, copy_tree, planted

LONGEST_S: Final = 300.0
_PYTEST: Final = ("-m", "pytest", "-q", "-n", "0", "-x", "--tb=line", "-rfE", "--hypothesis-seed=7")
_FAILED: Final = re.compile(r"^(?:FAILED|ERROR) (\S+)", re.MULTILINE)

Heard = Callable[[Verdict], None]


class NotSound(Exception):
    """What should kill the mutants fails without any: nothing it says about them would count."""


def hunt(mutants: Sequence[Mutant], *, workers: int = 1, heard: Heard = lambda _: None) -> list[Verdict]:
    """Try every mutant, each worker in a tree of its own; verdicts in the order of the mutants.

    Raises:
        NotSound: a killer fails on the tree as it is.
    """
    with TemporaryDirectory(prefix="mutants-") as folder:
        trees = [copy_tree(Path(folder) / str(number)) for number in range(workers)]
        _need_sound(trees[0], mutants)
        free = list(trees)

        def tried(mutant: Mutant) -> Verdict:
            tree = free.pop()
            try:
                verdict = try_one(tree, mutant)
            finally:
                free.append(tree)
            heard(verdict)
            return verdict

        with ThreadPoolExecutor(workers) as pool:
            return list(pool.map(tried, mutants))


def try_one(tree: Path, mutant: Mutant) -> Verdict:
    """Plant a mutant and run what should kill it."""
    began = time.monotonic()
    try:
        with planted(tree, mutant):
            fate, by = _judged(tree, mutant)
    except CannotPlant as problem:
        fate, by = Fate.BROKEN, str(problem)
    return Verdict(mutant.name, fate, by, round(time.monotonic() - began, 1))


def _judged(tree: Path, mutant: Mutant) -> tuple[Fate, str]:
    try:
        done = _run(tree, mutant.killers)
    except subprocess.TimeoutExpired:
        return (Fate.KILLED, "the time it took") if mutant.may_hang else (Fate.BROKEN, "it never came to an end")
    if done.returncode == 0:
        return Fate.SURVIVED, ""
    said = done.stdout + done.stderr
    if _is_program(mutant.killers):
        return (Fate.BROKEN, said[-300:]) if "Traceback" in said else (Fate.KILLED, " ".join(mutant.killers))
    found = _FAILED.search(done.stdout)
    if done.returncode != 1 or found is None:
        return Fate.BROKEN, said[-300:]
    return Fate.KILLED, found[1]


def _need_sound(tree: Path, mutants: Sequence[Mutant]) -> None:
    for killers in _distinct(mutants):
        done = _run(tree, killers)
        if done.returncode:
            raise NotSound((done.stdout + done.stderr)[-2000:])


def _distinct(mutants: Sequence[Mutant]) -> Iterator[tuple[str, ...]]:
    """Every program once, and all tests in one run."""
    programs = dict.fromkeys(mutant.killers for mutant in mutants if _is_program(mutant.killers))
    yield from programs
    tests = dict.fromkeys(one for mutant in mutants if not _is_program(mutant.killers) for one in mutant.killers)
    if tests:
        yield tuple(tests)


def _is_program(killers: tuple[str, ...]) -> bool:
    return killers[0] == "-m"


def _run(tree: Path, killers: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    words = killers if _is_program(killers) else (*_PYTEST, *killers)
    return subprocess.run(
        [sys.executable, *words],
        cwd=tree,
        capture_output=True,
        text=True,
        timeout=LONGEST_S,
        env={**os.environ, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1", "QT_QPA_PLATFORM": "offscreen"},
    )
