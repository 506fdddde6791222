"""The address of the shop's page: to read, to open in a browser, to copy."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QUrl, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from pos.wording import Wording
from ui.icons import Icons
from ui.theme import GAP, Theme
from ui.widgets.key_button import KeyButton

_OF_THE_WEB: Final = ("http", "https")


class PageAddress(QWidget):
    """Shows an address that came from afar; only one of the web can be opened."""

    open_requested = Signal(str)
    copy_requested = Signal(str)

    def __init__(self, theme: Theme, wording: Wording, icons: Icons) -> None:
        super().__init__()
        self.address = QLineEdit()
        self.address.setReadOnly(True)
        self.address.setAccessibleName(wording("Address of the shop’s page"))
        self.copy_key = KeyButton(theme, wording("Copy"), lambda: self.copy_requested.emit(self.address.text()))
        self.open_key = KeyButton(theme, wording("Open"), lambda: self.open_requested.emit(self.address.text()))
        icons.give(self.copy_key, "fa6s.copy")
        icons.give(self.open_key, "fa6s.arrow-up-right-from-square")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self.address, 1)
        row.addWidget(self.copy_key)
        row.addWidget(self.open_key)

    def show_address(self, address: str) -> None:
        """Replace the address."""
        if self.address.text() != address:
            self.address.setText(address)
            self.address.setCursorPosition(0)
            self.open_key.setEnabled(QUrl(address, QUrl.ParsingMode.StrictMode).scheme() in _OF_THE_WEB)
