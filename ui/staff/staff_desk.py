"""Joins the people of the shop with the till: signing in, a second person's word, and who works here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from pos.domain.identity import NewId
from pos.domain.staff import Person, Right, Role
from pos.operations import staffing
from pos.operations.pins import DevicePepper
from pos.operations.staffing import SignedIn, Staff
from pos.wording import Wording
from ui.background import Background
from ui.main_window import MainWindow
from ui.messages import explain
from ui.staff.approving import Approving
from ui.staff.gate import Gate, Then
from ui.staff.people_desk import PeopleDesk
from ui.staff.sign_in_sheet import SignInSheet
from ui.theme import Theme

if TYPE_CHECKING:
    from pos.database.connection import Database
    from pos.domain.errors import ShopError
    from pos.keystore import KeyStore
    from pos.operations.selling import Sold


class StaffDesk(QObject):
    """Says who is at the till, and lets the gate know."""

    signed_in = Signal(object)
    """The person who is at the till now."""
    inspector_signed_in = Signal(object)
    signed_out = Signal()

    def __init__(
        self,
        window: MainWindow,
        background: Background,
        reading: Background,
        gate: Gate,
        *,
        keys: KeyStore,
        theme: Theme,
        wording: Wording,
        clock: Callable[[], datetime],
        new_id: NewId,
    ) -> None:
        """Nothing is shown yet.

        Args:
            window: where sheets are laid.
            background: the shop's own thread; its records name who is at the till.
            reading: the other thread, whose work belongs to an approval too.
            gate: is opened for who signs in.
            keys: where the secret of the PINs lies.
            theme: the look.
            wording: the language.
            clock: gives the moment.
            new_id: names new people.
        """
        super().__init__()
        self._window, self._background, self._gate = window, background, gate
        self._theme, self._wording, self._clock = theme, wording, clock
        self._pepper = DevicePepper(keys)
        self._sheet: SignInSheet | None = None
        self._locks_after_sale = False
        self._approving = Approving(
            window, background, reading, gate, self._pepper, theme=theme, wording=wording, clock=clock
        )
        self._people = PeopleDesk(
            window, background, self._pepper, theme=theme, wording=wording, clock=clock, new_id=new_id
        )
        self._people.changed.connect(self._take_staff)

    @property
    def person(self) -> Person | None:
        """Who is at the till; None where nobody is, or nobody has to say so."""
        return self._gate.person

    def begin(self) -> None:
        """Somebody has to sign in: ask who it is."""
        self._background.run(staffing.staff_now, self._ask_who, owner=self)

    def require(self, right: Right, then: Then) -> None:
        """Do something once it is allowed; see `Gate.require`."""
        self._gate.require(right, then)

    def ask_second(self, right: Right, then: Then) -> None:
        """The person at the till lacks a right: let a second one answer for it, then do it."""
        self._approving.ask(right, then)

    def open(self) -> None:
        """Show who works here, to who may change it."""
        self.require(Right.STAFF, self._people.open)

    def switch(self) -> None:
        """Ctrl+L: somebody else comes to the till."""
        self._background.run(staffing.staff_now, self._offer_switch, owner=self)

    def sign_out(self) -> None:
        """Nobody is at the till from now on, and the next one is asked for."""
        if self._gate.is_shut or self.person is None:
            return
        self._shut()
        self._background.run(
            partial(staffing.sign_out, now=self._clock()), lambda _: self.begin(), self._not_out, owner=self
        )

    def note_sale(self, _sold: Sold) -> None:
        """A sale is made: where the shop wants it so, the next one is signed for anew once this one is put away."""
        if not self._locks_after_sale or self.person is None:
            return
        if self._window.sheet is not None:
            self._window.sheet.closed.connect(self.sign_out)
        else:
            self.sign_out()

    def close(self) -> None:
        """The till is closed: who was there goes."""
        if self.person is not None and not self._gate.is_shut:
            self._background.run(partial(staffing.sign_out, now=self._clock()))

    def _offer_switch(self, now: Staff) -> None:
        if self._gate.is_shut:
            self._ask_who(now)
        elif not now.asks_who:
            said = self._wording("One person works here, without a PIN. Others are added under “Staff” in the menu.")
            self._window.say(said)
        else:
            self._lay(now, must=False)

    def _ask_who(self, now: Staff) -> None:
        self._locks_after_sale = now.locks_after_sale
        if now.asks_who:
            self._lay(now, must=True)
        else:
            self._take_staff(now)

    def _lay(self, now: Staff, *, must: bool) -> None:
        if self._sheet is not None:
            return
        wording, person = self._wording, self.person
        self._window.toast.hide()
        self._sheet = sheet = SignInSheet(
            self._theme,
            wording,
            now.people,
            title=wording("Who is at the till?"),
            asks=wording("Every sale carries your name.")
            if must or person is None
            else wording("{name} is at the till.").format(name=person.name),
            accept=wording("Sign in"),
            must=must,
            at_till=person,
        )
        sheet.given.connect(self._sign_in)
        sheet.sign_out_requested.connect(self._leave_from_sheet)
        sheet.leave_requested.connect(self._window.close)
        sheet.closed.connect(self._closed)
        self._window.lay(sheet, sheet.first)

    def _leave_from_sheet(self) -> None:
        if self._sheet is not None:
            self._sheet.put_away()
        self.sign_out()

    def _sign_in(self, person_id: str, pin: str) -> None:
        now = self._clock()

        def work(db: Database) -> tuple[SignedIn, Staff]:
            signed = staffing.sign_in(db, person_id, pin, now=now, pepper=self._pepper.of(db))
            return signed, staffing.staff_now(db)

        self._background.run(work, lambda done: self._is_in(*done), self._not_in, owner=self)

    def _is_in(self, signed: SignedIn, now: Staff) -> None:
        self._gate.open_for(signed.person)
        self._locks_after_sale = now.locks_after_sale
        if self._sheet is not None:
            self._sheet.put_away()
        self._show_person(now)
        if signed.wrong_before:
            said = self._wording.plural(
                "{count} wrong PIN was tried for you since you last signed in.",
                "{count} wrong PINs were tried for you since you last signed in.",
                signed.wrong_before,
            )
            self._window.say(said.format(count=signed.wrong_before))
        self.signed_in.emit(signed.person)
        if signed.person.role is Role.INSPECTOR:
            self.inspector_signed_in.emit(signed.person)

    def _not_out(self, problem: ShopError) -> None:
        """The journal could not be written: nobody sells all the same before somebody signs in."""
        self._window.say(explain(problem, self._wording).in_short)
        self.begin()

    def _not_in(self, problem: ShopError) -> None:
        if self._sheet is not None:
            self._sheet.refuse(problem)

    def _take_staff(self, now: Staff) -> None:
        """The people are others now: so may be who is at the till, and what they may do."""
        self._locks_after_sale = now.locks_after_sale
        if not now.asks_who:
            self._gate.open_for(None)
        elif now.at_till is not None:
            approved = self._gate.approved
            self._gate.open_for(now.at_till)
            self._gate.approved = approved
        elif not self._gate.is_shut:
            self._people.put_away()
            self._shut()
            self._ask_who(now)
        self._show_person(now)

    def _show_person(self, now: Staff) -> None:
        person = self.person
        self._window.sell.status.show_person(person.name if person is not None and now.asks_who else "")

    def _shut(self) -> None:
        self._gate.shut()
        self._window.toast.hide()
        self._window.sell.status.show_person("")
        self.signed_out.emit()

    def _closed(self) -> None:
        self._sheet = None
