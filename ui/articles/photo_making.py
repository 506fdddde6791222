"""Makes a photo for the shop's file out of whatever a person chose; runs on a thread that shows nothing.

A file is judged by its first bytes and handed to that decoder alone. Its size is read before its pixels, so that
a small file cannot ask for all the memory there is. What comes out is painted anew: nothing of the camera, the
place or the program that the file told of is kept.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QColorSpace, QImage, QImageReader, QPainter

from pos.domain.errors import PhotoFault, PhotoRefused

LONGEST_SIDE: Final = 800
LARGEST_BYTES: Final = 40 * 1024 * 1024
LARGEST_PIXELS: Final = 40_000_000
MOST_MEGABYTES: Final = 256
"""What a decoder may take: a photo of the largest size has four bytes a pixel."""

QUALITY: Final = 80


def from_file(path: Path, *, longest: int = LONGEST_SIDE) -> bytes:
    """A file as a photo: JPEG, at most 800 pixels on its longer side unless told.

    Raises:
        PhotoRefused: it is none, or cannot be one.
    """
    try:
        with path.open("rb") as file:
            body = file.read(LARGEST_BYTES + 1)
    except OSError as problem:
        raise PhotoRefused(PhotoFault.UNREADABLE) from problem
    return from_bytes(body, longest=longest)


def from_bytes(body: bytes, *, longest: int = LONGEST_SIDE) -> bytes:
    """The bytes of a file as a photo.

    Raises:
        PhotoRefused: see `from_file`.
    """
    kind = _kind(body)
    if not kind:
        raise PhotoRefused(PhotoFault.NO_PICTURE)
    if len(body) > LARGEST_BYTES:
        raise PhotoRefused(PhotoFault.TOO_LARGE)
    if not _is_whole(body, kind):
        raise PhotoRefused(PhotoFault.DAMAGED)
    return from_image(_decoded(body, kind, longest), longest=longest)


def from_image(image: QImage, *, longest: int = LONGEST_SIDE) -> bytes:
    """A picture from the clipboard as a photo.

    Raises:
        PhotoRefused: it is larger than any photo.
    """
    if image.isNull():
        raise PhotoRefused(PhotoFault.DAMAGED)
    if image.width() * image.height() > LARGEST_PIXELS:
        raise PhotoRefused(PhotoFault.TOO_LARGE)
    return _jpeg(_painted_anew(image, longest))


def shown(picture: bytes) -> QImage:
    """A kept photo to look at; a null image where the bytes are none."""
    try:
        return _decoded(picture, _kind(picture) or "jpeg", LONGEST_SIDE)
    except PhotoRefused:
        return QImage()


def _kind(body: bytes) -> str:
    """The kind of picture by its first bytes; empty for everything that is not taken."""
    if body.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if body.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if body.startswith(b"RIFF") and body[8:12] == b"WEBP":
        return "webp"
    return "bmp" if body.startswith(b"BM") and len(body) > 30 else ""


def _is_whole(body: bytes, kind: str) -> bool:
    """Whether the file goes to its end: decoders show the upper half of a photo as if it were all."""
    if kind == "jpeg":
        return body.find(b"\xff\xd9", _jpeg_pixels(body)) >= 0
    if kind == "png":
        return b"IEND" in body[-64:] or b"IEND\xae\x42\x60\x82" in body
    if kind == "webp":
        return int.from_bytes(body[4:8], "little") + 8 <= len(body)
    return int.from_bytes(body[2:6], "little") <= len(body)


def _jpeg_pixels(body: bytes) -> int:
    """Where the pixels of a JPEG begin, behind its segments: one of them may hold a small whole JPEG of its own."""
    place = 2
    while place + 4 <= len(body) and body[place] == 0xFF:
        if body[place + 1] == 0xDA:
            return place
        place += 2 + int.from_bytes(body[place + 2 : place + 4], "big")
    return len(body)


def _decoded(body: bytes, kind: str, longest: int) -> QImage:
    QImageReader.setAllocationLimit(MOST_MEGABYTES)
    buffer = QBuffer()
    buffer.setData(QByteArray(body))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(kind.encode()))
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid():
        raise PhotoRefused(PhotoFault.DAMAGED)
    if size.width() * size.height() > LARGEST_PIXELS:
        raise PhotoRefused(PhotoFault.TOO_LARGE)
    if max(size.width(), size.height()) > longest:
        reader.setScaledSize(size.scaled(longest, longest, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        raise PhotoRefused(PhotoFault.DAMAGED)
    return image


def _painted_anew(image: QImage, longest: int) -> QImage:
    """The pixels alone, on white, in the colours of a screen."""
    if image.colorSpace().isValid():
        image = image.convertedToColorSpace(QColorSpace(QColorSpace.NamedColorSpace.SRgb))
    if max(image.width(), image.height()) > longest:
        image = image.scaled(
            longest,
            longest,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    page = QImage(image.size(), QImage.Format.Format_RGB32)
    page.fill(Qt.GlobalColor.white)
    painter = QPainter(page)
    painter.drawImage(0, 0, image)
    painter.end()
    return page


def _jpeg(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG", QUALITY)  # type: ignore[call-overload]
    return bytes(buffer.data().data())
