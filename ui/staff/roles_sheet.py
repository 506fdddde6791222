"""What a role may do, said in plain sentences, to be ticked."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos.domain.staff import Right, Role
from pos.wording import Wording, mark
from ui.staff.staff_words import RIGHT_WORDS, ROLE_NAMES
from ui.theme import GAP, Theme
from ui.widgets.choice_row import ChoiceRow
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label
from ui.widgets.sheet import Sheet
from ui.widgets.tick_box import TickBox

_CHANGING: Final = (Role.SELLER, Role.MANAGER)
_PARTS: Final[tuple[tuple[str, tuple[Right, ...]], ...]] = (
    (mark("Selling"), (Right.SELL, Right.VOID, Right.REPRINT, Right.OPEN_DRAWER)),
    (mark("The shop"), (Right.EDIT_ARTICLES, Right.IMPORT, Right.SETTINGS, Right.STAFF)),
    (mark("The day"), (Right.CLOSE_DAY, Right.TRAIN, Right.BACK_UP)),
    (mark("The journal"), (Right.INSPECT, Right.EXPORT)),
)


class RolesSheet(Sheet):
    """Says which rights are wished for a role; an owner's and an inspector's never change."""

    rights_wanted = Signal(object, object)

    def __init__(self, theme: Theme, wording: Wording, rights: dict[Role, frozenset[Right]]) -> None:
        super().__init__(theme, wording("Roles and rights"))
        self._wording, self._rights = wording, rights
        self._role = _CHANGING[0]
        self.roles = ChoiceRow(theme, [wording(ROLE_NAMES[role]) for role in _CHANGING], about=wording("Role"))
        self.roles.chosen.connect(self._choose)
        self.parts = ChoiceRow(theme, [wording(said) for said, _ in _PARTS], about=wording("Rights"))
        self.parts.chosen.connect(self._turn_to)
        self.boxes = {right: self._box(right) for right in Right}
        self.back_key = KeyButton(theme, wording("Close"), self.go_back, key=wording("Esc"))
        self._lay_out()
        self._choose(0)
        self._turn_to(0)

    def show_rights(self, rights: dict[Role, frozenset[Right]]) -> None:
        """Every role may do this now."""
        self._rights = rights
        for right, box in self.boxes.items():
            box.setChecked(right in rights[self._role])

    def refuses_scans(self) -> str:
        """Nothing is sold from here."""
        return self._wording("Finish this first, then scan again.")

    def _choose(self, place: int) -> None:
        self._role = _CHANGING[place]
        self.roles.show_chosen(place)
        self.show_rights(self._rights)

    def _turn_to(self, place: int) -> None:
        self.parts.show_chosen(place)
        for right, box in self.boxes.items():
            box.setVisible(right in _PARTS[place][1])

    def _tick(self, right: Right) -> None:
        self._rights = {**self._rights, self._role: self._rights[self._role] ^ {right}}
        self.rights_wanted.emit(self._role, self._rights[self._role])

    def _box(self, right: Right) -> TickBox:
        box = TickBox(self._wording(RIGHT_WORDS[right]))
        box.clicked.connect(lambda: self._tick(right))
        return box

    def _lay_out(self) -> None:
        wording, theme = self._wording, self._theme
        self.body.addWidget(label(wording("What people of this role may do alone:"), role="soft", wrap=True))
        self.body.addWidget(self.roles)
        self.body.addWidget(self.parts)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        for _, rights in _PARTS:
            for right in rights:
                column.addWidget(self.boxes[right])
        column.addStretch(1)
        most = max(len(rights) for _, rights in _PARTS)
        high = self.boxes[Right.SELL].sizeHint().height()
        page.setMinimumHeight(most * (high + GAP))
        self.body.addWidget(page, 1)
        self.body.addWidget(self.back_key)
        self.card.setMinimumWidth(theme.room(600))
