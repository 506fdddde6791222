"""What is not needed at every sale, behind one key: how the till looks, and leaving."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QPushButton

from pos.wording import Wording, mark
from ui.theme import Scheme, Theme

TEXT_SIZES: Final = (100, 110, 125, 150)
_SCHEMES: Final[dict[Scheme, str]] = {
    "light": mark("Light"),
    "dark": mark("Dark"),
    "contrast": mark("High contrast"),
    "system": mark("As the system"),
}


class MoreMenu(QMenu):
    """Changes the look by itself; other entries are added by who can do them."""

    def __init__(self, theme: Theme, wording: Wording, *, leave: Callable[[], object]) -> None:
        super().__init__()
        self._theme, self._wording = theme, wording
        self._looks = self.addSeparator()
        self._add_choices(
            [
                (wording(said), theme.scheme == scheme, partial(theme.change, scheme=scheme))
                for scheme, said in _SCHEMES.items()
            ]
        )
        self.addSeparator()
        self._add_choices(
            [
                (
                    wording("Text {percent}").format(percent=wording.percent(percent * 100)),
                    theme.text_percent == percent,
                    partial(theme.change, text_percent=percent),
                )
                for percent in TEXT_SIZES
            ]
        )
        self.addSeparator()
        self.addAction(wording("Close the till"), leave)

    def add_first(self, text: str, do: Callable[[], object]) -> QAction:
        """Add an entry above the looks, and give it for whoever renames it."""
        action = QAction(text, self)
        action.triggered.connect(lambda: do())
        self.insertAction(self._looks, action)
        return action

    def add_menu_first(self, text: str) -> QMenu:
        """Add a menu of its own above the looks."""
        menu = QMenu(text, self)
        self.insertMenu(self._looks, menu)
        return menu

    def open_below(self, key: QPushButton) -> None:
        """Show the menu under a key."""
        self.popup(key.mapToGlobal(key.rect().bottomLeft()))

    def _add_choices(self, choices: list[tuple[str, bool, Callable[[], None]]]) -> None:
        group = QActionGroup(self)
        for text, chosen, do in choices:
            action = self.addAction(text)
            action.setCheckable(True)
            action.setChecked(chosen)
            action.triggered.connect(lambda _checked=False, do=do: do())
            group.addAction(action)
