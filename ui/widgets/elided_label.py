"""A line of text that gives way: what does not fit ends in an ellipsis and is shown whole by a tool tip."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy


class ElidedLabel(QLabel):
    """Takes the room its text wants and lives with less; screen readers hear all of it."""

    def __init__(self, role: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        """A few letters."""
        return QSize(
            min(self.sizeHint().width(), self.fontMetrics().horizontalAdvance("MMM")), self.sizeHint().height()
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """As much of the text as fits."""
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(_escaped(self.text()) if shown != self.text() else "")
        painter = QPainter(self)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def _escaped(text: str) -> str:
    from html import escape  # its table of a thousand signs is for those who need it

    return escape(text)
