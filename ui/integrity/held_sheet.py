"""What was found wrong with the till's records: nothing is sold until a person has chosen how to go on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from pos.domain.errors import ShopError
from pos.wording import Wording
from ui.integrity.hold_words import HoldWords
from ui.messages import explain
from ui.theme import GAP, MARGIN, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label
from ui.widgets.scrolling import scrolling
from ui.widgets.sheet import Sheet


class HeldSheet(Sheet):
    """Says what was found and what can be done; going on is asked once more. Esc puts it aside, and nothing is sold."""

    leave_requested = Signal()
    go_on_requested = Signal()

    def __init__(self, theme: Theme, wording: Wording, words: HoldWords, *, selling_goes_on: bool = False) -> None:
        super().__init__(theme, words.title)
        self._selling_goes_on = selling_goes_on
        self._wording, self._title = wording, words.title
        self.heading.setWordWrap(True)
        self.found = label(words.found, wrap=True)
        self.notice = label(role="danger", wrap=True)
        self.notice.hide()
        self._first = _paragraphs(
            self.found,
            label(words.means, wrap=True),
            label(words.to_do, wrap=True),
            label(words.going_on, wrap=True),
        )
        told = (
            wording("Tickets are numbered from 1 again, in a series of their own; what is in the file stays as it is."),
            wording("This cannot be taken back: a copy put back afterwards begins another series."),
            wording("Whoever verifies this till will see it and ask why: keep the reason with your papers."),
        )
        self._second = _paragraphs(*(label(sentence, wrap=True) for sentence in told))
        self.aside_key = KeyButton(theme, wording("Put aside"), self.go_back, key=wording("Esc"))
        self.go_on_key = KeyButton(theme, wording("Go on in a new series…"), self._ask)
        self.leave_key = KeyButton(
            theme, wording("Close the till"), self.leave_requested.emit, key=wording("Enter"), kind="primary", px=16
        )
        self.back_key = KeyButton(theme, wording("Back"), self.go_back, key=wording("Esc"), px=16)
        self.sure_key = KeyButton(theme, wording("Go on, it is recorded"), self._decide, kind="danger", px=16)
        self._lay_out(theme)
        self._show(asking=False)

    @property
    def is_asking(self) -> bool:
        """Whether it asks for the second time."""
        return not self._second.isHidden()

    def refuse(self, problem: ShopError) -> None:
        """It could not be done: say why, and let it be chosen again."""
        self.notice.setText(explain(problem, self._wording).in_short)
        self.notice.show()
        self.sure_key.setEnabled(True)

    def go_back(self) -> None:
        """Esc: from the second question to the first, from the first to the screen."""
        if self.is_asking:
            self._show(asking=False)
            self.go_on_key.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.put_away()

    def confirm(self) -> None:
        """Enter: the key that has the focus; the second question is never answered by itself."""
        focus = QApplication.focusWidget()
        if isinstance(focus, QPushButton) and self.isAncestorOf(focus):
            focus.click()
        elif not self.is_asking:
            self.leave_requested.emit()

    def refuses_scans(self) -> str:
        """Why a scan is not put on the ticket now."""
        return "" if self._selling_goes_on else self._wording("Selling is held: somebody has to decide first.")

    def _ask(self) -> None:
        self._show(asking=True)
        self.back_key.setFocus(Qt.FocusReason.OtherFocusReason)

    def _decide(self) -> None:
        self.sure_key.setEnabled(False)
        self.notice.hide()
        self.go_on_requested.emit()

    def _show(self, *, asking: bool) -> None:
        """One question at a time."""
        self.heading.setText(self._wording("Go on in a new series?") if asking else self._title)
        for widget in (self._second, self.back_key, self.sure_key):
            widget.setVisible(asking)
        for widget in (self._first, self.aside_key, self.go_on_key, self.leave_key):
            widget.setVisible(not asking)

    def _lay_out(self, theme: Theme) -> None:
        both = QWidget()
        pages = QVBoxLayout(both)
        pages.setContentsMargins(0, 0, GAP, 0)
        pages.addWidget(self._first)
        pages.addWidget(self._second)
        self.body.addWidget(scrolling(both), 1)
        self.body.addWidget(self.notice)
        keys = QHBoxLayout()
        keys.setSpacing(MARGIN)
        for key, stretch in ((self.aside_key, 0), (self.go_on_key, 0), (self.leave_key, 1)):
            keys.addWidget(key, stretch)
        keys.addWidget(self.back_key, 1)
        keys.addWidget(self.sure_key, 1)
        self.body.addLayout(keys)
        self.card.setMinimumWidth(theme.room(680))


def _paragraphs(*labels: QWidget) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(MARGIN)
    for one in labels:
        column.addWidget(one)
    column.addStretch(1)
    return made
