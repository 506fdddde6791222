"""Nothing is cut off, covered or too small for a finger."""

from __future__ import annotations

from itertools import combinations

from PySide6.QtCore import QRect
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QTabBar,
    QWidget,
)

from tests.ui.walk.seen import called, keys, labels, seen_part, visible
from ui.keyboard.key import Key
from ui.theme import GAP, TOUCH
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.sheet import Sheet
from ui.widgets.toast import Toast

ARROW_ROOM = 36
LETTERS_GAP = 5
SLACK = 1
_HOLD_TEXT = (QLabel, QAbstractButton, QLineEdit, QComboBox)


def cut_off(root: QWidget) -> list[str]:
    """Texts that have less room than they need, and widgets that stick out of what holds them."""
    found = [f"{called(label)} is cut off" for label in labels(root) if not _label_fits(label)]
    found += [f"{called(key)} is cut off" for key in keys(root) if not _key_fits(key)]
    for widget in visible(root):
        if isinstance(widget, QComboBox) and not _box_fits(widget):
            found.append(f"{called(widget)} cuts off “{widget.currentText()}”")
        if isinstance(widget, QLineEdit) and not _hint_fits(widget):
            found.append(f"{called(widget)} cuts off “{widget.placeholderText()}”")
        if not _within_its_parent(widget):
            found.append(f"{called(widget)} sticks out: {widget.geometry()}")
    return found


def off_the_middle(root: QWidget) -> list[str]:
    """A sheet's card that does not stand in the middle, or not on the sheet."""
    if not isinstance(root, Sheet):
        return []
    card, away = root.card.geometry(), root.card.geometry().center() - root.rect().center()
    stands = root.rect().contains(card) and away.manhattanLength() <= 2 * SLACK
    return [] if stands else [f"the card stands at {card}"]


def covered(root: QWidget) -> list[str]:
    """Neighbours that lie over each other."""
    found = []
    holders = {widget.parentWidget() for widget in visible(root)} | {root}
    for holder in holders:
        if holder is None or holder.layout() is None:
            continue
        beside = [one for one in visible(root) if one.parentWidget() is holder and _is_laid_out(one)]
        found += [
            f"{called(one)} lies over {called(other)}"
            for one, other in combinations(beside, 2)
            if one.geometry().intersects(other.geometry())
        ]
    return found


def too_small(root: QWidget) -> list[str]:
    """What a finger would miss, and keys so near each other that it would hit two."""
    touched = [widget for widget in visible(root) if isinstance(widget, QAbstractButton | QComboBox | QLineEdit)]
    found = [
        f"{called(widget)} is only {widget.width()} x {widget.height()}"
        for widget in touched
        if widget.height() < TOUCH or widget.width() < TOUCH
    ]
    found += [
        f"{called(bar)} is only {bar.height()} high"
        for bar in visible(root)
        if isinstance(bar, QTabBar) and bar.height() < TOUCH
    ]
    if isinstance(root, QMenu):
        heights = {action.text(): root.actionGeometry(action).height() for action in root.actions() if action.text()}
        found += [f"“{text}” is only {height} high" for text, height in heights.items() if height < TOUCH]
    shown = [key for key in keys(root) if not key.visibleRegion().isEmpty()]
    beside = [key for key in shown if not isinstance(key.parentWidget(), Toast)]
    for one, other in combinations(beside, 2):
        gap = _gap(seen_part(one, root), seen_part(other, root))
        if gap is not None and gap < _least_gap(one, other):
            found.append(f"{called(one)} is {gap} pixels from {called(other)}")
    return found


def _label_fits(label: QLabel) -> bool:
    if isinstance(label, ElidedLabel):
        return bool(label.toolTip()) or label.sizeHint().width() <= label.width()
    room = label.contentsRect()
    if label.wordWrap():
        return label.heightForWidth(label.width()) <= label.height() + SLACK
    wanted = label.fontMetrics().size(0, label.text())
    return wanted.width() <= room.width() + SLACK and wanted.height() <= room.height() + SLACK


def _key_fits(key: QAbstractButton) -> bool:
    wanted = key.sizeHint() if isinstance(key, QCheckBox) else key.minimumSizeHint()
    if type(key).minimumSizeHint is QAbstractButton.minimumSizeHint and not isinstance(key, QCheckBox):
        return key.fontMetrics().horizontalAdvance(key.text()) + GAP <= key.width()
    return wanted.width() <= key.width() + SLACK and wanted.height() <= key.height() + SLACK


def _box_fits(box: QComboBox) -> bool:
    return box.fontMetrics().horizontalAdvance(box.currentText()) + ARROW_ROOM <= box.width()


def _hint_fits(box: QLineEdit) -> bool:
    return bool(box.text()) or box.fontMetrics().horizontalAdvance(box.placeholderText()) <= box.width() - 2 * GAP


def _within_its_parent(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    if parent is None or widget.isWindow() or not isinstance(widget, _HOLD_TEXT):
        return True
    return parent.rect().contains(widget.geometry()) or parent.inherits("QHeaderView")


def _is_laid_out(widget: QWidget) -> bool:
    return not isinstance(widget, Sheet | Toast) and not widget.isWindow()


def _least_gap(*beside: QAbstractButton) -> int:
    """Letters stand as near as on any keyboard: each is wider than a finger, and one is easily taken back."""
    return LETTERS_GAP if all(isinstance(key, Key) for key in beside) else GAP


def _gap(one: QRect, other: QRect) -> int | None:
    """The pixels between two keys that stand beside or below each other; None where they do not meet."""
    across = max(one.left(), other.left()) - min(one.right(), other.right()) - 1
    down = max(one.top(), other.top()) - min(one.bottom(), other.bottom()) - 1
    if across < 0 and down < 0:
        return max(across, down)
    if across >= 0 and down >= 0:
        return None
    return max(across, down)
