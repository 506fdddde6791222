"""An article looked at: its price in big, its stock, its codes; nothing is added unless it is asked for."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout

from pos.domain.catalogue import Product
from pos.domain.quantity import Unit
from pos.wording import Wording
from ui.sell.price_look import Look
from ui.theme import CHANGE_PX, GAP, MARGIN, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import Figure, label
from ui.widgets.sheet import Sheet

MOST_CODES: Final = 4


class LookSheet(Sheet):
    """Shows one article, and the next one in its place when it is scanned."""

    add_requested = Signal(object)
    edit_requested = Signal(str)
    favourite_requested = Signal(object)

    def __init__(self, theme: Theme, wording: Wording, look: Look) -> None:
        super().__init__(theme, "")
        self._wording = wording
        self._look = look
        self.heading.setWordWrap(True)
        self.price = Figure(wording("Price"))
        self.price.setFont(theme.font(CHANGE_PX, QFont.Weight.Bold))
        self.scanned = label(role="soft")
        self.stock, self.codes, self.category, self.online = (label(wrap=True) for _ in range(4))
        self.notice = label(role="amber", wrap=True)
        self.favourite_key = KeyButton(
            theme, "★ " + wording("Add to the favourites"), self._favour, key=wording("Ctrl+B")
        )
        self.edit_key = KeyButton(theme, wording("Edit the article"), self._edit, key=wording("Ctrl+E"))
        self.add_key = KeyButton(
            theme, wording("Add to the ticket"), self.confirm, key=wording("Enter"), kind="primary", px=16
        )
        self._lay_out()
        self.show_look(look)

    def show_look(self, look: Look) -> None:
        """Show an article in place of the one before."""
        self._look = look
        wording, product = self._wording, look.found.product
        self.setAccessibleName(product.name)
        self.heading.setText(product.name)
        self.price.setText(_price(product, wording))
        self.scanned.setText(self._scanned_words(look))
        self.scanned.setVisible(bool(self.scanned.text()))
        unknown = wording("never counted")
        self.stock.setText(unknown if look.on_hand is None else wording.quantity(look.on_hand, product.unit))
        more = ("…",) if len(look.codes) > MOST_CODES else ()
        self.codes.setText("   ".join((*look.codes[:MOST_CODES], *more)) or wording("No code"))
        self.category.setText(look.category or wording("No category"))
        self.online.setText(wording("yes") if product.shown_online else wording("no"))
        self.favourite_key.setVisible(not look.is_favourite)
        self.notice.hide()

    def say(self, text: str) -> None:
        """Show a line above the keys."""
        self.notice.setText(text)
        self.notice.show()

    def confirm(self) -> None:
        """Enter: put it on the ticket."""
        self.put_away()
        self.add_requested.emit(self._look.found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+E edits, Ctrl+B makes it a favourite."""
        command = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if command and event.key() == Qt.Key.Key_E:
            self._edit()
        elif command and event.key() == Qt.Key.Key_B and not self._look.is_favourite:
            self._favour()
        else:
            super().keyPressEvent(event)

    def _favour(self) -> None:
        self.favourite_key.hide()
        self.favourite_requested.emit(self._look.found.product)

    def _edit(self) -> None:
        self.put_away()
        self.edit_requested.emit(self._look.found.product.id)

    def _scanned_words(self, look: Look) -> str:
        """What the label says that was scanned, where it is a scale's."""
        scanned, wording = look.found.label, self._wording
        if scanned is None:
            return ""
        if scanned.price is not None:
            return wording("This label: {figure}").format(figure=wording.money(scanned.price))
        if scanned.weight is None:
            return ""
        figure = wording.quantity(scanned.weight, Unit.KILOGRAM)
        if look.found.product.price is not None:
            figure += f" · {wording.money(look.found.product.price.times(scanned.weight.as_fraction))}"
        return wording("This label: {figure}").format(figure=figure)

    def _lay_out(self) -> None:
        theme, wording = self._theme, self._wording
        self.body.addWidget(self.price)
        self.body.addWidget(self.scanned)
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * MARGIN)
        grid.setVerticalSpacing(GAP)
        grid.setColumnStretch(1, 1)
        rows = (
            (wording("Stock"), self.stock),
            (wording("Codes"), self.codes),
            (wording("Category"), self.category),
            (wording("Shown online"), self.online),
        )
        for row, (said, value) in enumerate(rows):
            grid.addWidget(label(said, role="soft"), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, row, 1)
        self.body.addLayout(grid)
        self.body.addWidget(self.notice)
        others, keys = QHBoxLayout(), QHBoxLayout()
        for line in (others, keys):
            line.setSpacing(MARGIN)
        others.addWidget(self.favourite_key)
        others.addWidget(self.edit_key)
        keys.addWidget(KeyButton(theme, wording("Back"), self.go_back, key=wording("Esc")))
        keys.addWidget(self.add_key, 1)
        self.body.addLayout(others)
        self.body.addLayout(keys)
        self.card.setMinimumWidth(theme.room(560))


def _price(product: Product, wording: Wording) -> str:
    if product.price is None:
        return wording("to price")
    price = wording.money(product.price)
    return wording("{price}/kg").format(price=price) if product.unit is Unit.KILOGRAM else price
