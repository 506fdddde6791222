"""What another shop answered: the number to read out, until when it holds, and whether a slip is on its way."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos.domain.demand import PutAside
from pos.wording import Wording
from ui.theme import MARGIN, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label

_NUMBER_PX: Final = 40


class HeldPage(QWidget):
    """Shows what was put aside; one key goes on."""

    done_requested = Signal()

    def __init__(self, theme: Theme, wording: Wording, aside: PutAside, *, prints: bool) -> None:
        super().__init__()
        self.title = label(held_in_words(aside, wording), role="amber" if aside.must_confirm else "accent", wrap=True)
        self.title.setFont(theme.font(18, QFont.Weight.DemiBold))
        self.number = label(aside.number)
        self.number.setFont(theme.font(_NUMBER_PX, QFont.Weight.Bold))
        self.number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.number.setAccessibleName(wording("Number of the reservation: {number}").format(number=aside.number))
        what = f"{wording.quantity(aside.quantity, aside.unit)} × {aside.article}"
        where = " · ".join(filter(None, (aside.shop_name, aside.address, aside.phone)))
        printed = wording("The slip for the customer is being printed.")
        no_printer = wording("There is no printer: write the number down for the customer.")
        self.slip = label(printed if prints else no_printer, role="soft", wrap=True)
        self.done_key = KeyButton(
            theme, wording("Next customer"), self.done_requested.emit, key=wording("Enter"), kind="primary", px=16
        )
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(MARGIN)
        for widget in (self.title, self.number, label(what, wrap=True), label(where, wrap=True), self.slip):
            page.addWidget(widget)
        page.addStretch(1)
        page.addWidget(self.done_key)

    def confirm(self) -> None:
        """Enter: on with the queue."""
        self.done_requested.emit()


def held_in_words(aside: PutAside, wording: Wording) -> str:
    """Whether it is put aside, and until when; or that the other shop must confirm first."""
    if aside.must_confirm:
        phone = aside.phone
        if not phone:
            return wording("{shop} must confirm first: ask there before going.").format(shop=aside.shop_name)
        said = wording("{shop} must confirm first: call {phone} before going.")
        return said.format(shop=aside.shop_name, phone=phone)
    if aside.until is None:
        return wording("{shop} puts it aside.").format(shop=aside.shop_name)
    said = wording("{shop} puts it aside until {time}.")
    return said.format(shop=aside.shop_name, time=wording.time(aside.until))
