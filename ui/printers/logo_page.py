"""The logo on top of every paper, shown in the very dots the printer will burn."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from pos.domain.printer import ReceiptPrinter
from pos.receipts.document import Picture
from pos.wording import Wording
from ui.theme import GAP, MARGIN, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label
from ui.widgets.paper import PAPER

_SHOWN: Final = QSize(384, 180)


class LogoPage(QWidget):
    """Says when a logo is to be chosen or taken off."""

    choose_requested = Signal()
    remove_requested = Signal()

    def __init__(self, theme: Theme, wording: Wording) -> None:
        super().__init__()
        self._wording = wording
        self.preview = QLabel()
        self.preview.setFixedSize(theme.room(_SHOWN.width()), theme.room(_SHOWN.height()))
        self.preview.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)
        self.preview.setTextFormat(Qt.TextFormat.PlainText)
        self.preview.setStyleSheet(f"background: {PAPER}; color: #1F1B16; border-radius: 4px;")
        self.choose_key = KeyButton(theme, wording("Choose a picture…"), self.confirm, kind="primary", px=16)
        self.remove_key = KeyButton(theme, wording("No logo"), self.remove_requested.emit, kind="danger")
        told = wording("A PNG or JPEG file, best in black on white; it is made as small as the paper is wide.")
        keys = QHBoxLayout()
        keys.setSpacing(MARGIN)
        keys.addWidget(self.remove_key)
        keys.addWidget(self.choose_key, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(GAP)
        page.addWidget(label(told, role="soft", wrap=True))
        page.addWidget(self.preview, 0, Qt.AlignmentFlag.AlignHCenter)
        page.addLayout(keys)
        page.addStretch(1)

    def show_printer(self, printer: ReceiptPrinter) -> None:
        """Show whether there is a logo."""
        self.remove_key.setEnabled(bool(printer.logo))

    def show_logo(self, logo: Picture | None) -> None:
        """Show the logo as it will be printed."""
        if logo is None:
            self.preview.setPixmap(QPixmap())
            self.preview.setText(self._wording("No logo"))
            self.preview.setAccessibleName(self._wording("No logo"))
            return
        width = logo.row_bytes * 8
        image = QImage(logo.rows, width, logo.height, logo.row_bytes, QImage.Format.Format_Mono)
        image.setColorTable([0xFFFFFEFB, 0xFF1F1B16])
        ratio = Qt.AspectRatioMode.KeepAspectRatio
        shown = QPixmap.fromImage(image).scaled(self.preview.size(), ratio, Qt.TransformationMode.SmoothTransformation)
        self.preview.setPixmap(shown)
        self.preview.setAccessibleName(self._wording("The logo as it is printed"))

    def begin(self) -> QWidget:
        """The widget to begin with."""
        return self.choose_key

    def confirm(self) -> None:
        """Enter: choose a picture."""
        self.choose_requested.emit()
