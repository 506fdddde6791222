"""The report of the differences between till and window: what, why, which movements, and what was done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtWidgets import QWidget

from pos.domain.drift import Drift, DriftState
from pos.wording import Wording
from ui.inspector.reading_view import Part, Raw, Sentence, Title
from ui.online import drift_words
from ui.online.reading_page import ReadingPage
from ui.theme import Theme


class DriftPage(ReadingPage):
    """Shows differences, what is not mended yet first."""

    def __init__(self, theme: Theme, wording: Wording) -> None:
        super().__init__(theme, wording, wording("Differences between till and window"))
        self._wording = wording

    def begin(self, drifts: Sequence[Drift]) -> QWidget:
        """Show them from the first; gives the widget to begin with."""
        parts = [part for one in drifts for part in self._parts(one)]
        self._show(parts or [Sentence(self._wording("Till and window never differed in the last thirty days."))])
        return self.text

    def _parts(self, drift: Drift) -> Iterator[Part]:
        wording = self._wording
        yield Title(drift_words.title(drift, wording))
        yield Sentence(f"{drift_words.figures(drift, wording)} {drift_words.why(drift, wording)}")
        lines = tuple(drift_words.movements(drift, wording))
        if lines:
            yield Raw("\n".join(lines))
        is_mended = drift.state is DriftState.REPAIRED
        yield Sentence(drift_words.done(drift, wording), is_good=is_mended)
