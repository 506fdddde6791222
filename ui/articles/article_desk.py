"""Joins the article card with the shop's file: looks, makes photos, saves, takes back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from pos.domain.catalogue import Category, Product
from pos.domain.errors import CardChanged, ShopError
from pos.domain.identity import NewId
from pos.domain.tax import TaxRate
from pos.operations import editing
from pos.operations.editing import Saved
from pos.wording import Wording
from ui.articles import photo_making, photo_source
from ui.articles.article_sheet import ArticleSheet, EditedCard
from ui.articles.article_view import ArticleView, look
from ui.articles.photo_box import AskPhoto, ask_photo
from ui.background import Background
from ui.main_window import MainWindow
from ui.messages import explain
from ui.sell.counter import Counter
from ui.theme import Theme

if TYPE_CHECKING:
    from ui.articles.photo_source import Source


class ArticleDesk(QObject):
    """Opens cards over the screen, one at a time, and does what is wanted on them."""

    changed = Signal()
    """An article is another now: the shop window wants to know."""
    shelves_changed = Signal()
    """A category came or went with it."""

    def __init__(
        self,
        window: MainWindow,
        background: Background,
        reading: Background,
        counter: Counter,
        *,
        theme: Theme,
        wording: Wording,
        clock: Callable[[], datetime],
        new_id: NewId,
        rates: Sequence[TaxRate],
        ask: AskPhoto = ask_photo,
    ) -> None:
        """Nothing is shown yet.

        Args:
            window: where sheets are laid.
            background: writes to the shop's file.
            reading: looks into it, and makes photos.
            counter: holds the open ticket.
            theme: the look.
            wording: the language.
            clock: gives the moment.
            new_id: names new categories.
            rates: the rates of VAT.
            ask: lets a person choose a file.
        """
        super().__init__()
        self._window, self._background, self._reading, self._counter = window, background, reading, counter
        self._theme, self._wording, self._clock, self._new_id = theme, wording, clock, new_id
        self._rates, self._ask = tuple(rates), ask
        self._sheet: ArticleSheet | None = None
        self._image: QImage | None = None
        self._opening = False

    @property
    def sheet(self) -> ArticleSheet | None:
        """The card while it is open."""
        return self._sheet

    def open(self, product_id: str) -> None:
        """Lay the card of an article over the screen as soon as the file has told of it."""
        if self._sheet is None and not self._opening:
            self._opening = True
            self._reading.run(partial(look, product_id=product_id), self._lay, self._cannot_look, owner=self)

    def open_list(self) -> None:
        """Lay the list of articles over the screen."""
        from ui.articles.article_list import ArticleList

        if self._sheet is None:
            sheet = ArticleList(self._theme, self._wording, self._reading)
            sheet.chosen.connect(self.open)
            self._window.lay(sheet, sheet.search)

    def _lay(self, view: ArticleView) -> None:
        self._opening = False
        product_id = view.card.product.id
        sheet = ArticleSheet(
            self._theme,
            self._wording,
            self._window.icons,
            view,
            rates=self._rates,
            today=self._clock().date(),
            line=next((line for line in self._counter.ticket.lines if line.product_id == product_id), None),
            ask=self._ask,
        )
        sheet.code_offered.connect(partial(self._check_code, sheet, product_id))
        sheet.photo_offered.connect(partial(self._make_photo, sheet))
        sheet.save_requested.connect(partial(self._save, sheet))
        sheet.closed.connect(self._closed)
        self._sheet, self._image = sheet, view.image
        self._window.lay(sheet, sheet.name)

    def _cannot_look(self, problem: ShopError) -> None:
        self._opening = False
        self._say(problem)

    def _closed(self) -> None:
        self._sheet = self._image = None

    def _check_code(self, sheet: ArticleSheet, product_id: str, code: str) -> None:
        self._reading.run(
            partial(editing.check_code, product_id=product_id, code=code),
            lambda _: sheet.add_code(code),
            sheet.refuse_code,
            owner=sheet,
        )

    def _make_photo(self, sheet: ArticleSheet, source: Source) -> None:
        sheet.photo.show_making()

        def make(_db: object) -> tuple[bytes, QImage]:
            picture = photo_source.made(source)
            return picture, photo_making.shown(picture)

        self._reading.run(
            make,
            lambda made: self._photo_made(sheet, *made),
            lambda problem: sheet.refuse_photo(problem, self._image),
            owner=sheet,
        )

    def _photo_made(self, sheet: ArticleSheet, picture: bytes, image: QImage) -> None:
        self._image = image
        sheet.take_photo(picture, image)

    def _save(self, sheet: ArticleSheet, edited: EditedCard) -> None:
        opened = Category(self._new_id(), edited.new_category, 0) if edited.new_category else None
        self._background.run(
            partial(
                editing.save_card,
                card=edited.card,
                now=self._clock(),
                new_category=opened,
                favourite=edited.favourite,
            ),
            lambda saved: self._saved(sheet, saved, reprices=edited.reprices),
            lambda problem: self._not_saved(sheet, edited, problem),
            owner=sheet,
        )

    def _saved(self, sheet: ArticleSheet, saved: Saved, *, reprices: bool) -> None:
        sheet.put_away()
        if reprices:
            self._counter.reprice(saved.card.product)
        self._show(saved)
        said = self._wording("{name} is saved.").format(name=saved.card.product.name)
        self._window.say(said, action=self._wording("Undo"), do=lambda: self._take_back(saved))

    def _not_saved(self, sheet: ArticleSheet, edited: EditedCard, problem: ShopError) -> None:
        if isinstance(problem, CardChanged):
            self._reading.run(
                partial(look, product_id=edited.card.product.id), sheet.follow_change, sheet.refuse, owner=sheet
            )
        else:
            sheet.refuse(problem)

    def _take_back(self, saved: Saved) -> None:
        self._background.run(
            partial(editing.take_back, saved=saved, now=self._clock()),
            partial(self._taken_back, saved),
            self._say,
            owner=self,
        )

    def _taken_back(self, saved: Saved, restored: Saved) -> None:
        self._show(Saved(saved.card, restored.card, saved.opened, restored.arranged))
        self._window.say(self._wording("{name} is as it was.").format(name=restored.card.product.name))

    def _show(self, saved: Saved) -> None:
        """Let the tiles and the shop window follow."""
        former, product = saved.former.product, saved.card.product
        if saved.opened is not None:
            self.shelves_changed.emit()
        elif _place(former) != _place(product) or saved.arranged is not None:
            self._window.sell.show_again()
        else:
            self._window.sell.model.refresh([product.id])
        self.changed.emit()

    def _say(self, problem: ShopError) -> None:
        self._window.say(explain(problem, self._wording).in_short)


def _place(product: Product) -> tuple[str, str | None]:
    """What decides where its tile stands."""
    return product.name, product.category_id
