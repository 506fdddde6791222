"""The photo of an article: seen square, chosen, pasted, dropped or taken away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos.wording import Wording
from ui.articles import photo_source
from ui.icons import Icons
from ui.theme import GAP, RADIUS, Theme
from ui.widgets.key_button import KeyButton

SIDE = 250
AskPhoto = Callable[[QWidget, str, str], Path | None]


def ask_photo(over: QWidget, title: str, kinds: str) -> Path | None:
    """Let a person choose a file, by the system's own dialog."""
    chosen, _ = QFileDialog.getOpenFileName(over, title, "", kinds)
    return Path(chosen) if chosen else None


class PhotoBox(QWidget):
    """Says which photo is wanted; the work of making it is somebody else's."""

    offered = Signal(object)
    removed = Signal()
    nothing_to_paste = Signal()

    def __init__(self, theme: Theme, wording: Wording, icons: Icons, *, ask: AskPhoto = ask_photo) -> None:
        super().__init__()
        self._wording, self._ask = wording, ask
        self.view = _PhotoView(theme, wording)
        self.view.dropped.connect(self.offered)
        self.choose_key = KeyButton(theme, wording("Choose a photo…"), self._choose)
        self.paste_key = KeyButton(theme, wording("Paste"), self.paste)
        self.paste_key.setAccessibleName(wording("Paste a photo"))
        self.remove_key = KeyButton(theme, wording("Remove"), self.removed.emit, kind="danger")
        self.remove_key.setAccessibleName(wording("Remove the photo"))
        icons.give(self.choose_key, "fa6s.image")
        row = QHBoxLayout()
        row.setSpacing(GAP)
        for key in (self.paste_key, self.remove_key):
            row.addWidget(key, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        self.view.setMaximumHeight(theme.room(SIDE))
        column.addWidget(self.view, 1)
        column.addWidget(self.choose_key)
        column.addLayout(row)

    def show_image(self, image: QImage | None) -> None:
        """Show a photo, or that there is none."""
        self.view.show_image(image)
        self.remove_key.setEnabled(image is not None)

    def show_making(self) -> None:
        """Say that a photo is being made."""
        self.view.show_making()

    def paste(self) -> None:
        """Offer what was copied elsewhere."""
        source = photo_source.of(QGuiApplication.clipboard().mimeData())
        if source is None:
            self.nothing_to_paste.emit()
        else:
            self.offered.emit(source)

    def _choose(self) -> None:
        kinds = self._wording("Photos (*.jpg *.jpeg *.png *.webp *.bmp)")
        path = self._ask(self, self._wording("Choose a photo"), kinds)
        if path is not None:
            self.offered.emit(path)


class _PhotoView(QWidget):
    """The middle of the photo in a square; a frame to drop one into where there is none."""

    dropped = Signal(object)

    def __init__(self, theme: Theme, wording: Wording) -> None:
        super().__init__()
        self._theme, self._wording = theme, wording
        self._picture: QPixmap | None = None
        self._over, self._making = False, False
        self.setAcceptDrops(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.show_image(None)

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(self._theme.room(SIDE), self._theme.room(SIDE))

    def minimumSizeHint(self) -> QSize:
        """Small enough for the smallest screen."""
        return QSize(self._theme.room(96), self._theme.room(96))

    def show_image(self, image: QImage | None) -> None:
        self._making = False
        self._picture = None if image is None else QPixmap.fromImage(image)
        self.setAccessibleName(self._wording("No photo yet") if image is None else self._wording("Photo"))
        self.update()

    def show_making(self) -> None:
        self._making = True
        self.update()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A photo is held over the frame."""
        if photo_source.is_there(event.mimeData()):
            self._over = True
            self.update()
            event.acceptProposedAction()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """It was carried on."""
        self._over = False
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        """It was let go of."""
        self._over = False
        self.update()
        source = photo_source.of(event.mimeData())
        if source is not None:
            event.acceptProposedAction()
            self.dropped.emit(source)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The photo, or an empty frame with a sentence."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        side = min(self.width(), self.height())
        square = QRect((self.width() - side) // 2, (self.height() - side) // 2, side, side)
        if self._picture is not None and not self._making:
            self._paint_photo(painter, square)
        else:
            self._paint_frame(painter, square)

    def _paint_photo(self, painter: QPainter, square: QRect) -> None:
        picture = self._picture
        if picture is None:
            return
        side = min(picture.width(), picture.height())
        middle = QRect((picture.width() - side) // 2, (picture.height() - side) // 2, side, side)
        corners = QPainterPath()
        corners.addRoundedRect(QRectF(square), RADIUS, RADIUS)
        painter.setClipPath(corners)
        painter.drawPixmap(square, picture, middle)

    def _paint_frame(self, painter: QPainter, square: QRect) -> None:
        tokens = self._theme.tokens
        pen = QPen(QColor(tokens.accent if self._over else tokens.edge), 2 if self._over else 1)
        pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(QColor(tokens.accent_ground if self._over else tokens.ground))
        painter.drawRoundedRect(QRectF(square).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        wording = self._wording
        said = wording("One moment…") if self._making else wording("No photo yet. Choose one, or drop it here.")
        painter.setPen(QColor(tokens.soft))
        painter.setFont(self._theme.font())
        painter.drawText(
            square.adjusted(16, 16, -16, -16), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, said
        )
