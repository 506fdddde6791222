"""A choice of yes or no that can be hit anywhere on its row."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QCheckBox


class TickBox(QCheckBox):
    """A check box whose whole width answers to a finger."""

    def hitButton(self, where: QPoint) -> bool:
        """The whole of it."""
        return self.rect().contains(where)
