"""A box for one figure: an amount, a weight or a number of pieces, typed or tapped."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QLineEdit

from pos.domain.money import MINOR_PER_UNIT, Money, parse_money
from pos.domain.quantity import Quantity, Unit, parse_quantity
from pos.wording import Wording

LONGEST = 9
"""Shorter than any article number: a barcode pasted here does not fit."""

_MONEY = re.compile(r"\d*(?:[.,]\d{0,2})?")
_WEIGHT = re.compile(r"\d*(?:[.,]\d{0,3})?")
_PIECES = re.compile(r"\d*")


class FigureEdit(QLineEdit):
    """Takes digits and one comma or point; what it holds is read as money or as a quantity."""

    def __init__(self, accessible_name: str, unit: Unit | None = None) -> None:
        """Unit None makes it a box for an amount of money."""
        super().__init__()
        self.setProperty("role", "figure")
        self.setAccessibleName(accessible_name)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setMaxLength(LONGEST)
        self._unit = unit
        self.setValidator(_Shape(self, _MONEY if unit is None else _shape_of(unit)))

    def money(self) -> Money | None:
        """The amount; None while the box is empty.

        Raises:
            NotAnAmount, AmountTooLarge: it cannot be meant.
        """
        return parse_money(self.text()) if self.text() else None

    def quantity(self) -> Quantity | None:
        """The quantity; None while the box is empty.

        Raises:
            NotAnAmount, AmountTooLarge: it cannot be meant.
        """
        return parse_quantity(self.text(), self._unit or Unit.PIECE) if self.text() else None

    def tap(self, sign: str) -> None:
        """Write a sign from the keypad where the cursor stands."""
        self.insert(sign)
        self.setFocus(Qt.FocusReason.OtherFocusReason)


def as_typed(amount: Money, wording: Wording) -> str:
    """An amount as a person would type it: `16,25`."""
    units, cents = divmod(amount.minor, MINOR_PER_UNIT)
    return f"{units}{wording.decimal}{cents:02d}"


class _Shape(QValidator):
    def __init__(self, parent: QLineEdit, shape: re.Pattern[str]) -> None:
        super().__init__(parent)
        self._shape = shape

    def validate(self, typed: str, position: int) -> tuple[QValidator.State, str, int]:
        fits = self._shape.fullmatch(typed) is not None
        return (QValidator.State.Acceptable if fits else QValidator.State.Invalid, typed, position)


def _shape_of(unit: Unit) -> re.Pattern[str]:
    return _WEIGHT if unit is Unit.KILOGRAM else _PIECES
