"""Makes an article at the counter, for a code nobody knows or a name nobody found, and rings it up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from pos.domain.catalogue import Category, Product
from pos.domain.identity import NewId
from pos.domain.quantity import Unit
from pos.domain.staff import Right
from pos.domain.tax import TaxRate
from pos.operations.cataloguing import add_product
from pos.wording import Wording
from ui.background import Background
from ui.main_window import MainWindow
from ui.sell.counter import Counter, UnknownCode, Wish
from ui.sell.lookup import Found
from ui.staff.gate import Gate
from ui.theme import Theme

if TYPE_CHECKING:
    from ui.sell.new_product_sheet import Draft, NewProductSheet


class NewArticles(QObject):
    """Lays the sheet of a new article over the screen, keeps what it gives, and puts it on the ticket."""

    products_changed = Signal()
    shelves_changed = Signal()

    def __init__(
        self,
        window: MainWindow,
        background: Background,
        counter: Counter,
        gate: Gate,
        *,
        theme: Theme,
        wording: Wording,
        clock: Callable[[], datetime],
        new_id: NewId,
    ) -> None:
        super().__init__()
        self._window, self._page = window, window.sell
        self._background, self._counter, self._gate = background, counter, gate
        self._theme, self._wording = theme, wording
        self._clock, self._new_id = clock, new_id
        self.categories: tuple[Category, ...] = ()
        self.rates: Sequence[TaxRate] = ()

    def create_named(self, name: str) -> None:
        """Make an article that was looked for by this name."""
        self._require(UnknownCode("", self._page.take_multiplier()), name)

    def create(self, unknown: UnknownCode) -> None:
        """Make the article of a code."""
        self._require(unknown, "")

    def _require(self, unknown: UnknownCode, name: str) -> None:
        self._gate.require(Right.EDIT_ARTICLES, lambda: self._lay(unknown, name))

    def _lay(self, unknown: UnknownCode, name: str) -> None:
        from ui.sell.new_product_sheet import NewProductSheet

        sheet = NewProductSheet(
            self._theme,
            self._wording,
            code=unknown.to_keep,
            unit=Unit.PIECE if unknown.label is None else Unit.KILOGRAM,
            name=name,
            categories=self.categories,
            rates=self.rates,
            today=self._clock().date(),
        )
        sheet.given.connect(lambda draft: self._keep(sheet, unknown, draft))
        self._window.lay(sheet, sheet.name)

    def _keep(self, sheet: NewProductSheet, unknown: UnknownCode, draft: Draft) -> None:
        product = Product(
            id=self._new_id(),
            name=draft.name,
            price=draft.price,
            tax_class=draft.tax_class,
            unit=draft.unit,
            category_id=draft.category_id,
            shown_online=draft.shown_online,
        )
        opened = Category(self._new_id(), draft.new_category, 0) if draft.new_category else None
        self._background.run(
            lambda db: add_product(db, product, [unknown.to_keep], new_category=opened),
            lambda _: self._kept(sheet, unknown, product, opened),
            sheet.refuse,
            owner=sheet,
        )

    def _kept(self, sheet: NewProductSheet, unknown: UnknownCode, product: Product, opened: Category | None) -> None:
        sheet.put_away()
        if unknown.code:
            self._page.unknown.settle()
        self._page.search.clear()
        self._page.search.setFocus(Qt.FocusReason.OtherFocusReason)  # a second Enter means no tile
        if opened is None:
            self._page.show_again()
        else:
            self.shelves_changed.emit()
        self.products_changed.emit()
        self._counter.put(Wish(Found(product, unknown.code, unknown.label), unknown.quantity))
