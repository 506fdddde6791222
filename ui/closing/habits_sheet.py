"""How the shop closes: the hour a day begins, the financial year, the blind count, the accountant."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QPushButton

from pos.database.mail_outbox import WaitingMail
from pos.domain.errors import ShopDetailsWrong, ShopError
from pos.operations.arranging_closings import LATEST_CUT_OFF, ClosingHabits
from pos.wording import Wording
from ui.messages import explain
from ui.theme import GAP, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label
from ui.widgets.sheet import Sheet
from ui.widgets.tick_box import TickBox

_WIDE: Final = 680
_LONGEST: Final = 120
_MONTHS: Final = range(1, 13)
_SHOWN: Final = 4


class HabitsSheet(Sheet):
    """Holds the wishes until they are kept."""

    kept = Signal(object)

    def __init__(self, theme: Theme, wording: Wording, habits: ClosingHabits, mails: Sequence[WaitingMail]) -> None:
        super().__init__(theme, wording("How the shop closes"))
        self._wording = wording
        self.cut_off = _choice(wording("A new business day begins at"))
        for hour in range(LATEST_CUT_OFF + 1):
            self.cut_off.addItem(f"{hour:02d}:00", time(hour))
        self._choose(self.cut_off, habits.cut_off, habits.cut_off.isoformat(timespec="minutes"))
        self.last_month = _choice(wording("Last month of the financial year"))
        for month in _MONTHS:
            self.last_month.addItem(wording.month(month), month)
        self._choose(self.last_month, habits.last_month, "")
        self.blind = TickBox(wording("Count the drawer without seeing what is expected"))
        self.blind.setChecked(habits.blind)
        self.accountant = QLineEdit(habits.accountant)
        self.accountant.setAccessibleName(wording("Accountant’s mail address"))
        self.accountant.setPlaceholderText(wording("No mail"))
        self.accountant.setMaxLength(_LONGEST)
        self.mails = label(_said_of(mails, wording), role="soft", wrap=True)
        self.notice = label(role="danger", wrap=True)
        self.notice.hide()
        self.keep_key = KeyButton(theme, wording("Keep"), self._keep, key=wording("Enter"), kind="primary")
        self.back_key = KeyButton(theme, wording("Close"), self.put_away, key=wording("Esc"))
        self._lay_out(theme)

    @property
    def wished(self) -> ClosingHabits:
        """What the sheet holds now."""
        return ClosingHabits(
            cut_off=self.cut_off.currentData(),
            last_month=int(self.last_month.currentData()),
            blind=self.blind.isChecked(),
            accountant=self.accountant.text().strip(),
        )

    def take_refusal(self, problem: ShopError) -> None:
        """It was not kept: say why."""
        message, is_of_hour = explain(problem, self._wording), isinstance(problem, ShopDetailsWrong)
        self.notice.setText(message.happened if is_of_hour else message.in_short)
        self.notice.show()
        (self.cut_off if is_of_hour else self.accountant).setFocus()

    def confirm(self) -> None:
        """Enter: what the key with the focus does, else keep."""
        focus = QApplication.focusWidget()
        if isinstance(focus, QPushButton) and self.isAncestorOf(focus):
            focus.click()
        else:
            self._keep()

    def refuses_scans(self) -> str:
        """Nothing here is about articles."""
        return self._wording("Close this before scanning.")

    def _keep(self) -> None:
        self.kept.emit(self.wished)

    def _choose(self, box: QComboBox, value: object, words: str) -> None:
        if box.findData(value) < 0:
            box.addItem(words, value)
        box.setCurrentIndex(box.findData(value))

    def _lay_out(self, theme: Theme) -> None:
        form = QGridLayout()
        form.setSpacing(GAP)
        form.setColumnStretch(1, 1)
        for row, box in enumerate((self.cut_off, self.last_month, self.accountant)):
            form.addWidget(label(box.accessibleName()), row, 0)
            form.addWidget(box, row, 1)
        self.body.addLayout(form)
        self.body.addWidget(self.blind)
        self.body.addWidget(self.mails)
        self.body.addWidget(self.notice)
        keys = QHBoxLayout()
        keys.setSpacing(GAP)
        keys.addWidget(self.back_key, 1)
        keys.addWidget(self.keep_key, 1)
        self.body.addLayout(keys)
        self.body.addStrut(theme.room(_WIDE))


def _said_of(mails: Sequence[WaitingMail], wording: Wording) -> str:
    """Which mails wait, in words."""
    sent_later = wording("Every closing is kept as a mail to this address; it is sent once mail is set up.")
    if not mails:
        return sent_later
    waiting = wording.plural("{count} mail waits:", "{count} mails wait:", len(mails))
    lines = [one.subject for one in mails[-_SHOWN:]]
    return "\n".join((sent_later, waiting.format(count=wording.number(len(mails))), *lines))


def _choice(accessible_name: str) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(accessible_name)
    return made
