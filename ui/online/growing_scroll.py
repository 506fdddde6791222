"""A part of the window's sheet that takes the room it needs while there is some, and scrolls where there is not."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

from ui.theme import GAP


class GrowingScroll(QScrollArea):
    """As high as what it held at its longest, while there is room; keeps what has the focus in sight.

    It does not shrink again while it is shown: nothing moves away under a finger because a list became shorter.
    """

    def __init__(self, shown: QWidget) -> None:
        super().__init__()
        self._shown = shown
        self._longest = 0
        self._measured_at = 0
        self.setWidget(shown)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        shown.setAutoFillBackground(False)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Measured anew: at another width, and first of all at its real one, lines break elsewhere."""
        super().resizeEvent(event)
        if self.width() != self._measured_at:  # the event speaks of what is inside, scroll bar or not
            self._measured_at = self.width()
            self.begin()

    def begin(self) -> None:
        """Start from the top, and from the length that is needed now."""
        self._longest = 0
        self.to_top()
        self.updateGeometry()

    def to_top(self) -> None:
        """Show the beginning."""
        self.verticalScrollBar().setValue(0)

    def sizeHint(self) -> QSize:
        """What it holds."""
        wide = max(self.width(), self._shown.sizeHint().width())
        layout = self._shown.layout()
        needed = layout.totalHeightForWidth(wide) if layout is not None else 0
        self._longest = max(self._longest, needed)
        return QSize(wide, self._longest)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask for more room when what it holds has grown."""
        if watched is self._shown and event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self.isAncestorOf(now):
            self.ensureWidgetVisible(now, 0, GAP)
