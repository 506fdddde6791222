"""Makes a copy every hour and after every closing, on a thread of its own; opens the sheet that tells of them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from pos.database import backup_notes
from pos.database.backup_notes import Drill, LastNoted
from pos.domain.errors import Cancelled, ShopError
from pos.domain.identity import NewId
from pos.operations.backing_up import KeptSafe, choose_second_place, keep_safe, note_backup
from pos.operations.drilling import note_drill, rehearse
from pos.operations.overseeing_backups import is_drill_due, is_due, standing, warn_of_key_file
from pos.wording import Wording
from ui import shop_file
from ui.background import Background
from ui.backups.backups_sheet import BackupsSheet
from ui.backups.drill_words import drill_words
from ui.main_window import MainWindow
from ui.messages import explain
from ui.theme import Theme
from ui.widgets.files import AskFolder, ask_folder

if TYPE_CHECKING:
    from pos.keystore import KeyStore

AFTER_OPENING_MS: Final = 20_000
EVERY_MS: Final = 60_000
"""How often it looks whether a copy is due."""
TRY_AGAIN_S: Final = 10 * 60
"""After a copy that did not succeed: the disk may have been plugged in again."""
REST_S: Final = 0.001


class BackupsDesk(QObject):
    """A sale never waits for any of it: copies are made by their own thread, and only their note by the shop's."""

    made = Signal(object)
    """A copy stands, and is noted where it could be."""
    rehearsed = Signal(object)
    crashed = Signal(object)

    def __init__(
        self,
        window: MainWindow,
        background: Background,
        reading: Background,
        *,
        shop_path: Path,
        keys: KeyStore | None,
        theme: Theme,
        wording: Wording,
        clock: Callable[[], datetime],
        new_id: NewId,
        ask_folder: AskFolder = ask_folder,
    ) -> None:
        super().__init__()
        self._window, self._background, self._reading = window, background, reading
        self._path, self._keys, self._theme, self._wording = shop_path, keys, theme, wording
        self._clock, self._new_id, self._ask_folder = clock, new_id, ask_folder
        self._copying = Background(lambda: shop_file.read(shop_path), name="backups")
        self._copying.crashed.connect(self.crashed)
        self._copying.start()
        self._closing = self._at_work = False
        self._trouble: ShopError | None = None
        self._not_before = 0.0
        self._made_at: datetime | None = None
        self.sheet: BackupsSheet | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self._timer.start(AFTER_OPENING_MS)

    def open(self) -> None:
        """Lay the sheet over the screen."""
        sheet = BackupsSheet(self._theme, self._wording)
        sheet.back_up_requested.connect(self.back_up)
        sheet.choose_requested.connect(self._choose)
        sheet.none_requested.connect(lambda: self._use(None))
        sheet.closed.connect(self._forget_sheet)
        self.sheet = sheet
        sheet.show_at_work(at_work=self._at_work)
        self._window.lay(sheet, sheet.back_up_key)
        self._look_again()

    def look(self) -> None:
        """Make a copy when one is due."""
        if not self._at_work and time.monotonic() >= self._not_before:
            self._reading.run(backup_notes.last_noted, self._decide, _say_nothing, owner=self)

    def back_up(self) -> None:
        """Make a copy now, unless one is being made."""
        if self._at_work:
            return
        self._set_at_work(at_work=True)
        now = self._clock()
        self._copying.run(
            lambda _: keep_safe(self._path, now=now, rest=self._rest), self._note, self._failed, owner=self
        )

    def close(self) -> None:
        """Stop at the next step: a copy that is not finished leaves nothing behind."""
        self._closing = True
        self._timer.stop()
        self._copying.stop()

    def _tick(self) -> None:
        self._timer.setInterval(EVERY_MS)
        self.look()

    def _decide(self, last: LastNoted) -> None:
        """A clock that went back leaves the last note in the future: the last copy made here counts as well."""
        now, made_at = self._clock(), self._made_at
        seen = last if made_at is None else replace(last, at=made_at)
        if is_due(last, now=now) and is_due(seen, now=now):
            self.back_up()

    def _note(self, done: KeptSafe) -> None:
        now = self._clock()
        self._background.run(
            lambda db: note_backup(db, done, now=now),
            lambda _: self._noted(done, None),
            lambda problem: self._noted(done, problem),
            owner=self,
        )

    def _noted(self, done: KeptSafe, problem: ShopError | None) -> None:
        self._set_at_work(at_work=False)
        self._made_at = done.made.made_at
        self._tell(problem or done.second_trouble)
        self._look_again()
        self.made.emit(done)
        self._reading.run(backup_notes.drill, self._rehearse_when_due, _say_nothing, owner=self)
        keys = self._keys
        if keys is not None:
            self._background.run(
                lambda db: warn_of_key_file(db, keys=keys), self._warn_of_key, _say_nothing, owner=self
            )

    def _failed(self, problem: ShopError) -> None:
        self._set_at_work(at_work=False)
        if not isinstance(problem, Cancelled):
            self._tell(problem)

    def _tell(self, trouble: ShopError | None) -> None:
        """Say a trouble once, when it begins; afterwards it stands on the sheet."""
        is_news = trouble is not None and type(trouble) is not type(self._trouble)
        self._trouble = trouble
        if trouble is None:
            self._not_before = 0.0
            return
        self._not_before = time.monotonic() + TRY_AGAIN_S
        message = explain(trouble, self._wording)
        if self.sheet is not None:
            self.sheet.say_trouble(f"{message.title}. {message.happened} {message.to_do}".rstrip())
        elif is_news:
            self._window.say(message.in_short)

    def _rehearse_when_due(self, last: Drill | None) -> None:
        now = self._clock()
        if not self._at_work and is_drill_due(last, now=now):
            self._set_at_work(at_work=True)
            self._copying.run(
                lambda _: rehearse(self._path, now=now, new_id=self._new_id, rest=self._rest),
                lambda done: self._keep_drill(done, last),
                self._failed,
                owner=self,
            )

    def _keep_drill(self, done: Drill, last: Drill | None) -> None:
        self._set_at_work(at_work=False)
        if not done.is_green and (last is None or last.is_green):
            self._window.say(drill_words(done, self._wording))
        self._background.run(lambda db: note_drill(db, done), lambda _: self._drilled(done), _say_nothing, owner=self)

    def _drilled(self, done: Drill) -> None:
        self._look_again()
        self.rehearsed.emit(done)

    def _warn_of_key(self, file: Path | None) -> None:
        if file is not None:
            said = self._wording(
                "This system has no key store: the till’s key lies in {file}. Keep others away from it."
            )
            self._window.say(said.format(file=file.name))

    def _choose(self) -> None:
        folder = self._ask_folder(self._window, self._wording("Choose the second place"))
        if folder is not None:
            self._use(folder)

    def _use(self, folder: Path | None) -> None:
        self._background.run(
            lambda db: choose_second_place(db, folder), lambda _: self._place_changed(), self._tell, owner=self
        )

    def _place_changed(self) -> None:
        self._tell(None)
        self._look_again()

    def _look_again(self) -> None:
        if self.sheet is not None:
            now = self._clock()
            self._reading.run(
                lambda db: standing(db, now=now), self.sheet.show_standing, _say_nothing, owner=self.sheet
            )

    def _forget_sheet(self) -> None:
        self.sheet = None

    def _set_at_work(self, *, at_work: bool) -> None:
        self._at_work = at_work
        if self.sheet is not None:
            self.sheet.show_at_work(at_work=at_work)

    def _rest(self) -> None:
        """Between two steps, on the copying thread: let others have their turn, and end when the till closes."""
        if self._closing:
            raise Cancelled
        time.sleep(REST_S)


def _say_nothing(_problem: ShopError) -> None:
    """The file is busy or in trouble, which a sale will say better; the next look begins anew."""
