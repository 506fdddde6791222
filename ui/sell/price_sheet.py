"""Asks the first price of an article that waits for it, at the till."""

from __future__ import annotations

from PySide6.QtCore import Signal

from pos.domain.catalogue import Product
from pos.domain.errors import PriceMissing, ShopError
from pos.domain.money import Money
from pos.domain.quantity import Unit
from pos.wording import Wording
from ui.sell.figure_sheet import FigureSheet
from ui.theme import Theme
from ui.widgets.tick_box import TickBox


class PriceSheet(FigureSheet):
    """Says the price, and whether the article is shown online from now on."""

    given = Signal(object, bool)

    def __init__(self, theme: Theme, wording: Wording, product: Product) -> None:
        weighed = product.unit is Unit.KILOGRAM
        super().__init__(
            theme,
            wording,
            title=product.name,
            asks=wording("Price per kilogram, VAT included") if weighed else wording("Price, VAT included"),
            accept=wording("Keep this price and add"),
            unit=None,
        )
        self._product = product
        self.shown_online = TickBox(wording("Show online"))
        # An article without a price is kept out of the window; with one it belongs there unless a person says no.
        self.shown_online.setChecked(product.shown_online or product.price is None)
        self.room.addWidget(self.shown_online)

    def confirm(self) -> None:
        """Give the price and close, once; an empty box is asked again."""
        if self.is_away:
            return
        price = self._read()
        if price is not None:
            self.put_away()
            self.given.emit(price, self.shown_online.isChecked())
        elif not self.figure.text():
            self._complain(PriceMissing(self._product.id, self._product.name))

    def _read(self) -> Money | None:
        try:
            return self.figure.money()
        except ShopError as problem:
            self._complain(problem)
            return None
