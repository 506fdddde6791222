"""Keeps how the scanner is heard, and opens the sheet that tries it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from pos.wording import Wording
from ui.background import Background
from ui.main_window import MainWindow
from ui.scanner import habits
from ui.scanner.habits import Habits
from ui.scanner.scanner_sheet import ScannerSheet
from ui.sell.scan_input import ScanInput
from ui.sounds import Sound, SoundChoice, Sounds
from ui.theme import Theme


class ScannerDesk(QObject):
    """What the shop's file says is in force as soon as it was read; what is chosen, at once."""

    def __init__(
        self,
        window: MainWindow,
        background: Background,
        scans: ScanInput,
        sounds: Sounds,
        *,
        theme: Theme,
        wording: Wording,
    ) -> None:
        super().__init__()
        self._window, self._background = window, background
        self._scans, self._sounds = scans, sounds
        self._theme, self._wording = theme, wording
        self._habits = Habits()
        background.run(habits.read, self._use, owner=self)

    def open(self) -> None:
        """Lay the sheet over the screen; until it is closed the scanner writes into it alone."""
        sheet = ScannerSheet(self._theme, self._wording, self._habits)
        sheet.gap_wanted.connect(lambda gap_ms: self._allow(sheet, gap_ms))
        sheet.sounds_wanted.connect(self._choose)
        sheet.tried.connect(lambda: self._sounds.play(Sound.ACCEPTED))
        sheet.closed.connect(lambda: self._scans.record(None))
        self._scans.record(lambda key: self._is_on_top(sheet) and sheet.hear(key))
        self._window.lay(sheet, sheet.back_key)

    def _is_on_top(self, sheet: ScannerSheet) -> bool:
        return self._window.sheet is sheet and QApplication.activeWindow() in (None, self._window)

    def _allow(self, sheet: ScannerSheet, gap_ms: int) -> None:
        self._change(replace(self._habits, gap_ms=gap_ms))
        sheet.show_gap(gap_ms)
        sheet.back_key.setFocus()

    def _choose(self, choice: SoundChoice) -> None:
        self._change(replace(self._habits, sounds=choice))
        self._sounds.play(Sound.REFUSED if choice is SoundChoice.REFUSALS else Sound.ACCEPTED)

    def _change(self, chosen: Habits) -> None:
        self._use(chosen)
        self._background.run(lambda db: habits.keep(db, chosen), owner=self)

    def _use(self, chosen: Habits) -> None:
        self._habits = chosen
        self._scans.allow_gap(chosen.gap_ms)
        self._sounds.choice = chosen.sounds
