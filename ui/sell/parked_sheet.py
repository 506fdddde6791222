"""Parking: the ticket on the counter under a name, and the tickets that wait, to be taken back or deleted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from pos.database.tickets import ParkedTicket
from pos.operations.parking import LONGEST_NAME
from pos.wording import Wording
from ui.theme import GAP, MARGIN, TOUCH, Theme
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label
from ui.widgets.scrolling import scrolling
from ui.widgets.sheet import Sheet

_ARROWS: Final = (Qt.Key.Key_Up, Qt.Key.Key_Down)
_SHOWN: Final = 5
"""So many rows stand there without scrolling."""


class ParkedSheet(Sheet):
    """Says what is to be done with which ticket; a name is given only while the ticket on the counter has lines."""

    park_requested = Signal(str)
    back_requested = Signal(object)
    delete_requested = Signal(object)

    def __init__(self, theme: Theme, wording: Wording, *, name: str | None, when: Callable[[int], datetime]) -> None:
        """Build the sheet.

        Args:
            theme: the look.
            wording: the language.
            name: the name proposed for the ticket on the counter; None when there is nothing to park.
            when: gives a moment in the shop's time zone for milliseconds UTC.
        """
        super().__init__(theme, wording("Park the ticket") if name is not None else wording("Parked tickets"))
        self._wording, self._when = wording, when
        self.name = QLineEdit(name or "")
        self.name.setAccessibleName(wording("Name of the parked ticket"))
        self.name.setMaxLength(LONGEST_NAME)
        self.name.selectAll()
        self.park_key = KeyButton(theme, wording("Park"), self._park, key=wording("Enter"), kind="primary", px=16)
        self.back_key = KeyButton(theme, wording("Close"), self.go_back, key=wording("Esc"))
        self.take_keys: list[KeyButton] = []
        self._has_ticket = name is not None
        self.waiting = label(role="soft")
        self._rows = QVBoxLayout()
        self._rows.addStretch(1)
        self._shown: list[QWidget] = []
        self._lay_out()

    @property
    def first(self) -> QWidget:
        """Where the cursor begins."""
        if self._has_ticket:
            return self.name
        return self.take_keys[0] if self.take_keys else self.back_key

    def show_parked(self, parked: Sequence[ParkedTicket], today: datetime) -> None:
        """Replace the list."""
        had_focus = QApplication.focusWidget() in self.take_keys
        for row in self._shown:
            self._rows.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.take_keys = []
        self._shown = [self._row(one, today) for one in parked]
        for place, row in enumerate(self._shown):
            self._rows.insertWidget(place, row)
        count = len(parked)
        waiting = self._wording.plural("{count} parked ticket", "{count} parked tickets", count)
        self.waiting.setText(waiting.format(count=count) if count else self._wording("No ticket is parked."))
        self._area.setVisible(bool(parked))
        self._area.setFixedHeight(min(count, _SHOWN) * (self._theme.room(TOUCH) + 2 + GAP) + 2)
        if had_focus:
            self.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def confirm(self) -> None:
        """Enter: what the key under the cursor says, else park."""
        focus = QApplication.focusWidget()
        if isinstance(focus, QAbstractButton) and self.isAncestorOf(focus):
            focus.click()
        elif self._has_ticket:
            self._park()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F7 once more parks at once; the arrows go from ticket to ticket."""
        if event.key() == Qt.Key.Key_F7 and self._has_ticket and not event.isAutoRepeat():
            self._park()
        elif event.key() in _ARROWS and self.take_keys:
            self._move(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows of a row's keys go from ticket to ticket, and not to the key beside."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and event.key() in _ARROWS:
            self.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def _move(self, steps: int) -> None:
        focus = QApplication.focusWidget()
        place = next((place for place, key in enumerate(self.take_keys) if key is focus), -1)
        if place + steps < 0 and self._has_ticket:
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        key = self.take_keys[min(max(place + steps, 0), len(self.take_keys) - 1)]
        key.setFocus(Qt.FocusReason.OtherFocusReason)
        self._area.ensureVisible(0, key.mapTo(self._list, QPoint(0, 0)).y() + key.height() // 2)

    def _park(self) -> None:
        self.park_requested.emit(" ".join(self.name.text().split()))

    def _row(self, one: ParkedTicket, today: datetime) -> QWidget:
        wording, theme, ticket = self._wording, self._theme, one.ticket
        name = ElidedLabel()
        name.setText(one.name)
        name.setFont(theme.font(14, QFont.Weight.DemiBold))
        at = self._when(one.parked_at_ms)
        when = wording.time(at) if at.date() == today.date() else wording.date_time(at)
        articles = wording.plural("{count} article", "{count} articles", ticket.articles).format(count=ticket.articles)
        about = ElidedLabel("soft")
        about.setText(f"{when} · {articles}" + (f" · {ticket.note}" if ticket.note else ""))
        total = label(wording.money(ticket.total))
        total.setFont(theme.font(16, QFont.Weight.DemiBold))
        take = KeyButton(theme, wording("Take back"), lambda: self.back_requested.emit(one))
        take.setAccessibleName(wording("Take back {payment}").format(payment=f"{one.name}, {total.text()}"))
        delete = KeyButton(theme, wording("Delete"), lambda: self.delete_requested.emit(one), kind="danger")
        delete.setAccessibleName(wording("Delete {name}").format(name=one.name))
        self.take_keys.append(take)
        for words_of in (name, about):
            words_of.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        for key in (take, delete):
            key.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            key.installEventFilter(self)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(name)
        words.addWidget(about)
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, GAP, 0)
        row.setSpacing(GAP)
        row.addLayout(words, 1)
        row.addWidget(total)
        row.addWidget(take)
        row.addWidget(delete)
        return made

    def _lay_out(self) -> None:
        if self._has_ticket:
            asked = QHBoxLayout()
            asked.setSpacing(MARGIN)
            asked.addWidget(self.name, 1)
            asked.addWidget(self.park_key)
            self.body.addLayout(asked)
        self.body.addWidget(self.waiting)
        self._list = QWidget()
        self._list.setLayout(self._rows)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(GAP)
        self._area = scrolling(self._list)
        self.body.addWidget(self._area)
        self.body.addWidget(self.back_key)
        self.card.setMinimumWidth(self._theme.room(680))
