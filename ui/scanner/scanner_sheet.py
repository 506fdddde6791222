"""The sheet that tries a scanner and chooses the sounds."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton

from pos.wording import Wording, mark
from ui.scanner.habits import Habits
from ui.scanner.trial import PAUSE_MS, Trial, judge
from ui.sell.scan_decoder import ENDS, Key
from ui.sounds import SoundChoice
from ui.theme import GAP, MARGIN, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label, rule
from ui.widgets.sheet import Sheet

_CHOICES = {
    SoundChoice.ON: mark("On"),
    SoundChoice.REFUSALS: mark("Refusals only"),
    SoundChoice.OFF: mark("Off"),
}
_ENDS = {"\r": mark("Enter"), "\n": mark("Enter"), "\t": mark("Tab"), "": mark("nothing")}


class ScannerSheet(Sheet):
    """Says what is wanted; while it is open every burst of keys is a trial, and no ticket changes."""

    tried = Signal()
    """A scanner was heard."""
    gap_wanted = Signal(int)
    sounds_wanted = Signal(object)

    def __init__(self, theme: Theme, wording: Wording, habits: Habits) -> None:
        super().__init__(theme, wording("Scanner and sounds"))
        self._wording, self._gap_ms = wording, habits.gap_ms
        self._keys: list[Key] = []
        self._proposed_ms = habits.gap_ms
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._judge)
        self.verdict = label(wording("Scan any article: this shows what the scanner sends."), wrap=True)
        self.pace = label(role="soft", wrap=True)
        self.gap_key = KeyButton(theme, wording("Allow for this scanner"), self._allow, kind="primary")
        self.gap_key.setEnabled(False)
        self.back_key = KeyButton(theme, wording("Close"), self.go_back, key=wording("Esc"))
        self.body.addWidget(self.verdict)
        self.body.addWidget(self.pace)
        self.body.addWidget(self.gap_key)
        self.body.addWidget(rule())
        self.body.addWidget(label(wording("Sounds"), role="soft"))
        self.body.addLayout(self._sound_keys(habits.sounds))
        self.body.addWidget(self.back_key)
        self.card.setMinimumWidth(theme.room(560))
        self._say_gap()

    def hear(self, key: Key) -> bool:
        """Take a key that may be a scanner's; an Enter or Tab that follows none is a person's."""
        if key.text in ENDS and not self._keys:
            return False
        self._keys.append(key)
        self._pause.start(PAUSE_MS)
        return True

    def show_gap(self, gap_ms: int) -> None:
        """A scanner may be this slow now."""
        self._gap_ms = gap_ms
        self.gap_key.setEnabled(False)
        self._say_gap()

    def _judge(self) -> None:
        trial = judge(self._keys)
        self._keys.clear()
        wording = self._wording
        if not trial.is_scan:
            self.verdict.setText(wording("That was typed by hand. Scan any article."))
            self.gap_key.setEnabled(False)
            return
        self._tell(trial)
        self._proposed_ms = trial.gap_ms
        self.gap_key.setEnabled(trial.gap_ms != self._gap_ms)
        self.tried.emit()

    def _tell(self, trial: Trial) -> None:
        wording = self._wording
        shown = "".join(sign if sign.isprintable() else "·" for sign in trial.code)
        sentence = wording("The scanner sent {code}, then {end}.")
        self.verdict.setText(sentence.format(code=shown, end=wording(_ENDS[trial.end])))
        if trial.longest_gap_ms <= self._gap_ms:
            pace = wording("{usual} ms from key to key, {longest} at most: it is heard well.")
        else:
            pace = wording("{usual} ms from key to key, {longest} at most: too slow for the present setting.")
        self.pace.setText(pace.format(usual=trial.usual_gap_ms, longest=trial.longest_gap_ms))

    def _allow(self) -> None:
        self.gap_wanted.emit(self._proposed_ms)

    def _say_gap(self) -> None:
        sentence = self._wording("Keys up to {gap} ms apart are taken for a scanner’s.")
        self.pace.setText(sentence.format(gap=self._gap_ms))

    def _sound_keys(self, chosen: SoundChoice) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.setContentsMargins(0, 0, 0, MARGIN)
        self._group = QButtonGroup(self)
        for choice, said in _CHOICES.items():
            key = QPushButton(self._wording(said))
            key.setCheckable(True)
            key.setAutoDefault(False)
            key.setProperty("kind", "choice")
            key.setAccessibleName(self._wording("Sounds: {choice}").format(choice=self._wording(said)))
            key.setChecked(choice is chosen)
            key.clicked.connect(lambda _checked=False, choice=choice: self.sounds_wanted.emit(choice))
            self._group.addButton(key)
            row.addWidget(key, 1)
        return row
