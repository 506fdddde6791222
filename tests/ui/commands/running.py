"""Runs `comptoir` as a person would: as a process of its own, or here with what it says kept apart."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest

from pos.database.connection import Database
from pos.domain.quantity import pieces
from pos.domain.tax import TaxRate
from pos.operations.cataloguing import add_product, open_stock
from pos.operations.opening import open_shop
from pos.operations.selling import sell
from pos.wording import Wording
from tests.builders import exactly, ids, product, ticket
from ui.__main__ import main

ROOT: Final = Path(__file__).parents[3]
SOAP: Final = product("Savon de Marseille")


@dataclass(frozen=True)
class Ran:
    """What a run of the program said, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def figures(self) -> Any:
        """The last line of standard output, which is JSON."""
        return msgspec.json.decode(self.out.splitlines()[-1])


class Program:
    """The program, run here."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *words: str | Path) -> Ran:
        code = main([str(word) for word in words])
        said = self._capsys.readouterr()
        return Ran(code, said.out, said.err)


def french(sentence: str) -> str:
    """A sentence of the program as the French hear it, whatever the translator chose."""
    return Wording("fr")(sentence)


def comptoir(*words: str | Path, timeout: float = 60, **environ: str) -> Ran:
    """Run the program as a process, in French unless LANG says otherwise."""
    environment = {**os.environ, "LANG": "fr_FR.UTF-8", "LC_ALL": "", "PYTHONUTF8": "1", **environ}
    done = subprocess.run(
        [sys.executable, "-m", "ui", *map(str, words)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=timeout,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def shop_that_sold(path: Path, *, sales: int, now: datetime, rates: tuple[TaxRate, ...]) -> Path:
    """A shop's file with one article, sold a few times."""
    db = open_shop(path, now=now, new_id=ids(1))
    add_product(db, SOAP)
    open_stock(db, [(SOAP.id, pieces(100))], now=now)
    sell_soap(db, sales, now=now, rates=rates)
    db.close()
    return path


def sell_soap(db: Database, times: int, *, now: datetime, rates: tuple[TaxRate, ...]) -> None:
    """Sell the article some more."""
    for _ in range(times):
        basket = ticket(SOAP)
        sell(db, basket, exactly(basket), now=now, rates=rates)


def own_disk(folder: Path, mount: str, command: list[str]) -> list[str] | None:
    """A command that runs with a disk of its own mounted on a folder, or None where this system allows none.

    Nobody else sees the disk, and it is gone when the command ends.
    """
    script = 'eval "$1" && shift && exec "$@"'
    for rights in (["--mount"], ["--user", "--map-root-user", "--mount"]):
        start = ["unshare", *rights, "sh", "-c", script, "sh", mount.format(folder=f"'{folder}'")]
        if shutil.which("unshare") and subprocess.run([*start, "true"], capture_output=True).returncode == 0:
            return [*start, *command]
    return None
