"""Checking: whether a shop's file is sound, told as findings; nothing is ever changed or repaired.

Everything is asked of one and the same moment of the file, through a read-only connection, so a check may run
while the till is selling.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from pos.database import checks, migrations, online_orders, order_checks, products, sales, stock, tickets, window_checks
from pos.database.checks import SeriesPlace
from pos.database.connection import Database, snapshot
from pos.domain.errors import DatabaseDamaged, NotAShopFile
from pos.domain.quantity import Quantity, Unit
from pos.fiscal.verify import KO
from pos.operations.checking_window import WindowFinding, window_findings
from pos.operations.proving import prove


class Step(StrEnum):
    """What is being looked at, for whoever shows progress."""

    PAGES = "pages"
    MOVEMENTS = "movements"
    BOOKS = "books"
    JOURNAL = "journal"


Progress = Callable[[Step, int, int], None]
"""Told the step, how much of it is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class Damaged:
    """SQLite finds the file itself damaged; what it says is in its own words."""

    detail: str


@dataclass(frozen=True, slots=True)
class StructureChanged:
    """A table, an index or a guard against changes is not as Comptoir made it."""

    name: str


@dataclass(frozen=True, slots=True)
class PointsNowhere:
    """Rows of a table point to rows of another that do not exist."""

    table: str
    parent: str
    rows: int


@dataclass(frozen=True, slots=True)
class LevelOff:
    """A product's level is not the sum of its movements."""

    product: str
    unit: Unit
    level: Quantity
    movements: Quantity


@dataclass(frozen=True, slots=True)
class MovementMissing:
    """The movement after this place of a series is missing."""

    after: SeriesPlace


@dataclass(frozen=True, slots=True)
class MovementAltered:
    """A movement was changed after it was written: its hash is not that of its fields."""

    place: SeriesPlace


@dataclass(frozen=True, slots=True)
class TicketMissing:
    """The ticket after this number of a series is missing."""

    after: SeriesPlace


@dataclass(frozen=True, slots=True)
class SaleUnbalanced:
    """The lines, the VAT or the payments of a sale do not add up to its total."""

    place: SeriesPlace


@dataclass(frozen=True, slots=True)
class GoodsUnaccounted:
    """The lines of a sale and the movements of the stock say different things."""

    place: SeriesPlace | None
    sale_id: str


@dataclass(frozen=True, slots=True)
class CounterOff:
    """A counter of the till disagrees with what it gave out: the end of a series is missing, or would come twice."""

    counter: str


@dataclass(frozen=True, slots=True)
class StrayNews:
    """News for an online shop that can never be settled."""

    target: str
    product_id: str


@dataclass(frozen=True, slots=True)
class NotSearchable:
    """Search cannot find a product by all of its words and codes."""

    product: str


@dataclass(frozen=True, slots=True)
class IndexOff:
    """An index of the search holds more or less than there is to be found."""

    index: str


@dataclass(frozen=True, slots=True)
class OpenTicketUnreadable:
    """The ticket kept from last time cannot be read back."""


@dataclass(frozen=True, slots=True)
class JournalBroken:
    """A proof of the journal is broken: what the verifier calls it, the first record it is about, and its values."""

    code: str
    seq: int
    file: str
    values: Mapping[str, int | str]
    more: int


@dataclass(frozen=True, slots=True)
class OrderUnbalanced:
    """What was asked for in a reservation is not what is held, fulfilled and released of it."""

    target: str
    number: str


@dataclass(frozen=True, slots=True)
class OrderUnheard:
    """A reservation is not what its online shop told last, and nothing the shop did explains it."""

    target: str
    order_id: str


@dataclass(frozen=True, slots=True)
class OrdersRefused:
    """Reservations came that nobody could read; they are kept as they came."""

    target: str
    rows: int


@dataclass(frozen=True, slots=True)
class StrayDeed:
    """Something was done about a reservation that is not there."""

    target: str
    key: str


@dataclass(frozen=True, slots=True)
class EscrowOff:
    """The ledger of units handed to the window of an online shop does not hold together."""

    target: str
    product: str


Finding = (
    Damaged
    | StructureChanged
    | PointsNowhere
    | LevelOff
    | MovementMissing
    | MovementAltered
    | TicketMissing
    | SaleUnbalanced
    | GoodsUnaccounted
    | CounterOff
    | StrayNews
    | NotSearchable
    | IndexOff
    | OpenTicketUnreadable
    | JournalBroken
    | OrderUnbalanced
    | OrderUnheard
    | OrdersRefused
    | StrayDeed
    | EscrowOff
    | WindowFinding
)


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check looked at and what it found; counts are zero where damage kept it from counting."""

    sales: int
    movements: int
    products: int
    findings: tuple[Finding, ...]

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings

    @property
    def is_damaged(self) -> bool:
        """Whether SQLite itself cannot trust the file."""
        return any(isinstance(finding, Damaged) for finding in self.findings)


def quietly(step: Step, done: int, of: int) -> None:
    """Show no progress."""


def check(db: Database, *, progress: Progress = quietly) -> CheckReport:
    """Look at everything a shop's file promises.

    Args:
        db: best a connection from `connect_reader`; nothing is written.
        progress: told how far the check is.

    Raises:
        DatabaseTooNew: the file was written by a later Comptoir.
        NotAShopFile: it is no shop's file at all.
        DatabaseDamaged: it is so damaged that not even its migrations can be read.
    """
    with snapshot(db):
        require_shop(db)
        progress(Step.PAGES, 0, 1)
        damages = checks.damages(db)
        if damages:
            return CheckReport(0, 0, 0, tuple(Damaged(detail) for detail in damages))
        progress(Step.PAGES, 1, 1)
        try:
            return _checked_books(db, progress)
        except DatabaseDamaged as damaged:
            return CheckReport(0, 0, 0, (Damaged(damaged.finding),))


def require_shop(db: Database) -> None:
    """Make sure that this is a shop's file, of a Comptoir not later than this one.

    Raises:
        DatabaseTooNew: the file was written by a later Comptoir.
        NotAShopFile: it is no shop's file.
    """
    migrations.pending(db)
    if not migrations.applied(db):
        raise NotAShopFile(db.path, "no shop file")


def _checked_books(db: Database, progress: Progress) -> CheckReport:
    movements = checks.movement_count(db)
    altered = [MovementAltered(place) for place in _altered(db, movements, progress)]
    progress(Step.BOOKS, 0, 1)
    findings = (*_structure(db), *_goods(db), *altered, *_takings(db), *_loose_ends(db), *_reservations(db))
    progress(Step.BOOKS, 1, 1)
    findings = (*findings, *_journal(db, progress))
    return CheckReport(sales.count(db), movements, products.count(db), findings)


def _altered(db: Database, movements: int, progress: Progress) -> Iterator[SeriesPlace]:
    done, last = 0, None
    while True:
        progress(Step.MOVEMENTS, min(done, movements), movements)
        altered, last = checks.altered_movements(db, last)
        yield from altered
        if last is None:
            return
        done += checks.MOVEMENTS_A_PAGE


def _structure(db: Database) -> Iterator[Finding]:
    yield from map(StructureChanged, checks.schema_differences(db))
    broken = checks.broken_references(db)
    for table, parent in sorted(set(broken)):
        yield PointsNowhere(table, parent, broken.count((table, parent)))


def _goods(db: Database) -> Iterator[Finding]:
    for product_id, _, level, summed in stock.wrong_levels(db):
        product = products.get(db, product_id)
        name, unit = (product.name, product.unit) if product else (product_id, Unit.PIECE)
        yield LevelOff(name, unit, Quantity(level), Quantity(summed))
    for gap in stock.sequence_gaps(db):
        yield MovementMissing(SeriesPlace(*gap))


def _takings(db: Database) -> Iterator[Finding]:
    for gap in sales.number_gaps(db):
        yield TicketMissing(SeriesPlace(*gap))
    for sale_id in sales.unbalanced(db):
        place = checks.number_of_sale(db, sale_id)
        if place is not None:
            yield SaleUnbalanced(place)
    for sale_id in checks.sales_without_their_goods(db):
        yield GoodsUnaccounted(checks.number_of_sale(db, sale_id), sale_id)
    yield from map(CounterOff, checks.counters_off(db))


def _loose_ends(db: Database) -> Iterator[Finding]:
    for target, product_id in (*checks.stray_news(db), *window_checks.news_of_nothing(db)):
        yield StrayNews(target, product_id)
    yield from window_findings(db)
    yield from map(IndexOff, checks.indexes_off(db))
    yield from map(NotSearchable, _not_found(db))
    if not tickets.all_readable(db):
        yield OpenTicketUnreadable()


def _reservations(db: Database) -> Iterator[Finding]:
    if not order_checks.are_there(db):
        return
    for target, number in order_checks.unbalanced(db):
        yield OrderUnbalanced(target, number)
    for target, order_id in order_checks.unheard(db):
        yield OrderUnheard(target, order_id)
    for target, rows in sorted(Counter(one.target for one in online_orders.refused(db)).items()):
        yield OrdersRefused(target, rows)
    for target, key in order_checks.stray_deeds(db):
        yield StrayDeed(target, key)
    for target, product_id in order_checks.escrow_off(db):
        product = products.get(db, product_id)
        yield EscrowOff(target, product.name if product else product_id)


def _journal(db: Database, progress: Progress) -> Iterator[Finding]:
    """What the fast verification finds broken; what is only to be explained is the verifier's to tell."""
    report = prove(db, full=False, progress=lambda done, of: progress(Step.JOURNAL, done, of))
    for one in report.ordered:
        if one.severity == KO:
            yield JournalBroken(one.code, one.seq, one.file, one.values, one.more)


def _not_found(db: Database) -> Iterator[str]:
    last: str | None = ""
    while last is not None:
        names, last = checks.products_not_found(db, last)
        yield from names
