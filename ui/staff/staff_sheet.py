"""Who works in the shop: one row a person, and what else is decided about them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos.domain.lockout import Lock
from pos.domain.staff import Person
from pos.operations.staffing import Staff
from pos.wording import Wording
from ui.staff.staff_words import ROLE_NAMES
from ui.theme import GAP, MARGIN, TOUCH, Theme
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label
from ui.widgets.scrolling import scrolling
from ui.widgets.sheet import Sheet
from ui.widgets.tick_box import TickBox

_SHOWN: Final = 5
"""So many rows stand there without scrolling."""


class StaffSheet(Sheet):
    """Says who is to be changed; shows the people as they are now."""

    add_requested = Signal()
    change_requested = Signal(object)
    roles_requested = Signal()
    lock_wanted = Signal(bool)

    def __init__(self, theme: Theme, wording: Wording, *, now_ms: Callable[[], int]) -> None:
        super().__init__(theme, wording("Staff"))
        self._wording, self._now_ms = wording, now_ms
        self.says = label(role="soft", wrap=True)
        self.change_keys: dict[str, KeyButton] = {}
        self._rows = QVBoxLayout()
        self._rows.addStretch(1)
        self._shown: list[QWidget] = []
        self.add_key = KeyButton(theme, wording("Add somebody"), self.add_requested.emit, kind="primary")
        self.roles_key = KeyButton(theme, wording("Roles and rights"), self.roles_requested.emit)
        self.lock_box = TickBox(wording("Sign in anew for each sale"))
        self.lock_box.clicked.connect(self.lock_wanted)
        self.back_key = KeyButton(theme, wording("Close"), self.go_back, key=wording("Esc"))
        self._lay_out()

    def show_staff(self, now: Staff) -> None:
        """Replace what is shown."""
        wording = self._wording
        for row in self._shown:
            self._rows.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.change_keys = {}
        self._shown = [self._row(person) for person in now.people]
        for place, row in enumerate(self._shown):
            self._rows.insertWidget(place, row)
        shown = min(len(now.people), _SHOWN)
        self._area.setFixedHeight(shown * (self._theme.room(TOUCH) + 2 + GAP) + 2)
        self.lock_box.setChecked(now.locks_after_sale)
        self.lock_box.setEnabled(now.asks_who)
        self.says.setText(
            wording("Who sells signs in by a tap on their name, and with their PIN if they have one.")
            if now.asks_who
            else wording("Nobody has to sign in: there is one person, without a PIN. Add somebody, or set a PIN.")
        )

    def _row(self, person: Person) -> QWidget:
        wording, theme = self._wording, self._theme
        name, about = ElidedLabel(), ElidedLabel("soft")
        name.setText(person.name)
        name.setFont(theme.font(14, QFont.Weight.DemiBold))
        about.setText(self._about(person))
        for words_of in (name, about):
            words_of.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        key = KeyButton(theme, wording("Edit"), partial(self.change_requested.emit, person))
        key.setAccessibleName(wording("Edit {name}").format(name=person.name))
        key.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.change_keys[person.id] = key
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(name)
        words.addWidget(about)
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, GAP, 0)
        row.setSpacing(GAP)
        row.addLayout(words, 1)
        row.addWidget(key)
        return made

    def _about(self, person: Person) -> str:
        wording = self._wording
        parts = [wording(ROLE_NAMES[person.role])]
        parts.append(wording("with a PIN") if person.has_pin else wording("without a PIN"))
        if Lock(person.tries, person.locked_until_ms).left_ms(self._now_ms()):
            parts.append("▲ " + wording("waits after wrong PINs"))
        return " · ".join(parts)

    def _lay_out(self) -> None:
        self.body.addWidget(self.says)
        people = QWidget()
        people.setLayout(self._rows)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(GAP)
        self._area = scrolling(people)
        self.body.addWidget(self._area)
        self.body.addWidget(self.lock_box)
        keys = QHBoxLayout()
        keys.setSpacing(MARGIN)
        for key in (self.back_key, self.roles_key):
            keys.addWidget(key)
        keys.addWidget(self.add_key, 1)
        self.body.addLayout(keys)
        self.card.setMinimumWidth(self._theme.room(600))
