"""Who is it? One tap on a name, and the PIN of who has one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from pos.domain.errors import ShopError
from pos.domain.staff import Person
from pos.wording import Wording
from ui.messages import explain
from ui.staff.pin_box import PinBox
from ui.staff.staff_words import ROLE_NAMES
from ui.theme import GAP, MARGIN, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.keypad import Keypad
from ui.widgets.labels import label
from ui.widgets.scrolling import scrolling
from ui.widgets.sheet import Sheet

_ROWS: Final = 5
"""So many names stand below each other; more begin a second column, and what exceeds two is scrolled to."""
_COLUMN: Final = 220


class SignInSheet(Sheet):
    """Says who was chosen and what was typed; stays until it is told that this was right."""

    given = Signal(str, str)
    """The id of a person, and the PIN that was typed; empty for one who has none."""
    sign_out_requested = Signal()
    leave_requested = Signal()

    def __init__(
        self,
        theme: Theme,
        wording: Wording,
        people: Sequence[Person],
        *,
        title: str,
        asks: str,
        accept: str,
        must: bool = False,
        at_till: Person | None = None,
    ) -> None:
        """Build the sheet.

        Args:
            theme: the look.
            wording: the language.
            people: who can be chosen.
            title: what it is about.
            asks: a sentence that says more.
            accept: what the main key says.
            must: whether it can only be answered, or the till left; Esc does not put it away.
            at_till: who is there now, where they can sign out here.
        """
        super().__init__(theme, title)
        self._wording, self._must = wording, must
        self._chosen: Person | None = None
        self._waits = False
        self.keys = {person.id: self._name_key(person) for person in people}
        self.asks = label(asks, role="soft", wrap=True)
        self.pin_of = label(role="soft", wrap=True)
        self.pin = PinBox("")
        self.notice = label(role="danger", wrap=True)
        self.accept_key = KeyButton(theme, accept, self.confirm, key=wording("Enter"), kind="primary", px=16)
        self.out_key = KeyButton(theme, wording("Sign out"), self.sign_out_requested.emit)
        self.back_key = (
            KeyButton(theme, wording("Close the till"), self.leave_requested.emit)
            if must
            else KeyButton(theme, wording("Back"), self.go_back, key=wording("Esc"))
        )
        self._pin_side = QWidget()
        self._lay_out()
        self.out_key.setVisible(at_till is not None)  # only now: what has no parent yet would be a window of its own
        self._choose(people[0] if len(people) == 1 and people[0].has_pin else None)
        if at_till is not None and at_till.id in self.keys:
            self.keys[at_till.id].setChecked(True)

    @property
    def first(self) -> QWidget:
        """Where the cursor begins."""
        if self._chosen is not None:
            return self.pin
        return next(iter(self.keys.values()), self.back_key)

    def refuse(self, problem: ShopError) -> None:
        """It was not right: say why, and ask again."""
        self._waits = False
        self.notice.setText(explain(problem, self._wording).in_short)
        self.notice.show()
        self.pin.clear()

    def confirm(self) -> None:
        """Enter: the name under the cursor, or the PIN that was typed."""
        focus = QApplication.focusWidget()
        if isinstance(focus, QAbstractButton) and focus is not self.accept_key and self.isAncestorOf(focus):
            focus.click()
        elif self._chosen is not None and self.pin.text():
            self._give(self._chosen, self.pin.text())

    def go_back(self) -> None:
        """Esc: the PIN, then the name, then the sheet where it may be put away."""
        if self.pin.text():
            self.pin.clear()
        elif self._chosen is not None and len(self.keys) > 1:
            key = self.keys[self._chosen.id]
            self._choose(None)
            key.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self._must:
            self.put_away()

    def refuses_scans(self) -> str:
        """Nothing is scanned while nobody knows for whom."""
        wording = self._wording
        return (
            wording("Sign in first, then scan again.") if self._must else wording("Finish this first, then scan again.")
        )

    def _pick(self, person: Person) -> None:
        self.notice.hide()
        if person.has_pin:
            self._choose(person)
            self.pin.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._give(person, "")

    def _choose(self, person: Person | None) -> None:
        self._chosen = person
        for person_id, key in self.keys.items():
            key.setChecked(person is not None and person_id == person.id)
        asked = "" if person is None else self._wording("PIN of {name}").format(name=person.name)
        self.pin.clear()
        self.pin.setAccessibleName(asked)
        self.pin_of.setText(asked)
        self._pin_side.setVisible(person is not None)
        self.accept_key.setVisible(person is not None)

    def _give(self, person: Person, pin: str) -> None:
        if not self._waits and not self.is_away:
            self._waits = True
            self.given.emit(person.id, pin)

    def _name_key(self, person: Person) -> KeyButton:
        key = KeyButton(self._theme, person.name, partial(self._pick, person), kind="choice", px=16)
        key.setCheckable(True)
        role = self._wording(ROLE_NAMES[person.role])
        asks = self._wording("asks for a PIN") if person.has_pin else self._wording("without a PIN")
        key.setAccessibleDescription(f"{role}, {asks}")
        return key

    def _lay_out(self) -> None:
        theme = self._theme
        area = self._names()
        pad = QVBoxLayout(self._pin_side)
        pad.setContentsMargins(0, 0, 0, 0)
        pad.setSpacing(GAP)
        keypad = Keypad(theme, self._wording, decimal=False)
        keypad.tapped.connect(self.pin.tap)
        keypad.erased.connect(self.pin.backspace)
        for widget in (self.pin_of, self.pin, keypad):
            pad.addWidget(widget)
        sides = QHBoxLayout()
        sides.setSpacing(MARGIN)
        sides.addWidget(area, 1, Qt.AlignmentFlag.AlignTop)
        sides.addWidget(self._pin_side, 1)
        keys = QHBoxLayout()
        keys.setSpacing(MARGIN)
        keys.addWidget(self.back_key)
        keys.addWidget(self.out_key)
        keys.addWidget(self.accept_key, 1)
        self.notice.hide()
        self.body.addWidget(self.asks)
        self.body.addLayout(sides, 1)
        area.setHidden(not self.keys)
        self.body.addWidget(self.notice)
        self.body.addLayout(keys)
        self.card.setMinimumWidth(theme.room(_COLUMN) + 2 * MARGIN)

    def _names(self) -> QScrollArea:
        """The names, filled in from the top."""
        names = QWidget()
        grid = QGridLayout(names)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(GAP)
        columns = 1 if len(self.keys) <= _ROWS else 2
        rows = -(-len(self.keys) // columns)
        for place, key in enumerate(self.keys.values()):
            key.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            key.setMinimumWidth(self._theme.room(_COLUMN) // columns)
            grid.addWidget(key, place % rows, place // rows)
        area = scrolling(names)
        high = names.sizeHint().height()
        area.setFixedHeight(high if rows <= _ROWS else (high + GAP) * _ROWS // rows - GAP)
        area.setMinimumWidth(names.minimumSizeHint().width() + (0 if rows <= _ROWS else 2 * MARGIN))
        return area
