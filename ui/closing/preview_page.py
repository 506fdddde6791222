"""The closing as its paper will be, before it is made."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from pos.fiscal.cash_count import CashCount
from pos.fiscal.x_report import XReport
from pos.receipts import html
from pos.receipts.closing import preview
from pos.wording import Wording
from ui.closing.beside_paper import BesidePaper
from ui.theme import Theme
from ui.widgets.labels import label
from ui.widgets.progress_bar import ProgressBar


class PreviewPage(BesidePaper):
    """Shows the paper and says what closing means; while it is being done, that it is."""

    def __init__(self, theme: Theme, wording: Wording) -> None:
        super().__init__(theme, wording)
        self.what = label(wrap=True)
        self.bar = ProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(wording("Closing…"))
        self.bar.hide()
        self.left.addWidget(self.what)
        self.left.addStretch(1)
        self.left.addWidget(self.bar)

    @property
    def said(self) -> str:
        """What the step is about."""
        return self._wording("the closing as it will be printed")

    @property
    def main(self) -> str:
        """What the main key says on it."""
        return self._wording("Close the day")

    def begin(self) -> QWidget | None:
        """The main key."""
        return None

    def takes_enter(self) -> bool:
        """Nothing here does."""
        return False

    def show_closing(self, report: XReport, count: CashCount | None) -> None:
        """Show what will be closed."""
        wording = self._wording
        closes = wording("This closes the business day {day} for good: nothing can be sold or changed in it any more.")
        said = [
            closes.format(day=wording.date(report.day)),
            wording("What is sold afterwards counts for the next day."),
        ]
        if count is None:
            said.append(wording("The drawer is not counted yet: that can follow any time, under “Past closings”."))
        self.what.setText("\n\n".join(said))
        self.paper.show_page(html.render(preview(report, wording, count)))

    def show_busy(self, *, busy: bool) -> None:
        """Say that the day is being closed."""
        self.bar.setVisible(busy)
