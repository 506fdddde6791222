"""The count of the drawer: how many lie there of each note and coin, and what they come to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QLabel, QVBoxLayout, QWidget

from pos.domain.cash import COINS_AND_NOTES
from pos.domain.errors import ShopError
from pos.domain.money import MINOR_PER_UNIT, Money
from pos.domain.quantity import MILLI, Unit
from pos.receipts.closing import signed
from pos.wording import Wording
from ui.theme import GAP, MARGIN, TOTAL_PX, Theme
from ui.widgets.figure_edit import FigureEdit
from ui.widgets.labels import Figure, label

_COLUMNS: Final = 3
_BOX: Final = 84
MOST_PIECES: Final = 99_999
"""More coins of one kind than any drawer holds."""


class CountPage(QWidget):
    """Holds the count; an empty box counts as none."""

    changed = Signal()

    def __init__(self, theme: Theme, wording: Wording, *, blind: bool) -> None:
        """Lay the boxes out.

        Args:
            theme: the look.
            wording: the language.
            blind: the person counts without seeing what is expected.
        """
        super().__init__()
        self._theme, self._wording, self._blind = theme, wording, blind
        self._expected = 0
        self.boxes = {worth: FigureEdit(name_of_worth(worth, wording), Unit.PIECE) for worth in COINS_AND_NOTES}
        self._sums: dict[int, QLabel] = {worth: label(role="soft") for worth in COINS_AND_NOTES}
        self.total = Figure(wording("Counted"))
        self.expected = Figure(wording("Expected"))
        self.difference = Figure(wording("Difference"))
        self._lay_out()
        for box in self.boxes.values():
            box.textChanged.connect(self._typed)
            box.installEventFilter(self)
        self._typed()

    @property
    def said(self) -> str:
        """What the step is about."""
        return self._wording("the notes and coins in the drawer")

    @property
    def main(self) -> str:
        """What the main key says on it."""
        return self._wording("Go on")

    @property
    def counted(self) -> Mapping[int, int]:
        """How many of each, by worth; only those that lie there."""
        return {worth: pieces for worth in COINS_AND_NOTES if (pieces := self._pieces(worth))}

    @property
    def sum(self) -> int:
        """What they come to, in minor units."""
        return sum(worth * pieces for worth, pieces in self.counted.items())

    def begin(self) -> QWidget | None:
        """The first box that is empty."""
        return next((box for box in self.boxes.values() if not box.text()), None)

    def takes_enter(self) -> bool:
        """From one box to the next; in the last one Enter goes on to the next step."""
        boxes = list(self.boxes.values())
        focus = QApplication.focusWidget()
        if not isinstance(focus, FigureEdit) or focus not in boxes[:-1]:
            return False
        self._go_to(boxes[boxes.index(focus) + 1])
        return True

    def show_expected(self, minor: int) -> None:
        """Take up what should lie there."""
        self._expected = minor
        self._typed()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows go up and down the boxes."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
            boxes = list(self.boxes.values())
            if steps and watched in boxes:
                place = boxes.index(watched) + steps
                if 0 <= place < len(boxes):
                    self._go_to(boxes[place])
                return True
        return super().eventFilter(watched, event)

    def _go_to(self, box: FigureEdit) -> None:
        box.setFocus(Qt.FocusReason.TabFocusReason)
        box.selectAll()

    def _pieces(self, worth: int) -> int:
        try:
            typed = self.boxes[worth].quantity()
        except ShopError:
            return 0
        return 0 if typed is None else min(typed.milli // MILLI, MOST_PIECES)

    def _typed(self) -> None:
        wording = self._wording
        for worth, shown in self._sums.items():
            pieces = self._pieces(worth)
            shown.setText(wording.money(Money(worth * pieces)) if pieces else "")
        self.total.setText(wording.money(Money(self.sum)))
        self.expected.setText(wording.money(Money(self._expected)))
        self.difference.setText(signed(self.sum - self._expected, wording))
        self.changed.emit()

    def _lay_out(self) -> None:
        wording = self._wording
        pad = QGridLayout()
        pad.setHorizontalSpacing(GAP)
        pad.setVerticalSpacing(GAP)
        rows = -(-len(COINS_AND_NOTES) // _COLUMNS)
        for place, worth in enumerate(COINS_AND_NOTES):
            column, row = divmod(place, rows)
            box = self.boxes[worth]
            box.setFixedWidth(self._theme.room(_BOX))
            box.setProperty("role", "")  # fifteen of them: not as large as the one box of a payment
            said = label(name_of_worth(worth, wording))
            said.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            for offset, widget in enumerate((said, box, self._sums[worth])):
                pad.addWidget(widget, row, column * _COLUMNS + offset)
            pad.setColumnStretch(column * _COLUMNS + 2, 1)
            pad.setColumnMinimumWidth(column * _COLUMNS + 2, self._theme.px(80))
        self.total.setFont(self._theme.font(TOTAL_PX, QFont.Weight.Bold))
        shown = (self.total,) if self._blind else (self.total, self.expected, self.difference)
        figures = QGridLayout()
        figures.setHorizontalSpacing(MARGIN * 2)
        figures.setVerticalSpacing(0)
        for column, figure in enumerate(shown):
            if figure is not self.total:
                figure.setFont(self._theme.font(22, QFont.Weight.DemiBold))
            name = (wording("Counted"), wording("Expected"), wording("Difference"))[column]
            figures.addWidget(label(name, role="soft"), 0, column)
            figures.addWidget(figure, 1, column)
        figures.setColumnStretch(len(shown), 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(MARGIN)
        page.addLayout(pad)
        page.addStretch(1)
        page.addLayout(figures)
        for hidden in {self.total, self.expected, self.difference} - set(shown):
            hidden.setParent(self)
            hidden.hide()


def name_of_worth(worth: int, wording: Wording) -> str:
    """A note or coin by what stands on it: `20 €`, `10 ct`."""
    if worth >= MINOR_PER_UNIT:
        return wording.money(Money(worth)).replace(f"{wording.decimal}00", "")
    return wording("{count} ct").format(count=wording.number(worth))
