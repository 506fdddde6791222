"""Customer display…: which display a shop has, what it says between two customers, and a key to try it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QPushButton

from pos.domain.customer_display import LONGEST_MESSAGE, SPEEDS, AfterSale, DisplaySetting
from pos.domain.errors import DisplayAway
from pos.wording import Wording, mark
from ui.messages import explain
from ui.theme import GAP, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label
from ui.widgets.sheet import Sheet
from ui.widgets.tick_box import TickBox

CODES: Final = {
    AfterSale.TICKET: mark("The ticket’s code"),
    AfterSale.SHOP_WINDOW: mark("The way to our shop window online"),
    AfterSale.NOTHING: mark("No code"),
}
_WIDE: Final = 640


class DisplaySheet(Sheet):
    """Holds the wishes until they are kept; trying them keeps nothing."""

    kept = Signal(object)
    tried = Signal(object)

    def __init__(self, theme: Theme, wording: Wording, setting: DisplaySetting, ports: Sequence[str]) -> None:
        super().__init__(theme, wording("Customer display"))
        self._wording, self._setting = wording, setting
        self.window_box = TickBox(wording("A window for the customer, on the second screen when there is one"))
        self.window_box.setChecked(setting.window)
        self.port = _choice(wording("Display on a serial port"))
        self.port.setEditable(True)
        self.port.addItem("")
        self.port.addItems(list(ports))
        self.port.setCurrentText(setting.serial)
        self.speed = _choice(wording("Speed"))
        for baud in SPEEDS:
            self.speed.addItem(wording("{speed} baud").format(speed=wording.number(baud)), baud)
        self.speed.setCurrentIndex(max(0, self.speed.findData(setting.baud)))
        self.message = QLineEdit(setting.message)
        self.message.setAccessibleName(wording("Message between two customers"))
        self.message.setPlaceholderText(wording("The shop’s name"))
        self.message.setMaxLength(LONGEST_MESSAGE)
        self.code = _choice(wording("Square code after a sale"))
        for after_sale, words in CODES.items():
            self.code.addItem(wording(words), after_sale)
        self.code.setCurrentIndex(self.code.findData(setting.after_sale))
        self.news = label(role="soft", wrap=True)
        self._lay_out(theme)

    @property
    def wished(self) -> DisplaySetting:
        """What the sheet holds now."""
        return replace(
            self._setting,
            window=self.window_box.isChecked(),
            serial=self.port.currentText().strip(),
            baud=int(self.speed.currentData()),
            message=self.message.text().strip(),
            after_sale=AfterSale(self.code.currentData()),
        )

    def show_trial(self, trouble: DisplayAway | None) -> None:
        """Say whether the serial display took its picture."""
        wording = self._wording
        said = wording("The display took the picture: look at it.") if trouble is None else explain(trouble, wording)
        self.news.setText(said if isinstance(said, str) else said.in_short)

    def confirm(self) -> None:
        """Enter: what the key with the focus does, else keep."""
        focus = QApplication.focusWidget()
        if isinstance(focus, QPushButton) and self.isAncestorOf(focus):
            focus.click()
        else:
            self._keep()

    def _keep(self) -> None:
        self.kept.emit(self.wished)
        self.put_away()

    def _try(self) -> None:
        self.news.setText(self._wording("Trying…") if self.wished.serial else "")
        self.tried.emit(self.wished)

    def _lay_out(self, theme: Theme) -> None:
        wording = self._wording
        form = QGridLayout()
        form.setSpacing(GAP)
        form.setColumnStretch(1, 1)
        form.addWidget(label(wording("Display on a serial port")), 0, 0)
        form.addWidget(self.port, 0, 1)
        form.addWidget(self.speed, 0, 2)
        form.addWidget(label(wording("Message between two customers")), 1, 0)
        form.addWidget(self.message, 1, 1, 1, 2)
        form.addWidget(label(wording("Square code after a sale")), 2, 0)
        form.addWidget(self.code, 2, 1, 1, 2)
        self.try_key = KeyButton(theme, wording("Try it"), self._try)
        self.keep_key = KeyButton(theme, wording("Keep"), self._keep, key=wording("Enter"), kind="primary")
        self.back_key = KeyButton(theme, wording("Close"), self.put_away, key=wording("Esc"))
        keys = QHBoxLayout()
        keys.setSpacing(GAP)
        for key in (self.back_key, self.try_key, self.keep_key):
            keys.addWidget(key, 1)
        self.body.addWidget(self.window_box)
        self.body.addLayout(form)
        self.body.addWidget(self.news)
        self.body.addLayout(keys)
        self.body.addStrut(theme.room(_WIDE))


def _choice(accessible_name: str) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(accessible_name)
    return made
