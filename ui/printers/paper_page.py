"""The roll of paper: how wide it is, and how a receipt comes off it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos.domain.printer import Cutting, PrinterProfile, ReceiptPrinter
from pos.wording import Wording, mark
from ui.theme import GAP, Theme
from ui.widgets.choice_row import ChoiceRow
from ui.widgets.labels import label

_WIDTHS: Final = {48: mark("80 mm"), 42: mark("80 mm, 42 letters a line"), 32: mark("58 mm")}
_CUTTINGS: Final = {
    Cutting.FULL: mark("Cut off"),
    Cutting.PARTIAL: mark("Cut but for a corner"),
    Cutting.TORN: mark("Torn off by hand"),
}


class PaperPage(QWidget):
    """Says which profile is wanted."""

    profile_wanted = Signal(object)

    def __init__(self, theme: Theme, wording: Wording) -> None:
        super().__init__()
        self._profile = PrinterProfile()
        self.widths = ChoiceRow(
            theme, [wording(said) for said in _WIDTHS.values()], about=wording("Width of the paper")
        )
        self.cuttings = ChoiceRow(
            theme, [wording(said) for said in _CUTTINGS.values()], about=wording("End of a receipt")
        )
        self.widths.chosen.connect(self._take_width)
        self.cuttings.chosen.connect(self._take_cutting)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(GAP)
        for row in (self.widths, self.cuttings):
            page.addWidget(label(row.accessibleName(), role="soft"))
            page.addWidget(row)
        page.addWidget(
            label(
                wording("Print the test paper: “Right” must stand at the very edge, on the same line as “Left”."),
                role="soft",
                wrap=True,
            )
        )
        page.addStretch(1)

    def show_printer(self, printer: ReceiptPrinter) -> None:
        """Show what is kept."""
        self._profile = printer.profile
        widths = list(_WIDTHS)
        self.widths.show_chosen(widths.index(printer.profile.columns) if printer.profile.columns in widths else None)
        self.cuttings.show_chosen(list(_CUTTINGS).index(printer.profile.cutting))

    def begin(self) -> QWidget:
        """The widget to begin with."""
        return self.widths.keys[0]

    def confirm(self) -> None:
        """Enter alone decides nothing here."""

    def _take_width(self, place: int) -> None:
        self.profile_wanted.emit(replace(self._profile, columns=list(_WIDTHS)[place]))

    def _take_cutting(self, place: int) -> None:
        self.profile_wanted.emit(replace(self._profile, cutting=list(_CUTTINGS)[place]))
