"""A note for one line or for the whole ticket."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QPushButton

from pos.domain.ticket import LONGEST_NOTE, Ticket
from pos.wording import Wording
from ui.theme import GAP, MARGIN, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label
from ui.widgets.sheet import Sheet

_LINE, _TICKET = 0, 1


class NoteSheet(Sheet):
    """Says what was written and for what: the place of a line, or None for the ticket."""

    given = Signal(object, str)

    def __init__(self, theme: Theme, wording: Wording, ticket: Ticket, place: int) -> None:
        """Begin with the chosen line; a place without a line begins with the ticket."""
        super().__init__(theme, wording("Note"))
        self._ticket, self._place = ticket, place
        self._has_line = 0 <= place < len(ticket.lines)
        self.about = label(role="soft", wrap=True)
        self.text = QLineEdit()
        self.text.setAccessibleName(wording("Note"))
        self.text.setMaxLength(LONGEST_NOTE)
        self.text.setPlaceholderText(wording("For example: to wrap, without sugar, for Friday"))
        self.choices = QButtonGroup(self)
        choices = QHBoxLayout()
        choices.setSpacing(GAP)
        for choice, said in ((_LINE, wording("This line")), (_TICKET, wording("The whole ticket"))):
            key = QPushButton(said)
            key.setCheckable(True)
            key.setAutoDefault(False)
            key.setProperty("kind", "choice")
            key.setEnabled(choice == _TICKET or self._has_line)
            self.choices.addButton(key, choice)
            choices.addWidget(key, 1)
        keys = QHBoxLayout()
        keys.setSpacing(MARGIN)
        keys.addWidget(KeyButton(theme, wording("Back"), self.go_back, key=wording("Esc")))
        keep = KeyButton(theme, wording("Keep the note"), self.confirm, key=wording("Enter"), kind="primary", px=16)
        keys.addWidget(keep, 1)
        self.body.addLayout(choices)
        self.body.addWidget(self.about)
        self.body.addWidget(self.text)
        self.body.addWidget(
            label(wording("An empty note takes the note away. It is printed on the receipt."), role="soft", wrap=True)
        )
        self.body.addLayout(keys)
        self.card.setMinimumWidth(theme.room(520))
        self._everything = wording("The whole ticket")
        self.choices.idClicked.connect(self._choose)
        self.choices.button(_LINE if self._has_line else _TICKET).setChecked(True)
        self._choose(self.choices.checkedId())

    def confirm(self) -> None:
        """Give the note and close, once."""
        if self.is_away:
            return
        self.put_away()
        self.given.emit(self._place if self.choices.checkedId() == _LINE else None, self.text.text())

    def _choose(self, choice: int) -> None:
        """Show the note that stands there."""
        line = self._ticket.lines[self._place] if choice == _LINE else None
        self.about.setText(self._everything if line is None else line.name)
        self.text.setText(self._ticket.note if line is None else line.note)
        self.text.selectAll()
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)
