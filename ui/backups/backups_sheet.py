"""The sheet of backups: where copies go, when the last one was made, how good it is, and a key that makes another."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout

from pos.operations.overseeing_backups import BackupStanding
from pos.wording import Wording
from ui.backups.drill_words import drill_words
from ui.theme import GAP, MARGIN, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label
from ui.widgets.sheet import Sheet

_WIDE: Final = 680


class BackupsSheet(Sheet):
    """Shows how the backups stand and says what is wanted."""

    back_up_requested = Signal()
    choose_requested = Signal()
    none_requested = Signal()

    def __init__(self, theme: Theme, wording: Wording) -> None:
        super().__init__(theme, wording("Backups"))
        self._wording = wording
        self._lost_cursor = False
        self.first, self.last, self.second, self.drill = (label(wrap=True) for _ in range(4))
        self.trouble = label(role="amber", wrap=True)
        self.trouble.hide()
        self.choose_key = KeyButton(theme, wording("Choose the second place…"), self.choose_requested.emit)
        self.none_key = KeyButton(theme, wording("No second place"), self.none_requested.emit, kind="danger")
        self.none_key.setEnabled(False)
        self.back_key = KeyButton(theme, wording("Close"), self.go_back, key=wording("Esc"))
        self.back_up_key = KeyButton(
            theme, wording("Back up now"), self.confirm, key=wording("Enter"), kind="primary", px=16
        )
        self._lay_out()

    def show_standing(self, now: BackupStanding) -> None:
        """Show how the backups stand."""
        wording = self._wording
        self.first.setText(str(now.first))
        self.last.setText(self._last_words(now))
        self.second.setText(self._second_words(now))
        self.none_key.setEnabled(now.second is not None)
        self.drill.setText(drill_words(now.drill, wording))
        self.drill.setProperty("role", "amber" if now.drill is not None and not now.drill.is_green else "")
        self._restyle()

    def show_at_work(self, *, at_work: bool) -> None:
        """Say whether a copy is being made, or tried; the key gets back the cursor that it had."""
        had_cursor = self.back_up_key.hasFocus()
        self.back_up_key.setEnabled(not at_work)
        if not at_work and self._lost_cursor:
            self.back_up_key.setFocus()
        self._lost_cursor = at_work and (had_cursor or self._lost_cursor)
        if at_work:
            self.trouble.hide()
            self.last.setText(self._wording("A copy is being made and checked…"))

    def say_trouble(self, words: str) -> None:
        """Say what went wrong."""
        self.trouble.setText(words)
        self.trouble.show()

    def confirm(self) -> None:
        """Enter: make a copy."""
        if self.back_up_key.isEnabled():
            self.back_up_requested.emit()

    def _last_words(self, now: BackupStanding) -> str:
        wording = self._wording
        if now.newest is None:
            return wording("none yet")
        made = wording("{date} at {time}").format(
            date=wording.date(now.newest.made_at), time=wording.time(now.newest.made_at)
        )
        sales = wording.plural("{count} sale", "{count} sales", now.newest.sales)
        copies = wording.plural("{count} copy in all", "{count} copies in all", now.count)
        held = sales.format(count=wording.number(now.newest.sales))
        return f"{made} · {held} · {copies.format(count=wording.number(now.count))}"

    def _second_words(self, now: BackupStanding) -> str:
        wording = self._wording
        if now.second is None:
            return wording("none: choose a folder on another disk, so that a lost disk costs an hour at most")
        if now.second_newest is None:
            reached = wording("no copy there")
        else:
            said = wording("last copy {date} at {time}")
            reached = said.format(date=wording.date(now.second_newest), time=wording.time(now.second_newest))
        same = wording("It is on the same disk: a lost disk would take both.") if now.same_disk else ""
        return "\n".join(filter(None, (str(now.second), reached, same)))

    def _restyle(self) -> None:
        style = self.drill.style()
        style.unpolish(self.drill)
        style.polish(self.drill)

    def _lay_out(self) -> None:
        theme, wording = self._theme, self._wording
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * MARGIN)
        grid.setVerticalSpacing(MARGIN)
        grid.setColumnStretch(1, 1)
        rows = (
            (wording("First place"), self.first),
            (wording("Last copy"), self.last),
            (wording("Second place"), self.second),
            (wording("On trial"), self.drill),
        )
        for row, (said, value) in enumerate(rows):
            grid.addWidget(label(said, role="soft"), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, row, 1)
        self.body.addLayout(grid)
        self.body.addWidget(self.trouble)
        places, keys = QHBoxLayout(), QHBoxLayout()
        for line in (places, keys):
            line.setSpacing(GAP)
        places.addWidget(self.choose_key, 1)
        places.addWidget(self.none_key, 1)
        keys.addWidget(self.back_key)
        keys.addWidget(self.back_up_key, 1)
        self.body.addLayout(places)
        self.body.addLayout(keys)
        self.card.setMinimumWidth(theme.room(_WIDE))
