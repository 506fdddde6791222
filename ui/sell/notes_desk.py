"""Sees that services worth a note have theirs before they are paid: made and printed by the key that pays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject

from pos.domain.errors import ShopError
from pos.domain.tax import TaxRate
from pos.domain.ticket import Ticket
from pos.operations.changes import Changes
from pos.operations.noting_services import Noted, is_note_due, make_note
from pos.wording import Wording
from ui.background import Background
from ui.main_window import MainWindow
from ui.receipt_printing import ReceiptPrinting


class NotesDesk(QObject):
    """Makes the note of a ticket, once for the same lines, and goes on."""

    def __init__(
        self,
        window: MainWindow,
        background: Background,
        printing: ReceiptPrinting,
        *,
        rates: Sequence[TaxRate],
        clock: Callable[[], datetime],
        wording: Wording,
        refuse: Callable[[ShopError], None],
    ) -> None:
        """Nothing is made yet.

        Args:
            window: where is said what was made.
            background: writes to the shop's file.
            printing: the receipt printer.
            rates: the rates of VAT.
            clock: gives the moment.
            wording: the language.
            refuse: hears why a note was not made, and the ticket therefore not paid.
        """
        super().__init__()
        self._window, self._background, self._printing = window, background, printing
        self._rates, self._clock, self._wording, self._refuse = tuple(rates), clock, wording, refuse

    def make(self, ticket: Ticket, then: Callable[[], object]) -> None:
        """Make the note of a ticket where one is due, then go on; without a note nothing goes on."""
        if not is_note_due(ticket, self._clock().date()):
            then()
        elif self._printing.is_there:
            self._printing.print_note(ticket, self._rates, partial(self._printed, then), self._refuse)
        else:
            self._background.run(
                partial(make_note, ticket=ticket, now=self._clock(), rates=self._rates),
                partial(self._kept, then),
                self._refuse,
                owner=self,
            )

    def _printed(self, then: Callable[[], object], done: Changes) -> None:
        then()
        if done.prints:
            self._window.say(self._wording("The note is on its way to the printer: give it before the payment."))

    def _kept(self, then: Callable[[], object], noted: Noted) -> None:
        then()
        if noted.record is not None and not noted.again:
            said = self._wording("Note {number} is kept. There is no printer: write it out for the customer.")
            self._window.say(said.format(number=noted.record.number))
