"""The sell screen: products on the left, the ticket on the right. Shows values and says what is wanted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from pos.domain.catalogue import Category, StockedProduct
from pos.domain.payment import Means
from pos.domain.quantity import Quantity
from pos.domain.ticket import Ticket
from pos.wording import Wording
from ui.background import Background
from ui.icons import Icons
from ui.sell.category_bar import CategoryBar, Tab
from ui.sell.foot_keys import FootKeys
from ui.sell.keys import Deed, Keyboard
from ui.sell.photo_shelf import PhotoShelf
from ui.sell.product_grid import SCROLL_BAR, ProductGrid
from ui.sell.product_model import ProductModel, of_all, of_category, of_favourites, of_search
from ui.sell.search_box import SearchBox
from ui.sell.status_line import StatusLine
from ui.sell.ticket_panel import TicketPanel
from ui.sell.tile_delegate import TILE_GAP, TileDelegate
from ui.sell.unknown_code_panel import UnknownCodePanel
from ui.theme import GAP, MARGIN, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.reading import step

if TYPE_CHECKING:
    from ui.sell.empty_shelf import EmptyShelf
    from ui.sell.mode_bar import ModeBar

SEARCH_PAUSE_MS: Final = 30
_FOOT_BESIDE: Final = 780
"""From this width on the keys of the foot and the status stand beside each other."""
_GUTTER: Final = SCROLL_BAR + TILE_GAP
"""Between products and ticket: the scroll bar stands in it, so that all right edges are in one line."""


class SellPage(QWidget):
    """Everything a cashier needs for nine tenths of the day."""

    product_chosen = Signal(object, object)
    entered = Signal(object)
    more_requested = Signal()
    means_wanted = Signal(object)
    price_check_wanted = Signal()
    parking_wanted = Signal()
    keys_wanted = Signal()
    find_sale_wanted = Signal()
    demand_wanted = Signal()
    person_wanted = Signal()
    closing_wanted = Signal()
    orders_wanted = Signal()
    arranging_wanted = Signal()
    best_sold_wanted = Signal()
    import_wanted = Signal()
    create_wanted = Signal(str)
    """An article of this name is to be made; empty when none was typed."""
    undo_wanted = Signal()
    remove_wanted = Signal()
    back_wanted = Signal()
    """Esc, and there was nothing to leave on the page itself."""

    def __init__(self, theme: Theme, wording: Wording, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("page")
        self._theme, self._wording = theme, wording
        self._categories: dict[str, Category] = {}
        self.search = SearchBox(wording)
        self.tabs = CategoryBar(theme, wording)
        self.model = ProductModel(wording)
        self.tiles = TileDelegate(theme, self._colour_of)
        self.grid = ProductGrid(theme, self.model, self.tiles)
        self.grid.setAccessibleName(wording("Articles"))
        self.nothing: EmptyShelf | None = None
        self.unknown = UnknownCodePanel(theme, wording)
        self.ticket = TicketPanel(theme, wording, icons)
        self.status = StatusLine(theme, wording)
        self.foot = FootKeys(theme, wording)
        self._entered = ""
        self.arrange_key = KeyButton(theme, wording("Arrange"), self.arranging_wanted.emit, kind="quiet")
        self.arrange_key.setAccessibleName(wording("Arrange the favourites"))
        self.more_key = KeyButton(theme, wording("Menu"), self.more_requested.emit)
        icons.give(self.more_key, "fa6s.bars")
        icons.give(self.arrange_key, "fa6s.up-down-left-right")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._lay_out()
        self._listen()
        self.keyboard = Keyboard(self, self._deeds())

    def read_through(self, reading: Background) -> None:
        """Look products up on this thread from now on."""
        self.model.read_through(reading)
        self._photos = PhotoShelf(reading)
        self._photos.arrived.connect(self.grid.paint_again)
        self.tiles.take_photos_from(self._photos.photo)

    def show_categories(
        self,
        categories: Sequence[Category],
        first: Sequence[StockedProduct] | None = None,
        *,
        begin_with: Tab | None = None,
    ) -> None:
        """Show the tabs and the chosen one's products, whose first page may be known already."""
        self._categories = {category.id: category for category in categories}
        self.tabs.show_categories(categories, begin_with=begin_with)
        self._show_products(first)

    def show_again(self) -> None:
        """Look at the shown products again from the first: one has come or gone."""
        self._show_products()

    def show_ticket(self, ticket: Ticket, *, can_undo: bool) -> None:
        """Replace the ticket."""
        self.ticket.show_ticket(ticket, can_undo=can_undo)

    def show_bar(self, bar: ModeBar) -> None:
        """Put a bar between the tabs and the articles; it stays until it is hidden."""
        if self._above.indexOf(bar) < 0:
            self._above.addWidget(bar)
        bar.show()

    def show_at_foot(self, banner: QWidget) -> None:
        """Put a line under the articles: it comes and goes without moving the tile a finger is about to touch."""
        banner.setContentsMargins(0, 0, _GUTTER, 0)
        self._left.insertWidget(self._left.count() - 1, banner)

    def offer_arranging(self) -> None:
        """Show the key that arranges where there is something to arrange."""
        on_favourites = self.tabs.current is Tab.FAVOURITES and not self.search.typed.words
        self.arrange_key.setVisible(on_favourites and self.model.rowCount() > 0)

    def take_multiplier(self) -> Quantity | None:
        """The quantity typed before a star, used up, while no words stand after it."""
        typed = self.search.typed
        if typed.words:
            return None
        self.search.clear()
        return typed.quantity

    def bring_back_entered(self) -> None:
        """Put back what Enter took, unless more was typed since; typing on replaces it."""
        if not self.search.text():
            self.search.setText(self._entered)
            self.search.selectAll()

    def go_to_search(self) -> None:
        """Put the cursor into the search box."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that no widget wanted: they mean the ticket, or begin a search."""
        text = event.text()
        if self.keyboard.press(event):
            event.accept()
        elif len(text) == 1 and text.isprintable() and not text.isspace() and not _commands(event):
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)
            self.search.insert(text)
        else:
            super().keyPressEvent(event)

    def _go_back(self) -> None:
        """Esc: the question about a code, then the search, then a mode, then nothing; the ticket stays."""
        if self.unknown.code:
            self.unknown.settle()
        elif self.search.text():
            self.search.clear()
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)
            self.back_wanted.emit()

    def _move(self, steps: int) -> None:
        if self.search.hasFocus() and self.search.text() and steps > 0:
            self.grid.take_focus()
        else:
            self.ticket.choose_next(steps)

    def _choose(self, product: object) -> None:
        quantity = self.search.typed.quantity
        self.product_chosen.emit(product, quantity)
        self.search.clear()

    def _enter(self, typed: object) -> None:
        self._entered = self.search.text()
        self.search.clear()
        self.entered.emit(typed)

    def _searched(self, _words: str) -> None:
        self._pause.start(SEARCH_PAUSE_MS)

    def _show_products(self, first: Sequence[StockedProduct] | None = None) -> None:
        words, tab = self.search.typed.words, self.tabs.current
        if words:
            self.model.show(of_search(words))
        elif tab is Tab.FAVOURITES:
            self.model.show(of_favourites(), first)
        elif isinstance(tab, Category):
            self.model.show(of_category(tab.id), first)
        else:
            self.model.show(of_all(), first)

    def _shown(self) -> None:
        empty = self.model.rowCount() == 0
        self.offer_arranging()
        if empty:
            self._say_nothing()
        elif self.nothing is not None:
            self.nothing.hide()
        self.grid.setVisible(not empty)

    def _say_nothing(self) -> None:
        """Say why there is no article, and offer what fills the place."""
        from ui.sell.empty_shelf import EmptyShelf

        wording, words, tab = self._wording, self.search.typed.words, self.tabs.current
        if self.nothing is None:
            self.nothing = EmptyShelf(self._theme)
            self._left.insertWidget(1, self.nothing, 1)
        create = (wording("Create this article"), partial(self.create_wanted.emit, words))
        if words:
            self.nothing.say(
                wording("Nothing found for “{words}”.").format(words=words),
                wording("Another spelling, a part of the word or the code may find it."),
                [create, (wording("Note the demand"), self.demand_wanted.emit)],
            )
        elif tab is Tab.FAVOURITES:
            self.nothing.say(
                wording("No favourite yet"),
                wording("Put the articles you sell most within reach: choose them, or begin with those sold most."),
                [
                    (wording("The best sellers"), self.best_sold_wanted.emit),
                    (wording("Choose articles"), self.arranging_wanted.emit),
                ],
            )
        elif tab is Tab.ALL:
            self.nothing.say(
                wording("This shop has no article yet"),
                wording(
                    "Bring in your list from a spreadsheet or another till, create articles one by one, or scan one."
                ),
                [
                    (wording("Import a list…"), self.import_wanted.emit),
                    (wording("Create an article"), partial(self.create_wanted.emit, "")),
                ],
            )
        else:
            self.nothing.say(
                wording("No article in this category yet"),
                wording("Articles come here when their card names this category."),
                [(wording("Create an article"), partial(self.create_wanted.emit, ""))],
            )
        self.nothing.show()

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
        self.foot.pressed.connect(lambda deed: self.keyboard.do(deed))

    def _change_tab(self) -> None:
        self.search.clear()
        self._show_products()

    def _deeds(self) -> dict[Deed, Callable[[], object]]:
        """What each key of the table does."""
        ticket = self.ticket

        def about_line(signal: SignalInstance) -> Callable[[], object]:
            return lambda: signal.emit(ticket.selected)

        return {
            Deed.SHOW_KEYS: self.keys_wanted.emit,
            Deed.FIND_SALE: self.find_sale_wanted.emit,
            Deed.DEMAND: self.demand_wanted.emit,
            Deed.PERSON: self.person_wanted.emit,
            Deed.CLOSE_DAY: self.closing_wanted.emit,
            Deed.ORDERS: self.orders_wanted.emit,
            Deed.SEARCH: self.go_to_search,
            Deed.QUANTITY: about_line(ticket.quantity_requested),
            Deed.PRICE_CHECK: self.price_check_wanted.emit,
            Deed.PARK: self.parking_wanted.emit,
            Deed.CARD: partial(self.means_wanted.emit, Means.CARD),
            Deed.CASH: partial(self.means_wanted.emit, Means.CASH),
            Deed.CHEQUE: partial(self.means_wanted.emit, Means.CHEQUE),
            Deed.PAY: partial(self.means_wanted.emit, None),
            Deed.NOTE: about_line(ticket.note_requested),
            Deed.EDIT: about_line(ticket.edit_requested),
            Deed.FAVOURITE: about_line(ticket.favourite_requested),
            Deed.UNDO: self.undo_wanted.emit,
            Deed.REDO: ticket.redo_requested.emit,
            Deed.REMOVE: self.remove_wanted.emit,
            Deed.MORE: about_line(ticket.more_requested),
            Deed.LESS: about_line(ticket.less_requested),
            Deed.LINE_UP: partial(self._move, -1),
            Deed.LINE_DOWN: partial(self._move, 1),
            Deed.BACK: self._go_back,
        }

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - Qt's own signature
        """Tab goes round as one reads: what came later, as the keys of an empty shelf, has its place too."""
        layout = self.layout()
        return layout is not None and step(layout, forward=forward)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the keys of the foot and the status do not fit beside each other, the status stands below."""
        super().resizeEvent(event)
        self._fit_foot()

    def _fit_foot(self) -> None:
        room = self.width() - self.ticket.width() - MARGIN * 2
        beside = room >= self._theme.px(_FOOT_BESIDE)
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._below.setDirection(direction)
        self._below.setStretchFactor(self.status, 1 if beside else 0)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(GAP)
        top.addWidget(self.search, 1)
        top.addWidget(self.more_key)
        shelves = QHBoxLayout()
        shelves.setSpacing(GAP)
        shelves.addWidget(self.tabs, 1)
        shelves.addWidget(self.arrange_key)
        self.arrange_key.hide()
        self._above = QVBoxLayout()
        self._above.setContentsMargins(0, 0, _GUTTER, 0)
        self._above.setSpacing(GAP + 2)
        self._above.addLayout(top)
        self._above.addLayout(shelves)
        self._above.addWidget(self.unknown)
        self._below = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._below.setContentsMargins(0, 0, _GUTTER, 0)
        self._below.setSpacing(GAP)
        self._below.addWidget(self.foot)
        self._below.addWidget(self.status)
        self._left = QVBoxLayout()
        self._left.setSpacing(GAP + 2)
        self._left.addLayout(self._above)
        self._left.addWidget(self.grid, 1)
        self._left.addLayout(self._below)
        page = QHBoxLayout(self)
        page.setContentsMargins(MARGIN, MARGIN, MARGIN, GAP)
        page.setSpacing(0)
        page.addLayout(self._left, 1)
        page.addWidget(self.ticket)
        self._theme.changed.connect(self._fit_foot)


def _commands(event: QKeyEvent) -> bool:
    command = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
    return bool(event.modifiers() & command)
