"""The till's one window: the sell screen, sheets laid over it, and quiet notices."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QStackedLayout, QWidget

from pos.wording import Wording
from ui.icons import Icons
from ui.sell.sell_page import SellPage
from ui.theme import Theme
from ui.widgets.sheet import Sheet
from ui.widgets.toast import Toast

if TYPE_CHECKING:
    from ui.messages import Message
    from ui.trouble_page import TroublePage

SMALLEST = (1024, 700)
USUAL = (1366, 768)


class MainWindow(QWidget):
    """Shows pages and sheets; knows nothing of what they are about."""

    closing = Signal()
    again_requested = Signal()
    scan_answered = Signal(bool)

    def __init__(self, theme: Theme, wording: Wording) -> None:
        super().__init__()
        self._theme, self._wording = theme, wording
        self.setObjectName("page")
        self.setWindowTitle("Comptoir")
        self.setMinimumSize(*SMALLEST)
        self.resize(*USUAL)
        self.icons = Icons(theme)
        self.trouble: TroublePage | None = None
        self.sell = SellPage(theme, wording, self.icons)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self.sell)
        self.toast = Toast(self, wording)
        self._sheets: list[Sheet] = []

    @property
    def sheet(self) -> Sheet | None:
        """The sheet on top, if there is one."""
        return self._sheets[-1] if self._sheets else None

    def lay(self, sheet: Sheet, focus: QWidget) -> None:
        """Lay a sheet over the screen, with the cursor in one of its widgets."""
        self._sheets.append(sheet)
        sheet.closed.connect(lambda: self._closed(sheet))
        sheet.scan_answered.connect(self.scan_answered)
        sheet.lay_over(self, focus)
        self.toast.raise_()

    def say(self, text: str, *, action: str = "", do: Callable[[], object] | None = None) -> None:
        """Show a quiet notice."""
        self.toast.say(text, action=action, do=do)

    def name_shop(self, name: str) -> None:
        """Put the shop's name into the window's title."""
        self.setWindowTitle(f"{name} – Comptoir" if name else "Comptoir")

    def show_trouble(self, message: Message) -> None:
        """Show the page that says why the shop cannot be opened."""
        from ui.trouble_page import TroublePage

        if self.trouble is None:
            self.trouble = TroublePage(self._theme, self._wording)
            self.trouble.again_requested.connect(self.again_requested)
            self.trouble.leave_requested.connect(self.close)
            self._pages.addWidget(self.trouble)
        self.trouble.say(message)
        self._pages.setCurrentWidget(self.trouble)

    def show_selling(self) -> None:
        """Show the sell screen, with the cursor in the search box."""
        self._pages.setCurrentWidget(self.sell)
        self.sell.go_to_search()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A key that came while nothing had the focus means what it means on the sheet on top, or on the screen."""
        heard_by = self.sheet or self._pages.currentWidget()
        if QApplication.focusWidget() is None and heard_by is not None:
            heard_by.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def _closed(self, sheet: Sheet) -> None:
        """Keys must be heard: where what had the focus before is gone, the search box has it."""
        self._sheets.remove(sheet)
        focus = QApplication.focusWidget()
        if not self._sheets and self.sell.isVisible() and (focus is None or not focus.isVisible()):
            self.sell.go_to_search()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Say that the person is leaving."""
        self.closing.emit()
        super().closeEvent(event)
