"""The chosen sale: its receipt as it was, and the keys that give it out once more."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from pos.domain.sale import Sale
from pos.operations.saving_papers import FileKind
from pos.wording import Wording
from ui.theme import GAP, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label
from ui.widgets.paper import Paper


class SalePanel(QWidget):
    """Shows one sale and says what is wanted of it; without a sale the keys rest."""

    print_requested = Signal(object)
    gift_requested = Signal(object)
    file_requested = Signal(object, object)

    def __init__(self, theme: Theme, wording: Wording, *, can_print: bool) -> None:
        super().__init__()
        self._wording = wording
        self._sale: Sale | None = None
        self.next_paper = label(role="soft", wrap=True)
        self.paper = Paper(theme, wording)
        keeps_its_place = self.paper.sizePolicy()
        keeps_its_place.setRetainSizeWhenHidden(True)
        self.paper.setSizePolicy(keeps_its_place)
        self.print_key = KeyButton(theme, wording("Print"), self.print, key=wording("Ctrl+P"))
        self.gift_key = KeyButton(theme, wording("Gift receipt"), self.print_gift, key=wording("Ctrl+G"))
        self.pdf_key = KeyButton(theme, wording("PDF…"), self.save_pdf, key=wording("Ctrl+S"))
        self.text_key = KeyButton(theme, wording("Text…"), self.save_text, key=wording("Ctrl+T"))
        keys = QGridLayout()
        keys.setSpacing(GAP)
        printed = (self.print_key, self.gift_key) if can_print else ()
        for place, key in enumerate((*printed, self.pdf_key, self.text_key)):
            keys.addWidget(key, place // 2, place % 2)
        if not can_print:
            for key in (self.print_key, self.gift_key):
                key.setParent(self)
                key.hide()
        self._can_print = can_print
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.paper, 1)
        column.addWidget(self.next_paper)
        column.addLayout(keys)
        self.show_nothing()

    @property
    def sale(self) -> Sale | None:
        """The sale that is shown."""
        return self._sale

    @property
    def first_key(self) -> KeyButton:
        """What is wanted most often."""
        return self.print_key if self._can_print else self.pdf_key

    def show_sale(self, sale: Sale, receipt: str, *, copy: int = 0) -> None:
        """Show a sale with its receipt, a page of `pos.receipts.html`, and what the next paper of it will be."""
        self._sale = sale
        if copy:
            self.next_paper.setText(self._wording("The next paper will say DUPLICATE {number}.").format(number=copy))
        else:
            self.next_paper.setText(self._wording("No receipt was given yet: the next is the original."))
        self.paper.show_page(receipt)
        self.paper.show()
        self._let_keys_work()

    def show_nothing(self) -> None:
        """No sale is chosen."""
        self._sale = None
        self.next_paper.clear()
        self.paper.hide()
        self._let_keys_work()

    def print(self) -> None:
        """Ask for the receipt on paper."""
        if self._sale is not None and self._can_print:
            self.print_requested.emit(self._sale)

    def print_gift(self) -> None:
        """Ask for the paper that goes with a present."""
        if self._sale is not None and self._can_print:
            self.gift_requested.emit(self._sale)

    def save_pdf(self) -> None:
        """Ask for the receipt as a PDF."""
        if self._sale is not None:
            self.file_requested.emit(self._sale, FileKind.PDF)

    def save_text(self) -> None:
        """Ask for the receipt as a text."""
        if self._sale is not None:
            self.file_requested.emit(self._sale, FileKind.TEXT)

    def _let_keys_work(self) -> None:
        for key in (self.print_key, self.gift_key, self.pdf_key, self.text_key):
            key.setEnabled(self._sale is not None)
