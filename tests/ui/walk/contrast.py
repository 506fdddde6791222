"""What is read stands out from its ground, measured on the painted pixels."""

from __future__ import annotations

from collections import Counter

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from tests.ui.walk.seen import called, in_sight, keys, labels, place, visible
from ui.theme import contrast

EDGE = 7
"""A key's edge and focus ring are not its words."""


def hard_to_read(root: QWidget, *, at_least: float) -> list[str]:
    """Words whose ink is too near their ground; what cannot be pressed is left out."""
    picture = root.grab().toImage()
    found = []
    for widget in _with_words(root):
        if not widget.isEnabled() or not in_sight(widget, root):
            continue
        seen = _contrast(picture, widget, root)
        if seen is not None and seen < at_least:
            found.append(f"{called(widget)} has a contrast of {seen:.2f}")
    return found


def _with_words(root: QWidget) -> list[QWidget]:
    boxes = [one for one in visible(root) if isinstance(one, QLineEdit | QComboBox) and _words_in(one)]
    return [*labels(root), *(key for key in keys(root) if key.text()), *boxes]


def _words_in(box: QWidget) -> str:
    if isinstance(box, QLineEdit):
        return box.text() or box.placeholderText()
    return box.currentText() if isinstance(box, QComboBox) else ""


def _contrast(picture: QImage, widget: QWidget, root: QWidget) -> float | None:
    """The contrast of the commonest colour and the one farthest from it; None where only one colour is."""
    within = place(widget, root)
    if not widget.inherits("QLabel"):
        within = within.adjusted(EDGE, EDGE, -EDGE, -EDGE)
    part = picture.copy(within).convertToFormat(QImage.Format.Format_RGB32)
    colours = Counter(memoryview(part.constBits()).cast("B").cast("I"))
    ground, _ = colours.most_common(1)[0]
    if len(colours) == 1:
        return None
    return max(contrast(_named(ground), _named(one)) for one, _ in colours.most_common(60))


def _named(pixel: int) -> str:
    return f"#{pixel & 0xFFFFFF:06X}"
