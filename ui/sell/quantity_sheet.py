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

    def __init__(
        self,
        theme: Theme,
        wording: Wording,
        *,
        name: str,
        unit: Unit,
        unit_price: Money,
        may_be_zero: bool = False,
    ) -> None:
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
        self._may_be_zero = may_be_zero
        self._typed()

    def confirm(self) -> None:
        """Give the quantity and close, once; an empty box, and zero unless it may be, is asked again."""
        if self.is_away:
            return
        quantity = self._read()
        if quantity or (quantity is not None and self._may_be_zero):
            self.put_away()
            self.given.emit(quantity)
        elif quantity is not None or not self.figure.text():
            self._say(self._wording("Enter a figure above zero."), role="danger")

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
