"""One refused product: its name, the reason, and keys to send it again or to set it aside."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos.database.outbox import AsidedProduct
from pos.wording import Wording
from ui.online.refusal_words import reason_in_words
from ui.theme import GAP, MARGIN, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label, rule


class AsideRow(QWidget):
    """Shows one; one that was left aside can only be sent again."""

    send_again_requested = Signal(str)
    leave_requested = Signal(str)

    def __init__(self, theme: Theme, wording: Wording, product: AsidedProduct) -> None:
        super().__init__()
        self._wording = wording
        self.product = product
        name = product.name or wording("An article that is no longer there")
        self.name = label(name, wrap=True)
        self.reason = label(reason_in_words(product.reason, wording), role="soft", wrap=True)
        self.left = label(wording("Set aside: out of the way until it is refused anew."), role="soft", wrap=True)
        self.left.hide()
        self.send_key = KeyButton(
            theme, wording("Send again"), lambda: self.send_again_requested.emit(product.product_id)
        )
        self.send_key.setAccessibleName(wording("Send {name} again").format(name=name))
        self.leave_key = KeyButton(theme, wording("Set aside"), lambda: self.leave_requested.emit(product.product_id))
        self.leave_key.setAccessibleName(wording("Set {name} aside").format(name=name))
        self._lay_out()

    def show_left(self, *, is_left: bool) -> None:
        """Say whether a person left it aside."""
        self.left.setVisible(is_left)
        self.leave_key.setVisible(not is_left)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        for said in (self.name, self.reason, self.left):
            words.addWidget(said)
        line = QHBoxLayout()
        line.setSpacing(MARGIN)
        line.addLayout(words, 1)
        for key in (self.send_key, self.leave_key):
            line.addWidget(key, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(rule())
        column.addLayout(line)
