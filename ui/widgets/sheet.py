"""A sheet of paper laid over the screen: dims what is below and keeps the focus until it is put away."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget
from shiboken6 import isValid

from ui.theme import MARGIN, Theme
from ui.widgets.labels import card, label
from ui.widgets.reading import step

_OTHER_ROOM = (QEvent.Type.Resize, QEvent.Type.ContentsRectChange)


class Sheet(QWidget):
    """Covers its parent; what it is about stands on the card in the middle. Esc goes one step back."""

    closed = Signal()
    scan_answered = Signal(bool)
    """Whether what was scanned into the sheet was taken; a sheet may have to ask the file first."""

    def __init__(self, theme: Theme, title: str) -> None:
        super().__init__()
        self._theme = theme
        self._focus_before: QWidget | None = None
        self._scan_waits = False
        self._foot = 0
        self.is_away = False
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.card: QFrame = card()
        self.body = QVBoxLayout(self.card)
        self.body.setContentsMargins(24, 20, 24, 24)
        self.body.setSpacing(MARGIN)
        self.heading = label(title, role="title")
        self.body.addWidget(self.heading)
        self.card.setParent(self)

    def lay_over(self, below: QWidget, focus: QWidget) -> None:
        """Show over a widget, with the cursor in `focus`."""
        self._focus_before = QApplication.focusWidget()
        self.setParent(below)
        below.installEventFilter(self)
        self.setGeometry(_ground(below))
        self.show()
        self.raise_()
        self._place_card()
        focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def make_room(self, foot: int) -> None:
        """Keep the box with the cursor above so many pixels at the foot, where a keyboard stands."""
        self._foot = foot
        self._place_card()

    def put_away(self) -> None:
        """Close, give the focus back, and say so; a second time nothing happens."""
        if self.is_away:
            return
        self.is_away = True
        below = self.parentWidget()
        if below is not None:
            below.removeEventFilter(self)
        before = self._focus_before
        self.hide()
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()
        self.deleteLater()

    def go_back(self) -> None:
        """Esc: one step back; a sheet of one step closes."""
        self.put_away()

    def confirm(self) -> None:
        """Enter: what the sheet's main key does."""

    def wait_for_scan(self) -> None:
        """What was just scanned is being looked up; `answer_scan` says what became of it."""
        self._scan_waits = True

    def answer_scan(self, *, taken: bool) -> None:
        """Say what became of a scan; what was typed is answered without a sound."""
        if self._scan_waits:
            self._scan_waits = False
            self.scan_answered.emit(taken)

    def take_scan(self, code: str) -> bool:  # noqa: ARG002 - who derives makes something of it
        """A scan while this sheet is on top; True when the sheet made something of it."""
        return False

    def refuses_scans(self) -> str:
        """Why a scan is not put on the ticket while this sheet is on top; empty when it is."""
        return ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as what is below."""
        below = self.parentWidget()
        if event.type() in _OTHER_ROOM and below is not None and watched is below:
            self.setGeometry(_ground(below))
            self._place_card()
        return False

    def event(self, event: QEvent) -> bool:
        """Take up new text sizes and contents."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._place_card()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc and Enter, wherever the focus is on the sheet."""
        if event.key() == Qt.Key.Key_Escape:
            self.go_back()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.confirm()
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - Qt's own signature
        """Tab goes round on the sheet as one reads it, whatever was made first, and never below it."""
        return step(self.body, forward=forward)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The dimmed screen below."""
        QPainter(self).fillRect(self.rect(), QColor(self._theme.tokens.scrim))

    def _place_card(self) -> None:
        room = self.rect().adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        wanted = self.card.sizeHint().expandedTo(self.card.minimumSizeHint()).expandedTo(self.card.minimumSize())
        # Qt measures the height of breaking lines without the card's edge, at a width that is never theirs.
        needed = self.body.totalHeightForWidth(min(wanted.width(), room.width()))
        wanted.setHeight(max(wanted.height(), needed))
        size = wanted.boundedTo(room.size())
        place = QRect(0, 0, size.width(), size.height())
        place.moveCenter(self.rect().center())
        self.card.setGeometry(self._lifted(place))

    def _lifted(self, place: QRect) -> QRect:
        """Where the card stands above the foot; one too high for that shows the part that is being filled in."""
        free = self.rect().adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN - self._foot)
        if self._foot and place.height() <= free.height():
            place.moveCenter(free.center())
        elif self._foot:
            focus = QApplication.focusWidget()
            inside = focus is not None and self.card.isAncestorOf(focus)
            lowest = focus.mapTo(self.card, focus.rect().bottomLeft()).y() if focus is not None and inside else 0
            place.moveTop(min(free.top(), free.bottom() - lowest))
        return place


def _ground(below: QWidget) -> QRect:
    """All of a window but what stands across its top and must never be covered."""
    return below.rect().adjusted(0, below.contentsMargins().top(), 0, 0)
