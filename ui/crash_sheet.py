"""What a person sees when the program itself was wrong: calm, short, and one key to go on."""

from __future__ import annotations

from pathlib import Path

from pos.wording import Wording
from ui.theme import Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label
from ui.widgets.sheet import Sheet


class CrashSheet(Sheet):
    """Says that the ticket is kept and where the details are."""

    def __init__(self, theme: Theme, wording: Wording, log: Path | None) -> None:
        super().__init__(theme, wording("Something went wrong in the program"))
        self.kept = label(wording("The ticket is kept and you can go on selling."), wrap=True)
        self.body.addWidget(self.kept)
        if log is not None:
            sentence = wording("Nothing personal is in the report for those who look after the program: {file}")
            self.body.addWidget(label(sentence.format(file=log.name), role="soft", wrap=True))
        self.go_on_key = KeyButton(theme, wording("Go on"), self.put_away, key=wording("Enter"), kind="primary", px=16)
        self.body.addWidget(self.go_on_key)
        self.card.setMinimumWidth(theme.room(460))

    def confirm(self) -> None:
        """Enter: go on."""
        self.put_away()
