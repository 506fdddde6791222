"""Reduced prices that are announced: the list of them, and the form in which one is set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos.domain.errors import PromotionNotBelow, ShopError
from pos.domain.money import Money
from pos.domain.opening_hours import HoursFault, read_date, write_date
from pos.domain.promotion import Standing
from pos.domain.window_word import LONGEST_LINE, WordFault
from pos.operations.announcing import Reducible
from pos.wording import Wording
from ui.messages import explain
from ui.online.growing_scroll import GrowingScroll
from ui.shop.shop_box import ShopBox
from ui.theme import GAP, MARGIN, Theme
from ui.widgets.figure_edit import FigureEdit
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label
from ui.window.contents_view import Promoted
from ui.window.contents_words import HOURS_FAULT_WORDS, WORD_FAULT_WORDS, prior_in_words, promotion_in_words
from ui.window.entry_row import EntryList, entry_row

_LONGEST_DAY = 12


@dataclass(frozen=True, slots=True)
class WantedReduction:
    """An article to reduce, to what, until the end of which day, and in which words."""

    product_id: str
    price: Money
    ends: datetime
    text: str


class PromotionsPage(QWidget):
    """Shows the list or the form, one at a time; a price is never changed but by a person."""

    choose_requested = Signal()
    reduce_requested = Signal(object)
    take_back_requested = Signal(str)
    put_back_requested = Signal(str)
    leave_requested = Signal(str)
    turned = Signal()
    """The list stands in place of the form, or the form in place of the list."""

    def __init__(self, theme: Theme, wording: Wording, *, today: Callable[[], date]) -> None:
        super().__init__()
        self._theme, self._wording, self._today = theme, wording, today
        self._reducible: Reducible | None = None
        self.list = EntryList(wording("No price is announced as reduced."))
        self.choose_key = KeyButton(
            theme, wording("Reduce a price…"), self.choose_requested.emit, kind="primary", px=16
        )
        self.article = label(role="title", wrap=True)
        self.prior = label(role="soft", wrap=True)
        self.price = FigureEdit(wording("Reduced price"))
        self.price.setProperty("role", "")
        self.price.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.last_day = ShopBox(wording("Last day"), longest=_LONGEST_DAY, example="24/12")
        self.text = ShopBox(wording("In words (may stay empty)"), longest=LONGEST_LINE)
        self.preview = label(wrap=True)
        self.notice = label(role="danger", wrap=True)
        self.cancel_key = KeyButton(theme, wording("Not now"), self.leave_form, key=wording("Esc"))
        self.reduce_key = KeyButton(
            theme, wording("Ask this price and announce it"), self.reduce, key=wording("Enter"), kind="primary"
        )
        self._listing, self._form = QWidget(), QWidget()
        self.price.textChanged.connect(self._follow)
        self.last_day.changed.connect(self._follow)
        self._lay_out()
        self.leave_form()

    @property
    def is_setting(self) -> bool:
        """Whether the form is shown."""
        return not self._form.isHidden()

    @property
    def first(self) -> QWidget:
        """Where the cursor begins."""
        return self.price if self.is_setting else self.choose_key

    def show_promotions(self, promoted: tuple[Promoted, ...]) -> None:
        """List these; those that are settled stay for a look."""
        rows = []
        for one in promoted:
            told = one.announced.promotion
            said = promotion_in_words(told, one.standing, self._wording)
            detail = f"{said} · {told.text}" if told.text else said
            keys = self._keys(told.product_id, one.standing)
            rows.append(entry_row(one.announced.name, detail, *keys, asks=one.standing is Standing.OVER))
        self.list.show_rows(rows)

    def begin(self, reducible: Reducible) -> None:
        """Show the form for an article."""
        product = reducible.product
        self._reducible = reducible
        self.article.setText(product.name)
        self.prior.setText(prior_in_words(reducible.prior, product.price or reducible.prior, self._wording))
        self.price.setText("")
        self.last_day.show_text(write_date(self._today() + timedelta(days=7)))
        self.text.show_text("")
        self.notice.hide()
        self.reduce_key.setEnabled(True)
        self._turn(setting=True)
        self._follow()
        self.price.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave_form(self) -> None:
        """Show the list."""
        self._turn(setting=False)
        self.choose_key.setFocus()

    def reduce(self) -> None:
        """Ask for it to be done, unless something is wrong."""
        price, last = self._price(), read_date(self.last_day.text, self._today())
        if self._reducible is None or not self.reduce_key.isEnabled():
            return
        if price is None:
            self._say(self._wording("Enter the reduced price."))
            self.price.setFocus(Qt.FocusReason.OtherFocusReason)
        elif last is None or last < self._today():
            words = HOURS_FAULT_WORDS[HoursFault.NO_DAY] if last is None else WORD_FAULT_WORDS[WordFault.OVER]
            self.last_day.refuse(self._wording(words))
            self.last_day.focus()
        else:
            self.reduce_key.setEnabled(False)
            ends = datetime.combine(last + timedelta(days=1), time()).astimezone()
            self.reduce_requested.emit(WantedReduction(self._reducible.product.id, price, ends, self.text.text))

    def refuse(self, problem: ShopError) -> None:
        """It was not done: say why."""
        self.reduce_key.setEnabled(True)
        message = explain(problem, self._wording)
        self._say(f"{message.happened} {message.to_do}" if isinstance(problem, PromotionNotBelow) else message.in_short)
        self.price.setFocus(Qt.FocusReason.OtherFocusReason)

    def confirm(self) -> None:
        """Enter: do what is set, or choose an article."""
        if self.is_setting:
            self.reduce()
        else:
            self.choose_requested.emit()

    def _keys(self, product_id: str, standing: Standing) -> list[KeyButton]:
        theme, wording = self._theme, self._wording
        take_back = KeyButton(
            theme, wording("Withdraw"), partial(self.take_back_requested.emit, product_id), kind="danger"
        )
        put_back = KeyButton(theme, wording("Price as before"), partial(self.put_back_requested.emit, product_id))
        leave = KeyButton(theme, wording("Keep this price"), partial(self.leave_requested.emit, product_id))
        return {
            Standing.RUNNING: [take_back, put_back],
            Standing.OTHER_PRICE: [take_back],
            Standing.OVER: [put_back, leave],
            Standing.SETTLED: [],
        }[standing]

    def _price(self) -> Money | None:
        try:
            return self.price.money()
        except ShopError:
            return None

    def _follow(self) -> None:
        """How the page will say it."""
        price, last = self._price(), read_date(self.last_day.text, self._today())
        self.notice.hide()
        self.preview.setText("")
        if self._reducible is None or price is None or last is None:
            return
        prior = self._reducible.prior
        if price.minor >= prior.minor:
            self.refuse(PromotionNotBelow(prior))
            return
        said = self._wording("The page says: {price} instead of {prior}, until {day}.")
        wording = self._wording
        self.preview.setText(
            said.format(price=wording.money(price), prior=wording.money(prior), day=wording.date(last))
        )

    def _say(self, text: str) -> None:
        self.notice.setText(text)
        self.notice.show()

    def _turn(self, *, setting: bool) -> None:
        self._listing.setHidden(setting)
        self._form.setHidden(not setting)
        self.turned.emit()

    def _lay_out(self) -> None:
        listing = QVBoxLayout(self._listing)
        listing.setContentsMargins(0, 0, 0, 0)
        listing.setSpacing(GAP)
        listing.addWidget(self.choose_key)
        listing.addWidget(GrowingScroll(self.list), 1)
        price = QVBoxLayout()
        price.setSpacing(2)
        price.addWidget(label(self._wording("Reduced price"), role="soft"))
        price.addWidget(self.price)
        price.addStretch(1)
        figures = QHBoxLayout()
        figures.setSpacing(MARGIN)
        figures.addLayout(price, 1)
        figures.addWidget(self.last_day, 1)
        keys = QHBoxLayout()
        keys.setSpacing(MARGIN)
        keys.addWidget(self.cancel_key)
        keys.addWidget(self.reduce_key, 1)
        told = self._wording("At the end the announcement stops by itself; the till reminds to put the price back.")
        form = QVBoxLayout(self._form)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(GAP)
        form.addWidget(self.article)
        form.addWidget(self.prior)
        form.addLayout(figures)
        below: tuple[QWidget, ...] = (self.text, self.preview, self.notice, label(told, role="soft", wrap=True))
        for widget in below:
            form.addWidget(widget)
        form.addStretch(1)
        form.addLayout(keys)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self._listing, 1)
        page.addWidget(self._form, 1)
