"""Says that this computer's clock is far behind the last record; selling goes on."""

from __future__ import annotations

from datetime import datetime

from pos.wording import Wording
from ui.theme import Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label
from ui.widgets.sheet import Sheet


class ClockSheet(Sheet):
    """What the clock says, what it should say at least, and what to do."""

    def __init__(self, theme: Theme, wording: Wording, *, now: datetime, last: datetime) -> None:
        super().__init__(theme, wording("The clock of this computer is behind"))
        found = wording("It says {time} on {day}, but the last record was made at {last_time} on {last_day}.")
        found = found.format(
            time=wording.time(now), day=wording.date(now), last_time=wording.time(last), last_day=wording.date(last)
        )
        means = wording("You can go on selling: until the clock is right, tickets carry the moment of the last record.")
        to_do = wording("Set date and time in the settings of this computer; it is noted that they were changed.")
        for said in (found, means, to_do):
            self.body.addWidget(label(said, wrap=True))
        self.go_on_key = KeyButton(theme, wording("Go on"), self.put_away, key=wording("Enter"), kind="primary", px=16)
        self.body.addWidget(self.go_on_key)
        self.card.setMinimumWidth(theme.room(560))

    def confirm(self) -> None:
        """Enter: go on."""
        self.put_away()
