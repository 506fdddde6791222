"""What happens on a full or a read-only disk; run by test_disks.py inside a disk of its own.

    python -m tests.ui.commands.disks SCENARIO FOLDER

Says nothing and exits 0 when the shop behaves.
"""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Callable
from pathlib import Path

from pos.database import sales
from pos.database.connection import connect_reader
from pos.database.search import search
from pos.domain.errors import DatabaseReadOnly, DiskFull
from pos.exchange.tax_rates import french_rates
from pos.operations.checking import check
from pos.operations.opening import open_shop
from pos.operations.selling import sell
from tests.builders import NOON, exactly, ids, ticket
from tests.ui.commands.running import SOAP, Ran, french, shop_that_sold
from ui.__main__ import main

RATES = french_rates()


def selling_until_full(folder: Path) -> None:
    """The sale that finds no room is refused and leaves no trace; every sale before is there; room helps at once."""
    ballast = folder / "ballast"
    path = shop_that_sold(folder / "shop.db", sales=1, now=NOON, rates=RATES)
    ballast.write_bytes(bytes(100_000))
    kept: list[str] = []
    db = open_shop(path, now=NOON, new_id=ids(2))
    with contextlib.suppress(DiskFull):
        for _ in range(5_000):
            basket = ticket(SOAP)
            sell(db, basket, exactly(basket), now=NOON, rates=RATES)
            kept.append(basket.id)
        raise AssertionError("the disk never filled up")
    assert len(kept) > 10
    assert sales.count(db) == 1 + len(kept)
    ballast.unlink()
    basket = ticket(SOAP)
    sold = sell(db, basket, exactly(basket), now=NOON, rates=RATES)
    assert sold.sale.number == len(kept) + 2, "no number was lost to the refused sale"
    db.close()
    reader = connect_reader(path)
    assert check(reader).findings == ()
    assert all(sales.get(reader, sale_id) for sale_id in kept)
    reader.close()


def opening_when_full(folder: Path) -> None:
    """A new shop that finds no room is refused in words, and an old one is left as it is."""
    _fill(folder)
    ran = _run("pair", "http://127.0.0.1:9", "AAAA-AAAA", "--shop", folder / "shop.db")
    assert ran.code == 2, ran
    assert not (folder / "shop.db").exists()


def copying_when_full(folder: Path) -> None:
    """Neither a backup nor a restore that finds no room leaves anything behind, and the shop stays as it was."""
    path = shop_that_sold(folder / "shop.db", sales=3, now=NOON, rates=RATES)
    copy = Path(_run("backup", "--shop", path, "--json").figures["file"])
    _fill(folder)
    before = _kept(folder)
    for words in (["backup"], ["restore", copy]):
        ran = _run(*words, "--shop", path)
        assert ran.code == 2, ran
        assert french("The disk is full") in ran.err, ran
        left = _kept(folder)
        assert left == before, (left, before)
    (folder / "ballast").unlink()
    assert _run("check", "--shop", path).code == 0


def reading_only(folder: Path) -> None:
    """A shop on a disk that does not accept writing is refused for selling, but can be checked and copied away."""
    path = folder / "shop.db"
    for file in ("shop.db", "new.db", "new/shop.db"):
        try:
            open_shop(folder / file, now=NOON, new_id=ids(1))
        except DatabaseReadOnly:
            continue
        raise AssertionError(f"{file} was opened")
    assert _run("check", "--shop", path).code == 0
    copied = _run("backup", folder.parent / "elsewhere", "--shop", path, "--json")
    assert copied.code == 0, copied
    for words in (["backup"], ["restore", copied.figures["file"]], ["sync", "--once"]):
        ran = _run(*words, "--shop", path)
        assert ran.code == 2, ran
        assert french("The disk does not accept writing") in ran.err, ran
    reader = connect_reader(path)
    assert [one.product.name for one in search(reader, "savon")] == [SOAP.name]
    reader.close()


def _run(*words: str | Path) -> Ran:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main([*map(str, words), "--language", "fr"])
    return Ran(code, out.getvalue(), err.getvalue())


def _kept(folder: Path) -> dict[str, int]:
    """The files in a folder and their sizes, without what marks that a shop's file is open."""
    marks = (".lock", "-shm", "-wal")
    return {file.name: file.stat().st_size for file in folder.rglob("*") if not file.name.endswith(marks)}


def _fill(folder: Path) -> None:
    with contextlib.suppress(OSError), (folder / "ballast").open("wb", buffering=0) as ballast:
        while True:
            ballast.write(bytes(4096))


SCENARIOS: dict[str, Callable[[Path], None]] = {
    scenario.__name__: scenario for scenario in (selling_until_full, opening_when_full, copying_when_full, reading_only)
}

if __name__ == "__main__":
    SCENARIOS[sys.argv[1]](Path(sys.argv[2]))
