"""One online shop: how it stands, what waits, what differs, what it shows and what it refused."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos.wording import Wording
from sync.skew import worth_saying
from sync.state import WindowState
from ui.icons import Icons
from ui.online import fact_words
from ui.online.aside_list import AsideList
from ui.online.brake_panel import BrakePanel
from ui.online.facts import Facts, tell
from ui.online.page_address import PageAddress
from ui.online.standing_panel import StandingPanel
from ui.online.standing_words import standing
from ui.online.window_view import WindowView
from ui.theme import MARGIN, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label


class ShopCard(QWidget):
    """Shows a view and a state; says what a person wants to see more of, and done."""

    test_requested = Signal()
    compare_requested = Signal()
    report_requested = Signal()
    coverage_requested = Signal()
    rules_requested = Signal()
    log_requested = Signal()

    def __init__(self, theme: Theme, wording: Wording, icons: Icons) -> None:
        super().__init__()
        self._wording = wording
        self.standing = StandingPanel(theme, wording, icons)
        self.brake = BrakePanel(theme, wording)
        self.shop, self.current = label(wrap=True), label(wrap=True)
        self.waiting, self.differences, self.shown = label(wrap=True), label(wrap=True), label(wrap=True)
        self.reservations, self.clock, self.contents = label(wrap=True), label(wrap=True), label(wrap=True)
        self.page = PageAddress(theme, wording, icons)
        self.report_key = KeyButton(theme, wording("Report"), self.report_requested.emit)
        self.report_key.setAccessibleName(wording("Report of the differences"))
        self.coverage_key = KeyButton(theme, wording("By category"), self.coverage_requested.emit)
        self.rules_key = KeyButton(theme, wording("Rules"), self.rules_requested.emit)
        self.rules_key.setAccessibleName(wording("How reservations are taken"))
        self.test_key = KeyButton(theme, wording("Test the line"), self.test_requested.emit)
        self.compare_key = KeyButton(theme, wording("Compare now"), self.compare_requested.emit)
        self.log_key = KeyButton(theme, wording("Log of 30 days"), self.log_requested.emit)
        self.warning = label(role="amber", wrap=True)
        self.aside = AsideList(theme, wording)
        self.news = label(wrap=True)
        self.news.hide()
        self._lay_out()

    def show_window(self, view: WindowView, state: WindowState, *, key_file: Path | None) -> bool:
        """Replace what is shown; whether it says something else than before of how it stands.

        Args:
            view: what the shop's file knows; the shop is joined.
            state: what the sync thread told last of this joining.
            key_file: where the till's key lies when the system has no key store.
        """
        wording, link = self._wording, view.link
        if link is None:
            return False
        is_news = self.standing.show_standing(standing(view, state, wording))
        self.brake.show_held(view.differences.held)
        self.shop.setText(link.shop_name)
        self.page.show_address(link.window_url)
        current = wording("not yet")
        if state.current_at is not None:
            current = wording("{moment}, by this till’s clock").format(moment=wording.date_time(state.current_at))
        self.current.setText(current)
        tell(self.waiting, fact_words.waiting(view, wording))
        tell(self.differences, fact_words.differences(view, wording))
        self.shown.setText(fact_words.shown(view, wording))
        held = view.reservations
        tell(self.reservations, fact_words.reservations(view, wording), asks=bool(held.unread or held.deeds))
        tell(self.contents, fact_words.contents(view, wording), asks=bool(view.not_taken))
        tell(self.clock, fact_words.clock(view, wording), asks=worth_saying(link.skew_ms) is not None)
        self.aside.show_products(view.aside, view.set_aside, view.left)
        self.aside.setVisible(view.set_aside > 0)
        self._warn(key_file)
        return is_news

    def say(self, text: str) -> None:
        """Say what became of what was asked for."""
        self.news.setText(text)
        self.news.setVisible(bool(text))

    def _warn(self, key_file: Path | None) -> None:
        self.warning.setVisible(key_file is not None)
        if key_file is not None:
            said = self._wording(
                "This system has no key store: the till’s key lies in {file}, which only you can read."
            )
            self.warning.setText(said.format(file=key_file))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(MARGIN)
        for widget in (self.standing, self.brake, self.news, self.aside, self._facts()):
            column.addWidget(widget)
        keys = QHBoxLayout()
        keys.setSpacing(MARGIN)
        for key in (self.test_key, self.compare_key, self.log_key):
            keys.addWidget(key, 1)
        column.addLayout(keys)
        column.addWidget(self.warning)

    def _facts(self) -> Facts:
        wording, facts = self._wording, Facts()
        facts.add(wording("Shop"), self.shop)
        facts.add(wording("Its page"), self.page)
        facts.add(wording("Last current"), self.current)
        facts.add(wording("Waiting"), self.waiting)
        facts.add(wording("Differences"), self.differences, self.report_key)
        facts.add(wording("Shown online"), self.shown, self.coverage_key)
        facts.add(wording("Reservations"), self.reservations, self.rules_key)
        facts.add(wording("Hours, news, photos"), self.contents)
        facts.add(wording("Clock"), self.clock)
        return facts
