"""Poses for the pictures of found sales and of what the customer sees; `tests.screens` takes them."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from pos.database import products
from pos.database.connection import Database
from pos.domain.customer_display import DisplaySetting
from pos.domain.payment import Means, Payment
from pos.domain.quantity import Quantity, Unit, pieces
from pos.domain.ticket import Ticket, add
from pos.exchange.tax_rates import french_rates
from pos.operations.selling import sell
from tests import builders

if TYPE_CHECKING:
    from tests.screens import Sitting

SALES = 24
MESSAGE = "Le comté est à 19,90 €/kg cette semaine."
WORDLESS = "chaussettes"


def found(sitting: Sitting) -> None:
    """A morning's sales, and the receipt of the newest."""
    trade(sitting)
    sitting.till.late.sales.open()
    sitting.settle()


def trade(sitting: Sitting) -> None:
    """A morning's sales."""
    sitting.till.background.run(_trade)
    sitting.settle()


def nothing_found(sitting: Sitting) -> None:
    """An article nobody bought."""
    found(sitting)
    sheet = sitting.till.late.sales.sheet
    assert sheet is not None
    sheet.box.setText(WORDLESS)
    time.sleep(0.2)


def chosen(sitting: Sitting) -> None:
    """The sheet that chooses a display."""
    sitting.till.late.customer.open()


def greeted(sitting: Sitting) -> QWidget:
    """Nobody is served."""
    customer = sitting.till.late.customer
    customer.begin(DisplaySetting(window=True, message=MESSAGE))
    assert customer.display is not None
    return customer.display


def shown(sitting: Sitting) -> QWidget:
    """What a customer sees of an open ticket."""
    display = greeted(sitting)
    sitting.shop_a_little()
    return display


def _trade(db: Database) -> None:
    """Sell what stands first in the list, a few of each, one ticket every nine minutes."""
    priced = [one.product for one in products.by_name(db, limit=200) if one.product.price is not None]
    for number in range(SALES):
        ticket = Ticket(builders.new_id())
        for step in range(1 + number % 4):
            product = priced[(number * 7 + step * 31) % len(priced)]
            ticket = add(ticket, product, pieces(1 + step % 2) if product.unit is Unit.PIECE else Quantity(420))
        at = builders.NOON - timedelta(minutes=9 * (SALES - number))
        sell(db, ticket, [Payment(Means.CARD, ticket.total)], now=at, rates=french_rates())
