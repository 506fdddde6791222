"""Arranging the favourites on the screen: taken up and put down, moved by keys, added, taken away, and undone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from pos.domain.catalogue import Product
from pos.domain.errors import ShopError
from pos.domain.quantity import Quantity
from pos.operations import arranging
from pos.operations.arranging import Arranged, Arrangement
from pos.wording import Wording
from ui.background import Background
from ui.main_window import MainWindow
from ui.messages import explain
from ui.sell import lookup
from ui.sell.category_bar import Tab
from ui.sell.lookup import Found
from ui.sell.mode import Mode
from ui.sell.mode_bar import ModeBar
from ui.sell.multiplier import Typed
from ui.theme import Theme
from ui.widgets.key_button import KeyButton

if TYPE_CHECKING:
    from pos.database.connection import Database


class ArrangingDesk(Mode):
    """While it is on, a tap on a favourite moves it and a tap on any other article adds that; scans still sell."""

    def __init__(
        self,
        window: MainWindow,
        background: Background,
        *,
        theme: Theme,
        wording: Wording,
        clock: Callable[[], datetime],
    ) -> None:
        super().__init__()
        self._window, self._page = window, window.sell
        self._background, self._wording, self._clock = background, wording, clock
        self._taken_up: Product | None = None
        self._earlier: list[Arrangement] = []
        self._is_on = False
        self.remove_key = KeyButton(theme, wording("Take away"), self.remove, key=wording("Del"), kind="danger")
        self.undo_key = KeyButton(theme, wording("Undo"), self.undo, key=wording("Ctrl+Z"))
        self.done_key = KeyButton(theme, wording("Done"), self.end, key=wording("Esc"), kind="primary")
        self.bar = ModeBar(theme, self.remove_key, self.undo_key, self.done_key)
        grid = self._page.grid
        grid.dragged.connect(self._drop)
        grid.shifted.connect(self._shift)
        grid.removed.connect(self._take_away)
        self._page.model.shown.connect(self._show)

    def begin(self) -> None:
        """Taps arrange from now on; a shop without favourites begins among all articles, to choose some."""
        self._is_on = True
        self._earlier = []
        self._page.show_bar(self.bar)
        if self._page.tabs.current is Tab.FAVOURITES and not self._page.model.rowCount():
            self._page.tabs.choose(Tab.ALL)
        self._page.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show()

    def step_back(self) -> None:
        """Put down the favourite taken up; with none in hand, leave."""
        if self._taken_up is not None:
            self._take_up(None)
        else:
            self.end()

    def end(self) -> None:
        """Taps sell again; a favourite taken up stays where it is."""
        if self._is_on:
            self._take_up(None)
            self._is_on = False
            self._page.grid.arranging = False
            self.bar.hide()
            self._page.offer_arranging()
            self.ended.emit()

    def tap(self, product: Product, _quantity: Quantity | None) -> bool:
        """Take a favourite up, put the one taken up here, or add an article of another tab."""
        if not self._among_favourites:
            self._change(partial(arranging.add_favourite, product_id=product.id), self._added(product.name))
        elif self._taken_up is None:
            self._take_up(product)
        elif self._taken_up.id == product.id:
            self._take_up(None)
        else:
            self._drop(self._taken_up, self._page.model.row_of(product.id))
        return True

    def enter(self, typed: Typed) -> bool:
        """Add what was typed: a code, or the first article found."""
        words = typed.words
        self._background.run(
            lambda db: lookup.by_typing(db, words), partial(self._add_found, words), self._refuse, owner=self
        )
        return True

    def undo(self) -> bool:
        """Take the last change of the arrangement back."""
        if self._earlier:
            earlier = self._earlier.pop()
            self._run(lambda db: arranging.arrange(db, earlier), lambda _: self._page.show_again())
        self._show()
        return True

    def add(self, product_id: str, name: str) -> None:
        """Make an article a favourite, from wherever that is wished; the notice offers to undo it."""
        self._run(partial(arranging.add_favourite, product_id=product_id), lambda arranged: self._tell(arranged, name))

    def add_best_sold(self) -> None:
        """Begin with what the shop sold most of late."""
        self._run(lambda db: arranging.begin_with_best_sold(db, now=self._clock()), self._tell_best)

    @property
    def _among_favourites(self) -> bool:
        return self._page.tabs.current is Tab.FAVOURITES and not self._page.search.typed.words

    def _take_up(self, product: Product | None) -> None:
        self._taken_up = product
        self._page.tiles.taken_up = "" if product is None else product.id
        self._page.grid.viewport().update()
        self._show()

    def _drop(self, product: Product, row: int) -> None:
        """Put a favourite at the place of a row, at once on the screen and then in the file."""
        model = self._page.model
        at = model.row_of(product.id)
        if at >= 0 and row >= 0:
            model.move(at, row)
            self._change(partial(arranging.move_favourite, product_id=product.id, place=row))
        self._take_up(None)

    def _shift(self, product: Product, steps: int) -> None:
        model = self._page.model
        row = min(max(model.row_of(product.id) + steps, 0), model.rowCount() - 1)
        self._drop(product, row)
        self._page.grid.scrollTo(model.index(row))

    def remove(self) -> bool:
        """Take away the favourite taken up, else the one the cursor is on."""
        index = self._page.grid.currentIndex()
        if self._taken_up is not None:
            self._take_away(self._taken_up)
        elif index.isValid():
            self._take_away(self._page.model.tile(index).stocked.product)
        return True

    def _take_away(self, product: Product) -> None:
        row = self._page.model.row_of(product.id)
        if self._among_favourites and row >= 0:
            self._take_up(None)
            self._page.model.take_out(row)
            self._change(partial(arranging.remove_favourite, product_id=product.id))

    def _add_found(self, words: str, found: Found | None) -> None:
        if found is None:
            self._page.bring_back_entered()
            self._window.say(self._wording("Nothing found for “{words}”.").format(words=words))
        else:
            self.add(found.product.id, found.product.name)

    def _added(self, name: str) -> str:
        return self._wording("{name} is among the favourites.").format(name=name)

    def _change(self, work: Callable[[Database], Arranged], said: str = "") -> None:
        self._run(work, lambda arranged: self._remember(arranged, said))

    def _run(self, work: Callable[[Database], Arranged], then: Callable[[Arranged], None]) -> None:
        self._background.run(work, then, self._refuse, owner=self)

    def _remember(self, arranged: Arranged, said: str = "") -> None:
        if arranged.before != arranged.after:
            self._earlier.append(arranged.before)
        if said:
            self._window.say(said)
        self._show()

    def _tell(self, arranged: Arranged, name: str) -> None:
        """Say that an article is a favourite now, and how to take that back."""
        wording = self._wording
        if arranged.before == arranged.after:
            self._window.say(wording("{name} is among the favourites already.").format(name=name))
            return
        self._remember(arranged)
        self._window.say(self._added(name), action=wording("Undo"), do=self.undo)
        self._look_again()

    def _tell_best(self, arranged: Arranged) -> None:
        wording = self._wording
        self._remember(arranged)
        if arranged.before == arranged.after:
            self._window.say(wording("Nothing was sold lately: choose the articles yourself."))
        else:
            count = len(arranged.after) - len(arranged.before)
            said = wording.plural(
                "{count} favourite, the most sold first.", "{count} favourites, the most sold first.", count
            )
            self._window.say(said.format(count=count), action=wording("Undo"), do=self.undo)
        self._look_again()

    def _look_again(self) -> None:
        if self._among_favourites:
            self._page.show_again()

    def _refuse(self, problem: ShopError) -> None:
        self._window.say(explain(problem, self._wording).in_short)
        self._page.show_again()

    def _show(self) -> None:
        """Say what a tap does just now."""
        if not self._is_on:
            return
        wording, favourites = self._wording, self._among_favourites
        self._page.grid.arranging = favourites
        self._page.arrange_key.hide()
        if not favourites:
            said = wording("Tap an article to put it among the favourites.")
        elif self._taken_up is not None:
            said = wording("Tap the place where {name} goes.").format(name=self._taken_up.name)
        else:
            said = wording("Tap an article, then the place where it goes. Search or open a category to add more.")
        self.bar.say(said)
        self.remove_key.setVisible(favourites)
        self.undo_key.setEnabled(bool(self._earlier))
