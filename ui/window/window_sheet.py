"""What the window says: five pages behind tabs. The first three are saved together, the others act at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QPushButton, QTabBar, QWidget

from pos.domain.errors import ShopError
from pos.domain.opening_hours import CLOSED_WEEK
from pos.domain.window_word import WindowWord
from pos.wording import Wording
from ui.articles.article_layout import ask_bar
from ui.articles.photo_box import AskPhoto
from ui.icons import Icons
from ui.messages import explain
from ui.theme import MARGIN, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label
from ui.widgets.sheet import Sheet
from ui.window.about_page import AboutPage
from ui.window.closures_page import ClosuresPage
from ui.window.contents_view import ContentsView
from ui.window.hours_page import HoursPage
from ui.window.news_page import NewsPage
from ui.window.promotions_page import PromotionsPage

HOURS, CLOSURES, ABOUT, NEWS, PROMOTIONS = range(5)
_WIDE: Final = 820
_HIGH: Final = 440
_WIDEST: Final = 992
_HIGHEST: Final = 600


class WindowSheet(Sheet):
    """Holds the pages, one shown at a time; what they ask for is done elsewhere."""

    save_requested = Signal(object, object)
    """The word to keep, and another picture or None."""

    def __init__(
        self,
        theme: Theme,
        wording: Wording,
        icons: Icons,
        *,
        today: Callable[[], date],
        new_id: Callable[[], str],
        ask: AskPhoto,
    ) -> None:
        super().__init__(theme, wording("What the window says"))
        self._wording = wording
        self._before, self._offered_phone = WindowWord(), ""
        self._asking = self._saving = False
        self.hours = HoursPage(theme, wording)
        self.closures = ClosuresPage(theme, wording, today)
        self.about = AboutPage(theme, wording, icons, ask=ask)
        self.news = NewsPage(theme, wording, icons, today=today, new_id=new_id, ask=ask)
        self.promotions = PromotionsPage(theme, wording, today=today)
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(wording("What the window says"))
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.notice = label(role="danger", wrap=True)
        self.notice.hide()
        self.back_key = KeyButton(theme, wording("Back"), self.go_back, key=wording("Esc"))
        self.save_key = KeyButton(theme, wording("Save"), self.save, key=wording("Ctrl+S"), kind="primary", px=16)
        self.keep_key = KeyButton(
            theme, wording("Keep editing"), self._keep_editing, key=wording("Esc"), kind="primary"
        )
        self.discard_key = KeyButton(theme, wording("Discard"), self.put_away, kind="danger")
        self.asking: QFrame = ask_bar(wording("The changes are not saved."), self.discard_key, self.keep_key)
        self._lay_out()
        self.tabs.currentChanged.connect(self._turn)
        for page in (self.news, self.promotions):
            page.turned.connect(self._show_keys)
        saves = QShortcut(QKeySequence("Ctrl+S"), self)
        saves.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        saves.activated.connect(self.save)
        self._turn(HOURS)

    @property
    def pages(self) -> tuple[HoursPage, ClosuresPage, AboutPage, NewsPage, PromotionsPage]:
        """All of them, in the order of the tabs."""
        return self.hours, self.closures, self.about, self.news, self.promotions

    @property
    def is_word_page(self) -> bool:
        """Whether the page shown is one of those that are saved together."""
        return self.tabs.currentIndex() in {HOURS, CLOSURES, ABOUT}

    @property
    def is_changed(self) -> bool:
        """Whether the word here differs from what is kept."""
        week = self.hours.week()
        before = self._before
        texts = (before.presentation or "", before.website or "", before.phone or "")
        said = self.about.texts
        if before.phone is None and said[2] == self._offered_phone:
            texts = (*texts[:2], said[2])
        return (
            week is None
            or week != (before.hours or CLOSED_WEEK)
            or self.closures.closures != before.closures
            or self.closures.is_typed
            or said != texts
            or self.about.picture is not None
            or self.about.keeps_picture is not bool(before.picture)
        )

    def begin(self, view: ContentsView, place: int = HOURS) -> QWidget:
        """Show all there is, and one of the pages; gives the widget to begin with."""
        self.show_word(view)
        self.show_lists(view)
        self.tabs.setCurrentIndex(place)
        return self.pages[place].first

    def show_word(self, view: ContentsView) -> None:
        """Show the shop's word as it is kept."""
        word = view.presentation.word
        self._before, self._offered_phone = word, view.presentation.phone
        self._saving = False
        self.save_key.setEnabled(True)
        self.notice.hide()
        self.hours.show_week(word.hours)
        self.closures.show_closures(word.closures)
        self._before = self._with_sorted_closures(word)
        self.about.show_word(word, view.picture, phone=view.presentation.phone)

    def show_lists(self, view: ContentsView) -> None:
        """Show news and reduced prices as they stand."""
        self.news.show_news(view.news)
        self.promotions.show_promotions(view.promoted)

    def save(self) -> None:
        """Ask for the word to be kept, unless something is wrong: that page is shown then."""
        if self._saving or self._asking or not self.is_word_page:
            return
        if self.closures.is_typed and not self.closures.add():
            self.tabs.setCurrentIndex(CLOSURES)
            return
        week = self.hours.check()
        if week is None:
            self.tabs.setCurrentIndex(HOURS)
            self.hours.check()
        elif not self.about.check():
            self.tabs.setCurrentIndex(ABOUT)
            self.about.check()
        elif not self.is_changed:
            self.put_away()
        else:
            self._saving = True
            self.save_key.setEnabled(False)
            presentation, website, phone = self.about.texts
            kept = self._before.picture if self.about.keeps_picture else ""
            word = WindowWord(week, self.closures.closures, presentation, website, phone, kept)
            self.save_requested.emit(word, self.about.picture)

    def refuse(self, problem: ShopError) -> None:
        """It was not kept: say why."""
        self._saving = False
        self.save_key.setEnabled(True)
        self.notice.setText(explain(problem, self._wording).in_short)
        self.notice.show()

    def refuse_photo(self, problem: ShopError, image: QImage | None) -> None:
        """What was offered is no photo: say why, and show the one there is."""
        message = explain(problem, self._wording)
        self.notice.setText(" ".join(filter(None, (f"{message.title}.", message.happened, message.to_do))))
        self.notice.show()
        page = self.news if self.tabs.currentIndex() == NEWS else self.about
        page.photo.show_image(image)

    def confirm(self) -> None:
        """Enter: the key with the focus, days that are being typed, or else what the page is for."""
        focus = QApplication.focusWidget()
        if self._asking:
            self.put_away() if self.discard_key.hasFocus() else self._keep_editing()
        elif isinstance(focus, QPushButton) and self.isAncestorOf(focus):
            focus.click()
        elif self.tabs.currentIndex() == CLOSURES and self.closures.is_typed:
            self.closures.add()
        elif self.tabs.currentIndex() == NEWS:
            self.news.confirm()
        elif self.tabs.currentIndex() == PROMOTIONS:
            self.promotions.confirm()
        else:
            self.save()

    def go_back(self) -> None:
        """Esc: out of a form, then off the sheet; a word that was changed is asked about."""
        if self._asking:
            self._keep_editing()
        elif self.tabs.currentIndex() == NEWS and self.news.is_writing:
            self.news.leave_form()
        elif self.tabs.currentIndex() == PROMOTIONS and self.promotions.is_setting:
            self.promotions.leave_form()
        elif self.is_changed:
            self._ask(asking=True)
            self.keep_key.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.put_away()

    def _with_sorted_closures(self, word: WindowWord) -> WindowWord:
        return WindowWord(
            word.hours,
            self.closures.closures,
            word.presentation,
            word.website,
            word.phone,
            word.picture,
            word.version,
        )

    def _keep_editing(self) -> None:
        self._ask(asking=False)
        self.tabs.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask(self, *, asking: bool) -> None:
        self._asking = asking
        self.asking.setVisible(asking)
        self._show_keys()

    def _show_keys(self) -> None:
        """A form has keys of its own; only what is saved together is saved below."""
        place = self.tabs.currentIndex()
        has_form = (place == NEWS and self.news.is_writing) or (place == PROMOTIONS and self.promotions.is_setting)
        self.back_key.setHidden(self._asking or has_form)
        self.save_key.setHidden(self._asking or not self.is_word_page)

    def _turn(self, place: int) -> None:
        for other, page in enumerate(self.pages):
            page.setVisible(other == place)
        self.notice.hide()
        self._show_keys()
        if self.isVisible() and not self.tabs.hasFocus():
            self.pages[place].first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        wording = self._wording
        said = (
            wording("Hours"),
            wording("Other days"),
            wording("The shop"),
            wording("News"),
            wording("Reduced prices"),
        )
        self.body.addWidget(self.tabs)
        for text, page in zip(said, self.pages, strict=True):
            self.tabs.addTab(text)
            self.body.addWidget(page, 1)
        self.body.addWidget(self.notice)
        self.asking.hide()
        self.body.addWidget(self.asking)
        keys = QHBoxLayout()
        keys.setSpacing(MARGIN)
        keys.addWidget(self.back_key)
        keys.addWidget(self.save_key, 1)
        self.body.addLayout(keys)
        self.card.setMinimumWidth(min(self._theme.room(_WIDE), _WIDEST))
        self.card.setMinimumHeight(min(self._theme.room(_HIGH), _HIGHEST))
