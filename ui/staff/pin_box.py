"""A box for a PIN: it never shows a digit, and a barcode does not fit."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from pos.domain.quantity import Unit
from pos.domain.staff import LONGEST_PIN
from ui.widgets.figure_edit import FigureEdit


class PinBox(FigureEdit):
    """Takes digits and shows dots."""

    def __init__(self, accessible_name: str) -> None:
        super().__init__(accessible_name, Unit.PIECE)
        self.setMaxLength(LONGEST_PIN)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
