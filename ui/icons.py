"""Icons beside words: drawn from an icon font that is loaded only after the first screen stands."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QAbstractButton
from shiboken6 import isValid

from ui.theme import Theme

SIDE = 18


class Icons:
    """Remembers which button wants which icon, and gives them out once `load` was called."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._wanted: list[tuple[QAbstractButton, str]] = []
        self._loaded = False
        theme.changed.connect(self._give_all)

    def give(self, button: QAbstractButton, name: str) -> None:
        """Put an icon on a button, now or when icons are there; the button has its word either way."""
        self._wanted.append((button, name))
        button.destroyed.connect(partial(self._forget, button))
        if self._loaded:
            self._draw(button, name)

    def load(self) -> None:
        """Load the icon font; it takes a quarter of a second that belongs behind the first screen."""
        self._loaded = True
        self._give_all()

    def _give_all(self) -> None:
        if self._loaded:
            for button, name in self._wanted:
                self._draw(button, name)

    def _draw(self, button: QAbstractButton, name: str) -> None:
        import qtawesome

        if isValid(button):
            tokens, side = self._theme.tokens, self._theme.px(SIDE)
            button.setIconSize(QSize(side, side))
            kind = button.property("kind")
            filled = kind in {"primary", "pay"}
            colour = tokens.on_accent if filled else tokens.danger if kind == "danger" else tokens.ink
            button.setIcon(qtawesome.icon(name, color=colour, color_disabled=tokens.off))

    def _forget(self, button: QAbstractButton, _gone: object = None) -> None:
        self._wanted = [(kept, name) for kept, name in self._wanted if kept is not button]
