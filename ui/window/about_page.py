"""Who the shop is: a few lines, its site, its telephone, a picture of it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos.domain.window_word import (
    LONGEST_LINE,
    LONGEST_PHONE,
    LONGEST_PRESENTATION,
    WindowWord,
    WordFault,
    few_lines,
    one_line,
    tidy_address,
)
from pos.wording import Wording
from ui.articles.photo_box import AskPhoto, PhotoBox
from ui.icons import Icons
from ui.shop.shop_box import ShopBox
from ui.theme import GAP, MARGIN, Theme
from ui.widgets.labels import label
from ui.widgets.scrolling import scrolling
from ui.window.contents_words import WORD_FAULT_WORDS
from ui.window.text_box import TextBox


class AboutPage(QWidget):
    """Shows the shop's word and takes another; the picture is made elsewhere."""

    changed = Signal()

    def __init__(self, theme: Theme, wording: Wording, icons: Icons, *, ask: AskPhoto) -> None:
        super().__init__()
        self._wording = wording
        self.presentation = TextBox(theme, wording("The shop in a few lines"), longest=LONGEST_PRESENTATION)
        self.website = ShopBox(wording("Site"), longest=LONGEST_LINE, example="www.example.fr")
        self.phone = ShopBox(wording("Telephone shown"), longest=LONGEST_PHONE)
        self.photo = PhotoBox(theme, wording, icons, ask=ask)
        self.picture: bytes | None = None
        self.keeps_picture = False
        told = label(
            wording("What stays empty is left to the town: what it wrote of the shop stays."), role="soft", wrap=True
        )
        left = QVBoxLayout()
        left.setSpacing(GAP)
        left.addWidget(self.presentation, 1)
        for widget in (self.website, self.phone, told):
            left.addWidget(widget)
        shown = QWidget()
        row = QHBoxLayout(shown)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(MARGIN)
        row.addLayout(left, 3)
        row.addWidget(self.photo, 2)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(scrolling(shown))
        for box in (self.presentation, self.website, self.phone):
            box.changed.connect(self.changed)
        self.photo.removed.connect(self._remove)

    @property
    def first(self) -> QWidget:
        """Where the cursor begins."""
        return self.presentation.box

    @property
    def texts(self) -> tuple[str, str, str]:
        """Presentation, site and telephone as they would be kept."""
        website = tidy_address(self.website.text)
        return few_lines(self.presentation.text), website or self.website.text.strip(), one_line(self.phone.text)

    def show_word(self, word: WindowWord, picture: QImage | None, *, phone: str) -> None:
        """Show what is kept; a telephone that was never told is offered from the shop's own sheet."""
        self.presentation.show_text(word.presentation or "")
        self.website.show_text(word.website or "")
        self.phone.show_text(phone if word.phone is None else word.phone)
        self.picture, self.keeps_picture = None, bool(word.picture)
        self.photo.show_image(picture)

    def take_picture(self, picture: bytes, image: QImage) -> None:
        """A picture was made: show it; it is kept with the rest."""
        self.picture, self.keeps_picture = picture, False
        self.photo.show_image(image)
        self.changed.emit()

    def check(self) -> bool:
        """Claim that all of it can be kept; what cannot is said at its box."""
        if tidy_address(self.website.text) is None:
            self.website.refuse(self._wording(WORD_FAULT_WORDS[WordFault.NO_ADDRESS]))
            self.website.focus()
            return False
        return True

    def _remove(self) -> None:
        self.picture, self.keeps_picture = None, False
        self.photo.show_image(None)
        self.changed.emit()
