"""Joins closing with the shop's file: the open day, its closing, and the question of the next morning."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from PySide6.QtCore import QObject, QTimer

from pos.domain.errors import DayClosedAlready, ShopError
from pos.domain.identity import NewId
from pos.domain.staff import Right
from pos.fiscal.record import Kind
from pos.operations.closing import DayClosed
from pos.operations.closing_papers import queue_figures
from pos.operations.selling import Sold
from pos.wording import Wording
from ui.background import Background
from ui.closing import closing_work as work
from ui.closing.closing_sheet import ClosingSheet
from ui.closing.closing_work import OpenView, Standing
from ui.closing.counted import Counted
from ui.closing.figures_sheet import FiguresSheet
from ui.closing.open_day_sheet import OpenDaySheet
from ui.closing.past_desk import PastDesk
from ui.main_window import MainWindow
from ui.messages import explain
from ui.receipt_printing import ReceiptPrinting
from ui.sell.desk import Desk
from ui.sounds import PlaySound, Sound
from ui.theme import Theme

LOOK_MS: Final = 30_000
"""How often the clock is held against the day that is open."""


@dataclass(frozen=True, slots=True)
class ClosingParts:
    """What of the till closing works with."""

    window: MainWindow
    background: Background
    reading: Background
    desk: Desk
    printing: ReceiptPrinting
    play: PlaySound
    theme: Theme
    wording: Wording
    clock: Callable[[], datetime]
    new_id: NewId


class ClosingDesk(QObject):
    """Opens the sheets and does what they ask for; knows which day is open, so that the screen can say so."""

    def __init__(self, parts: ClosingParts) -> None:
        super().__init__(parts.window)
        self._parts = parts
        self._window, self._wording = parts.window, parts.wording
        self._standing = Standing(None, time(0))
        self._asked_for: date | None = None
        self._asking: OpenDaySheet | None = None
        self.past = PastDesk(parts)
        self.past.habits_kept.connect(lambda _: self._look())
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._show_standing)

    def begin(self) -> None:
        """Say from now on when a day waits to be closed, and make up for mails a power cut took."""
        self._parts.window.sell.status.day_requested.connect(self.open)
        self._parts.desk.sold.connect(self._note_sale)
        self._parts.desk.counter.line_added.connect(lambda _: self._ask_once())
        self._timer.start()
        self._look()
        self.past.make_mails()

    def close(self) -> None:
        """The till goes: the clock is no longer looked at."""
        self._timer.stop()

    def open(self) -> None:
        """Lay the sheet that closes the day over the screen, with the figures of now."""
        if self._window.sheet is None:
            self._read(self._show_closing)

    def open_figures(self) -> None:
        """Show the figures since the last closing."""
        if self._window.sheet is None:
            self._read(self._show_figures)

    def ask(self, day: date) -> None:
        """Selling waits for this day: ask whether to close it now; what is asked already is not asked twice."""
        if self._asking is not None:
            return
        self._asked_for = day
        sheet = OpenDaySheet(self._parts.theme, self._wording, day)
        sheet.close_requested.connect(lambda: self._close_and_go_on(sheet))
        sheet.count_requested.connect(self._count_first)
        sheet.closed.connect(self._asked)
        self._asking = sheet
        self._window.lay(sheet, sheet.close_key)
        self._parts.reading.run(lambda db: work.look(db, self._now), lambda view: _tell(sheet, view), owner=sheet)

    @property
    def _now(self) -> datetime:
        return self._parts.clock()

    def _read(self, then: Callable[[OpenView], None]) -> None:
        now = self._now
        self._parts.reading.run(lambda db: work.look(db, now), then, owner=self)

    def _show_closing(self, view: OpenView) -> None:
        if self._window.sheet is not None:
            return
        if view.closed_already is not None:
            self._window.say(explain(DayClosedAlready(view.closed_already), self._wording).in_short)
            self.past.open()
            return
        sheet = ClosingSheet(
            self._parts.theme,
            self._wording,
            view.report,
            blind=view.habits.blind,
            can_print=self._parts.printing.is_there,
        )
        sheet.print_requested.connect(self._ask_to_print)
        sheet.close_requested.connect(lambda counted: self._close(sheet, counted))
        self._window.lay(sheet, sheet.begin())

    def _show_figures(self, view: OpenView) -> None:
        if self._window.sheet is not None:
            return
        sheet = FiguresSheet(self._parts.theme, self._wording, view.report, can_print=self._parts.printing.is_there)
        sheet.print_requested.connect(self._ask_to_print)
        self._window.lay(sheet, sheet.back_key)

    def _ask_to_print(self) -> None:
        self._parts.desk.gate.require(Right.CLOSE_DAY, self._print_figures)

    def _print_figures(self) -> None:
        self._parts.printing.queue(queue_figures)
        self._window.say(self._wording("The figures are on their way to the printer."))

    def _close(self, sheet: ClosingSheet, counted: Counted | None) -> None:
        def done(closed: DayClosed) -> None:
            sheet.put_away()
            self._is_closed()
            self.past.open(choose=closed.record.seq, said=work.said_of(closed, self._wording))

        self._run_closing(counted, done, sheet.take_refusal, sheet)

    def _close_and_go_on(self, sheet: OpenDaySheet) -> None:
        def done(closed: DayClosed) -> None:
            sheet.put_away()
            self._is_closed()
            self._window.say(
                work.said_of(closed, self._wording),
                action=self._wording("Count the drawer"),
                do=lambda: self.past.count(closed.record.seq),
            )
            self._parts.desk.go_on_paying()

        self._run_closing(None, done, sheet.take_refusal, sheet)

    def _run_closing(
        self,
        counted: Counted | None,
        then: Callable[[DayClosed], None],
        otherwise: Callable[[ShopError], None],
        owner: QObject,
    ) -> None:
        """The one place a day is closed from; asks for the right to."""
        now = self._now
        self._parts.desk.gate.require(
            Right.CLOSE_DAY,
            lambda: self._parts.background.run(lambda db: work.close(db, counted, now), then, otherwise, owner=owner),
        )

    def _is_closed(self) -> None:
        self._standing = Standing(None, self._standing.cut_off)
        self._asked_for = None
        self._show_standing()
        self.past.make_mails()

    def _count_first(self) -> None:
        """The whole of closing instead of one key; a payment under way stays where it is."""
        self._read(self._show_closing_over)

    def _show_closing_over(self, view: OpenView) -> None:
        if isinstance(self._window.sheet, ClosingSheet):
            return
        while self._window.sheet is not None:
            self._window.sheet.put_away()
        self._show_closing(view)

    def _asked(self) -> None:
        self._asking = None

    def _ask_once(self) -> None:
        """The first article of the morning: ask before a customer waits to pay; once for a day."""
        day = self._standing.open_day
        if day is not None and day != self._asked_for and self._standing.is_due(self._now):
            self._parts.play(Sound.REFUSED)
            self.ask(day)

    def _note_sale(self, sold: Sold) -> None:
        if self._standing.open_day is None and sold.record is not None and sold.record.kind is Kind.TICKET:
            self._standing = Standing(sold.record.business_day, self._standing.cut_off)
            self._show_standing()

    def _look(self) -> None:
        self._parts.reading.run(work.standing, self._take_standing, owner=self)

    def _take_standing(self, standing: Standing) -> None:
        self._standing = standing
        self._show_standing()

    def _show_standing(self) -> None:
        due = self._standing.is_due(self._now)
        self._window.sell.status.show_day(self._standing.open_day if due else None)


def _tell(sheet: OpenDaySheet, view: OpenView) -> None:
    """A shop that counts blind is not told what was taken."""
    if not view.habits.blind:
        sheet.show_report(view.report)
