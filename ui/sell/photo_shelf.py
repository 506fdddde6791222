"""Pictures of products, read and made small on the reading thread, kept as long as there is room."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPixmap

from pos.database import products
from ui.background import Background

if TYPE_CHECKING:
    from pos.database.connection import Database

HEIGHT: Final = 160
MOST_KEPT: Final = 300
LARGEST_BYTES: Final = 10 * 1024 * 1024
LARGEST_SIDE: Final = 10_000


class PhotoShelf(QObject):
    """Gives the picture of a hash once it was read; one that cannot be shown stays away without a word."""

    arrived = Signal()

    def __init__(self, reading: Background) -> None:
        super().__init__()
        self._reading = reading
        self._kept: OrderedDict[str, QPixmap | None] = OrderedDict()

    def photo(self, sha256: str) -> QPixmap | None:
        """The picture, or None while it is being read and where there is none."""
        if sha256 in self._kept:
            self._kept.move_to_end(sha256)
            return self._kept[sha256]
        self._keep(sha256, None)
        self._reading.run(
            lambda db: _read(db, sha256), lambda image: self._take(sha256, image), lambda _: None, owner=self
        )
        return None

    def _take(self, sha256: str, image: QImage | None) -> None:
        if image is not None:
            self._keep(sha256, QPixmap.fromImage(image))
            self.arrived.emit()

    def _keep(self, sha256: str, picture: QPixmap | None) -> None:
        self._kept[sha256] = picture
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)


def _read(db: Database, sha256: str) -> QImage | None:
    body = products.photo(db, sha256)
    return None if body is None else small(body)


def small(body: bytes) -> QImage | None:
    """A picture made small enough for a tile; None when it is none, or larger than any photo."""
    if len(body) > LARGEST_BYTES:
        return None
    buffer = QBuffer()
    buffer.setData(QByteArray(body))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    size = reader.size()
    if not size.isValid() or max(size.width(), size.height()) > LARGEST_SIDE:
        return None
    if size.height() > HEIGHT:
        reader.setScaledSize(size.scaled(QSize(4 * HEIGHT, HEIGHT), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else image
