"""Pictures for tests, made as a camera or an attacker would make them."""

from __future__ import annotations

import struct
import zlib

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage, QPainter

RED, BLUE = QColor("#C04020"), QColor("#2040C0")


def picture(width: int = 1_200, height: int = 900) -> QImage:
    """Red above, blue below: which side is up can be seen."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(BLUE)
    painter = QPainter(image)
    painter.fillRect(0, 0, width, height // 2, RED)
    painter.end()
    return image


def encoded(image: QImage, kind: str = "JPEG") -> bytes:
    """The file a program would write."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, kind, 90)  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def photo(kind: str = "JPEG", width: int = 1_200, height: int = 900) -> bytes:
    """A photo as a file."""
    return encoded(picture(width, height), kind)


def turned(jpeg: bytes, orientation: int, secret: bytes = b"Lise's camera, 48.85 N 2.35 E") -> bytes:
    """A JPEG whose EXIF says how the camera was held, and more than anybody asked."""
    entries = struct.pack("<HHII", 0x0112, 3, 1, orientation)
    entries += struct.pack("<HHII", 0x010E, 2, len(secret), 8 + 2 + 24 + 4)
    tiff = b"II*\x00" + struct.pack("<I", 8) + struct.pack("<H", 2) + entries + struct.pack("<I", 0) + secret
    body = b"Exif\x00\x00" + tiff
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + jpeg[2:]


def bomb(side: int = 60_000) -> bytes:
    """A PNG of a few bytes that asks for gigabytes."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(1_000)))
        + chunk(b"IEND", b"")
    )


def is_near(seen: QColor, wanted: QColor) -> bool:
    """Whether two colours are the same but for what a JPEG does to them."""
    parts = zip(_parts(seen), _parts(wanted), strict=True)
    return all(abs(one - other) < 30 for one, other in parts)


def _parts(colour: QColor) -> tuple[int, int, int]:
    return colour.red(), colour.green(), colour.blue()
