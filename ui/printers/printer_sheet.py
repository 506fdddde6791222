"""The sheet that sets a printer up: five small pages behind tabs, each step kept as soon as it is taken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QTabBar

from pos.domain.printer import Drawer, PrinterKind, ReceiptPrinter
from pos.receipts.document import Picture
from pos.wording import Wording
from ui.messages import Message
from ui.printers.drawer_page import DrawerPage
from ui.printers.letters_page import LettersPage
from ui.printers.logo_page import LogoPage
from ui.printers.paper_page import PaperPage
from ui.printers.where_page import WherePage
from ui.theme import MARGIN, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label
from ui.widgets.sheet import Sheet

_WIDE: Final = 720
Page = WherePage | PaperPage | LettersPage | DrawerPage | LogoPage


class PrinterSheet(Sheet):
    """Holds the pages, one shown at a time; what they ask for is done elsewhere."""

    test_requested = Signal()

    def __init__(self, theme: Theme, wording: Wording, kinds: Sequence[PrinterKind]) -> None:
        super().__init__(theme, wording("Printer"))
        self._wording = wording
        self.where = WherePage(theme, wording, kinds)
        self.paper = PaperPage(theme, wording)
        self.letters = LettersPage(theme, wording)
        self.drawer = DrawerPage(theme, wording)
        self.logo = LogoPage(theme, wording)
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(wording("Printer"))
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.notice = label(wrap=True)
        self.close_key = KeyButton(theme, wording("Close"), self.put_away, key=wording("Esc"))
        self.test_key = KeyButton(
            theme, wording("Print the test paper"), self.test_requested.emit, key=wording("Ctrl+P"), px=16
        )
        self.test_key.setShortcut(wording("Ctrl+P"))
        self._lay_out()
        self.tabs.currentChanged.connect(self._turn)
        self._turn(0)

    @property
    def pages(self) -> tuple[Page, ...]:
        """All of them, in the order of the tabs."""
        return self.where, self.paper, self.letters, self.drawer, self.logo

    @property
    def page(self) -> Page:
        """The one that is shown."""
        return self.pages[self.tabs.currentIndex()]

    def show_printer(self, printer: ReceiptPrinter, *, can_try: bool) -> None:
        """Show what is kept, on every page, and whether there is a printer to try it on."""
        for page in self.pages:
            page.show_printer(printer)
        for key in (self.test_key, self.letters.probe_key):
            key.setEnabled(can_try)
        self.drawer.pulse_key.setEnabled(can_try and printer.profile.drawer is not Drawer.NONE)

    def show_logo(self, logo: Picture | None) -> None:
        """Show the logo as it will be printed."""
        self.logo.show_logo(logo)

    def say(self, text: str, *, role: str = "soft") -> None:
        """Say something below the pages."""
        self.notice.setProperty("role", role)
        self.notice.style().polish(self.notice)
        self.notice.setText(text)

    def refuse(self, message: Message) -> None:
        """Say what went wrong, why, and what to do."""
        happened = message.happened if message.happened.endswith(".") else f"{message.happened}."
        text = " ".join(filter(None, (f"{message.title}.", happened, message.to_do)))
        self.say(text, role="danger")

    def confirm(self) -> None:
        """Enter: what the key with the focus does, or else what the page is for."""
        focus = QApplication.focusWidget()
        if isinstance(focus, QPushButton) and self.isAncestorOf(focus):
            focus.click()
        else:
            self.page.confirm()

    def _turn(self, place: int) -> None:
        for other, page in enumerate(self.pages):
            page.setVisible(other == place)
        self.notice.clear()
        if self.isVisible() and not self.tabs.hasFocus():
            self.page.begin().setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        wording = self._wording
        for said in (wording("Printer"), wording("Paper"), wording("Accents"), wording("Drawer"), wording("Logo")):
            self.tabs.addTab(said)
        self.body.addWidget(self.tabs)
        for page in self.pages:
            page.hide()
            self.body.addWidget(page, 1)
        self.body.addWidget(self.notice)
        keys = QHBoxLayout()
        keys.setSpacing(MARGIN)
        keys.addWidget(self.close_key)
        keys.addWidget(self.test_key, 1)
        self.body.addLayout(keys)
        self.body.addStrut(self._theme.room(_WIDE))
