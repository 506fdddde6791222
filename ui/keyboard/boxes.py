"""Which widgets are written into, and how."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from ui.keyboard.layouts import Layer
from ui.widgets.figure_edit import FigureEdit
from ui.widgets.keypad import Keypad
from ui.widgets.sheet import Sheet


def focused() -> QWidget | None:
    """The box the cursor stands in, or None."""
    widget = QApplication.focusWidget()
    return widget if widget is not None and is_box(widget) else None


def is_box(widget: QWidget) -> bool:
    """Whether text can be written here."""
    if isinstance(widget, QComboBox):
        return widget.isEditable() and widget.isEnabled()
    return isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit) and widget.isEnabled() and not widget.isReadOnly()


def sheet_of(widget: QWidget) -> Sheet | None:
    """The sheet a widget stands on, or None."""
    above: QWidget | None = widget
    while above is not None and not isinstance(above, Sheet):
        above = above.parentWidget()
    return above


def has_keypad(box: QWidget) -> bool:
    """Whether its sheet brings digits to tap of its own."""
    sheet = sheet_of(box)
    return isinstance(box, FigureEdit) and sheet is not None and sheet.findChild(Keypad) is not None


def layer_for(box: QWidget | None) -> Layer:
    """The keys a box wants first."""
    return "figures" if isinstance(box, FigureEdit) else "letters"
