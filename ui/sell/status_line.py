"""The quiet line at the foot: how current the window is, what waits, the printer, the time."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from pos.domain.errors import PrintUnknown
from pos.wording import Wording
from ui.messages import explain
from ui.theme import GAP, Theme
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label

if TYPE_CHECKING:
    from sync.state import WindowState
    from ui.printer_thread import PrinterState


class StatusLine(QFrame):
    """Shows what it is told; never asks for anything."""

    papers_requested = Signal()

    def __init__(self, theme: Theme, wording: Wording) -> None:
        super().__init__()
        self._wording = wording
        self._minute = ""
        self.window_state = ElidedLabel("soft")
        self.printer_state = ElidedLabel("soft")
        self.papers_key = KeyButton(theme, wording("Receipts…"), self.papers_requested.emit, kind="quiet")
        self.papers_key.hide()
        self.clock = label(role="soft")
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 4, 0)
        row.setSpacing(3 * GAP)
        states = QVBoxLayout()
        states.setSpacing(2)
        for state in (self.window_state, self.printer_state):
            state.hide()
            states.addWidget(state)
        row.addLayout(states)
        row.addWidget(self.papers_key)
        row.addStretch(1)
        row.addWidget(self.clock)

    def show_time(self, now: datetime) -> None:
        """Show the minute."""
        minute = self._wording.time(now)
        if minute != self._minute:
            self._minute = minute
            self.clock.setText(minute)

    def show_window(self, state: WindowState) -> None:
        """Say how current the shop window is, what waits, and what is wrong, in that order of quietness."""
        wording = self._wording
        if not state.linked:
            _say(self.window_state, "", "soft")
            return
        waiting = wording.plural("{count} waiting", "{count} waiting", state.waiting).format(
            count=wording.number(state.waiting)
        )
        if state.trouble is not None:
            _say(self.window_state, f"▲ {explain(state.trouble, wording).title} · {waiting}", "amber")
        elif state.set_aside:
            refused = wording.plural("{count} refused", "{count} refused", state.set_aside)
            _say(self.window_state, f"▲ {refused.format(count=wording.number(state.set_aside))}", "amber")
        elif state.current_at is None or state.waiting:
            _say(self.window_state, wording("Window being updated") + f" · {waiting}", "soft")
        else:
            current = wording("Window current {time}").format(time=wording.time(state.current_at))
            _say(self.window_state, f"● {current}", "accent")

    def show_printer(self, state: PrinterState) -> None:
        """Say what the printer is doing; nothing while all is well."""
        self.papers_key.setVisible(bool(state.unknown or (state.trouble is not None and state.waiting)))
        wording = self._wording
        if state.trouble is not None:
            count = state.waiting + state.unknown
            waiting = wording.plural("{count} waiting", "{count} waiting", count).format(count=wording.number(count))
            _say(self.printer_state, f"▲ {explain(state.trouble, wording).title} · {waiting}", "amber")
        elif state.unknown:
            unsure = explain(PrintUnknown(""), wording)
            _say(self.printer_state, f"▲ {unsure.title}", "amber")
        elif state.waiting:
            _say(self.printer_state, wording("Printing"), "soft")
        elif state.warning is not None:
            _say(self.printer_state, f"▲ {explain(state.warning, wording).title}", "amber")
        else:
            _say(self.printer_state, "", "soft")


def _say(where: QLabel, text: str, role: str) -> None:
    if where.property("role") != role:
        where.setProperty("role", role)
        where.style().polish(where)
    where.setText(text)
    where.setVisible(bool(text))
