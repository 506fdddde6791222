"""The shop whose year is archived: everything that a till writes records of, by the operations the till itself uses."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from pos.database import products
from pos.database.connection import Database
from pos.database.journal.author import Head
from pos.database.journal.records import head_row, latest
from pos.domain.catalogue import Product, Supply
from pos.domain.errors import PinWrong
from pos.domain.printer import PrinterProfile
from pos.domain.sale import Sale
from pos.domain.staff import Role
from pos.domain.ticket import Ticket, remove
from pos.exchange.tax_rates import french_rates
from pos.fiscal.record import Kind
from pos.keystore import FileKeyStore, key_file
from pos.operations import staffing
from pos.operations.archiving import Archived, archive
from pos.operations.backing_up import back_up
from pos.operations.cataloguing import add_product, change_product
from pos.operations.counting_cash import count_cash
from pos.operations.noting_services import make_note
from pos.operations.opening import open_shop
from pos.operations.pins import DevicePepper
from pos.operations.printing import queue_receipt
from pos.operations.restoring import restore
from pos.operations.rotating import rotate_key
from pos.operations.saving_papers import FileKind, count_receipt
from pos.operations.selling import keep_ticket, sell
from pos.operations.training import start_training, stop_training
from pos.wording import Wording
from tests import builders
from tests.builders import exactly, product, ticket
from tests.pos.fiscal.year import Plan, Step, live

FIRST_DAY: Final = date(2026, 1, 1)
PIN: Final = "4071"
FRENCH: Final = Wording("fr")


@dataclass(frozen=True, slots=True)
class YearArchive:
    """The archive of a shop's year, and the file it was made from."""

    made: Archived
    shop: Path


def archived_year(folder: Path, *, tickets: int, days: int, seed: int = 1) -> YearArchive:
    """Let a shop live a year, or its first days, in a folder, and archive it; at most twelve months."""
    year = _Year(folder, days)
    plan = Plan(tickets=tickets, days=days, first_day=FIRST_DAY, seed=seed, copies=tickets // 20, on_days=year.steps())
    lived = live(folder / "shop.db", plan)
    last_day = FIRST_DAY + timedelta(days=days - 1)
    made = archive(lived.db, folder / "archives", FIRST_DAY, last_day, now=lived.until, for_tax_office=True)
    lived.db.close()
    return YearArchive(made, lived.path)


@dataclass
class _Year:
    """What happens beside plain selling, day by day."""

    folder: Path
    days: int
    chance: random.Random = field(default_factory=lambda: random.Random(7))
    backup: Path | None = None
    manager: str = ""

    def steps(self) -> dict[int, Step]:
        """The days on which something happens: each kind of work in turn, and what happens once a year."""
        work: tuple[Callable[[Database, datetime], None], ...] = (
            self._cleared,
            self._printed_again,
            self._repriced,
            self._trained,
            self._serviced,
            self._counted,
            self._changed_hands,
        )
        steps = {day: _plain(work[day % len(work)]) for day in range(self.days)}
        steps[2] = _plain(self._hired)
        middle = self.days // 2
        steps[self.days // 4] = _plain(self._rotated)
        steps[middle - 1] = _plain(self._backed_up)
        steps[middle] = self._restored
        steps[3 * self.days // 4] = _plain(self._archived_before)
        return steps

    def _cleared(self, db: Database, now: datetime) -> None:
        """A line taken off, then the whole ticket."""
        basket = ticket(*self._some(db))
        for stage in (basket, remove(basket, 0), Ticket(basket.id)):
            keep_ticket(db, stage, now=now)

    def _printed_again(self, db: Database, now: datetime) -> None:
        """The paper, the paper again, a PDF."""
        sale = self._sold(db, ticket(*self._some(db)), now)
        for _ in range(2):
            queue_receipt(db, sale.id, profile=PrinterProfile(42), now=now, new_id=builders.new_id, wording=FRENCH)
        count_receipt(db, sale.id, FileKind.PDF, now=now, new_id=builders.new_id, wording=FRENCH)

    def _repriced(self, db: Database, now: datetime) -> None:
        first = self._some(db)[0]
        assert first.price is not None
        change_product(db, replace(first, price=first.price + builders.eur(10)), now=now)

    def _trained(self, db: Database, now: datetime) -> None:
        start_training(db, now=now, new_id=builders.new_id)
        self._sold(db, ticket(*self._some(db)), now)
        stop_training(db, now=now, new_id=builders.new_id)

    def _serviced(self, db: Database, now: datetime) -> None:
        work = replace(product("Coupe et brushing", 3_400), supply=Supply.SERVICE)
        add_product(db, work)
        basket = ticket(work)
        make_note(db, basket, now=now, rates=french_rates())
        self._sold(db, basket, now)

    def _counted(self, db: Database, now: datetime) -> None:
        """The drawer of the last closing, a coin short."""
        closing = latest(db, Kind.Z)
        if closing is not None:
            count_cash(db, closing.seq, {2_000: 3, 100: 5}, reason="une pièce tombée", left=0, now=now)

    def _hired(self, db: Database, now: datetime) -> None:
        """Somebody comes to work: a wrong PIN, then the right one."""
        self.manager = staffing.add_person(db, "Léa", Role.MANAGER, now=now, new_id=builders.new_id).id
        pepper = _pepper(db)
        staffing.set_pin(db, self.manager, PIN, now=now, pepper=pepper.made_for(db))
        with suppress(PinWrong):
            staffing.sign_in(db, self.manager, "9999", now=now, pepper=pepper.of(db))
        self._signed_in(db, now)

    def _changed_hands(self, db: Database, now: datetime) -> None:
        staffing.sign_out(db, now=now)
        self._signed_in(db, now)

    def _signed_in(self, db: Database, now: datetime) -> None:
        staffing.sign_in(db, self.manager, PIN, now=now, pepper=_pepper(db).of(db))

    def _rotated(self, db: Database, now: datetime) -> None:
        rotate_key(db, keys=FileKeyStore(key_file(db.path)), now=now)

    def _backed_up(self, db: Database, now: datetime) -> None:
        self.backup = back_up(db.path, self.folder / "backups", now=now).path

    def _restored(self, db: Database, now: datetime) -> Database:
        """Yesterday's copy is put back: the closing made since and the sales of today are lost, and said to be."""
        assert self.backup is not None
        path, row = db.path, head_row(db)
        db.close()
        restore(
            self.backup,
            path,
            now=now + timedelta(minutes=1),
            new_id=builders.new_id,
            known_heads=[Head(row.seq, row.hash)],
        )
        db = open_shop(path, now=now, new_id=builders.new_id, synchronous="NORMAL")
        now += timedelta(minutes=2)
        self._signed_in(db, now)
        builders.close_day_before(db, now)
        return db

    def _archived_before(self, db: Database, now: datetime) -> None:
        """What was until yesterday is archived already: the year's archive tells of it."""
        archive(db, self.folder / "archives", FIRST_DAY, now.date() - timedelta(days=1), now=now)

    def _some(self, db: Database) -> list[Product]:
        """Two articles of the shelf."""
        found = [products.get(db, id_) for id_ in products.shown_online(db)]
        shelf = [one for one in found if one is not None and one.price is not None and one.supply is Supply.GOODS]
        return self.chance.sample(shelf, 2)

    def _sold(self, db: Database, basket: Ticket, now: datetime) -> Sale:
        return sell(db, basket, exactly(basket), now=now, rates=french_rates()).sale


def _plain(work: Callable[[Database, datetime], None]) -> Step:
    """A step that leaves the connection as it is."""

    def step(db: Database, now: datetime) -> Database:
        work(db, now)
        return db

    return step


def _pepper(db: Database) -> DevicePepper:
    return DevicePepper(FileKeyStore(key_file(db.path)))
