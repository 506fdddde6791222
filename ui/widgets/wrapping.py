"""Breaking a name into a few lines that fit."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics

_NO_BREAK: Final = re.compile(r"(?<=\d) (?=(?:k?g|[cm]?l|cm|mm|m)\b)| (?=\d{1,2}$)")
_GLUE: Final = "\u00a0"


def wrap(text: str, metrics: QFontMetrics, width: int, lines: int) -> tuple[str, ...]:
    """The text on at most so many lines of a width in pixels, the last ending in an ellipsis where it does not fit.

    Lines break between words, but never between a figure and its unit or before a last short figure.
    """
    words = _words(text)
    result: list[str] = []
    while words and len(result) < lines - 1:
        taken = 1
        while taken < len(words) and metrics.horizontalAdvance(" ".join(words[: taken + 1])) <= width:
            taken += 1
        result.append(_fitted(" ".join(words[:taken]), metrics, width))
        words = words[taken:]
    if words:
        result.append(_fitted(" ".join(words), metrics, width))
    return tuple(result)


def narrowest(text: str, metrics: QFontMetrics) -> int:
    """The least width in pixels on which `wrap` breaks the text into two lines and leaves nothing out."""
    words = _words(text)
    broken = ((" ".join(words[:place]), " ".join(words[place:])) for place in range(1, len(words) + 1))
    return min((max(map(metrics.horizontalAdvance, lines)) for lines in broken), default=0)


def _words(text: str) -> list[str]:
    return _NO_BREAK.sub(_GLUE, " ".join(text.split())).split(" ")


def _fitted(line: str, metrics: QFontMetrics, width: int) -> str:
    if metrics.horizontalAdvance(line) <= width:
        return line
    return metrics.elidedText(line, Qt.TextElideMode.ElideRight, width)
