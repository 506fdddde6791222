"""A verdict in big: what was found, in a word nobody can overlook and in the colour that goes with it."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel

from pos.fiscal.verify import KO, OK, TO_EXPLAIN
from pos.wording import Wording, mark
from ui.theme import TOTAL_PX, Theme
from ui.widgets.labels import Figure

VERDICT_WORDS: Final[dict[str, str]] = {
    OK: mark("In order"),
    KO: mark("Not in order"),
    TO_EXPLAIN: mark("To be explained"),
}
_ROLES: Final[dict[str, str]] = {OK: "accent", KO: "danger", TO_EXPLAIN: "amber"}


class VerdictLabel(Figure):
    """Shows one verdict; empty until there is one."""

    def __init__(self, theme: Theme, wording: Wording) -> None:
        super().__init__(wording("Verdict"))
        self._theme, self._wording = theme, wording
        self.setWordWrap(True)
        theme.changed.connect(self._resize_text)
        self._resize_text()

    def show_verdict(self, verdict: str) -> None:
        """Show a verdict of `pos.fiscal.verify`; an empty one shows nothing."""
        self.setText(self._wording(VERDICT_WORDS[verdict]) if verdict else "")
        _give_role(self, _ROLES.get(verdict, ""))

    def _resize_text(self) -> None:
        self.setFont(self._theme.font(TOTAL_PX, QFont.Weight.Bold))


def _give_role(text: QLabel, role: str) -> None:
    text.setProperty("role", role)
    text.style().unpolish(text)
    text.style().polish(text)
