"""Joins past closings with the shop's file: their papers, counts that follow, how the shop closes, and its mails."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from pos.database.mail_outbox import WaitingMail
from pos.domain.errors import ShopError
from pos.domain.staff import Right
from pos.operations.arranging_closings import ClosingHabits, closing_habits, keep_closing_habits
from pos.operations.closing_papers import count_closing, queue_closing
from pos.operations.finding_closings import ClosingEntry, find_closing
from pos.operations.mailing_closings import Draft, draft_mails, keep_mails, waiting_mails
from pos.operations.saving_papers import CountedReceipt, FileKind, take_back, write_receipt
from pos.receipts.closing import name_of
from ui.closing import closing_work as work
from ui.closing.closings_list import ClosingsModel
from ui.closing.count_sheet import CountSheet
from ui.closing.counted import Counted
from ui.closing.habits_sheet import HabitsSheet
from ui.closing.past_sheet import PastSheet
from ui.messages import explain
from ui.widgets.files import ask_save

if TYPE_CHECKING:
    from ui.closing.closing_desk import ClosingParts


class PastDesk(QObject):
    """Opens the sheets and gives papers out."""

    habits_kept = Signal(object)

    def __init__(self, parts: ClosingParts) -> None:
        super().__init__(parts.window)
        self._parts = parts
        self._window, self._wording = parts.window, parts.wording
        self._background, self._reading = parts.background, parts.reading
        self._sheet: PastSheet | None = None
        self.ask_save = ask_save

    def open(self, *, choose: int | None = None, said: str = "") -> None:
        """Lay the list over the screen.

        Args:
            choose: the closing that is shown first, by its number in the chain; None for the newest.
            said: what has just happened, to stand above the list.
        """
        if self._sheet is not None:
            return
        model = ClosingsModel(self._reading, self._wording)
        sheet = PastSheet(
            self._parts.theme,
            self._wording,
            model,
            can_print=self._parts.printing.is_there,
            choose=choose,
            said=said,
        )
        model.setParent(sheet)
        sheet.chosen.connect(self._show)
        require = self._parts.desk.gate.require
        sheet.print_requested.connect(lambda entry: require(Right.REPRINT, lambda: self._print(entry)))
        sheet.file_requested.connect(lambda entry, kind: require(Right.REPRINT, lambda: self._save(entry, kind)))
        sheet.count_requested.connect(lambda entry: require(Right.CLOSE_DAY, lambda: self._open_count(entry)))
        sheet.habits_requested.connect(lambda: require(Right.SETTINGS, self.open_habits))
        sheet.closed.connect(self._closed)
        self._sheet = sheet
        self._window.lay(sheet, sheet.list)

    def count(self, seq: int) -> None:
        """Count the drawer of a closing."""
        self._reading.run(lambda db: find_closing(db, seq), self._open_count, owner=self)

    def open_habits(self) -> None:
        """Show how the shop closes."""
        self._reading.run(lambda db: (closing_habits(db), waiting_mails(db)), self._show_habits, owner=self)

    def make_mails(self) -> None:
        """Make the mails that closings lack, and keep them; the shop thread waits for none of the papers."""
        wording = self._wording
        self._reading.run(lambda db: draft_mails(db, wording), self._keep_mails, owner=self)

    def _keep_mails(self, drafts: tuple[Draft, ...]) -> None:
        if drafts:
            now, new_id = self._parts.clock(), self._parts.new_id
            self._background.run(lambda db: keep_mails(db, drafts, now=now, new_id=new_id), owner=self)

    def _show(self, entry: ClosingEntry) -> None:
        seq, wording = entry.record.seq, self._wording
        self._reading.run(
            lambda db: work.page_of(db, seq, wording), lambda page: self._show_paper(seq, page), owner=self
        )

    def _show_paper(self, seq: int, page: str) -> None:
        if self._sheet is not None:
            self._sheet.show_paper(seq, page)

    def _print(self, entry: ClosingEntry) -> None:
        seq = entry.record.seq
        self._parts.printing.queue(lambda db, **made: queue_closing(db, seq, **made))
        said = self._wording("{closing} is on its way to the printer.")
        self._window.say(said.format(closing=name_of(entry.record)))

    def _save(self, entry: ClosingEntry, kind: FileKind) -> None:
        wording = self._wording
        name = f"{name_of(entry.record)} {entry.record.subject}".replace("/", "-").replace(" ", "-")
        kinds = "PDF (*.pdf)" if kind is FileKind.PDF else f"{wording('Text')} (*.txt)"
        path = self.ask_save(self._window, wording("Save the closing"), f"{name}.{kind.value}", kinds)
        if path is not None:
            self._write(entry, path, kind)

    def _write(self, entry: ClosingEntry, path: Path, kind: FileKind) -> None:
        seq, now, new_id, wording = entry.record.seq, self._parts.clock(), self._parts.new_id, self._wording
        self._background.run(
            lambda db: count_closing(db, seq, kind, now=now, new_id=new_id, wording=wording),
            lambda counted: self._reading.run(
                lambda _db: write_receipt(counted, path, kind),
                lambda _: self._written(path, counted),
                lambda problem: self._not_written(counted, problem),
                owner=self,
            ),
            owner=self,
        )

    def _written(self, path: Path, counted: CountedReceipt) -> None:
        wording = self._wording
        said = wording("Saved as {file}, marked DUPLICATE {number}.") if counted.copy else wording("Saved as {file}.")
        self._window.say(said.format(file=path.name, number=counted.copy))

    def _not_written(self, counted: CountedReceipt, problem: ShopError) -> None:
        self._background.run(lambda db: take_back(db, counted), owner=self)
        self._window.say(explain(problem, self._wording).in_short)

    def _open_count(self, entry: ClosingEntry) -> None:
        self._reading.run(closing_habits, lambda habits: self._show_count(entry, habits), owner=self)

    def _show_count(self, entry: ClosingEntry, habits: ClosingHabits) -> None:
        if isinstance(self._window.sheet, CountSheet):
            return
        sheet = CountSheet(self._parts.theme, self._wording, entry, blind=habits.blind)
        sheet.counted.connect(self._keep_count)
        self._window.lay(sheet, sheet.begin())

    def _keep_count(self, seq: int, counted: Counted) -> None:
        now = self._parts.clock()
        self._background.run(
            lambda db: work.keep_count(db, seq, counted, now), lambda _: self._is_counted(), owner=self
        )

    def _is_counted(self) -> None:
        self._window.say(self._wording("The count is kept."))
        if self._sheet is not None:
            self._sheet.read_again()

    def _show_habits(self, found: tuple[ClosingHabits, list[WaitingMail]]) -> None:
        if isinstance(self._window.sheet, HabitsSheet):
            return
        sheet = HabitsSheet(self._parts.theme, self._wording, *found)
        sheet.kept.connect(lambda wanted: self._keep_habits(sheet, wanted))
        self._window.lay(sheet, sheet.cut_off)

    def _keep_habits(self, sheet: HabitsSheet, wanted: ClosingHabits) -> None:
        now = self._parts.clock()

        def kept(habits: ClosingHabits) -> None:
            sheet.put_away()
            self.habits_kept.emit(habits)

        self._background.run(lambda db: keep_closing_habits(db, wanted, now=now), kept, sheet.take_refusal, owner=sheet)

    def _closed(self) -> None:
        self._sheet = None
