"""What a file must hold after any accident, given what was announced and acknowledged before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from pos.database import sales, stock
from pos.database.connection import Database
from pos.database.journal.records import about, by_seq
from pos.domain.money import total
from pos.domain.quantity import Quantity
from pos.domain.sale import Sale
from pos.domain.ticket import Ticket
from pos.fiscal.canonical import NotCanonical
from pos.fiscal.record import Kind
from pos.fiscal.ticket import read_ticket
from pos.operations.checking import check
from pos.operations.selling import resume_ticket
from tests.durability.chain import broken_chain
from tests.durability.trading import OPENING, Headed, Keeping, Kept, Selling, Sold, Stocked, Word

FRESH = "fresh"


@dataclass(slots=True)
class Told:
    """What the shop was told so far; `recent` are the sales acknowledged since the file was last looked at."""

    articles: tuple[str, ...] = ()
    sales: dict[str, Sale] = field(default_factory=dict)
    recent: set[str] = field(default_factory=set)
    sold_milli: Counter[str] = field(default_factory=Counter)
    kept: Ticket | None = None
    under_way: Keeping | Selling | None = None
    head: Headed | None = None

    def hear(self, word: Word) -> None:
        """Take in one word of the till."""
        match word:
            case Stocked(product_ids):
                self.articles = product_ids
                self.sales.clear()
                self.sold_milli.clear()
            case Keeping() | Selling():
                self.under_way = word
            case Kept(ticket):
                self.kept, self.under_way = ticket, None
            case Sold(sale):
                self._add(sale)
                self.recent.add(sale.id)
                self.kept, self.under_way = None, None
            case Headed():
                self.head = word

    def settle(self, db: Database) -> None:
        """Go on from what the file holds: what was under way is in it or not, and stays so."""
        held = {sale_id for (sale_id,) in db.rows("SELECT id FROM sale")}
        for lost in self.sales.keys() - held:
            self._drop(self.sales.pop(lost))
        for sale_id in held - self.sales.keys():
            found = sales.get(db, sale_id)
            if found is not None:
                self._add(found)
        ticket = resume_ticket(db, new_id=lambda: FRESH)
        self.kept = None if ticket.id == FRESH else ticket
        self.recent.clear()
        self.under_way = self.head = None
        if stock.levels(db).keys() != set(self.articles):
            self.articles = ()  # not even the shop's first stocking was kept

    def _add(self, sale: Sale) -> None:
        self.sales[sale.id] = sale
        for line in sale.lines:
            self.sold_milli[line.product_id] += line.quantity.milli

    def _drop(self, sale: Sale) -> None:
        for line in sale.lines:
            self.sold_milli[line.product_id] -= line.quantity.milli


@dataclass(frozen=True, slots=True)
class Finding:
    """Broken promises: acknowledged sales that are gone, and in words everything else."""

    lost: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.lost or self.wrong)


def broken(db: Database, told: Told, *, thorough: bool = False) -> Finding:
    """Every promise this file breaks.

    Args:
        db: the file, opened again after the accident.
        told: what was announced and acknowledged before it.
        thorough: compare every sale field by field, not only those since the last look, and ask the till's own check.
    """
    wrong = [*broken_chain(db, thorough=thorough), *_unsound(db)]
    if thorough:
        wrong += [f"comptoir check: {finding}" for finding in check(db).findings]
    if not told.articles:
        return Finding(wrong=tuple(wrong))
    held = {sale_id for (sale_id,) in db.rows("SELECT id FROM sale")}
    lost = tuple(told.sales.keys() - held)
    wrong += _strange_sales(db, told, held)
    looked_at = told.sales.keys() if thorough else told.recent
    wrong += [f"sale {id_} is not as acknowledged" for id_ in looked_at & held if not _as_told(db, told.sales[id_])]
    if not lost:
        wrong += _missing_head(db, told)
        wrong += [*_wrong_stock(db, told, held), *_wrong_ticket(db, told, held)]
    return Finding(lost, tuple(wrong))


def _unsound(db: Database) -> Iterator[str]:
    """What is wrong with the file whatever was sold: pages, references, sums, gaps, counters."""
    for question in ("integrity_check", "foreign_key_check"):
        yield from (f"{question}: {row}" for row in db.rows(f"PRAGMA {question}") if row != ("ok",))
    yield from (f"number gap {gap}" for gap in sales.number_gaps(db))
    yield from (f"sequence gap {gap}" for gap in stock.sequence_gaps(db))
    yield from (f"level {level}" for level in stock.wrong_levels(db))
    yield from (f"half a sale {sale_id}" for sale_id in sales.unbalanced(db))
    counted = db.row(
        "SELECT (SELECT count(*) FROM sale), (SELECT count(*) FROM movement) + 1,"
        " (SELECT count(*) FROM movement WHERE reason = 'sale'), (SELECT count(*) FROM sale_line)"
    )
    counters = db.row("SELECT last_number, next_seq FROM till")
    if counted is None or counters != counted[:2] or counted[2] != counted[3]:
        yield f"counters {counters}, rows {counted}"
    yield from (
        f"the window would not learn of {row}"
        for row in db.rows(
            "SELECT s.product_id, s.version, d.gen FROM stock_level s"
            " LEFT JOIN dirty d ON d.product_id = s.product_id AND d.stream = 'level' WHERE d.gen IS NOT s.version"
        )
    )


def _as_told(db: Database, sale: Sale) -> bool:
    """Whether a sale's rows and its record both say what was acknowledged."""
    try:
        said = [read_ticket(one.payload).sale for one in about(db, sale.id, Kind.TICKET)]
    except NotCanonical:
        return False
    return sales.get(db, sale.id) == sale and said == [sale]


def _missing_head(db: Database, told: Told) -> Iterator[str]:
    """An end of the chain that was told outside must be in the file, or the anchors would cry wolf."""
    if told.head is not None:
        found = by_seq(db, told.head.seq)
        if found is None or found.hash != told.head.hash:
            yield f"the head told, {told.head.seq}, is not in the journal"


def _strange_sales(db: Database, told: Told, held: set[str]) -> list[str]:
    """Sales nobody acknowledged: only the one under way may be there, and then whole."""
    strangers = held - told.sales.keys()
    if isinstance(told.under_way, Selling):
        ticket = told.under_way.ticket
        if ticket.id in strangers and _is_sale_of(sales.get(db, ticket.id), ticket):
            strangers = strangers - {ticket.id}
    return [f"sale {sale_id} was never made" for sale_id in strangers]


def _is_sale_of(sale: Sale | None, ticket: Ticket) -> bool:
    return (
        sale is not None
        and [(line.product_id, line.quantity, line.gross) for line in sale.lines]
        == [(line.product_id, line.quantity, line.gross) for line in ticket.lines]
        and total(share.gross for share in sale.vat) == ticket.total
        and total(payment.amount for payment in sale.payments) - sale.change == ticket.total
    )


def _wrong_stock(db: Database, told: Told, held: set[str]) -> Iterator[str]:
    gone = Counter(told.sold_milli)
    if isinstance(told.under_way, Selling) and told.under_way.ticket.id in held:
        for line in told.under_way.ticket.lines:
            gone[line.product_id] += line.quantity.milli
    due = {article: OPENING - Quantity(gone[article]) for article in told.articles}
    if stock.levels(db) != due:
        yield "the levels are not opening stock less sales"


def _wrong_ticket(db: Database, told: Told, held: set[str]) -> Iterator[str]:
    """The ticket that is open again must be the one last kept, or the one being kept."""
    ticket = resume_ticket(db, new_id=lambda: FRESH)
    found = None if ticket.id == FRESH else ticket
    if isinstance(told.under_way, Selling) and told.under_way.ticket.id in held:
        allowed: list[Ticket | None] = [None]
    else:
        allowed = [told.kept]
        if isinstance(told.under_way, Keeping):
            allowed.append(told.under_way.ticket)
    if found not in allowed:
        said = [ticket and f"{ticket.id} of {len(ticket.lines)} lines" for ticket in (found, *allowed)]
        yield f"the open ticket is {said[0]}, not one of {said[1:]}"
