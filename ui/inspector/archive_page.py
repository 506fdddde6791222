"""An archive to take away: its first and last day, the folder it goes into, how far it is, and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from pos.domain.errors import ShopError
from pos.domain.sale_question import OfDay, read_question
from pos.operations.archiving import Archived
from pos.wording import Wording
from ui.inspector.reading_view import Pair, ReadingView, Sentence
from ui.inspector.verdict import verdict_words
from ui.messages import explain
from ui.theme import GAP, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label
from ui.widgets.progress_bar import ProgressBar

AskFolder = Callable[[QWidget, str], Path | None]


def ask_folder(over: QWidget, title: str) -> Path | None:
    """Let a person choose a folder, by the system's own dialog."""
    chosen = QFileDialog.getExistingDirectory(over, title)
    return Path(chosen) if chosen else None


class ArchivePage(QWidget):
    """Says which days are to be archived, and where to."""

    archive_requested = Signal(object, object, object)
    """The folder, the first and the last day."""
    cancel_requested = Signal()

    def __init__(
        self, theme: Theme, wording: Wording, *, today: Callable[[], date], ask_folder: AskFolder = ask_folder
    ) -> None:
        super().__init__()
        self._theme, self._wording, self._today, self.ask_folder = theme, wording, today, ask_folder
        self._folder: Path | None = None
        self.first, self.last = _day_box(wording("First day")), _day_box(wording("Last day"))
        self.folder_key = KeyButton(theme, wording("Choose a folder…"), self._choose_folder, key=wording("Ctrl+O"))
        self.folder_said = label(wording("No folder was chosen yet."), role="soft", wrap=True)
        self.archive_key = KeyButton(
            theme, wording("Make the archive"), self._archive, key=wording("Enter"), kind="primary"
        )
        self.cancel_key = KeyButton(theme, wording("Cancel"), self.cancel_requested.emit)
        self.cancel_key.setEnabled(False)
        self.progress = ProgressBar()
        self.progress.setAccessibleName(wording("Archive"))
        self.news = label(role="soft", wrap=True)
        self.made = ReadingView(theme, wording("The archive"))
        self._spans = (
            (wording("This month"), self._this_month),
            (wording("Last month"), self._last_month),
            (wording("Twelve months"), self._twelve_months),
        )
        self._lay_out()
        self._last_month()

    def begin(self) -> None:
        """Put the cursor where a person begins."""
        (self.folder_key if self._folder is None else self.archive_key).setFocus(Qt.FocusReason.OtherFocusReason)

    def show_progress(self, done: int) -> None:
        """Show how many records were gone over."""
        self.progress.setRange(0, 0)
        said = self._wording.plural("{count} record", "{count} records", done)
        self.news.setText(said.format(count=self._wording.number(done)))

    def show_archived(self, done: Archived) -> None:
        """The archive lies in its folder, and the journal says so."""
        self._rest()
        wording, record = self._wording, done.record
        self.news.setText("")
        self.made.show_parts(
            (
                Sentence(wording("The archive is made, verified and noted in the journal."), is_good=True),
                Pair(wording("File"), str(done.path)),
                Pair(wording("Verdict"), verdict_words(done.report, wording)),
                Pair(wording("Record"), wording.number(record.seq)),
                Sentence(
                    wording(
                        "It opens anywhere: verify.html in a browser, or verify.py with Python; Comptoir is not needed."
                    )
                ),
            )
        )
        self.archive_key.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_stopped(self, problem: ShopError) -> None:
        """It was stopped, or could not be made; nothing is left of it."""
        self._rest()
        self.news.setText(explain(problem, self._wording).in_short)
        self.archive_key.setFocus(Qt.FocusReason.OtherFocusReason)

    def press_folder_key(self) -> None:
        """Ctrl+O."""
        if self.folder_key.isEnabled():
            self.folder_key.click()

    def _choose_folder(self) -> None:
        chosen = self.ask_folder(self, self._wording("Folder for the archive"))
        if chosen is not None:
            self._folder = chosen
            self.folder_said.setText(str(chosen))
            self.archive_key.setFocus(Qt.FocusReason.OtherFocusReason)

    def _archive(self) -> None:
        first, last = self._day(self.first), self._day(self.last)
        if first is None or last is None:
            self.news.setText(self._wording("Enter both days, for example 01/01/2026."))
            (self.first if first is None else self.last).setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if self._folder is None:
            self.news.setText(self._wording("Choose the folder it goes into."))
            self.folder_key.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        for key in (self.archive_key, self.folder_key):
            key.setEnabled(False)
        self.cancel_key.setEnabled(True)
        self.cancel_key.setFocus(Qt.FocusReason.OtherFocusReason)
        self.progress.setRange(0, 0)
        self.made.show_parts(())
        self.archive_requested.emit(self._folder, first, last)

    def _day(self, box: QLineEdit) -> date | None:
        read = read_question(box.text(), today=self._today(), days={})
        return read.day if isinstance(read, OfDay) else None

    def _this_month(self) -> None:
        self._span(self._today().replace(day=1), self._today())

    def _last_month(self) -> None:
        end = self._today().replace(day=1) - timedelta(days=1)
        self._span(end.replace(day=1), end)

    def _twelve_months(self) -> None:
        """The twelve months that end with the last whole one."""
        end = self._today().replace(day=1) - timedelta(days=1)
        self._span((end + timedelta(days=1)).replace(year=end.year - (end.month < 12)), end)

    def _span(self, first: date, last: date) -> None:
        self.first.setText(self._wording.date(first))
        self.last.setText(self._wording.date(last))

    def _rest(self) -> None:
        for key in (self.archive_key, self.folder_key):
            key.setEnabled(True)
        self.cancel_key.setEnabled(False)
        self.progress.setRange(0, 1)
        self.progress.setValue(0)

    def _lay_out(self) -> None:
        wording = self._wording
        spans = QHBoxLayout()
        spans.setSpacing(GAP)
        for words, choose in self._spans:
            spans.addWidget(KeyButton(self._theme, words, partial(choose)), 1)
        form = QGridLayout()
        form.setSpacing(GAP)
        form.addWidget(label(wording("First day")), 0, 0)
        form.addWidget(self.first, 0, 1)
        form.addWidget(label(wording("Last day")), 0, 2)
        form.addWidget(self.last, 0, 3)
        form.addWidget(self.folder_key, 1, 0, 1, 2)
        form.addWidget(self.folder_said, 1, 2, 1, 2)
        for column in (1, 3):
            form.setColumnStretch(column, 1)
        keys = QHBoxLayout()
        keys.setSpacing(GAP)
        keys.addWidget(self.archive_key, 2)
        keys.addWidget(self.cancel_key, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(GAP)
        said = wording("At most twelve months. It is written down in the journal who took it out.")
        page.addWidget(label(said, role="soft", wrap=True))
        page.addLayout(spans)
        page.addLayout(form)
        page.addLayout(keys)
        page.addWidget(self.progress)
        page.addWidget(self.news)
        page.addWidget(self.made, 1)


def _day_box(name: str) -> QLineEdit:
    made = QLineEdit()
    made.setAccessibleName(name)
    return made
