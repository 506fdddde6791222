"""A verdict in big: what was found, in a word nobody can overlook and in the colour that goes with it."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel

from pos.fiscal.verify import KO, OK, TO_EXPLAIN, Report
from pos.wording import Wording, mark
from ui.theme import TOTAL_PX, Theme
from ui.widgets.labels import Figure

_WORDS: Final[dict[str, str]] = {
    OK: mark("In order"),
    KO: mark("Not in order"),
    TO_EXPLAIN: mark("To be explained"),
}
_ROLES: Final[dict[str, str]] = {OK: "accent", KO: "danger", TO_EXPLAIN: "amber"}


def verdict_words(report: Report, wording: Wording) -> str:
    """The verdict of a report, with how much of it the journal itself explains."""
    count = report.explained
    if report.verdict != OK or not count:
        return wording(_WORDS[report.verdict])
    said = wording.plural("In order, {count} thing explained", "In order, {count} things explained", count)
    return said.format(count=wording.number(count))


class VerdictLabel(Figure):
    """Shows one verdict; empty until there is one."""

    def __init__(self, theme: Theme, wording: Wording) -> None:
        super().__init__(wording("Verdict"))
        self._theme, self._wording = theme, wording
        self.setWordWrap(True)
        theme.changed.connect(self._resize_text)
        self._resize_text()

    def show_verdict(self, report: Report | None) -> None:
        """Show the verdict of a report; without one, nothing."""
        self.setText(verdict_words(report, self._wording) if report is not None else "")
        _give_role(self, _ROLES[report.verdict] if report is not None else "")

    def _resize_text(self) -> None:
        self.setFont(self._theme.font(TOTAL_PX, QFont.Weight.Bold))


def _give_role(text: QLabel, role: str) -> None:
    text.setProperty("role", role)
    text.style().unpolish(text)
    text.style().polish(text)
