"""The shop…: who it is on its papers, with the top of a receipt beside, and when its business day begins."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QTabBar, QVBoxLayout, QWidget

from pos.domain.company_numbers import grouped_siret, is_siret, tidy_number, vat_number_for
from pos.domain.shop import ShopFault, ShopField, ShopIdentity, read_hour, tidied
from pos.operations.describing_shop import ShopDetails, faults_of
from pos.receipts import html
from pos.receipts.compose import shop_heading
from pos.wording import Wording
from ui.articles.article_layout import ask_bar
from ui.shop.fault_words import FAULT_WORDS
from ui.shop.pages import pages
from ui.shop.shop_box import ShopBox
from ui.theme import GAP, MARGIN, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label
from ui.widgets.paper import Paper
from ui.widgets.sheet import Sheet
from ui.widgets.tick_box import TickBox

FOOT_LINES: Final = 3
LONGEST: Final = 120
_LONGEST_NUMBER: Final = 24
_PREVIEW_PAUSE_MS: Final = 80
_WIDE: Final = 900
_WIDEST: Final = 992


class ShopSheet(Sheet):
    """Shows the details and says what is to be kept; what is wrong is said at its box, and nothing typed is lost."""

    save_requested = Signal(object)

    def __init__(self, theme: Theme, wording: Wording, details: ShopDetails) -> None:
        super().__init__(theme, wording("The shop"))
        self._wording, self._before = wording, details
        self._asking = self._saving = False
        self.name = ShopBox(wording("Name of the shop"), longest=LONGEST)
        self.legal_form = ShopBox(
            wording("Legal form"), longest=LONGEST, example=wording("SARL with a capital of 5,000 €")
        )
        self.street = ShopBox(wording("Street"), longest=LONGEST)
        self.postcode = ShopBox(wording("Postcode"), longest=_LONGEST_NUMBER)
        self.city = ShopBox(wording("Town"), longest=LONGEST)
        self.phone = ShopBox(wording("Telephone"), longest=LONGEST)
        self.siret = ShopBox(wording("SIRET"), longest=_LONGEST_NUMBER, example="123 456 789 00012")
        self.vat_number = ShopBox(wording("VAT number"), longest=_LONGEST_NUMBER, example="FR12 345678901")
        self.hours = ShopBox(wording("Opening hours"), longest=2 * LONGEST)
        self.cut_off = ShopBox(wording("A new business day begins at"), longest=_LONGEST_NUMBER, example="04:00")
        self.franchise = TickBox(wording("No VAT (franchise, art. 293 B)"))
        self.propose_key = KeyButton(theme, wording("Use {number}").format(number=""), self._take_proposed)
        self.footer = tuple(self._foot_box(place) for place in range(max(FOOT_LINES, len(details.shop.footer))))
        self.preview = Paper(theme, wording)
        self.preview.setAccessibleName(wording("How the receipt begins"))
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(wording("The shop"))
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.pages: list[QWidget] = []
        self.notice = label(role="danger", wrap=True)
        self.notice.hide()
        self.back_key = KeyButton(theme, wording("Back"), self.go_back, key=wording("Esc"))
        self.save_key = KeyButton(theme, wording("Save"), self.save, key=wording("Enter"), kind="primary", px=16)
        self.keep_key = KeyButton(
            theme, wording("Keep editing"), self._keep_editing, key=wording("Esc"), kind="primary"
        )
        self.discard_key = KeyButton(theme, wording("Discard"), self.put_away, kind="danger")
        self.asking: QFrame = ask_bar(wording("The changes are not saved."), self.discard_key, self.keep_key)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PREVIEW_PAUSE_MS)
        self._lay_out()
        self._show(details)
        self._listen()
        self._follow()
        self._turn(0)

    @property
    def boxes(self) -> Mapping[ShopField, ShopBox]:
        """The boxes in which something can be wrong."""
        return {
            ShopField.NAME: self.name,
            ShopField.POSTCODE: self.postcode,
            ShopField.SIRET: self.siret,
            ShopField.VAT_NUMBER: self.vat_number,
            ShopField.CUT_OFF: self.cut_off,
        }

    @property
    def shop(self) -> ShopIdentity:
        """The shop as it stands here."""
        return tidied(
            ShopIdentity(
                name=self.name.text,
                street=self.street.text,
                postcode=self.postcode.text,
                city=self.city.text,
                phone=self.phone.text,
                siret=self.siret.text,
                vat_number=self.vat_number.text,
                hours=self.hours.text,
                footer=tuple(box.text() for box in self.footer),
                legal_form=self.legal_form.text,
                franchise=self.franchise.isChecked(),
            )
        )

    @property
    def is_changed(self) -> bool:
        """Whether anything here differs from what is kept."""
        return self.shop != tidied(self._before.shop) or read_hour(self.cut_off.text) != self._before.cut_off

    def save(self) -> None:
        """Ask for it to be kept, unless something is wrong."""
        if self._saving or self._asking:
            return
        hour = read_hour(self.cut_off.text)
        details = ShopDetails(self.shop, time(12) if hour is None else hour)  # an hour no day begins at
        found = faults_of(details)
        if found:
            self.show_faults(found)
        elif not self.is_changed:
            self.put_away()
        else:
            self._saving = True
            self.save_key.setEnabled(False)
            self.save_requested.emit(details)

    def show_faults(self, found: Mapping[ShopField, ShopFault]) -> None:
        """Say at each box what is wrong, and go to the first of them."""
        self._saving = False
        self.save_key.setEnabled(True)
        wrong = [(box, found[field]) for field, box in self.boxes.items() if field in found]
        for box, fault in wrong:
            box.refuse(self._wording(FAULT_WORDS[fault]))
        first = wrong[0][0]
        self.tabs.setCurrentIndex(next(place for place, page in enumerate(self.pages) if page.isAncestorOf(first)))
        first.focus()

    def refuse(self, why: str) -> None:
        """It was not kept: say why."""
        self._saving = False
        self.save_key.setEnabled(True)
        self.notice.setText(why)
        self.notice.show()

    def confirm(self) -> None:
        """Enter: the key with the focus, or saving."""
        if self._asking:
            self.put_away() if self.discard_key.hasFocus() else self._keep_editing()
        elif self.propose_key.hasFocus():
            self._take_proposed()
        else:
            self.save()

    def go_back(self) -> None:
        """Esc: closes what was not changed, asks about what was; a second Esc goes on editing."""
        if self._asking:
            self._keep_editing()
        elif self.is_changed:
            self._ask(asking=True)
            self.keep_key.setFocus()
        else:
            self.put_away()

    def _keep_editing(self) -> None:
        self._ask(asking=False)
        self.tabs.setFocus()

    def _ask(self, *, asking: bool) -> None:
        self._asking = asking
        self.asking.setVisible(asking)
        for key in (self.back_key, self.save_key):
            key.setHidden(asking)

    def _take_proposed(self) -> None:
        self.vat_number.show_text(vat_number_for(tidy_number(self.siret.text)))
        self.vat_number.focus()

    def _follow(self) -> None:
        """The receipt beside, and the VAT number the SIRET leads to."""
        shop = self.shop
        self.preview.show_page(html.render(shop_heading(shop, self._wording)))
        proposed = vat_number_for(shop.siret) if is_siret(shop.siret) else ""
        self.propose_key.setText(self._wording("Use {number}").format(number=proposed))
        self.propose_key.setAccessibleName(self.propose_key.text())
        self.propose_key.setVisible(bool(proposed) and shop.vat_number != proposed and not shop.franchise)

    def _turn(self, place: int) -> None:
        for other, page in enumerate(self.pages):
            page.setVisible(other == place)

    def _show(self, details: ShopDetails) -> None:
        shop = details.shop
        texts = (
            (self.name, shop.name),
            (self.legal_form, shop.legal_form),
            (self.street, shop.street),
            (self.postcode, shop.postcode),
            (self.city, shop.city),
            (self.phone, shop.phone),
            (self.siret, grouped_siret(shop.siret)),
            (self.vat_number, shop.vat_number),
            (self.hours, shop.hours),
            (self.cut_off, details.cut_off.isoformat(timespec="minutes")),
        )
        for box, text in texts:
            box.show_text(text)
        for line, words in zip(self.footer, shop.footer, strict=False):
            line.setText(words)
        self.franchise.setChecked(shop.franchise)

    def _foot_box(self, place: int) -> QLineEdit:
        box = QLineEdit()
        box.setMaxLength(LONGEST)
        box.setAccessibleName(self._wording("Line {number} at the foot of receipts").format(number=place + 1))
        return box

    def _listen(self) -> None:
        self._pause.timeout.connect(self._follow)
        for box in self.findChildren(QLineEdit):
            box.textChanged.connect(lambda _: self._pause.start())
        self.franchise.toggled.connect(lambda _: self._follow())
        self.tabs.currentChanged.connect(self._turn)
        saves = QShortcut(QKeySequence("Ctrl+S"), self)
        saves.activated.connect(self.save)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(GAP)
        left.addWidget(self.tabs)
        for said, page in pages(self, self._wording):
            self.tabs.addTab(said)
            self.pages.append(page)
            left.addWidget(page, 1)
        columns = QHBoxLayout()
        columns.setSpacing(MARGIN)
        columns.addLayout(left, 1)
        columns.addWidget(self.preview)
        self.body.addLayout(columns, 1)
        self.body.addWidget(self.notice)
        self.asking.hide()
        self.body.addWidget(self.asking)
        keys = QHBoxLayout()
        keys.setSpacing(MARGIN)
        keys.addWidget(self.back_key)
        keys.addWidget(self.save_key, 1)
        self.body.addLayout(keys)
        self.card.setMinimumWidth(min(self._theme.room(_WIDE), _WIDEST))
