"""The papers a printer still owes: those that wait, and those nobody knows the fate of."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from pos.database.print_jobs import JobState, PaperKind, PrintJob
from pos.wording import Wording
from ui.theme import GAP, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label
from ui.widgets.sheet import Sheet

MOST_SHOWN = 6


class PapersSheet(Sheet):
    """Lists the oldest papers and says what is to be done with one."""

    came_out = Signal(str)
    again_requested = Signal(str)
    drop_requested = Signal(str)

    def __init__(self, theme: Theme, wording: Wording) -> None:
        super().__init__(theme, wording("Receipts that are not settled"))
        self._wording = wording
        self._rows = QVBoxLayout()
        self._rows.setSpacing(GAP)
        self.body.addLayout(self._rows)
        self.more = label(role="soft")
        self.body.addWidget(self.more)
        self.back_key = KeyButton(theme, wording("Close"), self.go_back, key=wording("Esc"))
        self.body.addWidget(self.back_key)
        self.card.setMinimumWidth(theme.room(640))

    def show_jobs(self, jobs: Sequence[PrintJob]) -> None:
        """Replace the list; without a paper left the sheet goes by itself."""
        while (item := self._rows.takeAt(0)) is not None:
            row = item.layout()
            while row is not None and (part := row.takeAt(0)) is not None:
                widget = part.widget()
                if widget is not None:
                    widget.hide()
                    widget.deleteLater()
        if not jobs:
            self.put_away()
            return
        for job in jobs[:MOST_SHOWN]:
            self._rows.addLayout(self._row(job))
        more = len(jobs) - MOST_SHOWN
        self.more.setVisible(more > 0)
        self.more.setText(self._wording.plural("and {count} more", "and {count} more", more).format(count=more))

    def refuses_scans(self) -> str:
        """Its keys are about papers of other customers: this one's articles wait until they are settled."""
        return self._wording("Close this before scanning.")

    def _row(self, job: PrintJob) -> QHBoxLayout:
        wording, unknown = self._wording, job.state is JobState.UNKNOWN
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(label(job.title))
        said = wording("may be incomplete: look at the paper") if unknown else wording("waits for the printer")
        row.addWidget(label(said, role="amber" if unknown else "soft"), 1)
        if unknown:
            row.addWidget(self._key(wording("It came out"), partial(self.came_out.emit, job.id), job))
            again = wording("Print a duplicate") if job.paper is PaperKind.RECEIPT else wording("Print again")
            row.addWidget(self._key(again, partial(self.again_requested.emit, job.id), job))
        else:
            row.addWidget(self._key(wording("Do not print"), partial(self.drop_requested.emit, job.id), job))
        return row

    def _key(self, text: str, pressed: partial[None], job: PrintJob) -> KeyButton:
        key = KeyButton(self._theme, text, pressed)
        key.setAccessibleName(f"{text}, {job.title}")
        return key
