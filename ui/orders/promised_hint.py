"""What the ticket has to do with reservations: for which it is, and which lines take what is promised to others.

The one stands above its lines, the other quietly under them; neither blocks anything.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from pos.operations.collecting import carried_by
from pos.operations.weighing_promises import Overridden, overridden_by

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pos.database.connection import Database
    from pos.domain.online_order import OnlineOrder
    from pos.domain.ticket import Ticket
    from pos.wording import Wording
    from ui.background import Background
    from ui.sell.counter import Counter
    from ui.sell.ticket_panel import TicketPanel

_Found = tuple["Sequence[OnlineOrder]", "Sequence[Overridden]"]


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
            self._panel.show_orders("")
            self._panel.show_hint("")
        elif self._asking:
            self._again = True
        else:
            self._asking, self._again = True, False
            self._reading.run(partial(_ask, ticket=ticket), partial(self._show, ticket), owner=self)

    def _show(self, ticket: Ticket, found: _Found) -> None:
        self._asking = False
        if self._again:
            self.look()
        elif ticket == self._counter.ticket:
            carried, overridden = found
            self._panel.show_orders("\n".join(self._named(order) for order in carried))
            self._panel.show_hint("\n".join(self._said(one) for one in overridden[-2:]))

    def _named(self, order: OnlineOrder) -> str:
        said = self._wording("Reservation {number}").format(number=order.number)
        who = order.customer or order.made_by
        return f"● {said} · {who}" if who else f"● {said}"

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


def _ask(db: Database, ticket: Ticket) -> _Found:
    return carried_by(db, ticket), overridden_by(db, ticket)
