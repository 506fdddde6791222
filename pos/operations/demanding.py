"""What customers ask for in vain: noted in a moment, gathered to order by, and forgotten after a year and a month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from pos.database import demands, print_jobs, products, settings
from pos.database.connection import Database, snapshot, transaction
from pos.database.journal import training
from pos.database.print_jobs import JobState, PaperKind, PrintJob
from pos.database.search import search
from pos.domain.catalogue import StockedProduct
from pos.domain.demand import AskedFor, Demand, PutAside, clean_words, gathered, same_words
from pos.domain.identity import NewId, to_ms
from pos.domain.printer import PrinterProfile
from pos.exchange import tables
from pos.operations.changes import Changes
from pos.operations.equipping import logo_for
from pos.operations.printing import RECEIPT_PRINTER
from pos.receipts import escpos
from pos.receipts.neighbour_slip import neighbour_slip
from pos.wording import Wording

_FOUND_AT_MOST = 20
_SHORTEST_PART = 3


@dataclass(frozen=True, slots=True)
class Wanted:
    """Something asked for in vain, and the article of the shop it is, if it is one and still there."""

    asked: AskedFor
    article: StockedProduct | None = None

    @property
    def name(self) -> str:
        """The article's name, else the words it was asked for by."""
        return self.asked.words if self.article is None else self.article.product.name

    @property
    def is_here_now(self) -> bool:
        """Whether the shop has some of it again."""
        return self.article is not None and is_there(self.article)


def is_there(stocked: StockedProduct) -> bool:
    """Whether the shop has some of an article; one that nobody ever counted may be there or not."""
    return stocked.on_hand is not None and stocked.on_hand.milli > 0


def article_meant(db: Database, words: str) -> StockedProduct | None:
    """The shop's own article that words mean beyond doubt: by its code, its name, or as the only one found."""
    cleaned = clean_words(words)
    if not cleaned:
        return None
    coded = products.with_barcode(db, cleaned) if any(map(str.isdigit, cleaned)) else None
    if coded is not None:
        return products.stocked(db, coded.id)
    wanted = same_words(cleaned)
    found = search(db, cleaned, limit=_FOUND_AT_MOST)
    named = next((one for one in found if same_words(one.product.name) == wanted), None)
    if named is not None:
        return named
    alone = found[0] if len(found) == 1 and len(wanted) >= _SHORTEST_PART else None
    parts = set(wanted.split())
    return alone if alone is not None and parts <= set(same_words(alone.product.name).split()) else None


def note(db: Database, demand: Demand) -> Demand | None:
    """Keep what was asked for; gives what was kept, None where there was nothing to keep or the till is in training.

    Where no article is named, the shop's own that the words mean and that is out is noted with them. Noting the same
    again changes nothing.
    """
    cleaned = clean_words(demand.words)
    if not cleaned or training.is_on(db):
        return None
    product_id = demand.product_id or _article_out(db, cleaned)
    kept = Demand(demand.id, demand.at_ms, cleaned, product_id, demand.answer, demand.person)
    with transaction(db):
        demands.add(db, kept)
    return kept


def put_back(db: Database, gone: Sequence[Demand]) -> None:
    """Undo `settle`: what was asked for is known again."""
    with transaction(db):
        for demand in gone:
            demands.add(db, demand)


def settle(db: Database, demand_ids: Sequence[str]) -> tuple[Demand, ...]:
    """Take demands off the list, because the shop has the article now or noted them by mistake; gives them to undo."""
    with transaction(db):
        gone = demands.of(db, demand_ids)
        demands.remove(db, demand_ids)
    return tuple(gone)


def asked_for(db: Database, *, days: int, now: datetime) -> list[Wanted]:
    """What was asked for in vain within so many days, the most asked for first."""
    with snapshot(db):
        asked = gathered(demands.since(db, to_ms(now - timedelta(days=days))))
        return [Wanted(one, products.stocked(db, one.product_id) if one.product_id else None) for one in asked]


def write_asked_for(db: Database, path: Path, *, days: int, now: datetime, wording: Wording) -> int:
    """Write the list to a CSV file to order by, and give the number of its lines.

    Raises:
        FileNotWritten: the folder or disk does not accept it.
    """
    headings = (
        wording("Asked for"),
        wording("Times"),
        wording("Held elsewhere"),
        wording("Last time"),
        wording("Codes"),
        wording("In stock"),
    )
    rows = [_cells(db, wanted, now, wording) for wanted in asked_for(db, days=days, now=now)]
    return tables.write(path, headings, rows)


def forget_old(db: Database, *, now: datetime) -> None:
    """Forget what is so old that nobody orders by it."""
    with transaction(db):
        demands.forget_before(db, to_ms(now) - demands.KEPT_MS)


def queue_slip(
    db: Database, aside: PutAside, *, profile: PrinterProfile, now: datetime, new_id: NewId, wording: Wording
) -> Changes:
    """Let the customer's slip wait for the receipt printer."""
    escpos.load()
    with transaction(db):
        slip = neighbour_slip(aside, settings.shop_identity(db), wording)
        job = PrintJob(
            new_id(), RECEIPT_PRINTER, None, slip.title, 0, JobState.WAITING, to_ms(now), paper=PaperKind.SLIP
        )
        print_jobs.add(db, job, escpos.render(slip, profile, logo=logo_for(db, profile)))
    return Changes(prints=True)


def _article_out(db: Database, words: str) -> str:
    meant = article_meant(db, words)
    return "" if meant is None or is_there(meant) else meant.product.id


def _cells(db: Database, wanted: Wanted, now: datetime, wording: Wording) -> tuple[str, ...]:
    asked, article = wanted.asked, wanted.article
    last = datetime.fromtimestamp(asked.last_ms / 1000, now.tzinfo)
    on_hand = None if article is None else article.on_hand
    return (
        wanted.name,
        str(asked.times),
        str(asked.elsewhere),
        wording.date(last),
        " ".join(products.barcodes_of(db, asked.product_id)) if article is not None else "",
        "" if article is None or on_hand is None else wording.quantity(on_hand, article.product.unit),
    )
