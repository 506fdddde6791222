"""Keep a file of today's schema: `python -m tests.old_databases` writes NAME.db.gz, named after the last migration.

To be run once when a schema is released; a file that stands is never written again.
"""

from __future__ import annotations

import gzip
import sys
import tempfile
from pathlib import Path

from pos.database import cursors, escrow, online_links
from pos.database.connection import Database, transaction
from pos.database.migrations import MIGRATIONS
from pos.domain.catalogue import Product
from pos.domain.demand import Demand
from pos.domain.escrow import Units
from pos.domain.identity import to_ms
from pos.domain.online_order import Deed, OrderMode, OrderState
from pos.domain.quantity import Quantity, Unit, pieces
from pos.domain.tax import TaxClass
from pos.domain.ticket import note_ticket
from pos.exchange.tax_rates import french_rates
from pos.operations.arranging import add_favourite
from pos.operations.cataloguing import add_product, open_stock
from pos.operations.closing import close_day
from pos.operations.demanding import note
from pos.operations.opening import open_shop
from pos.operations.ordering import do
from pos.operations.parking import park
from pos.operations.selling import keep_ticket, sell
from pos.operations.taking_orders import HeardOrder, HeardPage, begin_anew, take
from tests.builders import NOON, cash, ids, product, ticket
from tests.pos.reservations import order

FOLDER = Path(__file__).parent


def main() -> int:
    """Write the file of today's schema, or say that it stands already."""
    kept = FOLDER / f"{list(MIGRATIONS)[-1]}.db.gz"
    if kept.exists():
        print(f"{kept.name} stands already and is never written again.")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "shop.db"
        _trade(path)
        kept.write_bytes(gzip.compress(path.read_bytes(), mtime=0))
    print(f"{kept.name}: {kept.stat().st_size} bytes")
    return 0


def _trade(path: Path) -> None:
    """A shop with two articles, a sale, its day closed, a window to be told, reservations, tickets kept."""
    db = open_shop(path, now=NOON, new_id=ids(1))
    db.execute(
        "INSERT INTO online_link (target, kind, address, shop, shop_name, window_url, term, epoch)"
        " VALUES ('catalogue', 'catalogue', 'https://catalogue.example', 's', 'Épicerie', '', 1, 1)"
    )
    soap = product("Savon de Marseille", 250)
    cheese = product("Comté", 2290, tax_class=TaxClass.REDUCED, unit=Unit.KILOGRAM)
    for one, code in ((soap, "2000000000015"), (cheese, "2600001000009")):
        add_product(db, one, [code])
    open_stock(db, [(soap.id, pieces(10)), (cheese.id, Quantity(5_400))], now=NOON)
    add_favourite(db, cheese.id)
    park(db, note_ticket(ticket(cheese), "pour demain"), name="Comptoir", now=NOON)
    sell(db, ticket((soap, pieces(2)), (cheese, Quantity(350))), [cash(2000)], now=NOON, rates=french_rates())
    close_day(db, now=NOON)
    _reserve(db, soap)
    note(db, Demand("d1", to_ms(NOON), "lessive au lavandin"))
    keep_ticket(db, ticket(soap), now=NOON)
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    db.close()


def _reserve(db: Database, soap: Product) -> None:
    """Two reservations heard of, one put aside with its deed still to be told, one from units of the window."""
    link = online_links.get(db)
    assert link is not None
    asked = order((soap, 2), order_id="o1")
    handed = order((soap, 1), order_id="o2", state=OrderState.HELD, mode=OrderMode.ESCROW)
    rows = tuple(
        HeardOrder(one.id, one.revision, place, b"{}", one) for place, one in enumerate((asked, handed), start=1)
    )
    page = HeardPage("feed", 0, 2, rows, reached="0a1b2c3d")
    begin_anew(db, link, page)
    take(db, link, page, now=NOON)
    do(db, link.target, asked.id, Deed.CONFIRM, now=NOON, new_id=ids(2))
    with transaction(db):
        escrow.put(db, link.target, [Units(soap.id, granted=pieces(3))])
        cursors.put(db, link.target, cursors.ESCROW, cursors.Cursor(str(link.term), 0))


if __name__ == "__main__":
    sys.exit(main())
