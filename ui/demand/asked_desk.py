"""Joins the list of what was asked for in vain, the shop's file, and the file an owner orders by."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject

from pos.domain.demand import Demand
from pos.domain.errors import ShopError
from pos.operations import demanding
from pos.operations.demanding import Wanted
from pos.wording import Wording
from ui.background import Background
from ui.demand.asked_sheet import PERIODS, AskedSheet
from ui.main_window import MainWindow
from ui.messages import explain
from ui.theme import Theme
from ui.widgets.files import AskSave, ask_save


class AskedDesk(QObject):
    """Opens the list and does what is asked for on it."""

    def __init__(
        self,
        window: MainWindow,
        background: Background,
        reading: Background,
        *,
        theme: Theme,
        wording: Wording,
        clock: Callable[[], datetime],
        ask_save: AskSave = ask_save,
    ) -> None:
        super().__init__()
        self._window, self._background, self._reading = window, background, reading
        self._theme, self._wording, self._clock = theme, wording, clock
        self.ask_save = ask_save
        self._sheet: AskedSheet | None = None
        self._opening = False

    @property
    def sheet(self) -> AskedSheet | None:
        """The list while it is open."""
        return self._sheet

    def open(self) -> None:
        """Show the list as soon as the file has told it."""
        if self._sheet is None and not self._opening:
            self._opening = True
            self._read(PERIODS[0], self._lay, self._cannot)

    def _lay(self, asked: list[Wanted]) -> None:
        self._opening = False
        sheet = AskedSheet(self._theme, self._wording, self._clock())
        sheet.days_chosen.connect(lambda days: self._read(days, self._show))
        sheet.settled.connect(self._settle)
        sheet.file_requested.connect(self._save)
        sheet.closed.connect(self._closed)
        sheet.show_asked(asked)
        self._sheet = sheet
        self._window.lay(sheet, sheet.close_key)

    def _cannot(self, problem: ShopError) -> None:
        self._opening = False
        self._say(problem)

    def _read(
        self,
        days: int,
        then: Callable[[list[Wanted]], None],
        otherwise: Callable[[ShopError], None] | None = None,
    ) -> None:
        now = self._clock()
        self._reading.run(partial(demanding.asked_for, days=days, now=now), then, otherwise or self._say, owner=self)

    def _show(self, asked: list[Wanted]) -> None:
        if self._sheet is not None:
            self._sheet.show_asked(asked)

    def _show_again(self) -> None:
        if self._sheet is not None:
            self._read(self._sheet.days, self._show)

    def _settle(self, wanted: Wanted) -> None:
        self._background.run(
            partial(demanding.settle, demand_ids=wanted.asked.ids),
            partial(self._settled, wanted),
            self._say,
            owner=self,
        )

    def _settled(self, wanted: Wanted, gone: tuple[Demand, ...]) -> None:
        said = self._wording("Off the list: {name}").format(name=wanted.name)
        self._window.say(said, action=self._wording("Undo"), do=lambda: self._put_back(gone))
        self._show_again()

    def _put_back(self, gone: tuple[Demand, ...]) -> None:
        self._background.run(
            partial(demanding.put_back, gone=gone), lambda _: self._show_again(), self._say, owner=self
        )

    def _save(self, days: int) -> None:
        wording, now = self._wording, self._clock()
        name = wording("Asked for {day}").format(day=now.strftime("%Y-%m-%d"))
        path = self.ask_save(self._window, wording("Save the list"), f"{name}.csv", "CSV (*.csv)")
        if path is not None:
            self._reading.run(
                partial(demanding.write_asked_for, path=path, days=days, now=now, wording=wording),
                lambda _: self._window.say(wording("{name} is written.").format(name=path.name)),
                self._say,
                owner=self,
            )

    def _closed(self) -> None:
        self._sheet = None

    def _say(self, problem: ShopError) -> None:
        self._window.say(explain(problem, self._wording).in_short)
