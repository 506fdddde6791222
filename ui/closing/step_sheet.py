"""A sheet of several steps: each page one step, Enter goes on, Esc goes back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QWidget

from pos.wording import Wording
from ui.theme import GAP, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label
from ui.widgets.sheet import Sheet

WIDE: Final = 860


class StepPage(Protocol):
    """One step of the sheet; every one is a widget."""

    @property
    def said(self) -> str:
        """What the step is about."""

    @property
    def main(self) -> str:
        """What the main key says on it."""

    def begin(self) -> QWidget | None:
        """The widget to begin with; None for the main key."""

    def takes_enter(self) -> bool:
        """Whether Enter meant something on the page itself, which then was done."""


class StepSheet(Sheet):
    """Turns the pages; who derives fills them and does what the last one asks for."""

    def __init__(self, theme: Theme, wording: Wording, title: str, pages: Sequence[QWidget]) -> None:
        super().__init__(theme, title)
        self._wording, self._pages = wording, tuple(pages)
        self._place = 0
        self.step = label(role="soft")
        self.notice = label(role="danger", wrap=True)
        self.back_key = KeyButton(theme, wording("Back"), self.go_back, key=wording("Esc"))
        self.main_key = KeyButton(theme, "", self.go_on, key="F12", kind="primary", px=16)
        self.keys = QHBoxLayout()
        self.keys.setSpacing(GAP)
        self.keys.addWidget(self.back_key)
        self.keys.addWidget(self.main_key, 1)
        self.body.addWidget(self.step)
        for page in self._pages:
            page.hide()
            self.body.addWidget(page, 1)
        self.body.addWidget(self.notice)
        self.body.addLayout(self.keys)
        self.body.addStrut(theme.room(WIDE))
        self.notice.hide()

    @property
    def page(self) -> QWidget:
        """The page that is shown."""
        return self._pages[self._place]

    def turn(self, place: int) -> None:
        """Show a page, with the cursor where it begins."""
        self._place = place
        shown = self._step(place)
        for page in self._pages:
            page.setVisible(page is self.page)
        self.refuse("")
        of_how_many = self._wording("Step {number} of {count}: {step}")
        self.step.setText(of_how_many.format(number=place + 1, count=len(self._pages), step=shown.said))
        self.name_main_key(shown.main)
        (shown.begin() or self.main_key).setFocus(Qt.FocusReason.OtherFocusReason)

    def name_main_key(self, words: str) -> None:
        """Say on the main key what it does now."""
        self.main_key.setText(words)
        self.main_key.setAccessibleName(words)
        self.main_key.updateGeometry()

    def refuse(self, why: str) -> None:
        """Say above the keys why it does not go on."""
        self.notice.setText(why)
        self.notice.setVisible(bool(why))

    def go_on(self) -> None:
        """The main key: the next page, or on the last one what all of it was for."""
        if self.may_leave(self.page):
            if self._place + 1 < len(self._pages):
                self.turn(self._place + 1)
            else:
                self.finish()

    def go_back(self) -> None:
        """Esc: the page before; from the first one the sheet closes."""
        if self._place:
            self.turn(self._place - 1)
        else:
            self.put_away()

    def may_leave(self, page: QWidget) -> bool:  # noqa: ARG002 - who derives looks at it
        """Whether a page is filled in as it must be."""
        return True

    def finish(self) -> None:
        """Do what the steps were for."""

    def confirm(self) -> None:
        """Enter: the key with the focus, then what the page makes of it, else the main key."""
        focus = QApplication.focusWidget()
        if isinstance(focus, QPushButton) and self.isAncestorOf(focus):
            focus.click()
        elif not self._step(self._place).takes_enter():
            self.main_key.click()

    def refuses_scans(self) -> str:
        """The drawer lies open: articles wait."""
        return self._wording("Close this before scanning.")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F12 is the main key, wherever the focus is."""
        if event.key() == Qt.Key.Key_F12:
            if not event.isAutoRepeat():
                self.main_key.click()
            event.accept()
        else:
            super().keyPressEvent(event)

    def _step(self, place: int) -> StepPage:
        page: StepPage = self._pages[place]  # type: ignore[assignment]  # every page given is both
        return page
