"""A shop joined to the town's catalogue, reservations that come to it, and a cashier who prepares them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from pos.database import online_links, online_orders
from pos.database.connection import Database, connect
from pos.database.online_links import OnlineLink
from pos.domain.catalogue import Product
from pos.domain.online_order import OnlineOrder, OrderMode, OrderState
from pos.operations.opening import open_shop
from pos.operations.taking_orders import HeardOrder, HeardPage, begin_anew, take
from sync.state import WindowState
from tests import builders
from tests.pos.reservations import joined, order
from tests.ui.sell.cashier import Cashier, ask
from tests.ui.sell.conftest import BREAD, OpenTill, gui_thread_guard, open_till, shelf  # noqa: F401
from ui.orders.orders_sheet import OrdersSheet

NUMBER = "K7QF3M"


class Preparer:
    """A cashier and the far end: reservations come as the sync thread brings them, from a connection of its own."""

    def __init__(self, cashier: Cashier, path: Path, shelf: dict[str, Product]) -> None:  # noqa: F811
        self.cashier, self.path, self.shelf = cashier, path, shelf
        self._cursor = 0

    @property
    def sheet(self) -> OrdersSheet:
        """The list, which must be open."""
        return self.cashier.sheet(OrdersSheet)

    @property
    def banner(self) -> str:
        """What the line on the sell screen says; empty while it is hidden."""
        banner = self.cashier.till.late.orders.news.banner
        return banner.key.text() if banner.isVisible() else ""

    @property
    def hint(self) -> str:
        """What stands under the ticket."""
        panel = self.cashier.window.sell.ticket
        return panel.hint.text() if panel.hint.isVisible() else ""

    def comes(
        self,
        count: int = 1,
        *,
        code: str = BREAD,
        number: str = NUMBER,
        state: OrderState = OrderState.REQUESTED,
        mode: OrderMode = OrderMode.REQUEST,
        is_paid: bool = False,
    ) -> OnlineOrder:
        """Somebody reserved so many of an article, and the till hears of it."""
        made = order((self.shelf[code], count), state=state, mode=mode, is_paid=is_paid)
        return self.tell(replace(made, number=number))

    def tell(self, one: OnlineOrder) -> OnlineOrder:
        """The till hears of a reservation as it is now."""
        self.take(HeardOrder(one.id, one.revision, self._cursor + 1, b"{}", one))
        return one

    def take(self, row: HeardOrder) -> None:
        """The feed has this row next, and the sync thread takes it in."""
        page = HeardPage("feed", self._cursor, self._cursor + 1, (row,))
        self.write(lambda db: _take(db, page))
        self._cursor += 1
        self.report()

    def report(self) -> None:
        """The sync thread says how the window stands, as it does after every round."""
        counts = ask(self.path, lambda db: (online_orders.count_open(db), online_orders.count_unseen(db)))
        self.cashier.till.window_reported.emit(
            WindowState(linked=True, current_at=builders.NOON, orders_open=counts[0], orders_unseen=counts[1])
        )
        self.cashier.settle()

    def write(self, work: Callable[[Database], object]) -> None:
        """Change the shop's file from a thread of its own, as the sync thread does."""

        def live() -> None:
            with closing(connect(self.path)) as db:
                work(db)

        thread = threading.Thread(target=live)
        thread.start()
        thread.join()

    def now_of(self, one: OnlineOrder) -> OnlineOrder:
        """The reservation as the shop's file knows it."""
        found = ask(self.path, lambda db: online_orders.get(db, one.target, one.id))
        assert found is not None
        return found


def _take(db: Database, page: HeardPage) -> None:
    link = _link(db)
    begin_anew(db, link, page)
    take(db, link, page, now=builders.NOON)


def _link(db: Database) -> OnlineLink:
    link = online_links.get(db)
    assert link is not None
    return link


@pytest.fixture
def path_of_joined_shop(shelf: dict[str, Product], shop_path: Path, now: datetime) -> Path:  # noqa: F811
    with closing(open_shop(shop_path, now=now, new_id=builders.ids(51))) as db:
        joined(db)
    return shop_path


@pytest.fixture
def preparer(
    path_of_joined_shop: Path,
    shelf: dict[str, Product],  # noqa: F811
    open_till: OpenTill,  # noqa: F811
    tmp_path: Path,
) -> Preparer:
    """A till that has heard from the catalogue."""
    cashier = open_till(printer_setting="pretend:", papers=tmp_path / "papers")
    cashier.qtbot.waitUntil(lambda: cashier.till.late.most_sold is not None, timeout=10_000)
    one = Preparer(cashier, path_of_joined_shop, shelf)
    one.report()
    return one
