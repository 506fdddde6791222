"""Labels that show text as it is: a product called <b>Tea</b> is shown with its brackets."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel


def label(text: str = "", *, role: str = "", wrap: bool = False) -> QLabel:
    """A plain text label; role names its look in the stylesheet."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    return made


class Figure(QLabel):
    """A figure that stands for something: screen readers say what, and then the figure."""

    def __init__(self, accessible_name: str, text: str = "") -> None:
        super().__init__()
        self._of_what = accessible_name
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show another figure."""
        super().setText(text)
        self.setAccessibleName(f"{self._of_what} {text}")


def card(role: str = "card") -> QFrame:
    """A surface with an edge, to put things on."""
    made = QFrame()
    made.setProperty("role", role)
    return made


def rule() -> QFrame:
    """A thin line between two parts."""
    return card("rule")
