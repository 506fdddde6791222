"""Joins the sheets of the staff with the shop's file: who works here, what roles may do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from pos.database.journal.author import author_of
from pos.domain.identity import NewId, to_ms
from pos.domain.lockout import Lock
from pos.domain.staff import Person, Right, Role
from pos.operations import staffing
from pos.operations.pins import DevicePepper
from pos.operations.staffing import Staff
from pos.wording import Wording
from ui.background import Background
from ui.main_window import MainWindow
from ui.messages import explain
from ui.staff.person_sheet import Draft, PersonSheet
from ui.staff.roles_sheet import RolesSheet
from ui.staff.staff_sheet import StaffSheet
from ui.theme import Theme

if TYPE_CHECKING:
    from pos.database.connection import Database
    from pos.domain.errors import ShopError


class PeopleDesk(QObject):
    """Opens the sheets and keeps what is wished on them; says how the staff stands after each change."""

    changed = Signal(object)

    def __init__(
        self,
        window: MainWindow,
        background: Background,
        pepper: DevicePepper,
        *,
        theme: Theme,
        wording: Wording,
        clock: Callable[[], datetime],
        new_id: NewId,
    ) -> None:
        super().__init__()
        self._window, self._background, self._pepper = window, background, pepper
        self._theme, self._wording, self._clock, self._new_id = theme, wording, clock, new_id
        self._sheet: StaffSheet | None = None
        self._person: PersonSheet | None = None
        self._roles: RolesSheet | None = None
        self._rights: dict[Role, frozenset[Right]] = {}

    @property
    def sheet(self) -> StaffSheet | None:
        """The list of people while it is open."""
        return self._sheet

    def open(self) -> None:
        """Show who works here."""
        if self._sheet is None:
            self._background.run(_staff, self._lay, owner=self)

    def put_away(self) -> None:
        """Close what is open."""
        for sheet in (self._roles, self._person, self._sheet):
            if sheet is not None:
                sheet.put_away()

    def _lay(self, now: Staff) -> None:
        if self._sheet is not None:
            return
        self._sheet = sheet = StaffSheet(self._theme, self._wording, now_ms=self._now_ms)
        sheet.add_requested.connect(lambda: self._open_person(None))
        sheet.change_requested.connect(self._open_person)
        sheet.roles_requested.connect(self._open_roles)
        sheet.lock_wanted.connect(self._lock_after_sale)
        sheet.closed.connect(self._closed)
        self._rights = now.rights
        sheet.show_staff(now)
        self._window.lay(sheet, sheet.add_key)

    def _open_person(self, person: Person | None) -> None:
        is_locked = person is not None and bool(Lock(person.tries, person.locked_until_ms).left_ms(self._now_ms()))
        self._person = sheet = PersonSheet(self._theme, self._wording, person, is_locked=is_locked)
        sheet.kept.connect(self._keep)
        sheet.pin_removed.connect(self._remove_pin)
        sheet.unlock_requested.connect(self._unlock)
        sheet.leave_requested.connect(self._leave)
        sheet.closed.connect(self._person_closed)
        self._window.lay(sheet, sheet.name)

    def _open_roles(self) -> None:
        self._roles = sheet = RolesSheet(self._theme, self._wording, self._rights)
        sheet.rights_wanted.connect(self._keep_rights)
        sheet.closed.connect(self._roles_closed)
        self._window.lay(sheet, sheet.roles.keys[0])

    def _keep(self, draft: Draft) -> None:
        now = self._clock()
        self._change(lambda db: self._kept(db, draft, now), self._wording("{name} is noted.").format(name=draft.name))

    def _kept(self, db: Database, draft: Draft, now: datetime) -> None:
        """Each wish by itself: of several, those before one that is refused are kept."""
        if draft.person_id:
            staffing.rename(db, draft.person_id, draft.name, now=now)
            person = staffing.change_role(db, draft.person_id, draft.role, now=now)
        else:
            person = staffing.add_person(db, draft.name, draft.role, now=now, new_id=self._new_id)
        if draft.pin:
            staffing.set_pin(db, person.id, draft.pin, now=now, pepper=self._pepper.made_for(db))

    def _remove_pin(self, person_id: str) -> None:
        now = self._clock()
        self._change(
            lambda db: staffing.set_pin(db, person_id, "", now=now, pepper=b""), self._wording("The PIN is gone.")
        )

    def _unlock(self, person_id: str) -> None:
        now = self._clock()
        said = self._wording("The PIN may be tried again at once.")
        self._change(lambda db: staffing.unlock(db, person_id, now=now), said)

    def _leave(self, person_id: str) -> None:
        now = self._clock()
        said = self._wording("Noted. What they sold keeps their name.")
        self._change(lambda db: staffing.leave(db, person_id, now=now), said)

    def _keep_rights(self, role: Role, rights: frozenset[Right]) -> None:
        now = self._clock()
        self._change(lambda db: staffing.change_rights(db, role, rights, now=now))

    def _lock_after_sale(self, wanted: bool) -> None:  # noqa: FBT001 - a Qt signal's argument
        now = self._clock()
        self._change(lambda db: staffing.lock_after_sale(db, wanted=wanted, now=now))

    def _change(self, work: Callable[[Database], object], said: str = "") -> None:
        def change(db: Database) -> Staff:
            work(db)
            return staffing.staff_now(db)

        self._background.run(change, partial(self._changed, said), self._refuse, owner=self)

    def _changed(self, said: str, now: Staff) -> None:
        self._rights = now.rights
        if self._person is not None:
            self._person.put_away()
        if self._sheet is not None:
            self._sheet.show_staff(now)
        if said:
            self._window.say(said)
        self.changed.emit(now)

    def _refuse(self, problem: ShopError) -> None:
        if self._person is not None:
            self._person.refuse(problem)
        else:
            self._window.say(explain(problem, self._wording).in_short)
        self._background.run(staffing.staff_now, self._show_again, owner=self)

    def _show_again(self, now: Staff) -> None:
        if self._sheet is not None:
            self._sheet.show_staff(now)
        if self._roles is not None:
            self._roles.show_rights(now.rights)

    def _now_ms(self) -> int:
        return to_ms(self._clock())

    def _closed(self) -> None:
        self._sheet = None

    def _person_closed(self) -> None:
        self._person = None

    def _roles_closed(self) -> None:
        self._roles = None


def _staff(db: Database) -> Staff:
    """The people; a file that never sold has its first one now."""
    author_of(db)
    return staffing.staff_now(db)
