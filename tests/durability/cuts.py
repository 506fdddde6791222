"""Power cuts: selling is recorded change by change, then the power goes away at random moments of the record.

A life of a file goes from record to record: each begins with the disk a cut left behind, so that cuts also hit
the recovery from an earlier one.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from pos.database.connection import Database, Synchronous
from pos.domain.errors import DatabaseError
from pos.domain.identity import NewId
from pos.exchange.tax_rates import french_rates
from pos.operations.opening import open_shop
from tests import builders
from tests.builders import NOON
from tests.durability.apsw_face import Connection
from tests.durability.disk import Change, Disk, Image
from tests.durability.promises import Finding, Told, broken
from tests.durability.recording import NAME, recording_files
from tests.durability.trading import Headed, Selling, Sold, Word, stock_shop, trade

SHOP = "shop.db"
CUTS_A_RECORD = 25
CUTS_A_LIFE = 250
LONGEST_RECORD_WORDS = 150
MEMORY = Path("/dev/shm")
"""A folder in memory, where there is one: the disk is modelled, so nothing need wait for the real one."""


@dataclass(slots=True)
class Figures:
    """What happened over many cuts; `lost` counts a sale once for every cut that lost it."""

    cuts: int = 0
    with_something_unsynced: int = 0
    in_a_sale: int = 0
    lives_of_a_file: int = 0
    acknowledged: int = 0
    cuts_that_lost: int = 0
    lost: int = 0
    broken: int = 0
    findings: list[str] = field(default_factory=list)

    def __add__(self, other: Figures) -> Figures:
        return Figures(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))


def run(cuts: int, *, seed: int, synchronous: Synchronous, workers: int | None = None) -> Figures:
    """Cut the power so many times; the same seed gives the same cuts, however many workers share them."""
    lives = [min(CUTS_A_LIFE, cuts - start) for start in range(0, cuts, CUTS_A_LIFE)]
    asked = [(count, f"{seed}/{place}", synchronous) for place, count in enumerate(lives)]
    with ProcessPoolExecutor(workers or min(len(lives), os.cpu_count() or 1)) as pool:
        return sum(pool.map(_life, asked), Figures())


def _life(asked: tuple[int, str, Synchronous]) -> Figures:
    cuts, seed, synchronous = asked
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        return _Life(Path(folder), seed, synchronous).live(cuts)


class _Life:
    """One shop's file, from its making through many power cuts."""

    def __init__(self, folder: Path, seed: str, synchronous: Synchronous) -> None:
        self._till, self._bench = folder / "till", folder / "bench"
        self._seed = seed
        self._chance = random.Random(seed)
        self._new_id: NewId = builders.ids(self._chance.randrange(2**32))
        self._keys = builders.MemoryKeys()
        self._rates = french_rates()
        self._synchronous = synchronous
        self._files = recording_files()
        self._told = Told()
        self._figures = Figures(lives_of_a_file=1)

    def live(self, cuts: int) -> Figures:
        """Go from cut to cut; a file whose first stocking was cut off begins anew."""
        image: Image = {}
        while self._figures.cuts < cuts:
            left = self._cut_often(image, min(CUTS_A_RECORD, cuts - self._figures.cuts))
            image = left if self._told.articles else {}
        return self._figures

    def _cut_often(self, image: Image, cuts: int) -> Image:
        """Record some selling on this disk and cut the power at random moments of it; give what the last one left."""
        record = self._record(image)
        moments = sorted(self._chance.choices(range(len(record) + 1), k=cuts))
        disk = Disk(image)
        done = 0
        for moment in moments:
            for change in record[done:moment]:
                self._take_in(change, disk)
            done = moment
            image = disk.cut(self._chance)
            self._figures.with_something_unsynced += disk.unsynced
            self._look(image)
        self._settle(image)
        return image

    def _take_in(self, change: Change | Word, disk: Disk) -> None:
        if isinstance(change, Word):
            self._told.hear(change)
            self._figures.acknowledged += isinstance(change, Sold)
        else:
            disk.apply(change)

    def _record(self, image: Image) -> list[Change | Word]:
        """Sell on a watched file system and write down, in order, what was written and what was acknowledged."""
        record: list[Change | Word] = []
        path = _lay_out(self._till, image)
        write_down = record.append
        self._files.note = write_down
        db = open_shop(
            path,
            now=NOON,
            new_id=self._new_id,
            keys=self._keys,
            told_heads=lambda head: write_down(Headed(head.seq, head.hash)),
            open_connection=lambda name: Connection(name, NAME),
            synchronous=self._synchronous,
        )
        try:
            for word in islice(self._deeds(db), self._chance.randrange(LONGEST_RECORD_WORDS)):
                write_down(word)
            if self._chance.random() < 0.7:
                self._files.note = None  # gone without a goodbye
        finally:
            db.close()
            self._files.note = None
        return record

    def _deeds(self, db: Database) -> Iterator[Word]:
        if not self._told.articles:
            yield stock_shop(db, self._new_id)
        yield from trade(db, chance=self._chance, new_id=self._new_id, rates=self._rates)

    def _look(self, image: Image) -> None:
        """Open what a cut left, with the SQLite the till is shipped with, and hold it to the promises."""
        figures = self._figures
        figures.cuts += 1
        figures.in_a_sale += isinstance(self._told.under_way, Selling)
        try:
            with self._opened(image) as db:
                self._count(broken(db, self._told))
        except DatabaseError as problem:
            self._count(Finding(lost=tuple(self._told.sales), wrong=(f"does not open: {problem!r}",)))

    def _settle(self, image: Image) -> None:
        """Compare everything once more, then go on from what is there."""
        with self._opened(image) as db:
            self._count(replace(broken(db, self._told, thorough=True), lost=()))
            self._told.settle(db)

    @contextmanager
    def _opened(self, image: Image) -> Iterator[Database]:
        db = open_shop(_lay_out(self._bench, image), now=NOON, new_id=self._new_id, keys=self._keys)
        try:
            yield db
        finally:
            db.close()

    def _count(self, finding: Finding) -> None:
        figures = self._figures
        figures.lost += len(finding.lost)
        figures.cuts_that_lost += bool(finding.lost)
        figures.broken += bool(finding.wrong)
        figures.findings += [f"life {self._seed} cut {figures.cuts}: {words}" for words in finding.wrong[:1]]


def _lay_out(folder: Path, image: Image) -> Path:
    """Put the files a cut left into an otherwise empty folder, over those of the cut before."""
    folder.mkdir(exist_ok=True)
    for stranger in {path.name for path in folder.iterdir()} - image.keys():
        (folder / stranger).unlink()
    for name, body in image.items():
        with os.fdopen(os.open(folder / name, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
            file.write(body)
            file.truncate()
    return folder / SHOP
