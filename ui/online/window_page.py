"""The online shops this shop is joined to, a card each."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from pos.wording import Wording
from sync.state import WindowState
from ui.icons import Icons
from ui.online.shop_card import ShopCard
from ui.online.window_view import WindowView
from ui.theme import GAP, MARGIN, Theme
from ui.widgets.key_button import KeyButton


class WindowPage(QWidget):
    """Shows a view and a state on a card; says what a person wants done about them."""

    leave_requested = Signal()
    close_requested = Signal()

    def __init__(self, theme: Theme, wording: Wording, icons: Icons) -> None:
        super().__init__()
        self.card = ShopCard(theme, wording, icons)
        self.leave_key = KeyButton(theme, wording("Leave the catalogue…"), self.leave_requested.emit)
        self.close_key = KeyButton(
            theme, wording("Close"), self.close_requested.emit, key=wording("Esc"), kind="primary", px=16
        )
        self._scroll = _Scroll(self._cards())
        self._lay_out()

    def begin(self) -> QWidget:
        """Start from the top; gives the key to begin with."""
        self.card.say("")
        self._scroll.begin()
        return self.close_key

    def show_window(self, view: WindowView, state: WindowState, *, key_file: Path | None) -> None:
        """Replace what is shown, see `ShopCard.show_window`."""
        if self.card.show_window(view, state, key_file=key_file):
            self._scroll.to_top()

    def confirm(self) -> None:
        """Enter alone decides nothing: the key that has the focus does."""

    def _cards(self) -> QWidget:
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * MARGIN)
        column.addWidget(self.card)
        column.addStretch(1)
        return shown

    def _lay_out(self) -> None:
        keys = QHBoxLayout()
        keys.setSpacing(MARGIN)
        keys.addWidget(self.leave_key)
        keys.addStretch(1)
        keys.addWidget(self.close_key)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(MARGIN)
        page.addWidget(self._scroll, 1)
        page.addLayout(keys)


class _Scroll(QScrollArea):
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
