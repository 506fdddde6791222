"""How the shop's window stands, where it is seen, and what it refused."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from pos.wording import Wording
from sync.state import WindowState
from ui.icons import Icons
from ui.online.aside_list import AsideList
from ui.online.page_address import PageAddress
from ui.online.standing_panel import StandingPanel
from ui.online.standing_words import standing
from ui.online.window_view import WindowView
from ui.theme import GAP, MARGIN, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label


class WindowPage(QWidget):
    """Shows a view and a state; says what a person wants done about them."""

    leave_requested = Signal()
    close_requested = Signal()

    def __init__(self, theme: Theme, wording: Wording, icons: Icons) -> None:
        super().__init__()
        self._wording = wording
        self.standing = StandingPanel(theme, wording, icons)
        self.shop, self.current, self.waiting = label(wrap=True), label(), label()
        self.page = PageAddress(theme, wording, icons)
        self.warning = label(role="amber", wrap=True)
        self.aside = AsideList(theme, wording)
        self.news = label(wrap=True)
        self.leave_key = KeyButton(theme, wording("Leave the catalogue…"), self.leave_requested.emit)
        self.close_key = KeyButton(
            theme, wording("Close"), self.close_requested.emit, key=wording("Esc"), kind="primary", px=16
        )
        self._scroll = _Scroll(self._what_scrolls())
        self._lay_out()
        self._order_keys()
        self.say("")

    def begin(self) -> QWidget:
        """Start from the top; gives the key to begin with."""
        self.say("")
        self._scroll.begin()
        return self.close_key

    def show_window(self, view: WindowView, state: WindowState, *, key_file: Path | None) -> None:
        """Replace what is shown.

        Args:
            view: what the shop's file knows; the shop is joined.
            state: what the sync thread told last of this joining.
            key_file: where the till's key lies when the system has no key store.
        """
        wording, link = self._wording, view.link
        if link is None:
            return
        if self.standing.show_standing(standing(view, state, wording)):
            self._scroll.to_top()
        self.shop.setText(link.shop_name)
        self.page.show_address(link.window_url)
        current = wording("not yet") if state.current_at is None else wording.date_time(state.current_at)
        self.current.setText(current)
        waiting = wording.plural("{count} article", "{count} articles", view.waiting)
        self.waiting.setText(waiting.format(count=wording.number(view.waiting)) if view.waiting else wording("nothing"))
        if self.aside.show_products(view.aside, view.set_aside):
            self._order_keys()
        self.aside.setVisible(view.set_aside > 0)
        self._warn(key_file)

    def say(self, text: str) -> None:
        """Say what became of the products that were sent again."""
        self.news.setText(text)
        self.news.setVisible(bool(text))

    def confirm(self) -> None:
        """Enter alone decides nothing: the key that has the focus does."""

    def _warn(self, key_file: Path | None) -> None:
        self.warning.setVisible(key_file is not None)
        if key_file is not None:
            said = self._wording(
                "This system has no key store: the till’s key lies in {file}, which only you can read."
            )
            self.warning.setText(said.format(file=key_file))

    def _order_keys(self) -> None:
        """The tab key goes from the top to the bottom, whenever a row of the list was made."""
        page, standing, aside = self.page, self.standing, self.aside
        keys = (
            *(standing.join_key, standing.again_key, page.address, page.copy_key, page.open_key, aside.send_all_key),
            *(row.send_key for row in aside.rows),
            *(self.leave_key, self.close_key),
        )
        for before, after in pairwise(keys):
            QWidget.setTabOrder(before, after)

    def _what_scrolls(self) -> QWidget:
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(MARGIN)
        column.addWidget(self.standing)
        column.addLayout(self._facts())
        for widget in (self.news, self.aside, self.warning):
            column.addWidget(widget)
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

    def _facts(self) -> QGridLayout:
        wording = self._wording
        grid = QGridLayout()
        grid.setHorizontalSpacing(MARGIN)
        grid.setVerticalSpacing(GAP)
        grid.setColumnStretch(1, 1)
        facts: tuple[tuple[str, QLabel | PageAddress], ...] = (
            (wording("Shop"), self.shop),
            (wording("Its page"), self.page),
            (wording("Last current"), self.current),
            (wording("Waiting"), self.waiting),
        )
        for row, (said, fact) in enumerate(facts):
            grid.addWidget(label(said, role="soft"), row, 0)
            grid.addWidget(fact, row, 1)
        return grid


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
