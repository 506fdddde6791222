"""Shows the on-screen keyboard where it is wanted: by Ctrl+K, and under a box that was touched."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QActionGroup, QGuiApplication, QKeyEvent, QMouseEvent, QWindow
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from shiboken6 import isValid

from pos.wording import Wording, mark
from ui.background import Background
from ui.keyboard import boxes, typist, when_shown
from ui.keyboard.dock import Dock
from ui.keyboard.on_screen_keyboard import OnScreenKeyboard
from ui.keyboard.when_shown import WhenShown
from ui.theme import Theme

_PRESSES: Final = {QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick}


class KeyboardDesk(QObject):
    """Follows the focus in all windows of the program; one keyboard a window, made at its first use."""

    def __init__(
        self,
        background: Background,
        reading: Background,
        *,
        theme: Theme,
        wording: Wording,
        touch_screen: Callable[[], bool] = when_shown.touch_screen_is_there,
    ) -> None:
        """Begin to listen.

        Args:
            background: keeps when it is shown.
            reading: told it at the start.
            theme: the look.
            wording: the language, and so the layout.
            touch_screen: whether there is one; without a setting it decides.
        """
        super().__init__()
        self._background, self._theme, self._wording = background, theme, wording
        self._touch_screen = touch_screen
        self._when: WhenShown | None = None
        self._docks: dict[QWidget, Dock] = {}
        self._window: QWindow | None = None
        self._by_hand = False
        self._touching = False
        reading.run(when_shown.read, self._take_setting, lambda _: None, owner=self)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_changed)
            application.focusWindowChanged.connect(self._listen_to)
            self._listen_to(QGuiApplication.focusWindow())

    @property
    def when(self) -> WhenShown:
        """When it comes by itself."""
        if self._when is not None:
            return self._when
        return WhenShown.TOUCHED if self._touch_screen() else WhenShown.NEVER

    def set_when(self, when: WhenShown) -> None:
        """Decide when it comes by itself, and keep that."""
        self._when = when
        self._background.run(lambda db: when_shown.keep(db, when), owner=self)

    def close(self) -> None:
        """Hear nothing any more."""
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.disconnect(self._focus_changed)
            application.focusWindowChanged.disconnect(self._listen_to)
        self._listen_to(None)

    def toggle(self) -> None:
        """Ctrl+K: show the keyboard, or put it away."""
        window = QApplication.activeWindow()
        if window is None:
            return
        dock = self._dock(window)
        if dock.is_shown:
            self._hide(dock)
        else:
            self._by_hand = True
            dock.show(boxes.layer_for(boxes.focused()))

    def offer_in(self, menu: QMenu) -> None:
        """Put what can be decided about the keyboard into a menu."""
        menu.addAction(f"{self._wording('Show or hide')}\t{self._wording('Ctrl+K')}", self.toggle)
        menu.addSeparator()
        group = QActionGroup(menu)
        for when, said in (
            (WhenShown.TOUCHED, mark("When a box is touched")),
            (WhenShown.NEVER, mark("Never by itself")),
        ):
            action = menu.addAction(self._wording(said))
            action.setCheckable(True)
            action.setChecked(self.when is when)
            action.triggered.connect(lambda _checked=False, when=when: self.set_when(when))
            group.addAction(action)

    def keyboard_over(self, window: QWidget) -> OnScreenKeyboard:
        """The keyboard of a window."""
        return self._dock(window).keyboard

    def eventFilter(self, _window: QObject, event: QEvent) -> bool:
        """Hands on the glass and on the keys, as the window hears them before any widget."""
        kind = event.type()
        if kind in _PRESSES:
            self._touching = True
        elif kind is QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            where = event.globalPosition().toPoint()
            QTimer.singleShot(0, self, lambda: self._tapped(where))
        elif kind is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._touching = False
            if event.key() == Qt.Key.Key_K and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
                self.toggle()
                return True
        return False

    def _tapped(self, where: QPoint) -> None:
        """A box that was tapped itself gets its keyboard, also when the cursor stood there before."""
        box = boxes.focused()
        inside = box is not None and box.rect().contains(box.mapFromGlobal(where))
        self._follow(tapped=inside)

    def _focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        """While a finger is down nothing moves: what it presses must be there when it comes up."""
        if now is not None and not QGuiApplication.mouseButtons():
            QTimer.singleShot(0, self, lambda: self._follow(tapped=False))

    def _follow(self, *, tapped: bool) -> None:
        box, window = boxes.focused(), QApplication.activeWindow()
        if window is None:
            return
        dock = self._docks.get(window)
        if box is not None and self._is_wanted(box, tapped=tapped):
            self._dock(window).show(boxes.layer_for(box))
        elif dock is not None and dock.is_shown:
            self._stay_or_go(dock, box)

    def _stay_or_go(self, dock: Dock, box: QWidget | None) -> None:
        if self._by_hand or (box is not None and box is dock.box):
            dock.place()
        else:
            self._hide(dock)

    def _is_wanted(self, box: QWidget, *, tapped: bool) -> bool:
        """A box on a sheet wants it as soon as a hand on the glass led there; a page's own only when it is tapped."""
        if boxes.has_keypad(box):
            return False
        dock = self._docks.get(box.window())
        if self._by_hand and dock is not None and dock.is_shown:
            return True
        led_there = self._touching and boxes.sheet_of(box) is not None
        return self.when is WhenShown.TOUCHED and (tapped or led_there)

    def _hide(self, dock: Dock) -> None:
        self._by_hand = False
        dock.hide()

    def _dock(self, window: QWidget) -> Dock:
        if window not in self._docks:
            self._docks = {known: dock for known, dock in self._docks.items() if isValid(known)}
            dock = Dock(window, OnScreenKeyboard(self._theme, self._wording, window))
            dock.keyboard.wrote.connect(typist.write)
            dock.keyboard.pressed.connect(typist.press)
            dock.keyboard.hide_requested.connect(lambda: self._hide(dock))
            self._theme.changed.connect(dock.place)
            self._docks[window] = dock
        return self._docks[window]

    def _listen_to(self, window: QWindow | None) -> None:
        if window is self._window:
            return
        if self._window is not None and isValid(self._window):
            self._window.removeEventFilter(self)
        self._window = window
        if window is not None:
            window.installEventFilter(self)

    def _take_setting(self, when: WhenShown | None) -> None:
        self._when = when if self._when is None else self._when
