"""The order in which one reads what a layout holds."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QLayout, QScrollArea, QWidget


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


def _within(widget: QWidget) -> Iterator[QWidget]:
    shown = widget.widget() if isinstance(widget, QScrollArea) else widget
    inner = shown.layout() if shown is not None else None
    if inner is not None:
        yield from reading_order(inner)
