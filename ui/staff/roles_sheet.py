"""What a role may do, said in plain sentences, to be ticked."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos.domain.staff import Right, Role
from pos.wording import Wording
from ui.staff.staff_words import RIGHT_WORDS, ROLE_NAMES, ROLE_WORDS
from ui.theme import Theme
from ui.widgets.choice_row import ChoiceRow
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label
from ui.widgets.scrolling import scrolling
from ui.widgets.sheet import Sheet
from ui.widgets.tick_box import TickBox

_CHANGING: Final = (Role.SELLER, Role.MANAGER)
_HEIGHT: Final = 300


class RolesSheet(Sheet):
    """Says which rights are wished for a role; an owner's and an inspector's are fixed and only told."""

    rights_wanted = Signal(object, object)

    def __init__(self, theme: Theme, wording: Wording, rights: dict[Role, frozenset[Right]]) -> None:
        super().__init__(theme, wording("Roles and rights"))
        self._wording, self._rights = wording, rights
        self._role = Role.SELLER
        self.roles = ChoiceRow(theme, [wording(ROLE_NAMES[role]) for role in _CHANGING], about=wording("Role"))
        self.roles.chosen.connect(self._choose)
        self.boxes = {right: self._box(right) for right in Right}
        self.back_key = KeyButton(theme, wording("Close"), self.go_back, key=wording("Esc"))
        self._lay_out()
        self._choose(0)

    def show_rights(self, rights: dict[Role, frozenset[Right]]) -> None:
        """Every role may do this now."""
        self._rights = rights
        for right, box in self.boxes.items():
            box.setChecked(right in rights[self._role])

    def refuses_scans(self) -> str:
        """Nothing is sold from here."""
        return self._wording("Finish this first, then scan again.")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A right that gets the focus is scrolled to."""
        if event.type() is QEvent.Type.FocusIn and isinstance(watched, TickBox):
            self._area.ensureWidgetVisible(watched)
        return super().eventFilter(watched, event)

    def _choose(self, place: int) -> None:
        self._role = _CHANGING[place]
        self.roles.show_chosen(place)
        self.show_rights(self._rights)

    def _tick(self, right: Right) -> None:
        self._rights = {**self._rights, self._role: self._rights[self._role] ^ {right}}
        self.rights_wanted.emit(self._role, self._rights[self._role])

    def _box(self, right: Right) -> TickBox:
        box = TickBox(self._wording(RIGHT_WORDS[right]))
        box.clicked.connect(lambda: self._tick(right))
        box.installEventFilter(self)
        return box

    def _lay_out(self) -> None:
        wording, theme = self._wording, self._theme
        fixed = (f"{wording(ROLE_NAMES[role])}: {wording(ROLE_WORDS[role])}" for role in (Role.OWNER, Role.INSPECTOR))
        self.body.addWidget(label("\n".join(fixed), role="soft", wrap=True))
        self.body.addWidget(self.roles)
        self.body.addWidget(label(wording("What people of this role may do alone:"), role="soft"))
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for box in self.boxes.values():
            column.addWidget(box)
        area = scrolling(page)
        area.setMinimumHeight(theme.room(_HEIGHT))
        self._area = area
        self.body.addWidget(area, 1)
        self.body.addWidget(self.back_key)
        self.card.setMinimumWidth(theme.room(600))
