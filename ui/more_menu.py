"""What is not needed at every sale, behind one key: menus that say their keys, and how the till looks."""

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


class EntryMenu(QMenu):
    """Entries with the keys that lead there as well, and menus of its own for what belongs together."""

    def add(self, text: str, do: Callable[[], object], *, key: str = "") -> QAction:
        """Add an entry, and give it for whoever renames it.

        Args:
            text: what it says.
            do: what it does.
            key: the key of the sell screen that does the same, as a person reads it.
        """
        action = self.addAction(f"{text}\t{key}" if key else text)
        action.triggered.connect(lambda: do())
        return action

    def add_part(self, text: str) -> EntryMenu:
        """Add a menu of its own."""
        part = EntryMenu(text, self)
        self.addMenu(part)
        return part


class MoreMenu(EntryMenu):
    """Changes the look by itself; other entries are added by who can do them."""

    def __init__(self, theme: Theme, wording: Wording) -> None:
        super().__init__()
        self._theme, self._wording = theme, wording

    def add_looks(self) -> None:
        """Add the menu of colours and text sizes."""
        theme, wording = self._theme, self._wording
        looks = self.add_part(wording("Appearance"))
        _add_choices(
            looks,
            [
                (wording(said), theme.scheme == scheme, partial(theme.change, scheme=scheme))
                for scheme, said in _SCHEMES.items()
            ],
        )
        looks.addSeparator()
        _add_choices(
            looks,
            [
                (
                    wording("Text {percent}").format(percent=wording.percent(percent * 100)),
                    theme.text_percent == percent,
                    partial(theme.change, text_percent=percent),
                )
                for percent in TEXT_SIZES
            ],
        )

    def open_below(self, key: QPushButton) -> None:
        """Show the menu under a key."""
        self.popup(key.mapToGlobal(key.rect().bottomLeft()))


def _add_choices(menu: QMenu, choices: list[tuple[str, bool, Callable[[], None]]]) -> None:
    group = QActionGroup(menu)
    for text, chosen, do in choices:
        action = menu.addAction(text)
        action.setCheckable(True)
        action.setChecked(chosen)
        action.triggered.connect(lambda _checked=False, do=do: do())
        group.addAction(action)
