"""Trying the line to the online shop: every step with its tick, or with what to do about it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from pos.domain.errors import ShopError
from pos.wording import Wording
from sync.trying import Result, Trial
from ui.messages import explain
from ui.online.growing_scroll import GrowingScroll
from ui.online.trial_words import SIGNS, SaidStep, steps_in_words, summary
from ui.theme import GAP, MARGIN, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label
from ui.widgets.progress_bar import ProgressBar

_ROLES = {Result.WELL: "accent", Result.NEEDLESS: "accent", Result.FAILED: "amber", Result.UNTRIED: "soft"}


class TrialPage(QWidget):
    """Shows a trial, and says that another one is wished."""

    test_requested = Signal()
    back_requested = Signal()

    def __init__(self, theme: Theme, wording: Wording) -> None:
        super().__init__()
        self._wording = wording
        self.heading = label(wording("The line to the online shop"), role="title", wrap=True)
        self.summary = label(wrap=True)
        self.progress = ProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setAccessibleName(wording("Trying the line"))
        self.steps: list[tuple[str, str, str]] = []
        self._shown = QWidget()
        self._grid = QGridLayout(self._shown)
        self._scroll = GrowingScroll(self._shown)
        self.back_key = KeyButton(theme, wording("Back"), self.back_requested.emit, key=wording("Esc"))
        self.again_key = KeyButton(
            theme, wording("Test again"), self.confirm, key=wording("Enter"), kind="primary", px=16
        )
        self._lay_out()

    def begin(self) -> QWidget:
        """The line is being tried; gives the key to begin with."""
        self._replace(())
        self.summary.setText(self._wording("Trying the line…"))
        self.progress.show()
        self.again_key.setEnabled(False)
        return self.back_key

    def confirm(self) -> None:
        """Enter: try it again."""
        if self.again_key.isEnabled():
            self.begin()
            self.test_requested.emit()

    def show_trial(self, trial: Trial) -> None:
        """Say what came of it."""
        self._settle()
        self._replace(steps_in_words(trial, self._wording))
        self.summary.setText(summary(trial, self._wording))

    def refuse(self, problem: ShopError) -> None:
        """It could not be tried at all."""
        self._settle()
        self.summary.setText(explain(problem, self._wording).in_short)

    def _settle(self) -> None:
        self.progress.hide()
        self.again_key.setEnabled(True)
        if self.isVisible():
            self.again_key.setFocus(Qt.FocusReason.OtherFocusReason)

    def _replace(self, steps: tuple[SaidStep, ...]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.steps = [(SIGNS[step.result], step.name, step.line) for step in steps]
        for row, step in enumerate(steps):
            words = QVBoxLayout()
            words.setSpacing(0)
            words.addWidget(label(step.name, wrap=True))
            if step.line:
                words.addWidget(label(step.line, role="amber" if step.result is Result.FAILED else "soft", wrap=True))
            held = QWidget()
            words.setContentsMargins(0, 0, 0, 0)
            held.setLayout(words)
            self._grid.addWidget(label(SIGNS[step.result], role=_ROLES[step.result]), row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(held, row, 1)

    def _lay_out(self) -> None:
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(MARGIN)
        self._grid.setVerticalSpacing(GAP)
        self._grid.setColumnStretch(1, 1)
        keys = QHBoxLayout()
        keys.setSpacing(MARGIN)
        keys.addWidget(self.back_key)
        keys.addWidget(self.again_key, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(GAP)
        page.addWidget(self.heading)
        page.addWidget(self.summary)
        page.addWidget(self.progress)
        page.addWidget(self._scroll, 1)
        page.addSpacing(GAP)
        page.addLayout(keys)
