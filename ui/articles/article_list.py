"""All articles in a list with a search, to choose the one whose card is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLineEdit, QListView

from pos.wording import Wording
from ui.articles.article_rows import ArticleRowDelegate
from ui.background import Background
from ui.sell import lookup
from ui.sell.lookup import Found
from ui.sell.product_model import ProductModel, of_all, of_search
from ui.theme import Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label
from ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from pos.database.connection import Database

SEARCH_PAUSE_MS: Final = 30
WIDTH: Final = 640
HEIGHT: Final = 380


class ArticleList(Sheet):
    """Says which article was chosen, by tap, by Enter or by its code."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, wording: Wording, reading: Background) -> None:
        super().__init__(theme, wording("Articles"))
        self._wording, self._reading = wording, reading
        self.search = QLineEdit()
        self.search.setAccessibleName(wording("Search for an article or type its code"))
        self.search.setPlaceholderText(wording("Search or scan"))
        self.search.setClearButtonEnabled(True)
        self.model = ProductModel(wording)
        self.model.read_through(reading)
        self.list = _list_view(self.model, theme, wording)
        self.nothing = label(role="soft", wrap=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.hide()
        self.open_key = KeyButton(theme, wording("Open the card"), self.confirm, key=wording("Enter"), kind="primary")
        self.body.addWidget(self.search)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.nothing, 1)
        keys = QHBoxLayout()
        keys.addWidget(KeyButton(theme, wording("Back"), self.go_back, key=wording("Esc")))
        keys.addWidget(self.open_key, 1)
        self.body.addLayout(keys)
        self.card.setMinimumSize(theme.room(WIDTH), theme.room(HEIGHT) + theme.room(200))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._look)
        self.search.textChanged.connect(lambda _: self._pause.start(SEARCH_PAUSE_MS))
        self.list.clicked.connect(self._choose)
        self.model.shown.connect(self._shown)
        self._look()

    def confirm(self) -> None:
        """Open the card of the chosen article."""
        self._choose(self.list.currentIndex())

    def take_scan(self, code: str) -> bool:
        """A scan opens the card of its article."""
        self.wait_for_scan()
        self._reading.run(lambda db: _holder(db, code), lambda found: self._found(found, code), owner=self)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down choose while the cursor is in the search."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._move(1 if event.key() == Qt.Key.Key_Down else -1)
            event.accept()
        else:
            super().keyPressEvent(event)

    def _move(self, steps: int) -> None:
        place = min(max(self.list.currentIndex().row() + steps, 0), self.model.rowCount() - 1)
        self.list.setCurrentIndex(self.model.index(place))

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            product_id = self.model.tile(index).stocked.product.id
            self.put_away()
            self.chosen.emit(product_id)

    def _found(self, found: Found | None, code: str) -> None:
        self.answer_scan(taken=found is not None)
        if found is None:
            self.search.setText(code)
            self.search.selectAll()
        else:
            self.put_away()
            self.chosen.emit(found.product.id)

    def _look(self) -> None:
        words = self.search.text().strip()
        self.model.show(of_search(words) if words else of_all())

    def _shown(self) -> None:
        some = self.model.rowCount() > 0
        words = self.search.text().strip()
        said = self._wording("Nothing found for “{words}”.").format(words=words) if words else ""
        self.nothing.setText(said or self._wording("No article here yet."))
        self.nothing.setHidden(some)
        self.list.setVisible(some)
        self.open_key.setEnabled(some)
        if some:
            self.list.setCurrentIndex(self.model.index(0))


def _holder(db: Database, code: str) -> Found | None:
    return lookup.by_code(db, code)


def _list_view(model: ProductModel, theme: Theme, wording: Wording) -> QListView:
    view = QListView()
    view.setAccessibleName(wording("Articles"))
    view.setModel(model)
    view.setItemDelegate(ArticleRowDelegate(theme, view))
    view.setUniformItemSizes(True)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return view
