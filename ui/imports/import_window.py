"""The import window: choose, check, import, look at the outcome. Selling goes on in the window behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from pos.domain.errors import ShopError
from pos.domain.tax import TaxRate
from pos.exchange.product_lists.layout import Kind, Layout, Proposal
from pos.operations.importing import Figures, Imported, Listed, Undone
from pos.wording import Wording
from ui.imports.check_page import CheckPage
from ui.imports.choose_page import ChoosePage
from ui.imports.done_page import DonePage
from ui.imports.import_work import ImportWork
from ui.imports.working_page import WorkingPage
from ui.messages import explain
from ui.theme import MARGIN, Theme
from ui.widgets import files

USUAL: Final = (1120, 720)
SMALLEST: Final = (900, 660)

AskOpen = Callable[[QWidget, str, str], Path | None]
AskSave = Callable[[QWidget, str, str], Path | None]


def ask_open(over: QWidget, title: str, kinds: str) -> Path | None:
    """Let a person choose a file, by the system's own dialog."""
    chosen, _ = QFileDialog.getOpenFileName(over, title, "", kinds)
    return Path(chosen) if chosen else None


def ask_save(over: QWidget, title: str, name: str) -> Path | None:
    """Let a person say where a file goes, by the system's own dialog."""
    return files.ask_save(over, title, name, "CSV (*.csv)")


class ImportWindow(QWidget):
    """Leads through an import; the work is `ImportWork`'s, on its own thread."""

    changed = Signal()
    """Products, categories or stock are others now."""

    def __init__(
        self,
        theme: Theme,
        wording: Wording,
        work: ImportWork,
        *,
        rates: Sequence[TaxRate],
        today: date,
        seconds: Callable[[], float],
        ask_open: AskOpen = ask_open,
        ask_save: AskSave = ask_save,
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setWindowTitle(wording("Import a list"))
        self.setMinimumSize(*SMALLEST)
        self.resize(*USUAL)
        self._wording, self._work = wording, work
        self._ask_open, self._ask_save = ask_open, ask_save
        self._path = Path()
        self._proposal: Proposal | None = None
        self._figures = Figures()
        self._import_id = ""
        self.choose = ChoosePage(theme, wording)
        self.check = CheckPage(theme, wording, rates=rates, today=today)
        self.working = WorkingPage(theme, wording, seconds=seconds)
        self.done = DonePage(theme, wording)
        self.pages = QStackedWidget()
        for page in (self.choose, self.check, self.working, self.done):
            self.pages.addWidget(page)
        room = QVBoxLayout(self)
        room.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        room.addWidget(self.pages)
        self._listen_to_pages()
        self._listen_to_work()
        self._set_shortcuts()

    def begin(self) -> None:
        """Show the first step, or how far an import under way is."""
        if self.pages.currentWidget() is not self.working:
            self._work.find_latest()
            self.choose.say(None)
            self.pages.setCurrentWidget(self.choose)
        self.show()
        self.raise_()
        self.activateWindow()
        self.choose.choose_key.setFocus(Qt.FocusReason.OtherFocusReason)

    def take(self, path: Path) -> None:
        """Look at a file."""
        self._path = path
        self.choose.say(None)
        self._work.look(path)

    def lock(self) -> None:
        """Put the window away: what was only looked at is dropped, and an import under way goes on unseen."""
        if self.pages.currentWidget() is self.working:
            self.hide()
        else:
            self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """An import under way is stopped first, by its own key; what was only looked at is dropped."""
        if self.pages.currentWidget() is self.working:
            self.working.goes_on.setText(self._wording("Cancel first, or wait until it is done."))
            event.ignore()
            return
        self._work.forget()
        super().closeEvent(event)

    def _choose_file(self) -> None:
        kinds = self._wording("Lists (*.csv *.tsv *.txt *.xlsx);;All files (*)")
        path = self._ask_open(self, self._wording("Choose a list of articles"), kinds)
        if path is not None:
            self.take(path)

    def _show_proposal(self, proposal: Proposal) -> None:
        self._proposal = proposal
        self.pages.setCurrentWidget(self.check)
        self.check.show_proposal(proposal, self._path.name)
        self.check.back_key.setFocus(Qt.FocusReason.OtherFocusReason)

    def _reread(self, layout: Layout) -> None:
        if layout.kind is Kind.TEXT:
            self._work.look(self._path, encoding=layout.encoding, separator=layout.separator)
        else:
            self._work.look(self._path, sheet=layout.sheet)

    def _compare(self, layout: Layout) -> None:
        if self._proposal is not None:
            proposal = self._proposal
            self._work.compare(
                self._path, Proposal(layout, proposal.headings, proposal.rows, proposal.total, proposal.sheets)
            )

    def _show_figures(self, figures: Figures) -> None:
        self._figures = figures
        self.check.show_figures(figures)
        if self.check.back_key.hasFocus() and self.check.import_key.isEnabled():
            self.check.import_key.setFocus(Qt.FocusReason.OtherFocusReason)

    def _publish(self) -> None:
        if self.pages.currentWidget() is self.check and self.check.import_key.isEnabled():
            self._begin_work(self._wording("Importing…"), can_stop=True)
            self._work.publish()

    def _undo(self, import_id: str) -> None:
        self._begin_work(self._wording("Taking the import back…"), can_stop=False)
        self._work.undo(import_id)

    def _begin_work(self, title: str, *, can_stop: bool) -> None:
        self.working.begin(title, can_stop=can_stop)
        self.working.goes_on.setText(self._wording("Selling goes on meanwhile."))
        self.pages.setCurrentWidget(self.working)
        if can_stop:
            self.working.cancel_key.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_progress(self, done: int, total: int) -> None:
        if self.pages.currentWidget() is self.working:
            self.working.show_progress(done, total)
        else:
            self.check.show_comparing(done, total)

    def _show_imported(self, imported: Imported) -> None:
        self._import_id = imported.record.id
        self.done.show_imported(imported, self._figures)
        self._show_outcome()

    def _show_undone(self, undone: Undone) -> None:
        self.done.show_undone(undone)
        self._show_outcome()

    def _show_outcome(self) -> None:
        self.pages.setCurrentWidget(self.done)
        self.done.close_key.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _stopped(self) -> None:
        """A person stopped the import: the shop is as before, and the list is shown again."""
        if self.pages.currentWidget() is self.working:
            self.changed.emit()
            self.pages.setCurrentWidget(self.check)
            self._compare(self.check.layout_shown)

    def _refused(self, problem: ShopError) -> None:
        message = explain(problem, self._wording)
        current = self.pages.currentWidget()
        if current is self.choose:
            self.choose.say(message)
        elif current is self.done:
            self.done.say(message.in_short)
        else:
            self.pages.setCurrentWidget(self.check)
            self.check.refuse(message)

    def _save(self, which: Listed) -> None:
        said = self._wording("refused rows") if which is Listed.REFUSED else self._wording("rows to check")
        path = self._ask_save(self, self._wording("Save rows"), f"{self._path.stem} - {said}.csv")
        if path is not None:
            self._work.save(self._import_id, which, path)

    def _saved(self, count: int) -> None:
        sentence = self._wording.plural("{count} row is saved.", "{count} rows are saved.", count)
        self.done.say(sentence.format(count=self._wording.number(count)))

    def _go_back(self) -> None:
        """Esc: one step back."""
        current = self.pages.currentWidget()
        if current is self.check:
            self._work.forget()
            self.begin()
        elif current is self.working:
            if self.working.cancel_key.isEnabled():
                self.working.cancel_key.click()
        else:
            self.close()

    def _listen_to_pages(self) -> None:
        self.choose.choose_requested.connect(self._choose_file)
        self.choose.file_dropped.connect(self.take)
        self.choose.undo_requested.connect(self._undo)
        self.check.reread_requested.connect(self._reread)
        self.check.layout_changed.connect(self._compare)
        self.check.import_requested.connect(self._publish)
        self.check.back_requested.connect(self._go_back)
        self.working.cancel_requested.connect(self._work.cancel)
        self.done.save_requested.connect(self._save)
        self.done.undo_requested.connect(lambda: self._undo(self._import_id))
        self.done.another_requested.connect(self.begin)
        self.done.close_requested.connect(self.close)

    def _listen_to_work(self) -> None:
        self._work.latest_found.connect(self.choose.show_latest)
        self._work.proposed.connect(self._show_proposal)
        self._work.compared.connect(self._show_figures)
        self._work.progressed.connect(self._show_progress)
        self._work.published.connect(self._show_imported)
        self._work.undone.connect(self._show_undone)
        self._work.stopped.connect(self._stopped)
        self._work.refused.connect(self._refused)
        self._work.saved.connect(self._saved)

    def _set_shortcuts(self) -> None:
        for keys, pressed in (
            ("Ctrl+O", self._open_by_key),
            ("Ctrl+Return", self._publish),
            ("Ctrl+Enter", self._publish),
            ("Esc", self._go_back),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(pressed)

    def _open_by_key(self) -> None:
        if self.pages.currentWidget() is not self.working:
            self._choose_file()
