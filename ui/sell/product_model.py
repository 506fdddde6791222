"""The products of a tab or a search, read page by page as they come into sight."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from pos.database import products, quick_keys
from pos.domain.catalogue import StockedProduct
from pos.domain.quantity import Unit
from pos.wording import Wording
from ui.background import Background

if TYPE_CHECKING:
    from pos.database.connection import Database

PAGE: Final = 96
"""Products read at once: what fills a large screen, so that no list opens with a second question."""
Index = QModelIndex | QPersistentModelIndex
ROOT: Final = QModelIndex()
ReadPage = Callable[["Database", StockedProduct | None], list[StockedProduct]]


@dataclass(frozen=True, slots=True)
class Tile:
    """A product as it is painted, with its texts made once."""

    stocked: StockedProduct
    name: str
    price: str
    stock: str
    to_price: bool
    runs_out: bool


class ProductModel(QAbstractListModel):
    """Rows are tiles; asks the reading thread for the next page when the view comes near its end.

    A tile's texts are made when it first comes into sight: a list opens as fast as its page is read, and a long one
    holds little beside its products.
    """

    shown = Signal()

    def __init__(self, wording: Wording) -> None:
        super().__init__()
        self._wording = wording
        self._reading: Background | None = None
        self._products: list[StockedProduct] = []
        self._tiles: dict[int, Tile] = {}
        self._read_page: ReadPage | None = None
        self._more = False
        self._asked = False
        self._turn = 0

    def read_through(self, reading: Background) -> None:
        """Use this thread from now on."""
        self._reading = reading

    def show(self, read_page: ReadPage, first: Sequence[StockedProduct] | None = None) -> None:
        """Show other products; what was asked for the earlier ones is dropped when it comes.

        Args:
            read_page: reads the page after a product; None asks for the first.
            first: the first page where it is already known.
        """
        self._turn += 1
        self._read_page = read_page
        self._asked = False
        if first is not None:
            self._replace(first)
        else:
            self._ask(None)

    def refresh(self, product_ids: Iterable[str]) -> None:
        """Look again at the level and price of these products, where they are shown."""
        wanted = set(product_ids)
        ids = [one.product.id for one in self._products if one.product.id in wanted]
        turn = self._turn
        if ids and self._reading is not None:
            self._reading.run(lambda db: _again(db, ids), lambda found: self._update(found, turn), owner=self)

    def move(self, row: int, to: int) -> None:
        """Put the tile of a row at another, between the others."""
        if row == to:
            return
        self.beginMoveRows(ROOT, row, row, ROOT, to + 1 if to > row else to)
        self._products.insert(to, self._products.pop(row))
        self._tiles.clear()
        self.endMoveRows()

    def take_out(self, row: int) -> None:
        """Show a tile no longer."""
        self.beginRemoveRows(ROOT, row, row)
        del self._products[row]
        self._tiles.clear()
        self.endRemoveRows()
        if not self._products:
            self.shown.emit()

    def row_of(self, product_id: str) -> int:
        """Where a product is shown; -1 when it is not."""
        rows = (row for row, one in enumerate(self._products) if one.product.id == product_id)
        return next(rows, -1)

    def tile(self, index: Index) -> Tile:
        """The tile of a row."""
        row = index.row()
        tile = self._tiles.get(row)
        if tile is None:
            tile = self._tiles[row] = self._made(self._products[row])
        return tile

    def rowCount(self, parent: Index = ROOT) -> int:
        """How many products were read so far."""
        return 0 if parent.isValid() else len(self._products)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Name and price, for screen readers; the delegate paints from `tile`."""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            tile = self.tile(index)
            return f"{tile.name}, {tile.price}"
        return None

    def canFetchMore(self, parent: Index) -> bool:
        """Whether the end was not reached yet."""
        return not parent.isValid() and self._more and not self._asked

    def fetchMore(self, _parent: Index) -> None:
        """Ask for the next page."""
        if self._products:
            self._ask(self._products[-1])

    def _ask(self, after: StockedProduct | None) -> None:
        read_page, turn = self._read_page, self._turn
        if self._reading is None or read_page is None:
            return
        self._asked = True
        self._reading.run(
            lambda db: read_page(db, after), lambda page: self._arrive(page, turn, first=after is None), owner=self
        )

    def _arrive(self, page: Sequence[StockedProduct], turn: int, *, first: bool) -> None:
        if turn != self._turn:
            return
        self._asked = False
        if first:
            self._replace(page)
            return
        self._more = len(page) == PAGE
        if page:
            self.beginInsertRows(ROOT, len(self._products), len(self._products) + len(page) - 1)
            self._products += page
            self.endInsertRows()

    def _replace(self, page: Sequence[StockedProduct]) -> None:
        self.beginResetModel()
        self._products = list(page)
        self._tiles = {}
        self._more = len(page) == PAGE
        self.endResetModel()
        self.shown.emit()

    def _update(self, found: dict[str, StockedProduct], turn: int) -> None:
        if turn != self._turn:
            return
        for row, shown in enumerate(self._products):
            now = found.get(shown.product.id)
            if now is not None and now != shown:
                self._products[row] = now
                self._tiles.pop(row, None)
                self.dataChanged.emit(self.index(row), self.index(row))

    def _made(self, stocked: StockedProduct) -> Tile:
        product, on_hand, wording = stocked.product, stocked.on_hand, self._wording
        price = wording("to price") if product.price is None else wording.money(product.price)
        if product.price is not None and product.unit is Unit.KILOGRAM:
            price = wording("{price}/kg").format(price=price)
        stock = (
            "" if on_hand is None else wording("stock {level}").format(level=wording.quantity(on_hand, product.unit))
        )
        return Tile(
            stocked=stocked,
            name=product.name,
            price=price,
            stock=stock,
            to_price=product.price is None,
            runs_out=on_hand is not None and on_hand.milli <= 0,
        )


def of_category(category_id: str | None) -> ReadPage:
    """Pages of a category's products by name."""

    def read_page(db: Database, after: StockedProduct | None) -> list[StockedProduct]:
        return products.in_category(db, category_id, after=_place(after), limit=PAGE)

    return read_page


def of_all() -> ReadPage:
    """Pages of all products by name."""

    def read_page(db: Database, after: StockedProduct | None) -> list[StockedProduct]:
        return products.by_name(db, after=_place(after), limit=PAGE)

    return read_page


def of_favourites() -> ReadPage:
    """Pages of the favourites, in the order the shop laid them out."""

    def read_page(db: Database, after: StockedProduct | None) -> list[StockedProduct]:
        return quick_keys.page(db, after="" if after is None else after.product.id, limit=PAGE)

    return read_page


def of_search(words: str) -> ReadPage:
    """The one page a search gives."""

    def read_page(db: Database, after: StockedProduct | None) -> list[StockedProduct]:
        from pos.database.search import search

        return [] if after is not None else search(db, words, limit=PAGE - 1)

    return read_page


def _place(after: StockedProduct | None) -> tuple[str, str]:
    return ("", "") if after is None else (after.product.name, after.product.id)


def _again(db: Database, ids: Sequence[str]) -> dict[str, StockedProduct]:
    found = (products.stocked(db, product_id) for product_id in ids)
    return {one.product.id: one for one in found if one is not None}
