"""A receipt as it lies on the counter, whatever the till's own look."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QTextBrowser

from pos.wording import Wording
from ui.theme import MARGIN, Theme

PAPER: Final = "#FFFEFB"
PAPER_WIDTH: Final = 376
_RULE: Final = (
    '<table width="100%" cellspacing="0"><tr><td style="font-size: 6px">&nbsp;</td></tr>'
    '<tr><td style="border-top: 1px solid #1F1B16; font-size: 6px">&nbsp;</td></tr></table>'
)
"""Qt draws a rule that follows a table beside it: here it is the upper edge of a table of its own."""
_LETTERS: Final = re.compile(r"font-size: (\d+)px")


class Paper(QTextBrowser):
    """Shows a page of `pos.receipts.html`: our own composer made it and escaped every name."""

    def __init__(self, theme: Theme, wording: Wording, page: str = "") -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("paper")
        self.setAccessibleName(wording("Receipt"))
        self.setOpenLinks(False)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.verticalScrollBar().rangeChanged.connect(lambda _, most: self._let_arrows_scroll(longer=most > 0))
        self._let_arrows_scroll(longer=False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(theme.room(PAPER_WIDTH))
        self.show_page(page)

    def show_page(self, page: str) -> None:
        """Show another receipt; an empty page shows bare paper."""
        ruled = page.replace("<hr>", _RULE)
        self.setHtml(_LETTERS.sub(lambda size: f"font-size: {self._theme.room(int(size[1]))}px", ruled))
        frame = self.document().rootFrame()
        margins = frame.frameFormat()
        margins.setBackground(QColor(PAPER))
        margins.setMargin(MARGIN)
        frame.setFrameFormat(margins)

    def _let_arrows_scroll(self, *, longer: bool) -> None:
        """The tab key comes by a receipt that is longer than its place, for the arrows to read on."""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if longer else Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        """As long as the receipt."""
        self.document().setTextWidth(self.width() - 20)
        return QSize(self.width(), round(self.document().size().height()) + 8)
