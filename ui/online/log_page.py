"""What happened between the till and an online shop in thirty days, in plain words; all of it, or only trouble."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtWidgets import QWidget

from pos.domain.online_log import LogEntry
from pos.wording import Wording
from ui.inspector.reading_view import Part, Sentence, Title
from ui.online.log_words import in_words, is_trouble
from ui.online.reading_page import ReadingPage
from ui.theme import Theme
from ui.widgets.choice_row import ChoiceRow

SHOWN_AT_MOST: Final = 1_000


class LogPage(ReadingPage):
    """Shows entries, the latest first, a heading a day."""

    def __init__(self, theme: Theme, wording: Wording) -> None:
        super().__init__(theme, wording, wording("Log of the window, 30 days"))
        self._wording = wording
        self._entries: Sequence[LogEntry] = ()
        self._names: Mapping[str, str] = {}
        self.filter = ChoiceRow(theme, (wording("All"), wording("Only trouble")), about=wording("Shown"))
        self.filter.chosen.connect(self._choose)
        self.above.addWidget(self.filter)

    def begin(self, entries: Sequence[LogEntry], names: Mapping[str, str]) -> QWidget:
        """Show the log from its end; gives the widget to begin with.

        Args:
            entries: the latest first.
            names: of the articles that are spoken of, by their id.
        """
        self._entries, self._names = entries, names
        self._choose(0)
        return self.text

    def _choose(self, place: int) -> None:
        self.filter.show_chosen(place)
        chosen = [one for one in self._entries if place == 0 or is_trouble(one.event)]
        self._show(self._parts(chosen))

    def _parts(self, entries: Sequence[LogEntry]) -> list[Part]:
        wording = self._wording
        if not entries:
            return [Sentence(wording("Nothing happened."))]
        parts: list[Part] = []
        day = ""
        for one in entries[:SHOWN_AT_MOST]:
            until = one.until.astimezone()
            if wording.date(until) != day:
                day = wording.date(until)
                parts.append(Title(day))
            sign = "▲ " if is_trouble(one.event) else ""
            times = wording(" ({count} times)").format(count=wording.number(one.times)) if one.times > 1 else ""
            parts.append(Sentence(f"{wording.time(until)}  {sign}{in_words(one, self._names, wording)}{times}"))
        unseen = len(entries) - SHOWN_AT_MOST
        if unseen > 0:
            more = wording.plural("and {count} more", "and {count} more", unseen)
            parts.append(Sentence(more.format(count=wording.number(unseen))))
        return parts
