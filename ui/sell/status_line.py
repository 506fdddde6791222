"""The quiet line at the foot: who is at the till, how current the window is, how the printer does, the time.

Where there is no room for all of it, what is well is left out, and what needs a look stands behind one key.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout

from pos.domain.errors import PrintUnknown
from pos.wording import Wording
from ui.messages import explain
from ui.sell.state_key import StateKey
from ui.theme import GAP, MARGIN, Theme
from ui.widgets.labels import label

if TYPE_CHECKING:
    from sync.state import WindowState
    from ui.printer_thread import PrinterState


class StatusLine(QFrame):
    """Shows what it is told; never asks for anything. What needs a look can be tapped."""

    papers_requested = Signal()
    window_requested = Signal()
    person_requested = Signal()
    records_requested = Signal()
    day_requested = Signal()
    orders_requested = Signal()
    questions_requested = Signal()

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
        self.records_state = StateKey(theme)
        self.records_state.clicked.connect(lambda: self.records_requested.emit())
        self.orders_state = StateKey(theme)
        self.orders_state.clicked.connect(lambda: self.orders_requested.emit())
        self.questions_state = StateKey(theme)
        self.questions_state.clicked.connect(lambda: self.questions_requested.emit())
        self._states = (
            self.person,
            self.records_state,
            self.day_state,
            self.orders_state,
            self.questions_state,
            self.window_state,
            self.printer_state,
        )
        self.folded = StateKey(theme)
        self.folded.clicked.connect(self._unfold)
        self.clock = label(role="soft")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 4, 0)
        row.setSpacing(GAP)
        for key in (*self._states, self.folded):
            row.addWidget(key, 1)
        row.addStretch()
        row.addWidget(self.clock)

    def show_person(self, name: str) -> None:
        """Say who is at the till; empty where nobody has to say so."""
        self._say(self.person, name, role="ink", opens=True)
        self.person.setAccessibleName(self._wording("{name} is at the till.").format(name=name))

    def show_time(self, now: datetime) -> None:
        """Show the minute."""
        minute = self._wording.time(now)
        if minute != self._minute:
            self._minute = minute
            self.clock.setText(minute)

    def show_records(self, *, held: bool, attested: bool, doubted: bool = False) -> None:
        """Say what is wrong with the records or the program; nothing while all is well.

        Args:
            held: selling is held.
            attested: the program is the published one.
            doubted: the shared catalogue contradicts the file.
        """
        said = ""
        if held:
            said = self._wording("Selling is held")
        elif doubted:
            said = self._wording("Old copy or second file")
        elif not attested:
            said = self._wording("Version not attested")
        self._say(self.records_state, said and f"▲ {said}", role="amber", opens=True)

    def show_day(self, open_day: date | None) -> None:
        """Say that an earlier day waits to be closed; None where none does."""
        said = self._wording("The day of {day} is to be closed") if open_day is not None else ""
        day = "" if open_day is None else self._wording.date(open_day)
        self._say(
            self.day_state, f"▲ {said.format(day=day)}" if said else "", role="amber" if said else "soft", opens=True
        )

    def show_orders(self, to_do: int, count: int) -> None:
        """Say how many reservations are to be answered or put aside, else how many wait for their customers."""
        wording = self._wording
        if to_do:
            said = wording.plural("{count} to prepare", "{count} to prepare", to_do)
            self._say(self.orders_state, f"▲ {said.format(count=wording.number(to_do))}", role="amber", opens=True)
        else:
            said = wording.plural("{count} put aside", "{count} put aside", count) if count else ""
            self._say(self.orders_state, said.format(count=wording.number(count)), role="soft", opens=True)

    def show_questions(self, count: int) -> None:
        """Say how many shoppers wait for an answer; nothing while nobody does."""
        said = self._wording.plural("{count} question", "{count} questions", count) if count else ""
        self._say(
            self.questions_state,
            f"▲ {said.format(count=self._wording.number(count))}" if said else "",
            role="amber" if said else "soft",
            opens=True,
        )

    def show_window(self, state: WindowState | None) -> None:
        """Say how current the shop window is, what waits, and what is wrong; None for a till that never goes online."""
        wording = self._wording
        if state is None or not state.linked:
            self._say(self.window_state, wording("Window not joined"), role="soft", opens=state is not None)
            return
        waiting, to_see = self._waiting(state.waiting) if state.waiting else "", self._to_see(state)
        if state.trouble is not None:
            trouble = _joined(waiting, explain(state.trouble, wording).title, to_see)
            self._say(self.window_state, f"▲ {trouble}", role="amber", opens=True)
        elif to_see:
            self._say(self.window_state, f"▲ {to_see}", role="amber", opens=True)
        elif state.current_at is None or state.waiting:
            updating = _joined(wording("Window being updated"), waiting)
            self._say(self.window_state, updating, role="soft", opens=True)
        else:
            current = wording("Window current {time}").format(time=wording.time(state.current_at))
            self._say(self.window_state, f"● {current}", role="accent", opens=True)

    def show_printer(self, state: PrinterState | None) -> None:
        """Say what the printer is doing; None where there is none."""
        wording = self._wording
        if state is None:
            self._say(self.printer_state, wording("No printer"), role="soft", opens=False)
        elif state.trouble is not None:
            waits = bool(state.waiting or state.unknown)
            waiting = f"{self._waiting(state.waiting + state.unknown)} · " if waits else ""
            trouble = f"▲ {waiting}{explain(state.trouble, wording).title}"
            self._say(self.printer_state, trouble, role="amber", opens=waits)
        elif state.unknown:
            self._say(self.printer_state, f"▲ {explain(PrintUnknown(''), wording).title}", role="amber", opens=True)
        elif state.waiting:
            self._say(self.printer_state, wording("Printing"), role="soft", opens=False)
        elif state.warning is not None:
            self._say(self.printer_state, f"▲ {explain(state.warning, wording).title}", role="amber", opens=False)
        else:
            self._say(self.printer_state, wording("Printer ready"), role="soft", opens=False)

    def minimumSizeHint(self) -> QSize:
        """Room for one state and the time: what does not fit beside them folds."""
        return QSize(self.folded.minimumSizeHint().width() + self.clock.width(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More may fit now, or less."""
        super().resizeEvent(event)
        self._arrange()

    def _say(self, key: StateKey, text: str, *, role: str, opens: bool) -> None:
        key.say(text, role=role, opens=opens)
        self._arrange()

    def _arrange(self) -> None:
        """Show all there is to say; where that does not fit, what needs a look; where that does not, one key for it."""
        said = [key for key in self._states if key.text()]
        asking = self._asking()
        shown, folds = said, False
        if asking and not self._fits(said):
            shown = [key for key in said if key.asks or key is self.person]
            folds = len(asking) > 1 and not self._fits(shown)
        words = self._wording.plural("{count} thing to see", "{count} things to see", len(asking))
        words = f"▲ {words.format(count=self._wording.number(len(asking)))}"
        self.folded.say(words if folds else "", role="amber", opens=True)
        for key in self._states:
            key.setVisible(key in shown and not (folds and key.asks))

    def _asking(self) -> list[StateKey]:
        return [key for key in self._states if key.text() and key.asks]

    def _fits(self, keys: Sequence[StateKey]) -> bool:
        wanted = sum(key.minimumSizeHint().width() + GAP for key in keys)
        return wanted + self.clock.sizeHint().width() + MARGIN <= self.width()

    def _unfold(self) -> None:
        """Show in full what needs a look, each to be chosen as if it stood in the line."""
        from ui.more_menu import EntryMenu

        menu = EntryMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for key in self._asking():
            menu.add(key.text(), key.click).setEnabled(key.isEnabled())
        menu.popup(self.folded.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def _to_see(self, state: WindowState) -> str:
        """What of the shop window asks for a look besides trouble: refusals, what is held back, clocks that differ."""
        wording, refused = self._wording, state.set_aside - state.left_aside
        said = []
        if refused > 0:
            words = wording.plural("{count} refused", "{count} refused", refused)
            said.append(words.format(count=wording.number(refused)))
        if state.held:
            words = wording.plural("{count} held back", "{count} held back", state.held)
            said.append(words.format(count=wording.number(state.held)))
        if state.skew is not None:
            said.append(wording("clocks differ"))
        return " · ".join(said)

    def _waiting(self, count: int) -> str:
        waiting = self._wording.plural("{count} waiting", "{count} waiting", count)
        return waiting.format(count=self._wording.number(count))


def _joined(*said: str) -> str:
    return " · ".join(one for one in said if one)
