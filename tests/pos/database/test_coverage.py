"""How much of the shop its window shows, category by category, the least complete first."""

from __future__ import annotations

from datetime import datetime

from pos.database import coverage, online_links, outbox, products
from pos.database.connection import Database
from pos.database.coverage import Coverage
from pos.database.online_links import CATALOGUE, OnlineLink
from pos.domain.catalogue import Category, Product
from pos.domain.quantity import pieces
from pos.operations.cataloguing import add_product, open_stock
from tests import builders

LINK = OnlineLink(CATALOGUE, CATALOGUE, "https://vitrines.example", "s", "Mercerie", "", 1, 1)


def test_each_thing_an_article_lacks_is_counted(db: Database, now: datetime) -> None:
    online_links.put(db, LINK)
    products.add_category(db, Category("yarn", "Laines", 1, "rose"))
    products.add_category(db, Category("thread", "Fils", 2, "sky"))
    whole = _added(db, "Laine", "yarn", code="3000000000014", level=now)
    unpriced = _added(db, "Coton", "yarn", code="3000000000021", level=now, price=None)
    uncoded = _added(db, "Fil", "thread", level=now)
    uncounted = _added(db, "Aiguille", None, code="3000000000038")
    outbox.note_shown(db, CATALOGUE, [(one.id, True) for one in (whole, unpriced, uncoded)] + [(uncounted.id, False)])

    found = coverage.by_category(db, CATALOGUE)

    assert found[-1] == Coverage("Laines", articles=2, shown=2, priced=1, coded=2, counted=2, complete=1)
    assert set(found[:-1]) == {
        Coverage("Fils", articles=1, shown=1, priced=1, coded=0, counted=1, complete=0),
        Coverage(None, articles=1, shown=0, priced=1, coded=1, counted=0, complete=0),
    }
    assert coverage.shown(db, CATALOGUE) == (3, 4)


def test_what_another_online_shop_shows_is_no_account_of_this_one(db: Database) -> None:
    online_links.put(db, LINK)
    one = _added(db, "Laine", None)
    outbox.note_shown(db, CATALOGUE, [(one.id, True)])

    assert coverage.shown(db, "elsewhere") == (0, 1)
    assert coverage.by_category(db, "elsewhere")[0].shown == 0


def test_an_empty_shop_has_nothing_to_show(db: Database) -> None:
    assert coverage.by_category(db, CATALOGUE) == []
    assert coverage.shown(db, CATALOGUE) == (0, 0)


def _added(
    db: Database,
    name: str,
    category: str | None,
    *,
    code: str = "",
    level: datetime | None = None,
    price: int | None = 9,
) -> Product:
    one = builders.product(name, price, category_id=category)
    add_product(db, one, (code,) if code else ())
    if level is not None:
        open_stock(db, [(one.id, pieces(3))], now=level)
    return one
