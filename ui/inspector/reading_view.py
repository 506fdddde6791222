"""A text to read and to copy from: titles, sentences and tables of names and values, in the colours of the theme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QTextBrowser

from ui.theme import Theme, Tokens

_INDENT: Final = 18


@dataclass(frozen=True, slots=True)
class Title:
    """What follows, in a word."""

    text: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence; good and bad wear their colour and are said in words all the same."""

    text: str
    is_good: bool = False
    is_bad: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """A name and what it says, set in as deep as it lies in others."""

    name: str
    value: str
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Raw:
    """Bytes as they are, to be copied."""

    text: str


Part = Title | Sentence | Pair | Raw


class ReadingView(QTextBrowser):
    """Shows parts; nothing in it can be changed, and no link leads anywhere."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._parts: Sequence[Part] = ()
        self.setObjectName("reading")
        self.setAccessibleName(name)
        self.setOpenLinks(False)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.changed.connect(self._paint_again)

    def show_parts(self, parts: Sequence[Part]) -> None:
        """Show other parts, from the top."""
        self._parts = parts
        self.setHtml(_page(parts, self._theme.tokens, self._theme.px(_INDENT)))

    def _paint_again(self) -> None:
        place = self.verticalScrollBar().value()
        self.show_parts(self._parts)
        self.verticalScrollBar().setValue(place)


def _page(parts: Sequence[Part], tokens: Tokens, indent: int) -> str:
    """The parts as HTML of Qt's kind: neighbouring pairs are one table."""
    written: list[str] = []
    in_table = False
    for part in parts:
        if isinstance(part, Pair) != in_table:
            in_table = not in_table
            written.append('<table width="100%" cellpadding="3">' if in_table else "</table>")
        written.append(_part(part, tokens, indent))
    if in_table:
        written.append("</table>")
    return f'<body style="color: {tokens.ink}">{"".join(written)}</body>'


def _part(part: Part, tokens: Tokens, indent: int) -> str:
    match part:
        case Title(text):
            return f"<h3>{escape(text)}</h3>"
        case Sentence(text):
            colour = tokens.danger if part.is_bad else tokens.accent if part.is_good else tokens.ink
            weight = "bold" if part.is_good or part.is_bad else "normal"
            return f'<p style="color: {colour}; font-weight: {weight}">{escape(text)}</p>'
        case Pair(name, value, depth):
            left = f'<td width="42%" style="color: {tokens.soft}; padding-left: {depth * indent}px">{escape(name)}</td>'
            return f"<tr>{left}<td>{_broken(value)}</td></tr>"
        case Raw(text):
            return f'<p style="font-family: monospace">{_broken(text)}</p>'


def _broken(text: str) -> str:
    return escape(text).replace("\n", "<br>")
