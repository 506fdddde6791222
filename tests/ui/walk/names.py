"""Everything has a name that can be said aloud, as the screen readers' own interface gives it."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QMenu, QWidget

from tests.ui.walk.seen import called, interactive, labels, visible

MOST_ROWS = 40
_SILENT = (QAccessible.Role.Separator, QAccessible.Role.Pane)
"""Parts of a menu and of a table that say nothing: a line, and the corner between the headings."""


def wrong_names(root: QWidget) -> list[str]:
    """What has no name, no role, or a name that leaves out what is shown."""
    found = [f"{called(widget)} {fault}" for widget in interactive(root) for fault in _faults(widget)]
    if isinstance(root, QMenu):
        found += [f"{called(root)} {fault}" for fault in _faults(root)]
    for label in labels(root):
        said = _interface(label).text(QAccessible.Text.Name)
        if label.text() not in said:
            found.append(f"{called(label)} is said as “{said}”")
    for bar in visible(root):
        if bar.inherits("QProgressBar") and not bar.accessibleName():
            found.append(f"{called(bar)} has no name")
    return found


def _faults(widget: QWidget) -> Iterator[str]:
    interface = _interface(widget)
    if not _can_be_said(interface.text(QAccessible.Text.Name)) and not isinstance(widget, QMenu):
        yield "has no name that can be said"
    if interface.role() in (QAccessible.Role.NoRole, QAccessible.Role.Client):
        yield "has no role"
    if widget.inherits("QAbstractItemView") or widget.inherits("QTabBar") or isinstance(widget, QMenu):
        yield from _unnamed_rows(interface)


def _unnamed_rows(interface: QAccessibleInterface) -> Iterator[str]:
    for place in range(min(interface.childCount(), MOST_ROWS)):
        row = interface.child(place)
        if row is None or row.role() in _SILENT:
            continue
        if not _can_be_said(row.text(QAccessible.Text.Name)) and row.role() is not QAccessible.Role.Cell:
            yield f"has no name for its row {place}"


def _interface(widget: QWidget) -> QAccessibleInterface:
    return QAccessible.queryAccessibleInterface(widget)


def _can_be_said(name: str) -> bool:
    """An icon's sign alone is none: a name has a letter or a digit in it."""
    return any(sign.isalnum() for sign in name)
