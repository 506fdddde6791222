"""What stands on a window, as the checks of the walk look at it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QScrollBar,
    QTabBar,
    QTextBrowser,
    QWidget,
)

QTS_OWN: Final = {"qt_toolbutton", "ScrollLeftButton", "ScrollRightButton"}
INTERACTIVE: Final = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView, QTabBar, QTextBrowser)


def visible(root: QWidget) -> list[QWidget]:
    """Everything of ours that is shown on a window, and not what Qt builds its own widgets of."""
    return [widget for widget in root.findChildren(QWidget) if widget.isVisible() and not _is_qts(widget)]


def interactive(root: QWidget) -> list[QWidget]:
    """What can be tapped, filled in or walked through."""
    return [one for one in visible(root) if isinstance(one, INTERACTIVE) and not isinstance(one, QHeaderView)]


def keys(root: QWidget) -> list[QAbstractButton]:
    """What can be pressed."""
    return [widget for widget in visible(root) if isinstance(widget, QAbstractButton)]


def labels(root: QWidget) -> list[QLabel]:
    """The lines of text, where they say something."""
    return [widget for widget in visible(root) if isinstance(widget, QLabel) and widget.text()]


def stops(root: QWidget) -> list[QWidget]:
    """Where the tab key is to come by; of choices that exclude each other at the one that is down."""
    tab = Qt.FocusPolicy.TabFocus
    reachable = [widget for widget in visible(root) if widget.focusPolicy() & tab == tab and widget.isEnabled()]
    return [widget for widget in reachable if not _is_left_to_arrows(widget)]


def place(widget: QWidget, root: QWidget) -> QRect:
    """Where a widget is on the window."""
    return QRect(widget.mapTo(root, QPoint(0, 0)), widget.size())


def seen_part(widget: QWidget, root: QWidget) -> QRect:
    """Where what can be seen of a widget is on the window, without what is scrolled out of sight."""
    return widget.visibleRegion().boundingRect().translated(widget.mapTo(root, QPoint(0, 0)))


def in_sight(widget: QWidget, root: QWidget) -> bool:
    """Whether all of it can be seen without scrolling."""
    return widget.visibleRegion().boundingRect() == widget.rect() and root.rect().contains(place(widget, root))


def called(widget: QWidget) -> str:
    """A widget in a sentence about it."""
    text = getattr(widget, "text", str)() or widget.accessibleName() or widget.objectName()
    return f"{type(widget).__name__} “{text}”"


def _is_left_to_arrows(widget: QWidget) -> bool:
    if not isinstance(widget, QAbstractButton):
        return False
    group = widget.group()
    return group is not None and group.exclusive() and group.checkedButton() not in (None, widget)


def _is_qts(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    return (
        widget.objectName().startswith("qt_")
        or widget.objectName() in QTS_OWN
        or isinstance(widget, QScrollBar)
        or (isinstance(widget, QHeaderView) and type(widget) is QHeaderView)
        or isinstance(parent, QLineEdit | QComboBox)
        or type(widget).__name__ in {"QTableCornerButton", "QComboBoxPrivateContainer"}
    )
