"""Verification: fast or full, against an end of the chain known from a paper; how far it is, and a verdict in big."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from pos.domain.errors import ShopError
from pos.fiscal.verify import KO, Head, Report, head_from, report_lines
from pos.wording import Wording
from ui.anchor_words import compared_with
from ui.inspector.reading_view import Part, ReadingView, Sentence, Title
from ui.inspector.verdict import VerdictLabel
from ui.messages import explain
from ui.theme import GAP, Theme
from ui.widgets.choice_row import ChoiceRow
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label
from ui.widgets.progress_bar import ProgressBar

FAST, FULL = 0, 1


class VerifyPage(QWidget):
    """Says what is to be verified, and shows what was found."""

    verify_requested = Signal(bool, object)
    """Whether every signature is checked, and the Heads to compare with."""
    cancel_requested = Signal()
    record_requested = Signal(int)

    def __init__(self, theme: Theme, wording: Wording) -> None:
        super().__init__()
        self._wording, self._first_bad = wording, 0
        self.how = ChoiceRow(
            theme,
            (wording("Fast: signatures of closings"), wording("Full: every signature")),
            about=wording("How much is verified"),
            columns=2,
        )
        self._full = True
        self.how.show_chosen(FULL)
        self.seq = _line(wording("Its record number"))
        self.hash = _line(wording("Its hash, 16 digits or more"))
        self.verify_key = KeyButton(theme, wording("Verify"), self._verify, key=wording("Enter"), kind="primary")
        self.cancel_key = KeyButton(theme, wording("Cancel"), self.cancel_requested.emit)
        self.cancel_key.setEnabled(False)
        self.progress = ProgressBar()
        self.progress.setAccessibleName(wording("Verification"))
        self.news = label(role="soft", wrap=True)
        self.verdict = VerdictLabel(theme, wording)
        self.show_key = KeyButton(theme, wording("Show that record"), self._show_record)
        self.show_key.hide()
        self.found = ReadingView(theme, wording("What was found"))
        self._lay_out()
        self.how.chosen.connect(self._choose)

    def begin(self) -> None:
        """Put the cursor on the key."""
        self.verify_key.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_progress(self, done: int, of: int) -> None:
        """Show how far it is."""
        self.progress.setRange(0, max(1, of))
        self.progress.setValue(done)
        said = self._wording("{done} of {total} records")
        self.news.setText(said.format(done=self._wording.number(done), total=self._wording.number(of)))

    def show_report(self, report: Report, anchors: int = 0) -> None:
        """Show the verdict, what was found, the first record that is wrong, and with how many anchors it compared."""
        self._rest()
        wording = self._wording
        self.verdict.show_verdict(report)
        first, *lines = report_lines(report, wording.language)
        parts: list[Part] = [Title(first), *(Sentence(line) for line in lines)]
        self._first_bad = next((one.seq for one in report.ordered if one.seq), 0)
        if anchors:
            parts.append(Sentence(compared_with(anchors, wording)))
        self.found.show_parts(parts)
        if self._first_bad:
            said = wording("Show record {number}").format(number=wording.number(self._first_bad))
            self.show_key.setText(said)
            self.show_key.setAccessibleName(said)
        self.show_key.setVisible(bool(self._first_bad))
        self.news.setText("")
        focus = self.show_key if report.verdict == KO and self._first_bad else self.verify_key
        focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_stopped(self, problem: ShopError) -> None:
        """It was stopped, or could not be done."""
        self._rest()
        self.news.setText(explain(problem, self._wording).in_short)
        self.verify_key.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, place: int) -> None:
        self._full = place == FULL
        self.how.show_chosen(place)

    def _verify(self) -> None:
        heads = self._heads()
        if heads is None:
            self.news.setText(
                self._wording(
                    "Enter the record’s number and at least 16 digits of its hash, as they stand on the paper."
                )
            )
            self.seq.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        for key in (self.verify_key, self.show_key):
            key.setEnabled(False)
        self.cancel_key.setEnabled(True)
        self.cancel_key.setFocus(Qt.FocusReason.OtherFocusReason)
        self.verdict.show_verdict(None)
        self.found.show_parts(())
        self.progress.setRange(0, 0)
        self.verify_requested.emit(self._full, heads)

    def _heads(self) -> tuple[Head, ...] | None:
        """The end of the chain that was typed, none where nothing was; None where it cannot be read."""
        seq, digits = ("".join(box.text().split()) for box in (self.seq, self.hash))
        if not seq and not digits:
            return ()
        try:
            return (head_from(f"{seq}:{digits}"),)
        except ValueError:
            return None

    def _rest(self) -> None:
        self.verify_key.setEnabled(True)
        self.show_key.setEnabled(True)
        self.cancel_key.setEnabled(False)
        self.progress.setRange(0, 1)
        self.progress.setValue(0)

    def _show_record(self) -> None:
        self.record_requested.emit(self._first_bad)

    def _lay_out(self) -> None:
        wording = self._wording
        heads = QGridLayout()
        heads.setSpacing(GAP)
        heads.addWidget(label(wording("Compare with the paper of a closing"), role="soft", wrap=True), 0, 0, 1, 2)
        heads.addWidget(self.seq, 1, 0)
        heads.addWidget(self.hash, 1, 1)
        heads.setColumnStretch(0, 1)
        heads.setColumnStretch(1, 2)
        keys = QHBoxLayout()
        keys.setSpacing(GAP)
        keys.addWidget(self.verify_key, 2)
        keys.addWidget(self.cancel_key, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(GAP)
        page.addWidget(self.how)
        page.addLayout(heads)
        page.addLayout(keys)
        page.addWidget(self.progress)
        page.addWidget(self.news)
        page.addWidget(self.verdict)
        page.addWidget(self.show_key)
        page.addWidget(self.found, 1)


def _line(name: str) -> QLineEdit:
    made = QLineEdit()
    made.setPlaceholderText(name)
    made.setAccessibleName(name)
    return made
