"""Somebody who works here, or is to: their name, their role, their PIN, and the day they leave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QLineEdit

from pos.domain.errors import ShopError
from pos.domain.staff import LONGEST_NAME, Person, Role, check_pin, clean_name
from pos.wording import Wording
from ui.messages import explain
from ui.staff.pin_box import PinBox
from ui.staff.staff_words import ROLE_NAMES, ROLE_WORDS
from ui.theme import GAP, MARGIN, Theme
from ui.widgets.choice_row import ChoiceRow
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label
from ui.widgets.sheet import Sheet

_ROLES: Final = (Role.SELLER, Role.MANAGER, Role.OWNER, Role.INSPECTOR)


@dataclass(frozen=True, slots=True)
class Draft:
    """What is wished of a person; person_id is empty for a new one, pin for the PIN to stay as it is."""

    person_id: str
    name: str
    role: Role
    pin: str


class PersonSheet(Sheet):
    """Says what is wished; a PIN is typed twice and never shown."""

    kept = Signal(object)
    pin_removed = Signal(str)
    unlock_requested = Signal(str)
    leave_requested = Signal(str)

    def __init__(self, theme: Theme, wording: Wording, person: Person | None, *, is_locked: bool = False) -> None:
        super().__init__(theme, wording("Add somebody") if person is None else person.name)
        self._wording, self._person = wording, person
        self._role = Role.SELLER if person is None else person.role
        self._leaving = False
        self.name = QLineEdit("" if person is None else person.name)
        self.name.setAccessibleName(wording("Name"))
        self.name.setMaxLength(LONGEST_NAME)
        self.roles = ChoiceRow(theme, [wording(ROLE_NAMES[role]) for role in _ROLES], about=wording("Role"))
        self.roles.chosen.connect(self._choose)
        self.role_says = label(role="soft", wrap=True)
        has_pin = person is not None and person.has_pin
        self.pin_says = label(
            wording("A PIN is set. Type another one twice to change it.")
            if has_pin
            else wording("Without a PIN, one tap on the name is enough. For one, type 4 to 8 digits twice."),
            role="soft",
            wrap=True,
        )
        self.pin, self.again = PinBox(wording("New PIN")), PinBox(wording("The same PIN again"))
        self.notice = label(role="danger", wrap=True)
        self.remove_key = KeyButton(theme, wording("Take the PIN away"), self._remove_pin)
        self.unlock_key = KeyButton(theme, wording("Lift the wait"), self._unlock)
        self.leave_key = KeyButton(theme, wording("Leaves the shop"), self._leave, kind="danger")
        self.keep_key = KeyButton(theme, wording("Keep"), self.confirm, key=wording("Enter"), kind="primary", px=16)
        self._lay_out()
        self.remove_key.setVisible(has_pin)
        self.unlock_key.setVisible(is_locked)
        self.leave_key.setVisible(person is not None)
        self._choose(_ROLES.index(self._role))

    def confirm(self) -> None:
        """Enter: the choice under the cursor, else keep all of it."""
        focus = QApplication.focusWidget()
        if isinstance(focus, KeyButton) and focus is not self.keep_key and self.isAncestorOf(focus):
            focus.click()
            return
        try:
            draft = self._draft()
        except ShopError as problem:
            self.refuse(problem)
            return
        if draft is None:
            self._complain(self._wording("The two PINs are not the same. Type it again."))
        else:
            self.kept.emit(draft)

    def refuse(self, problem: ShopError) -> None:
        """Say what is wrong with it."""
        message = explain(problem, self._wording)
        self._complain(" ".join(filter(None, (f"{message.title}.", message.happened, message.to_do))))

    def refuses_scans(self) -> str:
        """Nothing is sold from here."""
        return self._wording("Finish this first, then scan again.")

    def _draft(self) -> Draft | None:
        """What is wished; None where the two PINs differ."""
        pin = self.pin.text()
        if pin != self.again.text():
            return None
        if pin:
            check_pin(pin)
        return Draft(self._person.id if self._person else "", clean_name(self.name.text()), self._role, pin)

    def _complain(self, words: str) -> None:
        self.notice.setText(words)
        self.notice.show()
        self.pin.clear()
        self.again.clear()

    def _choose(self, place: int) -> None:
        self._role = _ROLES[place]
        self.roles.show_chosen(place)
        self.role_says.setText(self._wording(ROLE_WORDS[self._role]))

    def _remove_pin(self) -> None:
        if self._person is not None:
            self.pin_removed.emit(self._person.id)

    def _unlock(self) -> None:
        if self._person is not None:
            self.unlock_requested.emit(self._person.id)

    def _leave(self) -> None:
        """The first tap asks, the second means it."""
        if self._person is None:
            return
        if self._leaving:
            self.leave_requested.emit(self._person.id)
            return
        self._leaving = True
        self.leave_key.setText(self._wording("Tap again: {name} leaves").format(name=self._person.name))
        self.leave_key.setAccessibleName(self.leave_key.text())
        self.leave_key.updateGeometry()

    def _lay_out(self) -> None:
        wording, theme = self._wording, self._theme
        self.body.addWidget(label(wording("Name"), role="soft"))
        self.body.addWidget(self.name)
        self.body.addWidget(label(wording("Role"), role="soft"))
        self.body.addWidget(self.roles)
        self.body.addWidget(self.role_says)
        self.body.addWidget(self.pin_says)
        boxes = QGridLayout()
        boxes.setHorizontalSpacing(MARGIN)
        boxes.setVerticalSpacing(GAP // 2)
        for column, box in enumerate((self.pin, self.again)):
            boxes.addWidget(label(box.accessibleName(), role="soft"), 0, column)
            boxes.addWidget(box, 1, column)
        self.body.addLayout(boxes)
        self.notice.hide()
        self.body.addWidget(self.notice)
        others, keys = QHBoxLayout(), QHBoxLayout()
        for line in (others, keys):
            line.setSpacing(MARGIN)
        for key in (self.remove_key, self.unlock_key, self.leave_key):
            others.addWidget(key)
        keys.addWidget(KeyButton(theme, wording("Back"), self.go_back, key=wording("Esc")))
        keys.addWidget(self.keep_key, 1)
        self.body.addLayout(others)
        self.body.addLayout(keys)
        self.card.setMinimumWidth(theme.room(600))
