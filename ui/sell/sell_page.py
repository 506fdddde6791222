"""The sell screen: products on the left, the ticket on the right. Shows values and says what is wanted."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos.domain.catalogue import Category, StockedProduct
from pos.domain.quantity import Quantity
from pos.domain.ticket import Ticket
from pos.wording import Wording
from ui.background import Background
from ui.icons import Icons
from ui.sell.category_bar import CategoryBar
from ui.sell.means import KEY_OF_MEANS
from ui.sell.photo_shelf import PhotoShelf
from ui.sell.product_grid import SCROLL_BAR, ProductGrid
from ui.sell.product_model import ProductModel, of_all, of_category, of_search
from ui.sell.search_box import SearchBox
from ui.sell.status_line import StatusLine
from ui.sell.ticket_panel import TicketPanel
from ui.sell.tile_delegate import TILE_GAP, TileDelegate
from ui.sell.unknown_code_panel import UnknownCodePanel
from ui.theme import GAP, MARGIN, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label

SEARCH_PAUSE_MS: Final = 30
_GUTTER: Final = SCROLL_BAR + TILE_GAP
"""Between products and ticket: the scroll bar stands in it, so that all right edges are in one line."""


class SellPage(QWidget):
    """Everything a cashier needs for nine tenths of the day."""

    product_chosen = Signal(object, object)
    entered = Signal(object)
    more_requested = Signal()
    means_wanted = Signal(object)

    def __init__(self, theme: Theme, wording: Wording, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("page")
        self._wording = wording
        self._categories: dict[str, Category] = {}
        self.search = SearchBox(wording)
        self.tabs = CategoryBar(theme, wording)
        self.model = ProductModel(wording)
        self.tiles = TileDelegate(theme, self._colour_of)
        self.grid = ProductGrid(theme, self.model, self.tiles)
        self.grid.setAccessibleName(wording("Articles"))
        self.nothing = label(role="soft", wrap=True)
        self.unknown = UnknownCodePanel(theme, wording)
        self.ticket = TicketPanel(theme, wording, icons)
        self.status = StatusLine(theme, wording)
        self.more_key = KeyButton(theme, wording("Menu"), self.more_requested.emit)
        icons.give(self.more_key, "fa6s.bars")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._lay_out()
        self._listen()
        self._set_shortcuts()

    def read_through(self, reading: Background) -> None:
        """Look products up on this thread from now on."""
        self.model.read_through(reading)
        self._photos = PhotoShelf(reading)
        self._photos.arrived.connect(self.grid.paint_again)
        self.tiles.take_photos_from(self._photos.photo)

    def show_categories(self, categories: Sequence[Category], first: Sequence[StockedProduct] | None = None) -> None:
        """Show the tabs and the chosen one's products, whose first page may be known already."""
        self._categories = {category.id: category for category in categories}
        self.tabs.show_categories(categories)
        self._show_products(first)

    def show_again(self) -> None:
        """Look at the shown products again from the first: one has come or gone."""
        self._show_products()

    def show_ticket(self, ticket: Ticket, *, can_undo: bool) -> None:
        """Replace the ticket."""
        self.ticket.show_ticket(ticket, can_undo=can_undo)

    def take_multiplier(self) -> Quantity | None:
        """The quantity typed before a star, used up, while no words stand after it."""
        typed = self.search.typed
        if typed.words:
            return None
        self.search.clear()
        return typed.quantity

    def go_to_search(self) -> None:
        """Put the cursor into the search box."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that no widget wanted: they mean the ticket, or begin a search."""
        key, text = event.key(), event.text()
        if key == Qt.Key.Key_Escape:
            self._go_back()
        elif key == Qt.Key.Key_Delete:
            self.ticket.remove_requested.emit(self.ticket.selected)
        elif event.matches(QKeySequence.StandardKey.Undo):
            self.ticket.undo_requested.emit()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._move(1 if key == Qt.Key.Key_Down else -1)
        elif text == "+":
            self.ticket.more_requested.emit(self.ticket.selected)
        elif text == "-":
            self.ticket.less_requested.emit(self.ticket.selected)
        elif len(text) == 1 and text.isprintable() and not text.isspace() and not _commands(event):
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)
            self.search.insert(text)
        else:
            super().keyPressEvent(event)

    def _go_back(self) -> None:
        """Esc: the question about a code, then the search, then nothing; the ticket stays."""
        if self.unknown.code:
            self.unknown.settle()
        else:
            self.search.clear()
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _move(self, steps: int) -> None:
        if self.search.hasFocus() and self.search.text() and steps > 0:
            self.grid.take_focus()
        else:
            self.ticket.choose_next(steps)

    def _choose(self, product: object) -> None:
        quantity = self.search.typed.quantity
        self.search.clear()
        self.product_chosen.emit(product, quantity)

    def _enter(self, typed: object) -> None:
        self.search.clear()
        self.entered.emit(typed)

    def _searched(self, _words: str) -> None:
        self._pause.start(SEARCH_PAUSE_MS)

    def _show_products(self, first: Sequence[StockedProduct] | None = None) -> None:
        words, category = self.search.typed.words, self.tabs.current
        if words:
            self.model.show(of_search(words))
        elif category is None:
            self.model.show(of_all(), first)
        else:
            self.model.show(of_category(category.id), first)

    def _shown(self) -> None:
        empty = self.model.rowCount() == 0
        wording, words = self._wording, self.search.typed.words
        sentence = (
            wording("Nothing found for “{words}”.").format(words=words) if words else wording("No article here yet.")
        )
        self.nothing.setText(sentence)
        self.nothing.setVisible(empty)
        self.grid.setVisible(not empty)

    def _colour_of(self, category_id: str | None) -> str:
        category = self._categories.get(category_id or "")
        return category.colour if category else ""

    def _listen(self) -> None:
        self._pause.timeout.connect(self._show_products)
        self.search.searched.connect(self._searched)
        self.search.entered.connect(self._enter)
        self.tabs.wanted.connect(self._change_tab)
        self.grid.chosen.connect(self._choose)
        self.model.shown.connect(self._shown)
        self.unknown.search_requested.connect(self.go_to_search)
        self.ticket.pay_requested.connect(lambda: self.means_wanted.emit(None))
        self.ticket.means_requested.connect(self.means_wanted)

    def _change_tab(self) -> None:
        self.search.clear()
        self._show_products()

    def _set_shortcuts(self) -> None:
        """Only keys that no scanner sends; they work wherever the focus is on this page, and not below a sheet."""
        keys = {"F2": self.go_to_search, "F12": partial(self.means_wanted.emit, None)}
        keys["F3"] = lambda: self.ticket.quantity_requested.emit(self.ticket.selected)
        keys |= {key: partial(self.means_wanted.emit, means) for means, key in KEY_OF_MEANS.items()}
        for key, pressed in keys.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(pressed)

    def _lay_out(self) -> None:
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.hide()
        top = QHBoxLayout()
        top.setSpacing(GAP)
        top.addWidget(self.search, 1)
        top.addWidget(self.more_key)
        above = QVBoxLayout()
        above.setContentsMargins(0, 0, _GUTTER, 0)
        above.setSpacing(GAP + 2)
        above.addLayout(top)
        above.addWidget(self.tabs)
        above.addWidget(self.unknown)
        below = QHBoxLayout()
        below.setContentsMargins(0, 0, _GUTTER, 0)
        below.addWidget(self.status)
        left = QVBoxLayout()
        left.setSpacing(GAP + 2)
        left.addLayout(above)
        left.addWidget(self.nothing, 1)
        left.addWidget(self.grid, 1)
        left.addLayout(below)
        page = QHBoxLayout(self)
        page.setContentsMargins(MARGIN, MARGIN, MARGIN, GAP)
        page.setSpacing(0)
        page.addLayout(left, 1)
        page.addWidget(self.ticket)


def _commands(event: QKeyEvent) -> bool:
    command = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
    return bool(event.modifiers() & command)
