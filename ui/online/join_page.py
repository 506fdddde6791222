"""Joining the catalogue: its address and the pairing code, as a person was given them."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from pos.domain.errors import ShopError
from pos.wording import Wording
from sync.errors import PairingCodeRefused
from ui.online.joining_words import joining_refused
from ui.theme import GAP, MARGIN, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label
from ui.widgets.progress_bar import ProgressBar

_LONGEST_ADDRESS: Final = 300
_LONGEST_CODE: Final = 40


class JoinPage(QWidget):
    """Says what was filled in, and that a person will not wait for the answer."""

    join_requested = Signal(str, str)
    stop_requested = Signal()
    back_requested = Signal()

    def __init__(self, theme: Theme, wording: Wording) -> None:
        super().__init__()
        self._wording = wording
        self.is_asking = False
        self.told = label(
            wording(
                "The town’s catalogue shows what this shop has in stock; the till keeps it current. "
                "Those who run it give you its address and a pairing code."
            ),
            role="soft",
            wrap=True,
        )
        self.address = _box(wording("Address of the catalogue"), _LONGEST_ADDRESS)
        self.code = _box(wording("Pairing code"), _LONGEST_CODE)
        self.notice = label(wrap=True)
        self.progress = ProgressBar()
        self.progress.setRange(0, 0)
        self.back_key = KeyButton(theme, wording("Back"), self.back_requested.emit, key=wording("Esc"))
        self.stop_key = KeyButton(theme, wording("Cancel"), self.stop_requested.emit, key=wording("Esc"))
        self.join_key = KeyButton(
            theme, wording("Join the catalogue"), self.confirm, key=wording("Enter"), kind="primary", px=16
        )
        self._lay_out()
        self.settle()

    def begin(self, *, address: str = "", notice: str = "") -> QWidget:
        """Start from an address, with a word on why; gives the box to write in."""
        self.settle()
        self.address.setText(address)
        self.code.clear()
        self.say(notice)
        return self.code if address else self.address

    def confirm(self) -> None:
        """Enter: on to the box that is still empty, or join."""
        if self.is_asking:
            return
        address, code = self.address.text().strip(), self.code.text().strip()
        empty = self.address if not address else self.code if not code else None
        if empty is not None:
            empty.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._show_asking(address)
        self.join_requested.emit(address, code)

    def settle(self) -> None:
        """Nothing is asked any more."""
        self.is_asking = False
        self.progress.hide()
        self._enable()

    def say(self, text: str, *, role: str = "soft") -> None:
        """Say something below the boxes."""
        self.notice.setProperty("role", role)
        self.notice.style().polish(self.notice)
        self.notice.setText(text)
        self.notice.setVisible(bool(text))

    def refuse(self, problem: ShopError) -> None:
        """The joining did not succeed: say why, with the cursor where it can be mended."""
        self.settle()
        self.say(joining_refused(problem, self._wording), role="danger")
        box = self.code if isinstance(problem, PairingCodeRefused) else self.address
        box.setFocus(Qt.FocusReason.OtherFocusReason)
        box.selectAll()

    def _show_asking(self, address: str) -> None:
        self.is_asking = True
        self.say(self._wording("Asking {address}…").format(address=address))
        self.progress.setAccessibleName(self.notice.text())
        self.progress.show()
        self._enable()
        self.stop_key.setFocus(Qt.FocusReason.OtherFocusReason)

    def _enable(self) -> None:
        self.stop_key.setVisible(self.is_asking)
        self.back_key.setVisible(not self.is_asking)
        for widget in (self.address, self.code, self.join_key):
            widget.setEnabled(not self.is_asking)

    def _lay_out(self) -> None:
        keys = QHBoxLayout()
        keys.setSpacing(MARGIN)
        keys.addWidget(self.back_key)
        keys.addWidget(self.stop_key)
        keys.addWidget(self.join_key, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(GAP)
        page.addWidget(self.told)
        page.addSpacing(GAP)
        for box in (self.address, self.code):
            said = label(box.accessibleName(), role="soft")
            said.setBuddy(box)
            page.addWidget(said)
            page.addWidget(box)
        page.addWidget(self.notice)
        page.addWidget(self.progress)
        page.addSpacing(GAP)
        page.addLayout(keys)


def _box(accessible_name: str, longest: int) -> QLineEdit:
    box = QLineEdit()
    box.setAccessibleName(accessible_name)
    box.setMaxLength(longest)
    return box
