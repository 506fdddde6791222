"""The place of an answer in a sheet that looks things up: the list, or the sentence that stands for it."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedWidget


class Answer(QStackedWidget):
    """The list or the sentence that stands for it; as large either way, so that the sheet does not jump."""

    def __init__(self, wide: int) -> None:
        super().__init__()
        self._wide = wide

    def sizeHint(self) -> QSize:
        """All the room there is."""
        return QSize(self._wide, 1_200)

    def hasHeightForWidth(self) -> bool:
        """The breaking sentence asks for no height of its own."""
        return False
