"""A box for one thing a shop says of itself, with its name above and what is wrong with it below."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ui.widgets.labels import label


class ShopBox(QWidget):
    """Takes a line of text; a fault stands until the text is another."""

    changed = Signal()

    def __init__(self, name: str, *, longest: int, example: str = "") -> None:
        super().__init__()
        self.box = QLineEdit()
        self.box.setAccessibleName(name)
        self.box.setMaxLength(longest)
        self.box.setPlaceholderText(example)
        self.fault = label(role="danger", wrap=True)
        self.fault.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(label(name, role="soft"))
        column.addWidget(self.box)
        column.addWidget(self.fault)
        self.box.textChanged.connect(self._changed)

    @property
    def text(self) -> str:
        """What stands in it."""
        return self.box.text()

    def show_text(self, text: str) -> None:
        """Write a text into it."""
        self.box.setText(text)
        self.box.setCursorPosition(0)

    def refuse(self, why: str) -> None:
        """Say what is wrong; an empty sentence takes it away."""
        self.fault.setText(why)
        self.fault.setVisible(bool(why))
        self.box.setAccessibleDescription(why)

    def focus(self) -> None:
        """Put the cursor here."""
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)
        self.box.selectAll()

    def _changed(self) -> None:
        self.refuse("")
        self.changed.emit()
