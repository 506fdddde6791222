"""The codes of an article: a box that takes one more, typed or scanned, and a key that takes each away."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from pos.domain.barcode import clean, has_wrong_check_digit
from pos.wording import Wording
from ui.theme import GAP, TOUCH, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label

LONGEST_CODE = 48
_COLUMNS = 2
_ROWS_SEEN = 2


class CodesBox(QWidget):
    """Shows the codes; one more is offered, and stands here only once somebody has said that it is free."""

    offered = Signal(str)
    changed = Signal()

    def __init__(self, theme: Theme, wording: Wording) -> None:
        super().__init__()
        self._theme, self._wording = theme, wording
        self._codes: tuple[str, ...] = ()
        self.box = QLineEdit()
        self.box.setAccessibleName(wording("One more code"))
        self.box.setPlaceholderText(wording("Scan or type a code"))
        self.box.setMaxLength(LONGEST_CODE)
        self.add_key = KeyButton(theme, wording("Add"), self.offer)
        self.add_key.setAccessibleName(wording("Add this code"))
        self.said = label(wrap=True)
        self.said.hide()
        self._room = QScrollArea()
        self._room.setWidgetResizable(True)
        self._room.setFrameShape(QFrame.Shape.NoFrame)
        self._room.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._keys: list[KeyButton] = []
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self.box, 1)
        row.addWidget(self.add_key)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(row)
        column.addWidget(self.said)
        column.addWidget(self._room)
        self.box.textEdited.connect(lambda _: self.say(""))
        self.box.textChanged.connect(lambda _: self.changed.emit())
        self.show_codes(())

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes that stand here."""
        return self._codes

    @property
    def typed(self) -> str:
        """A code that was typed and not added yet."""
        return clean(self.box.text())

    @property
    def keys(self) -> tuple[KeyButton, ...]:
        """The keys that take a code away, one a code."""
        return tuple(self._keys)

    def show_codes(self, codes: Iterable[str]) -> None:
        """Replace the codes."""
        self._codes = tuple(codes)
        grid = QWidget()
        layout = QGridLayout(grid)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        self._keys = [self._key(code) for code in self._codes]
        for place, key in enumerate(self._keys):
            layout.addWidget(key, place // _COLUMNS, place % _COLUMNS)
        for column in range(_COLUMNS):
            layout.setColumnStretch(column, 1)
        self._room.setWidget(grid)
        self._room.viewport().setAutoFillBackground(False)
        grid.setAutoFillBackground(False)  # Qt fills what it is given to scroll
        row, rows = self._theme.room(TOUCH) + 2, min(_ROWS_SEEN, -(-len(self._codes) // _COLUMNS))
        self._room.setMinimumHeight(row)
        self._room.setMaximumHeight(max(row, rows * (row + GAP) - GAP))
        self._room.setVisible(bool(self._codes))
        self.changed.emit()

    def offer(self, code: str = "") -> bool:
        """Offer a code, the typed one unless another is given; False when there is nothing to look up."""
        wanted = clean(code) or self.typed
        if not wanted:
            return False
        if wanted in self._codes:
            self.say(self._wording("The code {code} is already here.").format(code=wanted))
            self.box.clear()
            return False
        self.offered.emit(wanted)
        return True

    def add(self, code: str) -> None:
        """The code is free: it stands here now, with a word where it looks wrong."""
        if code not in self._codes:
            self.show_codes((*self._codes, code))
        if self.typed == code:
            self.box.clear()
        said = self._wording("The check digit of {code} is wrong. It is kept all the same.")
        self.say(said.format(code=code) if has_wrong_check_digit(code) else "", role="amber")

    def say(self, text: str, *, role: str = "soft") -> None:
        """Say what became of a code."""
        self.said.setProperty("role", role)
        self.said.style().polish(self.said)
        self.said.setText(text)
        self.said.setVisible(bool(text))

    def _remove(self, code: str) -> None:
        self.say("")
        self.show_codes(kept for kept in self._codes if kept != code)
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _key(self, code: str) -> KeyButton:
        wrong = has_wrong_check_digit(code)
        text = self._wording("{code} – check?").format(code=code) if wrong else code
        key = KeyButton(self._theme, f"{text}  ✕", partial(self._remove, code))
        key.setAccessibleName(self._wording("Remove the code {code}").format(code=text))
        return key
