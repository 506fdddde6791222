"""The cash drawer: whether one hangs on the printer, and whether it opens."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos.domain.printer import Drawer, PrinterProfile, ReceiptPrinter
from pos.wording import Wording, mark
from ui.theme import GAP, Theme
from ui.widgets.choice_row import ChoiceRow
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label

_DRAWERS: Final = {
    Drawer.NONE: mark("No drawer"),
    Drawer.PIN_2: mark("A drawer"),
    Drawer.PIN_5: mark("A drawer, second wire"),
}


class DrawerPage(QWidget):
    """Says which profile is wanted, and when the drawer is to be tried."""

    profile_wanted = Signal(object)
    pulse_requested = Signal()

    def __init__(self, theme: Theme, wording: Wording) -> None:
        super().__init__()
        self._profile = PrinterProfile()
        self.drawers = ChoiceRow(
            theme, [wording(said) for said in _DRAWERS.values()], about=wording("Drawer on the printer")
        )
        self.drawers.chosen.connect(self._take)
        self.pulse_key = KeyButton(theme, wording("Open the drawer"), self.confirm, px=16)
        told = wording(
            "The drawer opens at every sale paid in cash. If it does not open now, try the second wire; if the printer "
            "cannot open it, the sale goes on without."
        )
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(GAP)
        page.addWidget(label(self.drawers.accessibleName(), role="soft"))
        page.addWidget(self.drawers)
        page.addWidget(label(told, role="soft", wrap=True))
        page.addWidget(self.pulse_key)
        page.addStretch(1)

    def show_printer(self, printer: ReceiptPrinter) -> None:
        """Show what is kept."""
        self._profile = printer.profile
        self.drawers.show_chosen(list(_DRAWERS).index(printer.profile.drawer))

    def begin(self) -> QWidget:
        """The widget to begin with."""
        return self.drawers.keys[0]

    def confirm(self) -> None:
        """Enter: try the drawer."""
        if self.pulse_key.isEnabled():
            self.pulse_requested.emit()

    def _take(self, place: int) -> None:
        self.profile_wanted.emit(replace(self._profile, drawer=list(_DRAWERS)[place]))
