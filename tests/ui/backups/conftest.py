"""A shopkeeper at an open till who wants copies of the shop, and says where they go."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from pos.database.journal.records import by_kind_after
from pos.fiscal.events import Event
from pos.fiscal.record import Kind, Record
from pos.operations.backing_up import copies, first_place
from tests import builders
from tests.ui.sell.cashier import Cashier, ask
from tests.ui.sell.conftest import cashier, gui_thread_guard, open_till, shelf  # noqa: F401
from ui.backups.backups_desk import BackupsDesk
from ui.backups.backups_sheet import BackupsSheet


@dataclass
class Keeper:
    """Uses the desk of backups as a person would, with a clock and a folder dialog of the test's."""

    cashier: Cashier
    shop_path: Path
    now: datetime
    folder: Path | None = None
    desks: list[BackupsDesk] = field(default_factory=list)

    def open_desk(self) -> BackupsDesk:
        till = self.cashier.till
        desk = BackupsDesk(
            till.window,
            till.background,
            till.reading,
            shop_path=self.shop_path,
            keys=None,
            theme=till.theme,
            wording=till.wording,
            clock=lambda: self.now,
            new_id=builders.ids(77),
            ask_folder=lambda *_: self.folder,
        )
        self.desks.append(desk)
        return desk

    @property
    def desk(self) -> BackupsDesk:
        return self.desks[-1]

    @property
    def copies(self) -> list[Path]:
        return [path for _, path in copies(self.shop_path, first_place(self.shop_path), now=self.now)]

    @property
    def notes(self) -> list[Record]:
        """The backups the journal knows of."""
        records = ask(self.shop_path, lambda db: by_kind_after(db, Kind.JET, 0))
        return [record for record in records if record.subject == Event.BACKUP]

    @property
    def sheet(self) -> BackupsSheet:
        return self.cashier.sheet(BackupsSheet)

    def wait(self, claim: Callable[[], bool]) -> None:
        self.cashier.qtbot.waitUntil(claim, timeout=20_000)
        self.cashier.settle()

    def look_until(self, count: int) -> None:
        """Let the desk look whether a copy is due, and wait until so many are noted."""

        def looked() -> bool:
            self.desk.look()
            return len(self.notes) == count

        self.wait(looked)

    def pass_time(self, hours: float) -> None:
        self.now += timedelta(hours=hours)


@pytest.fixture
def keeper(cashier: Cashier, shop_path: Path, now: datetime) -> Iterator[Keeper]:  # noqa: F811
    one = Keeper(cashier, shop_path, now)
    one.open_desk()
    yield one
    for desk in one.desks:
        desk.close()
