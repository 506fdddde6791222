"""What the shop tells the town: the list of it, and the form in which one is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos.domain.errors import ShopError, WindowWordWrong
from pos.domain.opening_hours import HoursFault, read_date, write_date
from pos.domain.window_word import LONGEST_LINE, LONGEST_NEWS, News, WordFault
from pos.wording import Wording
from ui.articles.photo_box import AskPhoto, PhotoBox
from ui.icons import Icons
from ui.messages import explain
from ui.online.growing_scroll import GrowingScroll
from ui.shop.shop_box import ShopBox
from ui.theme import GAP, MARGIN, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label
from ui.window.contents_words import HOURS_FAULT_WORDS, WORD_FAULT_WORDS, news_in_words
from ui.window.entry_row import EntryList, entry_row
from ui.window.text_box import TextBox

_LONGEST_DAY = 12


@dataclass(frozen=True, slots=True)
class WrittenNews:
    """News as they are to be told, with another photo where one was chosen."""

    news: News
    picture: bytes | None = None


class NewsPage(QWidget):
    """Shows the list or the form, one at a time."""

    publish_requested = Signal(object)
    back_requested = Signal(str)
    again_requested = Signal(str)
    turned = Signal()
    """The list stands in place of the form, or the form in place of the list."""

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
        super().__init__()
        self._theme, self._wording, self._today, self._new_id = theme, wording, today, new_id
        self._news = News("", "")
        self._picture: bytes | None = None
        self.list = EntryList(wording("No news yet. Arrivals, an exhibition, a thank-you: a few lines will do."))
        self.write_key = KeyButton(theme, wording("Write news"), lambda: self.write(None), kind="primary", px=16)
        self.title = ShopBox(wording("Title"), longest=LONGEST_LINE)
        self.text = TextBox(theme, wording("Text"), longest=LONGEST_NEWS)
        self.first_day = ShopBox(wording("Shown from"), longest=_LONGEST_DAY)
        self.last_day = ShopBox(wording("Until (empty: without end)"), longest=_LONGEST_DAY)
        self.photo = PhotoBox(theme, wording, icons, ask=ask)
        self.photo.removed.connect(self._remove_photo)
        self.notice = label(role="danger", wrap=True)
        self.notice.hide()
        self.cancel_key = KeyButton(theme, wording("Not now"), self.leave_form, key=wording("Esc"))
        self.publish_key = KeyButton(
            theme, wording("Tell the town"), self.publish, key=wording("Enter"), kind="primary"
        )
        self._listing, self._form = QWidget(), QWidget()
        self._lay_out()
        self.leave_form()

    @property
    def is_writing(self) -> bool:
        """Whether the form is shown."""
        return not self._form.isHidden()

    @property
    def first(self) -> QWidget:
        """Where the cursor begins."""
        return self.title.box if self.is_writing else self.write_key

    def show_news(self, news: tuple[News, ...]) -> None:
        """List these."""
        wording, rows = self._wording, []
        for one in news:
            keys = [KeyButton(self._theme, wording("Rewrite"), partial(self.write, one))]
            if one.shown:
                keys.append(
                    KeyButton(
                        self._theme, wording("Withdraw"), partial(self.back_requested.emit, one.id), kind="danger"
                    )
                )
            else:
                keys.append(KeyButton(self._theme, wording("Show again"), partial(self.again_requested.emit, one.id)))
            rows.append(entry_row(one.title, news_in_words(one, wording, self._today()), *keys))
        self.list.show_rows(rows)

    def write(self, news: News | None, image: QImage | None = None) -> None:
        """Show the form, for new news (None) or to change some."""
        self._news = news or News(self._new_id(), "", first=self._today())
        self._picture = None
        self.title.show_text(self._news.title)
        self.text.show_text(self._news.text)
        self.first_day.show_text(write_date(self._news.first))
        self.last_day.show_text("" if self._news.last is None else write_date(self._news.last))
        self.photo.show_image(image)
        self.photo.remove_key.setEnabled(bool(self._news.photo))
        self.notice.hide()
        self.publish_key.setEnabled(True)
        self._turn(writing=True)
        self.title.focus()

    def leave_form(self) -> None:
        """Show the list."""
        self._turn(writing=False)
        self.write_key.setFocus()

    def take_picture(self, picture: bytes, image: QImage) -> None:
        """A photo was made for these news."""
        self._picture = picture
        self.photo.show_image(image)

    def publish(self) -> None:
        """Ask for it to be told, unless something is wrong."""
        first = self._day(self.first_day)
        last = None if not self.last_day.text.strip() else self._day(self.last_day)
        if first is None or (last is None and self.last_day.text.strip()):
            return
        written = replace(self._news, title=self.title.text, text=self.text.text, first=first, last=last)
        self.publish_key.setEnabled(False)
        self.publish_requested.emit(WrittenNews(written, self._picture))

    def refuse(self, problem: ShopError) -> None:
        """It was not told: say why, at its box where there is one."""
        self.publish_key.setEnabled(True)
        boxes = {
            WordFault.NO_TITLE: self.title,
            WordFault.BACKWARDS: self.last_day,
            WordFault.OVER: self.last_day,
        }
        if isinstance(problem, WindowWordWrong) and problem.reason in boxes:
            fault = WordFault(problem.reason)
            boxes[fault].refuse(self._wording(WORD_FAULT_WORDS[fault]))
            boxes[fault].focus()
        else:
            self.notice.setText(explain(problem, self._wording).in_short)
            self.notice.show()

    def confirm(self) -> None:
        """Enter: tell what is written, or write something."""
        if self.is_writing:
            self.publish()
        else:
            self.write(None)

    def _day(self, box: ShopBox) -> date | None:
        day = read_date(box.text, self._today())
        if day is None:
            box.refuse(self._wording(HOURS_FAULT_WORDS[HoursFault.NO_DAY]))
            box.focus()
        return day

    def _remove_photo(self) -> None:
        self._picture, self._news = None, replace(self._news, photo=None)
        self.photo.show_image(None)

    def _turn(self, *, writing: bool) -> None:
        self._listing.setHidden(writing)
        self._form.setHidden(not writing)
        self.turned.emit()

    def _lay_out(self) -> None:
        listing = QVBoxLayout(self._listing)
        listing.setContentsMargins(0, 0, 0, 0)
        listing.setSpacing(GAP)
        listing.addWidget(self.write_key)
        listing.addWidget(GrowingScroll(self.list), 1)
        days = QHBoxLayout()
        days.setSpacing(MARGIN)
        days.addWidget(self.first_day, 1)
        days.addWidget(self.last_day, 1)
        fields = QWidget()
        row = QHBoxLayout(fields)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(MARGIN)
        left = QVBoxLayout()
        left.setSpacing(GAP)
        left.addWidget(self.title)
        left.addWidget(self.text, 1)
        left.addLayout(days)
        left.addWidget(self.notice)
        row.addLayout(left, 3)
        row.addWidget(self.photo, 2)
        keys = QHBoxLayout()
        keys.setSpacing(MARGIN)
        keys.addWidget(self.cancel_key)
        keys.addWidget(self.publish_key, 1)
        form = QVBoxLayout(self._form)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(GAP)
        form.addWidget(GrowingScroll(fields), 1)
        form.addLayout(keys)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self._listing, 1)
        page.addWidget(self._form, 1)
