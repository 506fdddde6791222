"""The sheet of the shop window online: join, look how it stands and why, leave. Esc goes one step back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from pos.domain.errors import ShopError
from pos.operations.ruling import rules_of
from pos.wording import Wording
from sync.state import WindowState
from ui.icons import Icons
from ui.online.coverage_page import CoveragePage
from ui.online.drift_page import DriftPage
from ui.online.join_page import JoinPage
from ui.online.leave_page import LeavePage
from ui.online.log_page import LogPage
from ui.online.more_view import CoverageView, DriftView, LogView
from ui.online.rules_page import RulesPage
from ui.online.trial_page import TrialPage
from ui.online.trial_words import publisher_in_words
from ui.online.window_page import WindowPage
from ui.online.window_view import WindowView
from ui.theme import Theme
from ui.widgets.sheet import Sheet

_WIDE = 720


Page = JoinPage | WindowPage | LeavePage | TrialPage | RulesPage | CoveragePage | DriftPage | LogPage


class OnlineSheet(Sheet):
    """Holds the pages, one shown at a time; what they ask for is done elsewhere."""

    def __init__(self, theme: Theme, wording: Wording, icons: Icons) -> None:
        super().__init__(theme, wording("Shop window online"))
        self._wording = wording
        self._view = WindowView(None)
        self.join_page = JoinPage(theme, wording)
        self.window_page = WindowPage(theme, wording, icons)
        self.leave_page = LeavePage(theme, wording)
        self.trial_page = TrialPage(theme, wording)
        self.rules_page = RulesPage(theme, wording)
        self.coverage_page = CoveragePage(theme, wording)
        self.drift_page = DriftPage(theme, wording)
        self.log_page = LogPage(theme, wording)
        self._pages: tuple[Page, ...] = (
            *(self.join_page, self.window_page, self.leave_page, self.trial_page),
            *(self.rules_page, self.coverage_page, self.drift_page, self.log_page),
        )
        self._page: Page = self.join_page
        for page in self._pages:
            page.hide()
            self.body.addWidget(page, 1)
        self.body.addStrut(theme.room(_WIDE))
        self._listen()

    def begin(self, view: WindowView, state: WindowState, *, key_file: Path | None) -> QWidget:
        """Show the page that fits; gives the widget to begin with."""
        if view.link is None:
            return self._turn_to(self.join_page, self.join_page.begin())
        return self._show_joined(view, state, key_file=key_file)

    def show_window(self, view: WindowView, state: WindowState, *, key_file: Path | None) -> None:
        """Bring what is shown up to date, on whatever page a person is."""
        self._view = view
        self.window_page.show_window(view, state, key_file=key_file)

    def joined(self, view: WindowView, state: WindowState, *, key_file: Path | None) -> None:
        """The shop was joined: show its window."""
        _focus(self._show_joined(view, state, key_file=key_file))

    def join_refused(self, problem: ShopError) -> None:
        """The joining did not succeed."""
        self.join_page.refuse(problem)

    def left(self) -> None:
        """The shop has left: the way back stands open."""
        address = self._view.link.address if self._view.link else ""
        self._view = WindowView(None)
        _focus(
            self._turn_to(
                self.join_page,
                self.join_page.begin(address=address, notice=self._wording("The shop has left the catalogue.")),
            )
        )

    def leaving_refused(self) -> None:
        """The shop is still joined."""
        if self._page is self.leave_page:
            self._show_window_page()

    def show_coverage(self, view: CoverageView) -> None:
        """How much of each category the window shows."""
        _focus(self._turn_to(self.coverage_page, self.coverage_page.begin(view.rows)))

    def show_log(self, view: LogView) -> None:
        """What happened in thirty days."""
        _focus(self._turn_to(self.log_page, self.log_page.begin(view.entries, view.names)))

    def show_drift(self, view: DriftView) -> None:
        """What differed, and why."""
        _focus(self._turn_to(self.drift_page, self.drift_page.begin(view.drifts)))

    def rules_kept(self) -> None:
        """Reservations are taken as was wished: back to how the window stands."""
        if self._page is self.rules_page:
            self._show_window_page()
            self.window_page.card.say(self._wording("Reservations are taken like this from now on."))

    def go_back(self) -> None:
        """Esc: out of a page or a question, out of a joining, then off the sheet."""
        if self._page is self.join_page and self.join_page.is_asking:
            self.join_page.stop_requested.emit()
        elif self._page is not self.window_page and self._view.link is not None:
            self._show_window_page()
        else:
            self.put_away()

    def confirm(self) -> None:
        """Enter: what the key with the focus does, or else what the page is for."""
        focus = QApplication.focusWidget()
        if isinstance(focus, QPushButton) and self.isAncestorOf(focus):
            focus.click()
        else:
            self._page.confirm()

    def _show_joined(self, view: WindowView, state: WindowState, *, key_file: Path | None) -> QWidget:
        self.show_window(view, state, key_file=key_file)
        return self._turn_to(self.window_page, self.window_page.begin())

    def _show_window_page(self) -> None:
        _focus(self._turn_to(self.window_page, self.window_page.begin()))

    def _ask_to_join(self) -> None:
        link = self._view.link
        if link is not None:
            notice = publisher_in_words(self._view.publisher, self._wording) if self._view.publisher else ""
            _focus(self._turn_to(self.join_page, self.join_page.begin(address=link.address, notice=notice)))

    def _ask_to_leave(self) -> None:
        link = self._view.link
        if link is not None:
            _focus(self._turn_to(self.leave_page, self.leave_page.ask(link.shop_name)))

    def _try_line(self) -> None:
        _focus(self._turn_to(self.trial_page, self.trial_page.begin()))
        self.trial_page.test_requested.emit()

    def _change_rules(self) -> None:
        link = self._view.link
        if link is not None:
            _focus(self._turn_to(self.rules_page, self.rules_page.begin(rules_of(link))))

    def _turn_to(self, page: Page, begin_with: QWidget) -> QWidget:
        self._page = page
        for other in self._pages:
            other.setVisible(other is page)
        return begin_with

    def _listen(self) -> None:
        card = self.window_page.card
        self.window_page.close_requested.connect(self.put_away)
        self.window_page.leave_requested.connect(self._ask_to_leave)
        card.standing.join_requested.connect(self._ask_to_join)
        card.test_requested.connect(self._try_line)
        card.rules_requested.connect(self._change_rules)
        self.leave_page.stay_requested.connect(self.go_back)
        for page in (
            *(self.join_page, self.trial_page, self.rules_page),
            *(self.coverage_page, self.drift_page, self.log_page),
        ):
            page.back_requested.connect(self.go_back)


def _focus(widget: QWidget) -> None:
    widget.setFocus(Qt.FocusReason.OtherFocusReason)
