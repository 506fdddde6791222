"""A shop that sells at any moment, over several rates and by several means."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from pos.database.connection import Database
from pos.domain.catalogue import Product
from pos.domain.payment import Payment
from pos.domain.quantity import pieces
from pos.domain.tax import TaxClass, TaxRate
from pos.operations.cataloguing import add_product
from pos.operations.selling import Sold, sell
from tests.builders import PARIS, cash, product, ticket

SOAP, BREAD, PAPER, MEAL = 0, 1, 2, 3


class ClosingShop:
    """Four articles, one of each rate."""

    def __init__(self, db: Database, rates: tuple[TaxRate, ...]) -> None:
        self.db, self.rates = db, rates
        self.wares: tuple[Product, ...] = (
            product("Savon", 250),
            product("Pain", 117, tax_class=TaxClass.REDUCED),
            product("Journal", 133, tax_class=TaxClass.SUPER_REDUCED),
            product("Plat", 999, tax_class=TaxClass.INTERMEDIATE),
        )
        for one in self.wares:
            add_product(db, one)

    def sell(self, at: datetime, *wares: int, pay: list[Payment] | None = None) -> Sold:
        """Sell some of the articles, one soap for cash unless told."""
        basket = ticket(*((self.wares[ware], pieces(1)) for ware in wares or (SOAP,)))
        return sell(self.db, basket, pay or [cash(basket.total.minor)], now=at, rates=self.rates)


def at(day: str, hour: float = 10) -> datetime:
    """A moment of a day at the shop."""
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), PARIS) + timedelta(hours=hour)
