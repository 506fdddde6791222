"""The quiet line at the foot: who is at the till, how current the window is, how the printer does, the time."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from pos.domain.errors import PrintUnknown
from pos.wording import Wording
from ui.messages import explain
from ui.sell.state_key import StateKey
from ui.theme import GAP, Theme
from ui.widgets.labels import label

if TYPE_CHECKING:
    from sync.state import WindowState
    from ui.printer_thread import PrinterState


class StatusLine(QFrame):
    """Shows what it is told; never asks for anything. What needs a look can be tapped."""

    papers_requested = Signal()
    window_requested = Signal()
    person_requested = Signal()
    day_requested = Signal()

    def __init__(self, theme: Theme, wording: Wording) -> None:
        super().__init__()
        self._wording = wording
        self._minute = ""
        self.person = StateKey(theme)
        self.person.clicked.connect(lambda: self.person_requested.emit())
        self.day_state = StateKey(theme)
        self.day_state.clicked.connect(lambda: self.day_requested.emit())
        self.window_state = StateKey(theme)
        self.window_state.clicked.connect(lambda: self.window_requested.emit())
        self.printer_state = StateKey(theme)
        self.printer_state.clicked.connect(lambda: self.papers_requested.emit())
        self.clock = label(role="soft")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 4, 0)
        row.setSpacing(GAP)
        row.addWidget(self.person, 1)
        row.addWidget(self.day_state, 1)
        row.addWidget(self.window_state, 1)
        row.addWidget(self.printer_state, 1)
        row.addStretch()
        row.addWidget(self.clock)

    def show_person(self, name: str) -> None:
        """Say who is at the till; empty where nobody has to say so."""
        self.person.say(name, role="ink", opens=True)
        self.person.setAccessibleName(self._wording("{name} is at the till.").format(name=name))

    def show_time(self, now: datetime) -> None:
        """Show the minute."""
        minute = self._wording.time(now)
        if minute != self._minute:
            self._minute = minute
            self.clock.setText(minute)

    def show_day(self, open_day: date | None) -> None:
        """Say that an earlier day waits to be closed; None where none does."""
        said = self._wording("The day of {day} is to be closed") if open_day is not None else ""
        day = "" if open_day is None else self._wording.date(open_day)
        self.day_state.say(f"▲ {said.format(day=day)}" if said else "", role="amber" if said else "soft", opens=True)

    def show_window(self, state: WindowState | None) -> None:
        """Say how current the shop window is, what waits, and what is wrong; None for a till that never goes online."""
        wording = self._wording
        if state is None or not state.linked:
            self.window_state.say(wording("Window not joined"), role="soft", opens=state is not None)
            return
        waiting = self._waiting(state.waiting)
        if state.trouble is not None:
            trouble = f"▲ {waiting} · {explain(state.trouble, wording).title}"
            self.window_state.say(trouble, role="amber", opens=True)
        elif state.set_aside:
            refused = wording.plural("{count} refused", "{count} refused", state.set_aside)
            refused = refused.format(count=wording.number(state.set_aside))
            self.window_state.say(f"▲ {refused}", role="amber", opens=True)
        elif state.current_at is None or state.waiting:
            updating = wording("Window being updated")
            self.window_state.say(f"{updating} · {waiting}", role="soft", opens=True)
        else:
            current = wording("Window current {time}").format(time=wording.time(state.current_at))
            self.window_state.say(f"● {current}", role="accent", opens=True)

    def show_printer(self, state: PrinterState | None) -> None:
        """Say what the printer is doing; None where there is none."""
        wording = self._wording
        if state is None:
            self.printer_state.say(wording("No printer"), role="soft", opens=False)
        elif state.trouble is not None:
            waits = bool(state.waiting or state.unknown)
            waiting = f"{self._waiting(state.waiting + state.unknown)} · " if waits else ""
            trouble = f"▲ {waiting}{explain(state.trouble, wording).title}"
            self.printer_state.say(trouble, role="amber", opens=waits)
        elif state.unknown:
            self.printer_state.say(f"▲ {explain(PrintUnknown(''), wording).title}", role="amber", opens=True)
        elif state.waiting:
            self.printer_state.say(wording("Printing"), role="soft", opens=False)
        elif state.warning is not None:
            self.printer_state.say(f"▲ {explain(state.warning, wording).title}", role="amber", opens=False)
        else:
            self.printer_state.say(wording("Printer ready"), role="soft", opens=False)

    def _waiting(self, count: int) -> str:
        waiting = self._wording.plural("{count} waiting", "{count} waiting", count)
        return waiting.format(count=self._wording.number(count))
