"""The tab key comes by everything once, from the top to the bottom, and one sees where it is."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.walk.seen import called, place, stops

Station = tuple[QWidget, QRect, QRect]
"""What had the focus, where it stood then, and where once the next had it: what scrolls moves on the way."""


def lost_on_the_way(root: QWidget) -> list[str]:
    """Where the tab key does not come by, comes by twice, goes back up, or cannot be seen."""
    wanted = stops(root)
    if not wanted:
        return []
    wanted[0].setFocus(Qt.FocusReason.OtherFocusReason)
    stations, unseen = _walked(wanted, root)
    way = [widget for widget, _, _ in stations]
    found = [f"the tab key never comes to {called(one)}" for one in wanted if one not in way]
    found += [f"the tab key strays to {called(one)}" for one in way if one not in wanted]
    found += [f"the tab key goes back from {called(one)} to {called(other)}" for one, other in _steps_back(stations)]
    return found + [f"one does not see the focus on {called(one)}" for one in unseen]


def _walked(wanted: Sequence[QWidget], root: QWidget) -> tuple[list[Station], list[QWidget]]:
    """Where the focus went until it came round, and what looked the same with it and without it."""
    way: list[Station] = []
    unseen = []
    without = {one: _picture(one) for one in wanted if not one.hasFocus()}
    for _ in range(len(wanted) + 2):
        now = QApplication.focusWidget()
        if way:
            before, stood, _ = way[-1]
            way[-1] = before, stood, place(before, root)
        if now is None or now in (before for before, _, _ in way):
            break
        way.append((now, place(now, root), place(now, root)))
        if now in without and not _is_seen(without[now], _picture(now)):
            unseen.append(now)
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(now, QKeyEvent(kind, Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier))
    return way, unseen


def _picture(widget: QWidget) -> QImage:
    return widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def _is_seen(before: QImage, after: QImage) -> bool:
    """A ring is more than a cursor: as many pixels differ as one side of the widget is long."""
    if before.size() != after.size():
        return True
    one, other = (memoryview(picture.constBits()).cast("B").cast("I") for picture in (before, after))
    return sum(a != b for a, b in zip(one, other, strict=True)) > min(before.width(), 100)


def _steps_back(way: Sequence[Station]) -> list[tuple[QWidget, QWidget]]:
    """Steps up, or to the left in the same row; one of them is allowed, where the way comes round."""
    steps = [*pairwise(way), (way[-1], way[0])] if len(way) > 1 else []
    back = [(one, other) for (one, _, here), (other, there, _) in steps if _is_back(here, there)]
    return back[1:]


def _is_back(one: QRect, other: QRect) -> bool:
    above = other.bottom() < one.top()
    same_row = not above and other.top() <= one.bottom() and one.top() <= other.bottom()
    return (above and other.left() < one.right()) or (same_row and other.right() < one.left())
