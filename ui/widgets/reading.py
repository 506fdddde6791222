"""The order in which one reads what a layout holds, and the tab key in that order."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLayout, QScrollArea, QWidget


def reading_order(layout: QLayout) -> Iterator[QWidget]:
    """Every widget of a layout and of the layouts and widgets in it, as they were put there: row by row."""
    for place in range(layout.count()):
        item = layout.itemAt(place)
        inner, widget = (item.layout(), item.widget()) if item is not None else (None, None)
        if inner is not None:
            yield from reading_order(inner)
        elif widget is not None:
            yield widget
            yield from _within(widget)


def step(layout: QLayout, *, forward: bool) -> bool:
    """Put the focus on the next stop of the tab key, whatever was made first; False where there is none."""
    stops = [widget for widget in reading_order(layout) if _is_a_stop(widget)]
    if not stops:
        return False
    current = QApplication.focusWidget()
    place = stops.index(current) if current in stops else -1 if forward else 0
    following = stops[(place + (1 if forward else -1)) % len(stops)]
    following.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    return True


def _within(widget: QWidget) -> Iterator[QWidget]:
    shown = widget.widget() if isinstance(widget, QScrollArea) else widget
    inner = shown.layout() if shown is not None else None
    if inner is not None:
        yield from reading_order(inner)


def _is_a_stop(widget: QWidget) -> bool:
    by_tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(by_tab) and widget.isEnabled() and widget.isVisible() and not _is_left_to_arrows(widget)


def _is_left_to_arrows(widget: QWidget) -> bool:
    """Of choices that exclude each other the tab key comes by the one that is down; arrows lead to the others."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return group is not None and group.exclusive() and group.checkedButton() not in (None, widget)
