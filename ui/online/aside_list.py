"""The products the catalogue refused, each with the reason and a key that sends it again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos.database.outbox import AsidedProduct
from pos.wording import Wording
from ui.online.refusal_words import reason_in_words
from ui.theme import GAP, MARGIN, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label, rule


class AsideList(QWidget):
    """Shows refused products by name; says which are to be sent again."""

    send_again_requested = Signal(str)
    send_all_requested = Signal()

    def __init__(self, theme: Theme, wording: Wording) -> None:
        super().__init__()
        self._theme, self._wording = theme, wording
        self._rows: dict[str, _Row] = {}
        heading = label(wording("Refused articles"), role="title", wrap=True)
        self.send_all_key = KeyButton(theme, wording("Send all again"), self.send_all_requested.emit)
        self.more = label(role="soft", wrap=True)
        top = QHBoxLayout()
        top.setSpacing(MARGIN)
        top.addWidget(heading, 1)
        top.addWidget(self.send_all_key)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(GAP)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(GAP)
        page.addLayout(top)
        page.addLayout(self._lines)
        page.addWidget(self.more)

    @property
    def rows(self) -> Sequence[_Row]:
        """What is listed, from the top."""
        return tuple(self._rows.values())

    def show_products(self, products: Sequence[AsidedProduct], count: int) -> bool:
        """Replace the list, leaving alone what did not change; whether anything did.

        Args:
            products: the first of them, by name.
            count: how many there are in all.
        """
        wording = self._wording
        self.send_all_key.setVisible(count > 1)
        unseen = count - len(products)
        more = wording.plural("and {count} more", "and {count} more", unseen)
        self.more.setText(more.format(count=wording.number(unseen)))
        self.more.setVisible(unseen > 0)
        if [row.product for row in self.rows] == list(products):
            return False
        kept = {row.product.product_id: row for row in self._rows.values() if row.product in products}
        for product_id in self._rows.keys() - kept.keys():
            self._take_out(self._rows[product_id])
        self._rows = {one.product_id: kept.get(one.product_id) or self._new_row(one) for one in products}
        for place, row in enumerate(self._rows.values()):
            if self._lines.indexOf(row) != place:
                self._lines.insertWidget(place, row)
        return True

    def _new_row(self, product: AsidedProduct) -> _Row:
        row = _Row(self._theme, self._wording, product)
        row.send_again_requested.connect(self.send_again_requested)
        return row

    def _take_out(self, row: _Row) -> None:
        self._lines.removeWidget(row)
        row.hide()
        row.deleteLater()


class _Row(QWidget):
    send_again_requested = Signal(str)

    def __init__(self, theme: Theme, wording: Wording, product: AsidedProduct) -> None:
        super().__init__()
        self.product = product
        name = product.name or wording("An article that is no longer there")
        self.name = label(name, wrap=True)
        self.reason = label(reason_in_words(product.reason, wording), role="soft", wrap=True)
        self.send_key = KeyButton(
            theme, wording("Send again"), lambda: self.send_again_requested.emit(product.product_id)
        )
        self.send_key.setAccessibleName(wording("Send {name} again").format(name=name))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.name)
        words.addWidget(self.reason)
        line = QHBoxLayout()
        line.setSpacing(MARGIN)
        line.addLayout(words, 1)
        line.addWidget(self.send_key, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(rule())
        column.addLayout(line)
