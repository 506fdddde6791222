"""The shops of the town that have something, each with what it says of it and the key that puts it aside there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos.domain.money import Money
from pos.wording import Wording
from ui.demand.town_words import call_them, where
from ui.theme import GAP, MARGIN, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label, rule
from ui.widgets.progress_bar import ProgressBar
from ui.widgets.scrolling import scrolling

if TYPE_CHECKING:
    from sync.order_protocol import TownRow

_HIGH: Final = 300


class TownList(QWidget):
    """Shows rows, or says why there are none; its room stays the same, so that nothing moves under a finger."""

    hold_requested = Signal(object)

    def __init__(self, theme: Theme, wording: Wording) -> None:
        super().__init__()
        self._theme, self._wording = theme, wording
        self._shown: list[_Row] = []
        heading = label(wording("Who has it in town"), role="title", wrap=True)
        self.said = label(role="soft", wrap=True)
        self.progress = ProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setAccessibleName(wording("Asking the town…"))
        self.progress.hide()
        self._list = QWidget()
        self._lines = QVBoxLayout(self._list)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(GAP)
        self._lines.addStretch(1)
        self._area = scrolling(self._list)
        self._area.setMinimumHeight(theme.room(_HIGH) // 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        for widget in (heading, self.said, self.progress):
            column.addWidget(widget)
        column.addWidget(self._area, 1)
        self.setMinimumHeight(theme.room(_HIGH))

    @property
    def rows(self) -> Sequence[_Row]:
        """What is listed, from the top."""
        return tuple(self._shown)

    @property
    def hold_keys(self) -> list[KeyButton]:
        """The keys that put something aside, from the top."""
        return [row.hold_key for row in self._shown if row.hold_key is not None]

    def ask(self) -> None:
        """The town is being asked; what is listed stays until it answers."""
        self.progress.show()
        self._say(self._wording("Asking the town…"))

    def show_rows(self, rows: Sequence[TownRow]) -> None:
        """Replace the list."""
        wording = self._wording
        self.progress.hide()
        self._replace(rows)
        found = wording.plural("{count} shop may have it.", "{count} shops may have it.", len({r.shop for r in rows}))
        nobody = wording("No other shop of the town shows it.")
        self._say(found.format(count=len({row.shop for row in rows})) if rows else nobody)

    def show_nothing(self, why: str) -> None:
        """There is no answer, and this is why; empty when nothing was asked."""
        self.progress.hide()
        self._replace(())
        self._say(why)

    def go(self, steps: int) -> bool:
        """Go from key to key; False at the top, where the box is."""
        keys = self.hold_keys
        place = next((at for at, key in enumerate(keys) if key is QApplication.focusWidget()), -1) + steps
        if place < 0 or not keys:
            return False
        key = keys[min(place, len(keys) - 1)]
        key.setFocus(Qt.FocusReason.OtherFocusReason)
        self._area.ensureVisible(0, key.mapTo(self._list, QPoint(0, 0)).y() + key.height() // 2)
        return True

    def _say(self, text: str) -> None:
        self.said.setText(text)

    def _replace(self, rows: Sequence[TownRow]) -> None:
        for row in self._shown:
            self._lines.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._shown = [_Row(self._theme, self._wording, one) for one in rows]
        for place, row in enumerate(self._shown):
            row.hold_requested.connect(self.hold_requested)
            self._lines.insertWidget(place, row)


class _Row(QWidget):
    hold_requested = Signal(object)

    def __init__(self, theme: Theme, wording: Wording, row: TownRow) -> None:
        super().__init__()
        self.row = row
        self.shop = label(row.shop_name, wrap=True)
        self.shop.setFont(theme.font(14, QFont.Weight.DemiBold))
        self.article = label(_priced(row, wording), wrap=True)
        self.level = label(row.level, role="accent" if row.holdable else "soft", wrap=True)
        self.where = label(where(row, wording), role="soft", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(2)
        for widget in (self.shop, self.article, self.level, self.where):
            words.addWidget(widget)
        line = QHBoxLayout()
        line.setSpacing(MARGIN)
        line.addLayout(words, 1)
        self.hold_key: KeyButton | None = None
        if row.holdable:
            self.hold_key = self._key(theme, wording)
            line.addWidget(self.hold_key, 0, Qt.AlignmentFlag.AlignVCenter)
        else:
            line.addWidget(label(call_them(row, wording), role="soft"), 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, GAP, 0)
        column.setSpacing(GAP)
        column.addWidget(rule())
        column.addLayout(line)

    def _key(self, theme: Theme, wording: Wording) -> KeyButton:
        key = KeyButton(theme, wording("Hold it there for 2 hours"), lambda: self.hold_requested.emit(self.row))
        said = wording("Hold {name} at {shop} for 2 hours").format(name=self.row.name, shop=self.row.shop_name)
        key.setAccessibleName(said)
        key.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        return key


def _priced(row: TownRow, wording: Wording) -> str:
    if row.price_minor is None:
        return row.name
    price = wording.money(Money(row.price_minor, row.currency))
    return f"{row.name} · {price}/kg" if row.unit == "kg" else f"{row.name} · {price}"
