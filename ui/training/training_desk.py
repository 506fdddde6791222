"""Begins and ends training, and has every window of the till say SIMULATION while it lasts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from pos.domain.identity import NewId
from pos.domain.staff import Right
from pos.operations.training import Training, start_training, stop_training
from pos.receipts.simulation import SIMULATION
from pos.wording import Wording
from ui.main_window import MainWindow
from ui.more_menu import EntryMenu
from ui.sell.desk import Desk
from ui.theme import Theme
from ui.training.training_band import TrainingBand


class TrainingDesk(QObject):
    """Changes the ticket on the counter over to training's and back; owns the bands."""

    changed = Signal(bool)
    """Training began or ended."""

    def __init__(
        self,
        window: MainWindow,
        desk: Desk,
        *,
        theme: Theme,
        wording: Wording,
        clock: Callable[[], datetime],
        new_id: NewId,
    ) -> None:
        super().__init__()
        self._window, self._desk = window, desk
        self._theme, self._wording = theme, wording
        self._clock, self._new_id = clock, new_id
        self._bands: dict[QWidget, TrainingBand] = {}
        self._entry: QAction | None = None
        self._listens = False
        self.is_on = False
        desk.counter.changed_over.connect(self._changed_over)

    def listen(self) -> None:
        """Cover windows that come up during training."""
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._cover_all)
            self._listens = True

    def close(self) -> None:
        """The till is closed: windows that come up now are somebody else's."""
        application = QGuiApplication.instance()
        if self._listens and isinstance(application, QGuiApplication):
            application.focusWindowChanged.disconnect(self._cover_all)
        self._listens = False

    def resume(self) -> None:
        """The till was in training when it last stopped: it still is."""
        self._show(on=True)

    def offer_in(self, menu: EntryMenu) -> None:
        """Put the one key that begins and ends training into the menu."""
        self._entry = menu.add("", self.toggle)
        self._name_entry()

    def toggle(self) -> None:
        """Begin training where the person may; end it, where they sell: from then on everything counts."""
        if self.is_on:
            self._desk.gate.if_selling(self.end)
        else:
            self._desk.gate.require(Right.TRAIN, self.begin)

    def begin(self) -> None:
        """Begin training; the open ticket waits."""
        self._change(start_training)

    def end(self) -> None:
        """End training; the ticket of real work is back."""
        self._change(stop_training)

    def cover(self, window: QWidget) -> None:
        """Put the band across a window, while there is training."""
        if self.is_on and window not in self._bands:
            self._bands[window] = TrainingBand(window, self._theme, self._wording)
            window.setWindowTitle(f"{self._wording(SIMULATION)} – {window.windowTitle()}")
            window.destroyed.connect(lambda: self._bands.pop(window, None))

    def _change(self, change: Callable[..., Training]) -> None:
        self._desk.serve_next()
        self._desk.beside.leave_mode()
        self._desk.counter.change_over(partial(change, now=self._clock(), new_id=self._new_id))

    def _changed_over(self, done: Training) -> None:
        self._window.sell.ticket.show_number(done.number)
        self._window.sell.ticket.empty.forget()
        self._desk.beside.parking.count()
        self._show(on=done.is_on)
        wording = self._wording
        begun, ended = wording("Training has begun: nothing counts."), wording("Training is over: everything counts.")
        self._window.say(begun if done.is_on else ended)

    def _show(self, *, on: bool) -> None:
        self.is_on = on
        self._name_entry()
        if on:
            self.cover(self._window)
            self._cover_all()
        else:
            self._uncover_all()
        self.changed.emit(on)

    def _cover_all(self, _focus: object = None) -> None:
        if not self.is_on:
            return
        for window in QApplication.topLevelWidgets():
            if window.isVisible() and window.windowType() is Qt.WindowType.Window:
                self.cover(window)

    def _uncover_all(self) -> None:
        said = f"{self._wording(SIMULATION)} – "
        for window, band in self._bands.items():
            band.leave()
            window.setWindowTitle(window.windowTitle().removeprefix(said))
        self._bands.clear()

    def _name_entry(self) -> None:
        if self._entry is not None:
            wording = self._wording
            self._entry.setText(wording("End training") if self.is_on else wording("Begin training"))
