"""A second person's word on the spot: who, their PIN, and the work goes on; what is written then names both."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from pos.domain.staff import Right
from pos.operations import staffing
from pos.operations.pins import DevicePepper
from pos.operations.staffing import Approval, Staff
from pos.wording import Wording
from ui.background import Background
from ui.main_window import MainWindow
from ui.staff.gate import Gate, Then
from ui.staff.sign_in_sheet import SignInSheet
from ui.staff.staff_words import RIGHT_WORDS
from ui.theme import Theme

if TYPE_CHECKING:
    from pos.database.connection import Database
    from pos.domain.errors import ShopError

LOOK_MS: Final = 150
"""How often it is looked whether what was approved is done."""


class Approving(QObject):
    """Asks for the word, and ends it once the sell screen stands bare and all that was asked of the file is done."""

    def __init__(
        self,
        window: MainWindow,
        background: Background,
        reading: Background,
        gate: Gate,
        pepper: DevicePepper,
        *,
        theme: Theme,
        wording: Wording,
        clock: Callable[[], datetime],
    ) -> None:
        super().__init__()
        self._window, self._background, self._reading, self._gate = window, background, reading, gate
        self._pepper, self._theme, self._wording, self._clock = pepper, theme, wording, clock
        self._sheet: SignInSheet | None = None
        self._approval: Approval | None = None
        self._looking = QTimer(self)
        self._looking.setInterval(LOOK_MS)
        self._looking.timeout.connect(self._look)

    def ask(self, right: Right, then: Then) -> None:
        """Ask who answers for it; `then` is done once somebody has."""
        if self._sheet is None:
            self._background.run(staffing.staff_now, lambda now: self._lay(now, right, then), owner=self)

    def _lay(self, now: Staff, right: Right, then: Then) -> None:
        if self._sheet is not None:
            return
        wording, person = self._wording, self._gate.person
        able = [one for one in now.people if one.may(right) and one.has_pin and one != person]
        what = wording("What is wished: {right}.").format(right=wording(RIGHT_WORDS[right]).lower())
        nobody = wording("Nobody here has both this right and a PIN. The owner gives them under “Staff”.")
        self._sheet = sheet = SignInSheet(
            self._theme,
            wording,
            able,
            title=wording("This needs a second person"),
            asks=what if able else f"{what} {nobody}",
            accept=wording("Approve"),
        )
        sheet.given.connect(lambda person_id, pin: self._approve(person_id, pin, right, then))
        sheet.closed.connect(self._closed)
        self._window.lay(sheet, sheet.first)

    def _approve(self, person_id: str, pin: str, right: Right, then: Then) -> None:
        now = self._clock()
        self._end()

        def work(db: Database) -> Approval:
            return staffing.approve(db, person_id, pin, right, now=now, pepper=self._pepper.of(db))

        self._background.run(work, partial(self._go_on, then), self._refuse, owner=self)

    def _go_on(self, then: Then, approval: Approval) -> None:
        self._approval, self._gate.approved = approval, approval.right
        if self._sheet is not None:
            self._sheet.put_away()
        then()
        self._looking.start()

    def _look(self) -> None:
        if self._window.sheet is None and not self._background.pending and not self._reading.pending:
            self._end()

    def _end(self) -> None:
        self._looking.stop()
        approval, self._approval, self._gate.approved = self._approval, None, None
        if approval is not None:
            self._background.run(partial(staffing.end_approval, approval=approval))

    def _refuse(self, problem: ShopError) -> None:
        if self._sheet is not None:
            self._sheet.refuse(problem)

    def _closed(self) -> None:
        self._sheet = None
