"""A part of a sheet that asks for all the room it needs, scrolls where there is less, and shows what has the focus."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

_EDGE = 8


class Roomy(QScrollArea):
    """Holds a page without a ground or a frame of its own."""

    def __init__(self, page: QWidget) -> None:
        super().__init__()
        self._page = page
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(page)
        page.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def sizeHint(self) -> QSize:
        """As large as the page."""
        return self._page.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """As wide as the page, whatever its height."""
        return QSize(self._page.minimumSizeHint().width(), super().minimumSizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask for more room when the page has grown."""
        if watched is self._page and event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def _follow(self, _before: QWidget | None, focus: QWidget | None) -> None:
        if focus is not None and self.isVisible() and self._page.isAncestorOf(focus):
            self.ensureWidgetVisible(focus, 0, _EDGE)
