"""Photos on tiles: shown when they are pictures, and never in the way when they are not."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from ui.sell.photo_shelf import HEIGHT, LARGEST_BYTES, small


def _png(width: int, height: int) -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("#C04020"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def test_a_large_photo_is_made_small(qtbot: QtBot) -> None:
    image = small(_png(1_200, 900))

    assert image is not None
    assert image.height() == HEIGHT
    assert image.pixelColor(5, 5) == QColor("#C04020")


@pytest.mark.parametrize("body", [b"", b"GIF89a", b"<svg", _png(20, 20)[:40], b"\x00" * (LARGEST_BYTES + 1)])
def test_what_is_no_photo_is_left_out(qtbot: QtBot, body: bytes) -> None:
    assert small(body) is None


def test_a_picture_of_absurd_size_is_not_even_read(qtbot: QtBot) -> None:
    claimed = bytearray(_png(20, 20))
    claimed[16:24] = (60_000).to_bytes(4, "big") * 2

    assert small(bytes(claimed)) is None
