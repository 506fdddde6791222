"""The figures since the last closing (X), to look at and to print; nothing is closed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from pos.fiscal.x_report import XReport
from pos.wording import Wording
from ui.closing.figures_page import FiguresPage
from ui.closing.step_sheet import WIDE
from ui.theme import Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.sheet import Sheet


class FiguresSheet(Sheet):
    """Shows a report."""

    print_requested = Signal()

    def __init__(self, theme: Theme, wording: Wording, report: XReport, *, can_print: bool) -> None:
        super().__init__(theme, wording("Figures since the last closing (X)"))
        self.figures = FiguresPage(theme, wording, can_print=can_print)
        self.figures.print_requested.connect(self.print_requested)
        self.figures.show_report(report)
        self.back_key = KeyButton(theme, wording("Close"), self.put_away, key=wording("Esc"))
        self.body.addWidget(self.figures, 1)
        self.body.addWidget(self.back_key)
        self.body.addStrut(theme.room(WIDE))

    def confirm(self) -> None:
        """Enter: the key with the focus."""
        if self.figures.print_key.hasFocus():
            self.figures.ask_print()
        elif self.back_key.hasFocus():
            self.put_away()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+P prints."""
        if event.key() == Qt.Key.Key_P and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.figures.ask_print()
            event.accept()
        else:
            super().keyPressEvent(event)
