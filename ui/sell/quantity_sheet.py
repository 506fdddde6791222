"""Asks how many pieces, or how much an article weighs."""

from __future__ import annotations

from PySide6.QtCore import Signal

from pos.domain.errors import ShopError
from pos.domain.money import Money
from pos.domain.quantity import Quantity, Unit
from pos.wording import Wording
from ui.sell.figure_sheet import FigureSheet
from ui.theme import Theme


class QuantitySheet(FigureSheet):
    """Says the quantity; shows what it will cost while it is typed."""

    given = Signal(object)

    def __init__(self, theme: Theme, wording: Wording, *, name: str, unit: Unit, unit_price: Money) -> None:
        weighed = unit is Unit.KILOGRAM
        super().__init__(
            theme,
            wording,
            title=name,
            asks=wording("Weight in kilograms") if weighed else wording("How many?"),
            accept=wording("OK"),
            unit=unit,
        )
        self._unit_price = unit_price
        self._unit = unit
        self._typed()

    def confirm(self) -> None:
        """Give the quantity and close; an empty box or zero stays where it is."""
        quantity = self._read()
        if quantity:
            self.put_away()
            self.given.emit(quantity)

    def _typed(self) -> None:
        quantity = self._read()
        price = self._wording.money(self._unit_price)
        if self._unit is Unit.KILOGRAM:
            price = self._wording("{price}/kg").format(price=price)
        if quantity:
            cost = self._wording.money(self._unit_price.times(quantity.as_fraction))
            self._say(f"{self._wording.quantity(quantity, self._unit)} × {price} = {cost}")
        elif quantity is None and not self.figure.text():
            self._say(price)

    def _read(self) -> Quantity | None:
        try:
            return self.figure.quantity()
        except ShopError as problem:
            self._complain(problem)
            return None
