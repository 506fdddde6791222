"""A shopkeeper with fingers and no keyboard: every touch is one of the system's, felt by the window."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tests.ui.sell.cashier import Cashier
from ui.keyboard.key import Key
from ui.keyboard.layouts import Act
from ui.keyboard.on_screen_keyboard import HELD_MS, OnScreenKeyboard


class Fingers:
    """Touches the glass; never reaches into what the till does."""

    def __init__(self, cashier: Cashier) -> None:
        self.cashier = cashier
        self.window = cashier.window
        self._glass = QTest.createTouchDevice()

    @property
    def keyboard(self) -> OnScreenKeyboard:
        """The keyboard that is shown."""
        return next(one for one in self.window.findChildren(OnScreenKeyboard) if one.isVisible())

    @property
    def has_keyboard(self) -> bool:
        """Whether one is shown."""
        return any(one.isVisible() for one in self.window.findChildren(OnScreenKeyboard))

    def tap(self, widget: QWidget, where: QPoint | None = None) -> None:
        """Touch the middle of a widget and let go."""
        place = self._place(widget, where)
        handle = self.window.windowHandle()
        QTest.touchEvent(handle, self._glass).press(0, place, handle).commit()
        QTest.touchEvent(handle, self._glass).release(0, place, handle).commit()
        self.cashier.settle()

    def write(self, words: str) -> None:
        """Tap one key after the other; signs that are not shown are looked for behind the other keys."""
        for sign in words:
            self.tap(self.key(sign))

    def key(self, sign: str) -> Key:
        """The key of a sign, after whatever it takes to see it."""
        if (
            sign.isupper()
            and self.keyboard.key(Act.SHIFT).text() == "⇧"
            and not self.keyboard.key(Act.SHIFT).isChecked()
        ):
            self.tap(self.keyboard.key(Act.SHIFT))
        shown = [key for key in self.keyboard.keys if sign in {key.text(), key.spec.sign}]
        if not shown:
            other = Act.SIGNS if self.keyboard.layer == "letters" else Act.LETTERS
            self.tap(self.keyboard.key(other))
            shown = [key for key in self.keyboard.keys if sign in {key.text(), key.spec.sign}]
        return shown[0]

    def press(self, act: Act) -> None:
        """Tap a key that writes nothing."""
        self.tap(self.keyboard.key(act))

    def roll(self, *signs: str) -> None:
        """Two thumbs: each key goes down before the one before it is up, as fast as the machine allows."""
        handle = self.window.windowHandle()
        keys = [self._place(self.key(sign)) for sign in signs]
        for number, place in enumerate(keys):
            earlier = number - 1
            down = QTest.touchEvent(handle, self._glass).press(number, place, handle)
            if earlier >= 0:
                down.stationary(earlier)
            down.commit()
            if earlier >= 0:
                QTest.touchEvent(handle, self._glass).release(earlier, keys[earlier], handle).stationary(
                    number
                ).commit()
        QTest.touchEvent(handle, self._glass).release(len(keys) - 1, keys[-1], handle).commit()
        self.cashier.settle()

    def hold(self, widget: QWidget, slide_to: str = "") -> None:
        """Touch a key for long, slide to a variant if one is named, and let go."""
        handle, place = self.window.windowHandle(), self._place(widget)
        QTest.touchEvent(handle, self._glass).press(0, place, handle).commit()
        QTest.qWait(HELD_MS + 60)
        if slide_to:
            variant = next(one for one in self.keyboard.variants if one.text() == slide_to)
            place = self._place(variant)
            QTest.touchEvent(handle, self._glass).move(0, place, handle).commit()
        QTest.touchEvent(handle, self._glass).release(0, place, handle).commit()
        self.cashier.settle()

    def _place(self, widget: QWidget, where: QPoint | None = None) -> QPoint:
        assert widget.isVisible(), widget
        return widget.mapTo(self.window, where or widget.rect().center())


def strike_ctrl_k(cashier: Cashier) -> None:
    """The key that shows the keyboard or puts it away."""
    cashier.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
