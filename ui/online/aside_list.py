"""The products the catalogue refused, each with the reason and keys that send it again or set it aside."""

from __future__ import annotations

from collections.abc import Sequence, Set

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos.database.outbox import AsidedProduct
from pos.wording import Wording
from ui.online.aside_row import AsideRow
from ui.theme import GAP, MARGIN, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label, rule

_NONE: Set[str] = frozenset()


class AsideList(QWidget):
    """Shows refused products by name; says which are to be sent again, and which to be left aside."""

    send_again_requested = Signal(str)
    send_all_requested = Signal()
    leave_requested = Signal(str)
    leave_all_requested = Signal()

    def __init__(self, theme: Theme, wording: Wording) -> None:
        super().__init__()
        self._theme, self._wording = theme, wording
        self._rows: dict[str, AsideRow] = {}
        heading = label(wording("Refused articles"), role="title", wrap=True)
        self.send_all_key = KeyButton(theme, wording("Send all again"), self.send_all_requested.emit)
        self.leave_all_key = KeyButton(theme, wording("Set all aside"), self.leave_all_requested.emit)
        self.more = label(role="soft", wrap=True)
        top = QHBoxLayout()
        top.setSpacing(MARGIN)
        top.addWidget(heading, 1)
        top.addWidget(self.send_all_key)
        top.addWidget(self.leave_all_key)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(GAP)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(GAP)
        page.addLayout(top)
        page.addLayout(self._lines)
        page.addWidget(self.more)
        page.addWidget(rule())

    @property
    def rows(self) -> Sequence[AsideRow]:
        """What is listed, from the top."""
        return tuple(self._rows.values())

    def show_products(self, products: Sequence[AsidedProduct], count: int, left: Set[str] = _NONE) -> None:
        """Replace the list, leaving alone what did not change.

        Args:
            products: the first of them.
            count: how many there are in all.
            left: those a person left aside.
        """
        wording = self._wording
        self.send_all_key.setVisible(count > 1)
        self.leave_all_key.setVisible(count > 1 and count > len(left))
        unseen = count - len(products)
        more = wording.plural("and {count} more", "and {count} more", unseen)
        self.more.setText(more.format(count=wording.number(unseen)))
        self.more.setVisible(unseen > 0)
        if [row.product for row in self.rows] != list(products):
            self._replace(products)
        for row in self.rows:
            row.show_left(is_left=row.product.product_id in left)

    def _replace(self, products: Sequence[AsidedProduct]) -> None:
        kept = {row.product.product_id: row for row in self._rows.values() if row.product in products}
        for product_id in self._rows.keys() - kept.keys():
            self._take_out(self._rows[product_id])
        self._rows = {one.product_id: kept.get(one.product_id) or self._new_row(one) for one in products}
        for place, row in enumerate(self._rows.values()):
            if self._lines.indexOf(row) != place:
                self._lines.insertWidget(place, row)

    def _new_row(self, product: AsidedProduct) -> AsideRow:
        row = AsideRow(self._theme, self._wording, product)
        row.send_again_requested.connect(self.send_again_requested)
        row.leave_requested.connect(self.leave_requested)
        return row

    def _take_out(self, row: AsideRow) -> None:
        self._lines.removeWidget(row)
        row.hide()
        row.deleteLater()
