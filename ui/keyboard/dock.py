"""Holds a keyboard at the foot of a window, and has everything else make room for it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QWidget

from ui.keyboard import boxes
from ui.keyboard.layouts import Layer
from ui.keyboard.on_screen_keyboard import OnScreenKeyboard
from ui.widgets.sheet import Sheet
from ui.widgets.toast import Toast


class Dock(QObject):
    """Below the page, which gives way as far as it can, and over sheets, which are lifted."""

    def __init__(self, window: QWidget, keyboard: OnScreenKeyboard) -> None:
        super().__init__(window)
        self._window = window
        self.keyboard = keyboard
        self.box: QWidget | None = None
        keyboard.layer_changed.connect(self.place)
        window.installEventFilter(self)

    @property
    def is_shown(self) -> bool:
        """Whether the keyboard stands there."""
        return self.keyboard.isVisible()

    def show(self, layer: Layer) -> None:
        """Show the keyboard with these keys; keys that were chosen by hand for this box stay."""
        box = boxes.focused()
        if box is not self.box or not self.is_shown:
            self.keyboard.show_layer(layer)
        self.box = box
        self.keyboard.show()
        self.place()

    def hide(self) -> None:
        """Put it away."""
        self.box = None
        self.keyboard.hide()
        self.keyboard.rest()
        self.place()

    def place(self) -> None:
        """Stand at the foot, above everything."""
        window = self._window
        high = self._height() if self.is_shown else 0
        self.keyboard.setGeometry(0, window.height() - high, window.width(), high or 1)
        self.keyboard.raise_()
        window.setContentsMargins(0, self._head, 0, self._given_way(high))
        for sheet in window.findChildren(Sheet, options=Qt.FindChildOption.FindDirectChildrenOnly):
            sheet.make_room(high)
        for toast in window.findChildren(Toast, options=Qt.FindChildOption.FindDirectChildrenOnly):
            toast.make_room(high)

    def eventFilter(self, _window: QObject, event: QEvent) -> bool:
        """The window changed its size."""
        if event.type() is QEvent.Type.Resize and self.is_shown:
            self.place()
        return False

    def _height(self) -> int:
        """As high as the keys like to be, less where the page needs the room, never too low for a finger."""
        room = self._window.height() - self._smallest_page()
        return max(self.keyboard.lowest_height, min(self.keyboard.needed_height, room))

    def _given_way(self, high: int) -> int:
        """How much of the keyboard's height the page can do without; the rest of it is covered."""
        return max(0, min(high, self._window.height() - self._smallest_page()))

    @property
    def _head(self) -> int:
        """What stands across the top of the window, where something does."""
        return self._window.contentsMargins().top()

    def _smallest_page(self) -> int:
        layout = self._window.layout()
        return self._head + (0 if layout is None else layout.minimumSize().height())
