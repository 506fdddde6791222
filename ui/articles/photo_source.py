"""Where a photo comes from: a file, or what was copied or dropped here."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

from ui.articles import photo_making

Source = Path | bytes | QImage
_FORMATS: Final = ("image/jpeg", "image/png", "image/webp", "image/bmp")


def of(offered: QMimeData) -> Source | None:
    """The photo in what was copied or dropped, best as the bytes of a file; None where there is none."""
    files = [url.toLocalFile() for url in offered.urls() if url.isLocalFile()]
    if files:
        return Path(files[0])
    for name in _FORMATS:
        if offered.hasFormat(name):
            return bytes(offered.data(name).data())
    if offered.hasImage():
        image = offered.imageData()
        return image if isinstance(image, QImage) else None
    return None


def is_there(offered: QMimeData) -> bool:
    """Whether this may be a photo, without unpacking it."""
    return offered.hasUrls() or offered.hasImage() or any(offered.hasFormat(name) for name in _FORMATS)


def made(source: Source, *, longest: int = photo_making.LONGEST_SIDE) -> bytes:
    """The photo as it is kept, so many pixels on its longer side at most; for a thread that shows nothing.

    Raises:
        PhotoRefused: it is none.
    """
    if isinstance(source, Path):
        return photo_making.from_file(source, longest=longest)
    if isinstance(source, bytes):
        return photo_making.from_bytes(source, longest=longest)
    return photo_making.from_image(source, longest=longest)
