"""Joins the sheet of the shop window online with those who do the work: threads, the file, the browser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication

from pos.domain.errors import ShopError
from pos.wording import Wording
from sync.errors import Distrust, Suspended
from sync.state import WindowState
from ui.background import Background
from ui.main_window import MainWindow
from ui.messages import explain
from ui.online.more_view import look_at_coverage, look_at_drift, look_at_log
from ui.online.online_sheet import OnlineSheet
from ui.online.online_work import OnlineWork
from ui.online.sent_again import SentAgain
from ui.online.shop_card import ShopCard
from ui.online.window_view import WindowView, look
from ui.theme import Theme

if TYPE_CHECKING:
    from pos.database.connection import Database
    from pos.domain.reservation_rules import ReservationRules
    from pos.keystore import KeyStore
    from sync.trying import Trial
    from sync.worker import SyncWorker

FOLLOW_MS: Final = 300
"""How often the file is asked what became of products sent again: refused at once, they leave the state as it was,
and the sync thread has nothing to tell."""

NOTHING_TOLD: Final = WindowState(linked=True)
"""What is known of a joining before the sync thread has told anything of it."""


class OnlineDesk(QObject):
    """Opens the sheet, keeps it true while it is open, and does what is asked for on it."""

    crashed = Signal(object)
    articles_wanted = Signal()

    def __init__(
        self,
        window: MainWindow,
        reading: Background,
        worker: SyncWorker,
        *,
        shop_path: Path,
        keys: KeyStore,
        theme: Theme,
        wording: Wording,
        clock: Callable[[], datetime],
    ) -> None:
        """Nothing is shown yet.

        Args:
            window: where the sheet is laid.
            reading: answers what the shop's file knows.
            worker: the sync thread, woken when there is news for it.
            shop_path: the shop's file.
            keys: where the till's key lies.
            theme: the look.
            wording: the language.
            clock: gives the moment.
        """
        super().__init__()
        self._window, self._reading, self._worker = window, reading, worker
        self._keys, self._theme, self._wording, self._clock = keys, theme, wording, clock
        self._publisher = ""
        self._state = NOTHING_TOLD
        self._view = WindowView(None)
        self._sheet: OnlineSheet | None = None
        self._opening = False
        self._sent = SentAgain()
        self._following = QTimer(self)
        self._following.setInterval(FOLLOW_MS)
        self._following.timeout.connect(self._look_again)
        self._work = OnlineWork(shop_path, keys)
        self._listen_to_work()

    @property
    def sheet(self) -> OnlineSheet | None:
        """The sheet while it is open."""
        return self._sheet

    def open(self) -> None:
        """Lay the sheet over the screen as soon as the file has said how the window stands."""
        if self._sheet is None and not self._opening:
            self._opening = True
            self._reading.run(self._look, self._lay, self._cannot_look, owner=self)

    def take(self, state: WindowState) -> None:
        """The sync thread told how the window stands."""
        self._state = state
        if self._sheet is not None:
            self._ask_publisher()
            self._look_again()

    def close(self) -> None:
        """Stop a joining under way; nothing is shown any more."""
        self._following.stop()
        self._work.close()

    def _lay(self, view: WindowView) -> None:
        self._opening = False
        self._view = view
        sheet = OnlineSheet(self._theme, self._wording, self._window.icons)
        self._listen_to_sheet(sheet)
        self._sheet = sheet
        begin_with = sheet.begin(view, self._state, key_file=self._keys.file)
        self._window.lay(sheet, begin_with)
        self._ask_publisher()

    def _look(self, db: Database) -> WindowView:
        return replace(look(db, self._clock()), publisher=self._publisher)

    def _ask_publisher(self) -> None:
        """Another till publishes: the online shop knows which one, and the sheet says so."""
        trouble = self._state.trouble
        is_stale = isinstance(trouble, Suspended) and trouble.reason is Distrust.STALE_TERM
        if not is_stale:
            self._publisher = ""
        elif not self._publisher:
            self._try_line()

    def _try_line(self) -> None:
        self._work.try_line()

    def _tried(self, trial: Trial) -> None:
        if trial.status is not None and not trial.status.publishes:
            self._publisher = trial.status.publisher
        if self._sheet is not None:
            self._sheet.trial_page.show_trial(trial)
            self._look_again()

    def _not_tried(self, problem: ShopError) -> None:
        if self._sheet is not None:
            self._sheet.trial_page.refuse(problem)

    def _cannot_look(self, problem: ShopError) -> None:
        self._opening = False
        self._say(problem)

    def _look_again(self) -> None:
        sent_before = self._sent.waited_for
        self._reading.run(self._look, lambda view: self._show(view, sent_before), owner=self)

    def _show(self, view: WindowView, sent_before: frozenset[str]) -> None:
        self._view = view
        if self._sheet is None or view.link is None:
            return
        self._sheet.show_window(view, self._state, key_file=self._keys.file)
        news = self._sent.follow(view, sent_before, self._wording)
        if news:
            self._sheet.window_page.card.say(news)
        if not self._sent.waited_for:
            self._following.stop()

    def _joined(self, _link: object) -> None:
        self._state = NOTHING_TOLD
        self._worker.wake()
        self._reading.run(self._look, self._show_joined, owner=self)

    def _show_joined(self, view: WindowView) -> None:
        self._view = view
        if self._sheet is not None:
            self._sheet.joined(view, self._state, key_file=self._keys.file)

    def _join_refused(self, problem: ShopError) -> None:
        if self._sheet is not None:
            self._sheet.join_refused(problem)

    def _stop_joining(self) -> None:
        if self._sheet is not None and self._work.stop_joining():
            page = self._sheet.join_page
            page.settle()
            page.say(self._wording("Stopped. Nothing was joined; if the code is refused now, ask for a new one."))
            page.code.setFocus()

    def _left(self) -> None:
        self._worker.wake()
        self._reading.run(self._look, self._show_left, owner=self)

    def _show_left(self, view: WindowView) -> None:
        """Asked of the file, so that a look from before it left, still on its way, is shown first."""
        self._view = view
        if self._sheet is not None:
            self._sheet.left()

    def _sent_again(self, product_ids: tuple[str, ...]) -> None:
        self._sent.add(product_ids, self._view)
        self._worker.wake()
        if self._sheet is not None:
            self._look_again()
            self._following.start()

    def _send_all_again(self) -> None:
        if self._view.link is not None:
            self._work.send_all_again(self._view.link.target)

    def _leave_aside(self, product_id: str) -> None:
        if self._view.link is not None:
            self._work.leave_aside(self._view.link.target, product_id)

    def _leave_all_aside(self) -> None:
        if self._view.link is not None:
            self._work.leave_all_aside(self._view.link.target)

    def _left_aside(self) -> None:
        """What was left aside asks for no look any more: the status line says so when the sync thread has told."""
        self._worker.wake()
        self._look_again()

    def _keep_rules(self, wanted: ReservationRules) -> None:
        if self._view.link is not None:
            self._work.keep_rules(self._view.link.target, wanted)

    def _rules_kept(self) -> None:
        self._worker.wake()
        self._look_again()
        if self._sheet is not None:
            self._sheet.rules_kept()

    def _rules_refused(self, problem: ShopError) -> None:
        if self._sheet is not None:
            self._sheet.rules_page.refuse(problem)

    def _decide(self, *, repair: bool) -> None:
        if self._view.link is not None:
            self._work.decide(self._view.link.target, repair=repair)

    def _decided(self) -> None:
        self._worker.resume()
        self._look_again()

    def _compare(self) -> None:
        self._worker.compare()
        if self._sheet is not None:
            said = self._wording("Till and window are being compared; what differs is looked at again a minute later.")
            self._sheet.window_page.card.say(said)

    def _show_coverage(self) -> None:
        link, sheet = self._view.link, self._sheet
        if link is not None and sheet is not None:
            self._reading.run(partial(look_at_coverage, target=link.target), sheet.show_coverage, owner=sheet)

    def _show_log(self) -> None:
        link, sheet = self._view.link, self._sheet
        if link is not None and sheet is not None:
            work = partial(look_at_log, target=link.target, now=self._clock())
            self._reading.run(work, sheet.show_log, owner=sheet)

    def _show_drift(self) -> None:
        link, sheet = self._view.link, self._sheet
        if link is not None and sheet is not None:
            work = partial(look_at_drift, target=link.target, now=self._clock())
            self._reading.run(work, sheet.show_drift, owner=sheet)

    def _to_articles(self) -> None:
        if self._sheet is not None:
            self._sheet.put_away()
        self.articles_wanted.emit()

    def _refused(self, problem: ShopError) -> None:
        self._say(problem)
        self._reading.run(self._look, self._show_what_is, owner=self)

    def _show_what_is(self, view: WindowView) -> None:
        """Something failed on the way: the file says whether the shop is still joined (its key may be what is left)."""
        if view.link is None:
            self._worker.wake()
            self._show_left(view)
        elif self._sheet is not None:
            self._sheet.leaving_refused()

    def _say(self, problem: ShopError) -> None:
        self._window.say(explain(problem, self._wording).in_short)

    def _copy(self, address: str) -> None:
        QGuiApplication.clipboard().setText(address)
        self._window.say(self._wording("The address is copied."))

    def _open_address(self, address: str) -> None:
        if not QDesktopServices.openUrl(QUrl(address)):
            self._window.say(self._wording("No browser opened here: copy the address instead."))

    def _closed(self) -> None:
        self._sheet = None
        self._sent = SentAgain()
        self._following.stop()

    def _listen_to_work(self) -> None:
        work = self._work
        work.joined.connect(self._joined)
        work.join_refused.connect(self._join_refused)
        work.left.connect(self._left)
        work.sent_again.connect(self._sent_again)
        work.left_aside.connect(self._left_aside)
        work.tried.connect(self._tried)
        work.not_tried.connect(self._not_tried)
        work.rules_kept.connect(self._rules_kept)
        work.rules_refused.connect(self._rules_refused)
        work.decided.connect(self._decided)
        work.refused.connect(self._refused)
        work.crashed.connect(self.crashed)

    def _listen_to_sheet(self, sheet: OnlineSheet) -> None:
        sheet.closed.connect(self._closed)
        sheet.join_page.join_requested.connect(self._work.join)
        sheet.join_page.stop_requested.connect(self._stop_joining)
        sheet.leave_page.leave_requested.connect(self._work.leave)
        sheet.trial_page.test_requested.connect(self._try_line)
        sheet.rules_page.keep_requested.connect(self._keep_rules)
        sheet.coverage_page.articles_requested.connect(self._to_articles)
        self._listen_to_card(sheet.window_page.card)

    def _listen_to_card(self, card: ShopCard) -> None:
        card.standing.again_requested.connect(self._worker.resume)
        card.page.open_requested.connect(self._open_address)
        card.page.copy_requested.connect(self._copy)
        card.aside.send_again_requested.connect(self._work.send_again)
        card.aside.send_all_requested.connect(self._send_all_again)
        card.aside.leave_requested.connect(self._leave_aside)
        card.aside.leave_all_requested.connect(self._leave_all_aside)
        card.brake.repair_requested.connect(lambda: self._decide(repair=True))
        card.brake.leave_requested.connect(lambda: self._decide(repair=False))
        card.brake.report_requested.connect(self._show_drift)
        card.compare_requested.connect(self._compare)
        card.report_requested.connect(self._show_drift)
        card.coverage_requested.connect(self._show_coverage)
        card.log_requested.connect(self._show_log)
