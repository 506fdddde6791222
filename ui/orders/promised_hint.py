"""The quiet word under the ticket when a line takes what is promised to somebody online; it blocks nothing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from pos.operations.weighing_promises import Overridden, overridden_by

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pos.domain.ticket import Ticket
    from pos.wording import Wording
    from ui.background import Background
    from ui.sell.counter import Counter
    from ui.sell.ticket_panel import TicketPanel


class PromisedHint(QObject):
    """Asks the file behind every change of the ticket, never twice at a time, while the shop is joined."""

    def __init__(self, counter: Counter, reading: Background, panel: TicketPanel, *, wording: Wording) -> None:
        super().__init__()
        self._counter, self._reading, self._panel, self._wording = counter, reading, panel, wording
        self._asking, self._again = False, False
        self.listens = False
        counter.ticket_changed.connect(self.look)

    def look(self) -> None:
        """Look at the ticket as it is now."""
        ticket = self._counter.ticket
        if not self.listens or not ticket.lines:
            self._panel.show_hint("")
        elif self._asking:
            self._again = True
        else:
            self._asking, self._again = True, False
            self._reading.run(partial(overridden_by, ticket=ticket), partial(self._show, ticket), owner=self)

    def _show(self, ticket: Ticket, found: Sequence[Overridden]) -> None:
        self._asking = False
        if self._again:
            self.look()
        elif ticket.id == self._counter.ticket.id:
            self._panel.show_hint("\n".join(self._said(one) for one in found[-2:]))

    def _said(self, one: Overridden) -> str:
        wording = self._wording
        promised, left = wording.quantity(one.promised, one.unit), wording.quantity(one.left, one.unit)
        if one.left.milli <= 0:
            return wording("{name}: none left, and more is promised online").format(name=one.name)
        sentence = wording.plural(
            "{name}: {promised} of the {left} left is promised online",
            "{name}: {promised} of the {left} left are promised online",
            max(1, one.promised.milli // 1000),
        )
        return "▲ " + sentence.format(name=one.name, promised=promised, left=left)
