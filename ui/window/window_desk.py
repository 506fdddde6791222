"""Joins what the window says with the shop's file: shows it, keeps it, and reminds of prices whose time is over."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from pos.domain.errors import ShopError
from pos.domain.promotion import Promotion, Standing
from pos.domain.staff import Right
from pos.domain.window_word import News, WindowWord
from pos.operations import announcing
from pos.operations.announcing import Reducible
from pos.operations.presenting import Presented, keep_word, say_as_before
from ui.articles import photo_making, photo_source
from ui.articles.photo_box import AskPhoto, ask_photo
from ui.messages import explain
from ui.window.contents_view import ContentsView, Promoted, look, promoted
from ui.window.window_sheet import HOURS, PROMOTIONS, WindowSheet

if TYPE_CHECKING:
    from pos.domain.opening_hours import ClosedDays
    from ui.articles.photo_source import Source
    from ui.late_parts import Parts
    from ui.window.news_page import WrittenNews
    from ui.window.promotions_page import WantedReduction

LONGEST_SIDE: Final = 1600
"""Pictures of the shop and of its news are kept larger than those of articles: there are few of them."""
REMIND_EVERY_MS: Final = 10 * 60 * 1000


class WindowDesk(QObject):
    """Opens the sheet, one at a time, and does what is asked for on it."""

    changed = Signal()
    """The shop window online has something to learn."""

    def __init__(self, parts: Parts, *, ask: AskPhoto = ask_photo) -> None:
        super().__init__()
        self._parts, self._window, self._wording, self._ask = parts, parts.window, parts.wording, ask
        self._sheet: WindowSheet | None = None
        self._opening = False
        self._reminded: frozenset[str] = frozenset()
        self._reminding = QTimer(self)
        self._reminding.setInterval(REMIND_EVERY_MS)
        self._reminding.timeout.connect(self.remind)

    @property
    def sheet(self) -> WindowSheet | None:
        """The sheet while it is open."""
        return self._sheet

    def begin(self) -> None:
        """Look now and then whether the time of a reduced price is over."""
        self._reminding.start()
        self.remind()

    def remind(self) -> None:
        """Say once that the time of a reduced price is over: nothing changes a price but a person."""
        self._parts.reading.run(lambda db: promoted(db, self._parts.clock()), self._remind_of, owner=self)

    def open(self, place: int = HOURS) -> None:
        """Lay the sheet over the screen as soon as the file has told what is kept."""
        if self._sheet is None and not self._opening:
            self._opening = True
            self._look(partial(self._lay, place=place), self._cannot_look)

    def close(self) -> None:
        """Remind of nothing any more."""
        self._reminding.stop()

    def _lay(self, view: ContentsView, place: int) -> None:
        self._opening = False
        parts = self._parts
        sheet = WindowSheet(
            parts.theme,
            parts.wording,
            self._window.icons,
            today=lambda: parts.clock().astimezone().date(),
            new_id=parts.new_id,
            ask=self._ask,
        )
        self._listen(sheet)
        self._sheet = sheet
        begin_with = sheet.begin(view, place)
        self._window.lay(sheet, begin_with)

    def _listen(self, sheet: WindowSheet) -> None:
        sheet.save_requested.connect(self._save)
        sheet.closed.connect(self._closed)
        sheet.closures.removed.connect(self._removed)
        sheet.about.photo.offered.connect(
            partial(self._make_photo, sheet.about.photo.show_making, sheet.about.take_picture)
        )
        sheet.about.photo.nothing_to_paste.connect(self._nothing_to_paste)
        sheet.news.photo.offered.connect(
            partial(self._make_photo, sheet.news.photo.show_making, sheet.news.take_picture)
        )
        sheet.news.photo.nothing_to_paste.connect(self._nothing_to_paste)
        sheet.news.publish_requested.connect(self._publish)
        sheet.news.back_requested.connect(partial(self._show_news, shown=False))
        sheet.news.again_requested.connect(partial(self._show_news, shown=True))
        sheet.promotions.choose_requested.connect(self._choose)
        sheet.promotions.reduce_requested.connect(self._reduce)
        sheet.promotions.take_back_requested.connect(self._take_back)
        sheet.promotions.put_back_requested.connect(self._put_back)
        sheet.promotions.leave_requested.connect(self._leave)

    def _closed(self) -> None:
        self._sheet = None

    def _cannot_look(self, problem: ShopError) -> None:
        self._opening = False
        self._say(problem)

    def _look(self, then: Callable[[ContentsView], None], otherwise: Callable[[ShopError], None] | None = None) -> None:
        self._parts.reading.run(lambda db: look(db, self._parts.clock()), then, otherwise, owner=self)

    def _look_again(self) -> None:
        """Something was done: bring the lists up to date."""
        self.changed.emit()
        self._look(lambda view: self._sheet.show_lists(view) if self._sheet is not None else None)

    def _save(self, word: WindowWord, picture: bytes | None) -> None:
        sheet = self._sheet
        self._parts.background.run(
            lambda db: keep_word(db, word, picture=picture),
            self._saved,
            lambda problem: sheet.refuse(problem) if sheet is not None else None,
            owner=sheet,
        )

    def _saved(self, presented: Presented) -> None:
        if self._sheet is not None:
            self._sheet.put_away()
        self.changed.emit()
        self._window.say(
            self._wording("Saved. The window says so from now on."),
            action=self._wording("Undo"),
            do=lambda: self._say_as_before(presented),
        )

    def _say_as_before(self, presented: Presented) -> None:
        self._parts.background.run(lambda db: say_as_before(db, presented), self._said_as_before, owner=self)

    def _said_as_before(self, _presented: Presented) -> None:
        self.changed.emit()
        self._window.say(self._wording("The window says what it said before."))

    def _removed(self, closed: ClosedDays) -> None:
        sheet = self._sheet
        if sheet is not None:
            said = self._wording("Removed. It counts once it is saved.")
            self._window.say(said, action=self._wording("Undo"), do=lambda: self._put_closure_back(sheet, closed))

    def _put_closure_back(self, sheet: WindowSheet, closed: ClosedDays) -> None:
        if sheet is self._sheet:
            sheet.closures.put_back(closed)

    def _make_photo(self, making: Callable[[], None], take: Callable[[bytes, QImage], None], source: Source) -> None:
        sheet = self._sheet
        if sheet is None:
            return
        making()

        def make(_db: object) -> tuple[bytes, QImage]:
            picture = photo_source.made(source, longest=LONGEST_SIDE)
            return picture, photo_making.shown(picture)

        self._parts.reading.run(
            make, lambda made: take(*made), lambda problem: sheet.refuse_photo(problem, None), owner=sheet
        )

    def _nothing_to_paste(self) -> None:
        self._window.say(self._wording("Nothing was copied that is a photo."))

    def _publish(self, written: WrittenNews) -> None:
        sheet = self._sheet
        today = self._parts.clock().astimezone().date()
        self._parts.background.run(
            lambda db: announcing.publish_news(db, written.news, picture=written.picture, today=today),
            self._published,
            lambda problem: sheet.news.refuse(problem) if sheet is not None else None,
            owner=sheet,
        )

    def _published(self, news: News) -> None:
        if self._sheet is not None:
            self._sheet.news.leave_form()
        self._look_again()
        self._window.say(self._wording("“{title}” is told to the town.").format(title=news.title))

    def _show_news(self, news_id: str, *, shown: bool) -> None:
        self._parts.background.run(
            lambda db: announcing.take_news_back(db, news_id, shown=shown),
            lambda news: self._news_shown(news, shown=shown),
            owner=self,
        )

    def _news_shown(self, news: News | None, *, shown: bool) -> None:
        self._look_again()
        if news is None:
            return
        said = self._wording("“{title}” is shown again.") if shown else self._wording("“{title}” is withdrawn.")
        self._window.say(
            said.format(title=news.title),
            action=self._wording("Undo"),
            do=lambda: self._show_news(news.id, shown=not shown),
        )

    def _choose(self) -> None:
        """Let an article be chosen; only who may change prices reduces one."""
        self._parts.desk.gate.require(Right.EDIT_ARTICLES, self._list_articles)

    def _list_articles(self) -> None:
        from ui.articles.article_list import ArticleList

        parts = self._parts
        listed = ArticleList(parts.theme, parts.wording, parts.reading)
        listed.open_key.setText(self._wording("Reduce its price"))
        listed.chosen.connect(self._look_at_price)
        self._window.lay(listed, listed.search)

    def _look_at_price(self, product_id: str) -> None:
        now = self._parts.clock()
        self._parts.reading.run(
            lambda db: announcing.look_at_price(db, product_id, now=now), self._show_price, self._say, owner=self
        )

    def _show_price(self, reducible: Reducible) -> None:
        if self._sheet is not None:
            self._sheet.promotions.begin(reducible)

    def _reduce(self, wanted: WantedReduction) -> None:
        sheet, now = self._sheet, self._parts.clock()
        self._parts.background.run(
            lambda db: announcing.reduce_price(
                db, wanted.product_id, wanted.price, ends=wanted.ends, text=wanted.text, now=now
            ),
            self._reduced,
            lambda problem: sheet.promotions.refuse(problem) if sheet is not None else None,
            owner=sheet,
        )

    def _reduced(self, told: Promotion) -> None:
        if self._sheet is not None:
            self._sheet.promotions.leave_form()
        self._priced(told.product_id)
        self._window.say(
            self._wording("The price is {price} from now on.").format(price=self._wording.money(told.price)),
            action=self._wording("Undo"),
            do=lambda: self._put_back(told.product_id),
        )

    def _take_back(self, product_id: str) -> None:
        self._parts.background.run(
            lambda db: announcing.take_promotion_back(db, product_id), lambda _: self._look_again(), owner=self
        )

    def _put_back(self, product_id: str) -> None:
        now = self._parts.clock()
        self._parts.background.run(
            lambda db: announcing.put_price_back(db, product_id, now=now), self._was_put_back, owner=self
        )

    def _was_put_back(self, told: Promotion | None) -> None:
        if told is not None:
            self._priced(told.product_id)
            said = self._wording("The price is {price} again.")
            self._window.say(said.format(price=self._wording.money(told.before)))

    def _leave(self, product_id: str) -> None:
        self._parts.background.run(
            lambda db: announcing.leave_price(db, product_id), lambda _: self._look_again(), owner=self
        )

    def _priced(self, product_id: str) -> None:
        """An article has another price: its tile says so, and the lists."""
        self._window.sell.model.refresh([product_id])
        self._look_again()

    def _remind_of(self, found: list[Promoted]) -> None:
        over = {one.announced.promotion.product_id: one for one in found if one.standing is Standing.OVER}
        fresh = [one for product_id, one in over.items() if product_id not in self._reminded]
        self._reminded = frozenset(over)
        if not fresh or self._sheet is not None:
            return
        said = self._wording.plural(
            "The reduced price of {name} is announced no more, and still asked.",
            "{n} reduced prices are announced no more, and still asked.",
            len(fresh),
        ).format(name=fresh[0].announced.name, n=len(fresh))
        self._window.say(said, action=self._wording("Look"), do=self._open_promotions)

    def _open_promotions(self) -> None:
        self._parts.desk.gate.require(Right.SETTINGS, lambda: self.open(PROMOTIONS))

    def _say(self, problem: ShopError) -> None:
        self._window.say(explain(problem, self._wording).in_short)
