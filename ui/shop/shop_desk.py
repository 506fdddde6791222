"""Joins the shop's own sheet with its file: shows what is kept, keeps what is wished, and lets it be known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, Signal

from pos.domain.errors import ShopDetailsWrong, ShopError
from pos.operations.describing_shop import ShopDetails, look_at_shop, save_shop
from pos.wording import Wording
from ui.background import Background
from ui.main_window import MainWindow
from ui.messages import explain
from ui.shop.shop_sheet import ShopSheet
from ui.theme import Theme


class ShopDesk(QObject):
    """Opens the sheet, one at a time."""

    changed = Signal(object)
    """The shop says this of itself from now on: a ShopIdentity."""

    def __init__(
        self,
        window: MainWindow,
        background: Background,
        reading: Background,
        *,
        theme: Theme,
        wording: Wording,
        clock: Callable[[], datetime],
    ) -> None:
        super().__init__()
        self._window, self._background, self._reading = window, background, reading
        self._theme, self._wording, self._clock = theme, wording, clock
        self._sheet: ShopSheet | None = None

    @property
    def sheet(self) -> ShopSheet | None:
        """The sheet while it is open."""
        return self._sheet

    def open(self) -> None:
        """Lay the sheet over the screen as soon as the file has told what is kept."""
        if self._sheet is None:
            self._reading.run(look_at_shop, self._lay, owner=self)

    def _lay(self, details: ShopDetails) -> None:
        if self._sheet is not None:
            return
        sheet = ShopSheet(self._theme, self._wording, details)
        sheet.save_requested.connect(self._save)
        sheet.closed.connect(self._closed)
        self._sheet = sheet
        self._window.lay(sheet, sheet.name.box)

    def _closed(self) -> None:
        self._sheet = None

    def _save(self, details: ShopDetails) -> None:
        self._background.run(
            partial(save_shop, details=details, now=self._clock()), self._saved, self._not_saved, owner=self
        )

    def _saved(self, details: ShopDetails) -> None:
        if self._sheet is not None:
            self._sheet.put_away()
        self.changed.emit(details.shop)
        self._window.say(self._wording("Saved. Papers say so from now on; those of earlier sales stay as they were."))

    def _not_saved(self, problem: ShopError) -> None:
        if self._sheet is None:
            self._window.say(explain(problem, self._wording).in_short)
        elif isinstance(problem, ShopDetailsWrong):
            self._sheet.show_faults(problem.faults)
        else:
            self._sheet.refuse(explain(problem, self._wording).in_short)
