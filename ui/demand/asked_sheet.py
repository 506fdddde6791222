"""Everything asked for in vain, the most asked for first, to order by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos.operations.demanding import Wanted
from pos.wording import Wording
from ui.theme import GAP, MARGIN, Theme
from ui.widgets.choice_row import ChoiceRow
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label, rule
from ui.widgets.roomy import Roomy
from ui.widgets.sheet import Sheet

PERIODS: Final = (30, 90)
"""In days."""
SHOWN_AT_MOST: Final = 60
_WIDE: Final = 760
_HIGH: Final = 320


class AskedSheet(Sheet):
    """Says which days are meant, what the shop has now, and that a file is wanted."""

    days_chosen = Signal(int)
    settled = Signal(object)
    """The shop has it now: take it off the list."""
    file_requested = Signal(int)

    def __init__(self, theme: Theme, wording: Wording, zone_of: datetime) -> None:
        """Lay the sheet out; `show_asked` fills it. Days are those of the moment's time zone."""
        super().__init__(theme, wording("Asked for in vain"))
        self._wording, self._zone = wording, zone_of.tzinfo
        self.days = PERIODS[0]
        said = [wording("The last {days} days").format(days=days) for days in PERIODS]
        self.periods = ChoiceRow(theme, said, about=wording("Asked for within"))
        self.periods.show_chosen(0)
        self.periods.chosen.connect(self._choose_days)
        self.count = label(role="soft", wrap=True)
        self._shown: list[_Row] = []
        self._list = QWidget()
        self._lines = QVBoxLayout(self._list)
        self._lines.setContentsMargins(0, 0, GAP, 0)
        self._lines.setSpacing(GAP)
        self._lines.addStretch(1)
        self.area = Roomy(self._list)
        self.area.setMinimumHeight(theme.room(_HIGH))
        self.file_key = KeyButton(
            theme, wording("Save as a file to order by…"), self._wish_file, key=wording("Ctrl+S"), kind="primary"
        )
        self.close_key = KeyButton(theme, wording("Close"), self.put_away, key=wording("Esc"))
        self._lay_out()

    @property
    def rows(self) -> Sequence[_Row]:
        """What is listed, from the top."""
        return tuple(self._shown)

    def show_asked(self, asked: Sequence[Wanted]) -> None:
        """Replace the list."""
        wording = self._wording
        for row in self._shown:
            self._lines.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._shown = [_Row(self._theme, wording, one, self._day(one)) for one in asked[:SHOWN_AT_MOST]]
        for place, row in enumerate(self._shown):
            row.settled.connect(self.settled)
            self._lines.insertWidget(place, row)
        self.file_key.setEnabled(bool(asked))
        self.count.setText(self._counted(asked))
        focus = QApplication.focusWidget()
        if focus is None or not focus.isVisible():
            self.close_key.setFocus(Qt.FocusReason.OtherFocusReason)

    def confirm(self) -> None:
        """Enter: what the key under the cursor says."""
        focus = QApplication.focusWidget()
        if isinstance(focus, QAbstractButton) and self.isAncestorOf(focus):
            focus.click()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+S writes the file."""
        if event.key() == Qt.Key.Key_S and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.file_key.click()
            event.accept()
        else:
            super().keyPressEvent(event)

    def _counted(self, asked: Sequence[Wanted]) -> str:
        wording, more = self._wording, len(asked) - SHOWN_AT_MOST
        if not asked:
            return wording(
                "Nothing was asked for in vain. Ctrl+M on the sell screen notes what the shop does not have."
            )
        times = sum(one.asked.times for one in asked)
        said = wording.plural("Asked for {count} time in all.", "Asked for {count} times in all.", times)
        said = said.format(count=wording.number(times))
        unseen = wording.plural("and {count} more", "and {count} more", more).format(count=wording.number(more))
        return f"{said} {SHOWN_AT_MOST}, {unseen}" if more > 0 else said

    def _day(self, one: Wanted) -> str:
        return self._wording.date(datetime.fromtimestamp(one.asked.last_ms / 1000, self._zone))

    def _choose_days(self, place: int) -> None:
        self.days = PERIODS[place]
        self.periods.show_chosen(place)
        self.days_chosen.emit(self.days)

    def _wish_file(self) -> None:
        self.file_requested.emit(self.days)

    def _lay_out(self) -> None:
        keys = QHBoxLayout()
        keys.setSpacing(MARGIN)
        keys.addWidget(self.close_key)
        keys.addWidget(self.file_key, 1)
        self.body.addWidget(self.periods)
        self.body.addWidget(self.count)
        self.body.addWidget(self.area, 1)
        self.body.addLayout(keys)
        self.body.addStrut(self._theme.room(_WIDE))


class _Row(QWidget):
    settled = Signal(object)

    def __init__(self, theme: Theme, wording: Wording, wanted: Wanted, day: str) -> None:
        super().__init__()
        self.wanted = wanted
        asked = wanted.asked
        self.name = label(wanted.name, wrap=True)
        self.name.setFont(theme.font(14, QFont.Weight.DemiBold))
        self.about = label(_about(wanted, day, wording), role="accent" if wanted.is_here_now else "soft", wrap=True)
        self.times = label(wording.plural("{count} time", "{count} times", asked.times).format(count=asked.times))
        self.times.setFont(theme.font(16, QFont.Weight.DemiBold))
        self.here_key = KeyButton(theme, wording("We have it now"), lambda: self.settled.emit(wanted))
        self.here_key.setAccessibleName(wording("We have {name} now").format(name=wanted.name))
        self.here_key.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.name)
        words.addWidget(self.about)
        line = QHBoxLayout()
        line.setSpacing(MARGIN)
        line.addLayout(words, 1)
        line.addWidget(self.times)
        line.addWidget(self.here_key)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(rule())
        column.addLayout(line)


def _about(wanted: Wanted, day: str, wording: Wording) -> str:
    said = [wording("last on {day}").format(day=day)]
    if wanted.asked.elsewhere:
        elsewhere = wording.plural("{count} held elsewhere", "{count} held elsewhere", wanted.asked.elsewhere)
        said.append(elsewhere.format(count=wanted.asked.elsewhere))
    article = wanted.article
    if article is not None and article.on_hand is not None and wanted.is_here_now:
        quantity = wording.quantity(article.on_hand, article.product.unit)
        said.append(wording("{quantity} in stock now").format(quantity=quantity))
    return " · ".join(said)
