"""The letters of a printer, found by looking: it prints numbered lines, and a person says which one reads right."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos.domain.printer import CANDIDATES, LAST_RESORT, CodePage, PrinterProfile, ReceiptPrinter
from pos.receipts.trial import SENTENCE
from pos.wording import Wording
from ui.theme import GAP, Theme
from ui.widgets.choice_row import ChoiceRow
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label
from ui.widgets.tick_box import TickBox

_A_ROW: Final = 5


class LettersPage(QWidget):
    """Asks which line reads right, and says what the answer means for the profile."""

    profile_wanted = Signal(object)
    probe_requested = Signal()

    def __init__(self, theme: Theme, wording: Wording) -> None:
        super().__init__()
        self._wording = wording
        self._profile = PrinterProfile()
        told = wording("The printer writes the same sentence on several lines: {sentence}").format(sentence=SENTENCE)
        self.probe_key = KeyButton(theme, wording("Print the lines"), self.confirm, kind="primary", px=16)
        answers = [str(number) for number in range(1, len(CANDIDATES) + 1)]
        self.answers = ChoiceRow(
            theme, [*answers, wording("None of them")], about=wording("Which line reads right?"), columns=_A_ROW
        )
        self.answers.chosen.connect(self._take_answer)
        self.one_byte = TickBox(wording("Chinese signs come out: tell the printer to write French"))
        self.one_byte.setAccessibleName(self.one_byte.text())
        self.one_byte.clicked.connect(self._take_one_byte)
        self.kept = label(role="soft", wrap=True)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(GAP)
        page.addWidget(label(told, role="soft", wrap=True))
        page.addWidget(self.probe_key)
        page.addWidget(label(wording("Which line reads right?"), role="title"))
        page.addWidget(self.answers)
        page.addWidget(self.one_byte)
        page.addWidget(self.kept)
        page.addStretch(1)

    def show_printer(self, printer: ReceiptPrinter) -> None:
        """Show what is kept."""
        self._profile = printer.profile
        letters, wording = printer.profile.letters, self._wording
        place = CANDIDATES.index(letters) if letters in CANDIDATES else None
        self.answers.show_chosen(len(CANDIDATES) if letters == LAST_RESORT else place)
        self.one_byte.setChecked(printer.profile.one_byte)
        if letters.page is CodePage.ASCII:
            self.kept.setText(wording("Papers are written without accents."))
        else:
            kept = wording("Letters in use: {page}, number {number} of the printer.")
            self.kept.setText(kept.format(page=letters.page.value, number=letters.number))

    def begin(self) -> QWidget:
        """The widget to begin with."""
        return self.probe_key

    def confirm(self) -> None:
        """Enter: print the lines."""
        self.probe_requested.emit()

    def _take_answer(self, place: int) -> None:
        letters = CANDIDATES[place] if place < len(CANDIDATES) else LAST_RESORT
        self.profile_wanted.emit(replace(self._profile, letters=letters))

    def _take_one_byte(self) -> None:
        self.profile_wanted.emit(replace(self._profile, one_byte=self.one_byte.isChecked()))
