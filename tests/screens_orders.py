"""How the preparation list is posed for its pictures: reservations of our invention in the demo shop's own file."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from pos.database import inbox, online_links, online_orders, order_deeds
from pos.database.connection import Database, transaction
from pos.database.online_links import OnlineLink
from pos.domain.identity import to_ms
from pos.domain.money import Money
from pos.domain.online_order import NONE, Deed, OnlineOrder, OrderLine, OrderMode, OrderState
from pos.domain.quantity import Quantity, Unit, pieces
from pos.wording import Wording
from sync.state import WindowState
from tests import builders
from ui.orders.orders_sheet import OrdersSheet, Shelf

if TYPE_CHECKING:
    from tests.screens import Sitting

NOW: Final = builders.NOON + timedelta(hours=2, minutes=32)
TARGET: Final = "catalogue"
LINK: Final = OnlineLink(
    target=TARGET,
    kind="catalogue",
    address="https://vitrines.example",
    shop="s",
    shop_name="Au Panier de Lise",
    window_url="https://vitrines.example/boutiques/au-panier-de-lise/",
    term=1,
    epoch=1,
)


def order(number: str, state: OrderState, *lines: OrderLine, minutes: int = 23, seen: bool = True) -> OnlineOrder:
    """A reservation made so many minutes ago, kept until tomorrow noon."""
    open_until = (NOW + timedelta(hours=3, minutes=28)) if state.is_open else None
    return OnlineOrder(
        target=TARGET,
        id=f"order-{number}",
        number=number,
        revision=1,
        state=state,
        mode=OrderMode.REQUEST,
        lines=lines,
        made_at=NOW - timedelta(minutes=minutes),
        expires_at=open_until,
        customer="Mme Perrin",
        contact="06 12 34 56 78",
        is_seen=seen,
    )


def line(number: int, product_id: str, name: str, quantity: Quantity, unit: Unit = Unit.PIECE) -> OrderLine:
    """A line of which all is held."""
    return OrderLine(number, product_id, name, unit, quantity, quantity, price=Money(450))


def _write(db: Database, wording: Wording) -> None:
    bread = line(1, "p1", "Pain de campagne au levain 800 g", pieces(3))
    cheese = line(2, "p2", "Comté affiné 18 mois", Quantity(350), Unit.KILOGRAM)
    soap = line(1, "p3", "Savon de Marseille", pieces(2))
    gone = replace(soap, held=NONE, fulfilled=pieces(2))
    back = replace(soap, held=NONE, released=pieces(2))
    rows = (
        replace(order("K7QF", OrderState.REQUESTED, bread, cheese, seen=False), note="Je passe vers 18 h, merci !"),
        replace(order("M3XD", OrderState.REQUESTED, soap, minutes=4, seen=False), customer="Paul Lefèvre"),
        replace(order("T9WA", OrderState.HELD, bread, minutes=190), made_by="Librairie du Port", customer=""),
        replace(order("R2LB", OrderState.CONFIRMED, soap, minutes=1500), is_paid=True, customer="Inès Moreau"),
        replace(order("B5HN", OrderState.FULFILLED, gone, minutes=3000), customer="Anne Roy"),
        replace(order("C8VE", OrderState.CANCELLED, back, minutes=4000), reason=wording("It was not collected.")),
    )
    with transaction(db):
        if online_links.get(db, TARGET) is None:
            online_links.put(db, LINK)
        for one in rows:
            online_orders.put(db, one, heard_at_ms=to_ms(NOW))
        inbox.refuse(
            db, TARGET, "order-X", 3, b"{}", reason="$.lines[0].unit: invalid enum value 'litre'",
            heard_at_ms=to_ms(NOW),
        )  # fmt: skip


def arrived(sitting: Sitting) -> None:
    """Two that nobody has looked at."""
    sitting.shop_a_little()
    _arrive(sitting)


def _arrive(sitting: Sitting) -> None:
    till = sitting.till
    till.background.run(partial(_write, wording=till.wording))
    sitting.settle()
    till.late.hear_window(WindowState(linked=True, current_at=NOW, orders_open=4, orders_unseen=2))
    sitting.settle()


def listed(sitting: Sitting) -> None:
    """The list, the first of it chosen."""
    arrived(sitting)
    sitting.till.late.orders.open()
    sitting.settle(lambda: isinstance(sitting.till.window.sheet, OrdersSheet))


def _sheet(sitting: Sitting) -> OrdersSheet:
    listed(sitting)
    sheet = sitting.till.window.sheet
    assert isinstance(sheet, OrdersSheet)
    return sheet


def lowered(sitting: Sitting) -> None:
    """Two of three are there."""
    row = _sheet(sitting).panel.rows[0]
    row.set_meant(pieces(2))


def refusing(sitting: Sitting) -> None:
    """The question before a refusal."""
    _sheet(sitting).panel.keys.refuse_key.click()


def aside(sitting: Sitting) -> None:
    """One that waits for its customer, paid online."""
    sheet = _sheet(sitting)
    sheet.box.setText("R2LB")


def turned_down(sitting: Sitting) -> None:
    """One of which the online shop would not take what was done."""

    def refuse(db: Database) -> None:
        with transaction(db):
            order_deeds.add(db, TARGET, "order-T9WA", Deed.CONFIRM, key="k1", quantities={}, why="", made_at_ms=1)
            order_deeds.settle(db, TARGET, "k1", "refused", reason="The reservation is not this shop's.")

    _arrive(sitting)
    sitting.till.background.run(refuse)
    sitting.settle()
    _sheet(sitting).box.setText("T9WA")


def ended(sitting: Sitting) -> None:
    """Those of the last days."""
    _sheet(sitting).shelf.choose(Shelf.ENDED)


def unreadable(sitting: Sitting) -> None:
    """What came and nobody could read."""
    _sheet(sitting).shelf.choose(Shelf.REFUSED)


def none(sitting: Sitting) -> None:
    """Nothing to prepare."""
    sitting.till.late.orders.open()
    sitting.settle(lambda: isinstance(sitting.till.window.sheet, OrdersSheet))


def carried(sitting: Sitting) -> None:
    """A reservation's goods on the ticket, while another comes and a notice is told."""
    product = sitting.find(lambda one: one.name.startswith("Baguette tradition"))
    _hold(sitting, order("P4GK", OrderState.CONFIRMED, line(1, product.id, product.name, pieces(2))))
    _collect(sitting)
    _arrive(sitting)


def _collect(sitting: Sitting) -> None:
    till = sitting.till
    till.late.orders.open()
    sitting.settle(lambda: isinstance(till.window.sheet, OrdersSheet))
    sheet = till.window.sheet
    assert isinstance(sheet, OrdersSheet)
    sheet.panel.keys.collect_key.click()
    sitting.settle(lambda: till.window.sheet is None)
    sitting.scan("2120100000705")


def promised(sitting: Sitting) -> None:
    """More of an article than the shop has for itself."""
    sitting.shop_a_little()
    product = sitting.find(lambda one: one.name.startswith("Baguette tradition"))
    _hold(sitting, order("P4GK", OrderState.HELD, line(1, product.id, product.name, pieces(42))))
    sitting.till.late.orders.hint.look()
    sitting.settle()


def _hold(sitting: Sitting, held: OnlineOrder) -> None:
    def hold(db: Database) -> None:
        with transaction(db):
            if online_links.get(db, TARGET) is None:
                online_links.put(db, LINK)
            online_orders.put(db, held, heard_at_ms=to_ms(NOW))

    sitting.till.background.run(hold)
    sitting.settle()
    sitting.till.late.hear_window(WindowState(linked=True, current_at=NOW, orders_open=1))
    sitting.settle()
