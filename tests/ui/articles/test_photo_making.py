"""A photo is made small, upright and silent about its camera; what is none is refused in words, whatever it claims."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from pos.domain.errors import PhotoFault, PhotoRefused
from pos.wording import Wording
from tests.ui.articles.pictures import BLUE, RED, bomb, encoded, is_near, photo, picture, turned
from ui.articles.photo_making import LARGEST_BYTES, LONGEST_SIDE, from_bytes, from_file, from_image, shown
from ui.messages import explain

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>fetch("https://far.example")</script></svg>'


def _near(image: QImage, x: float, y: float, colour: QColor) -> bool:
    return is_near(image.pixelColor(int(x * image.width()), int(y * image.height())), colour)


def _fault(body: bytes) -> str:
    with pytest.raises(PhotoRefused) as refused:
        from_bytes(body)
    return refused.value.reason


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "BMP", "WEBP"])
def test_a_photo_of_every_usual_kind_becomes_a_small_jpeg(qtbot: QtBot, kind: str) -> None:
    made = from_bytes(photo(kind))

    image = shown(made)
    assert made.startswith(b"\xff\xd8\xff")
    assert (image.width(), image.height()) == (LONGEST_SIDE, 600)
    assert _near(image, 0.5, 0.1, RED)
    assert _near(image, 0.5, 0.9, BLUE)


def test_a_small_picture_is_not_blown_up(qtbot: QtBot) -> None:
    image = shown(from_bytes(photo("PNG", 120, 90)))

    assert (image.width(), image.height()) == (120, 90)


def test_a_photo_taken_with_the_phone_upright_stands_upright(qtbot: QtBot) -> None:
    image = shown(from_bytes(turned(photo(), orientation=6)))

    assert (image.width(), image.height()) == (600, LONGEST_SIDE)
    assert _near(image, 0.9, 0.5, RED)
    assert _near(image, 0.1, 0.5, BLUE)


def test_nothing_of_the_camera_is_kept(qtbot: QtBot) -> None:
    told = turned(photo(), orientation=1)
    assert b"Lise" in told
    noted = picture(200, 200)
    noted.setText("Author", "Lise")

    for made in (from_bytes(told), from_bytes(encoded(noted, "PNG")), from_image(noted)):
        assert b"Exif" not in made
        assert b"Lise" not in made


def test_what_is_seen_through_stands_on_white(qtbot: QtBot) -> None:
    clear = QImage(50, 50, QImage.Format.Format_ARGB32)
    clear.fill(0)

    assert shown(from_bytes(encoded(clear, "PNG"))).pixelColor(25, 25).lightness() > 250


@pytest.mark.parametrize("body", [b"", b"GIF89a", SVG, b"<?xml version='1.0'?>" + SVG, b"%PDF-1.7", b"BM", b"MZ\x90"])
def test_what_is_no_photo_is_refused(qtbot: QtBot, body: bytes) -> None:
    assert _fault(body) == PhotoFault.NO_PICTURE


def test_a_drawing_that_calls_itself_a_photo_is_refused(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(SVG)

    with pytest.raises(PhotoRefused):
        from_file(path)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "BMP", "WEBP"])
@pytest.mark.parametrize("part", [0.05, 0.5, 0.98])
def test_half_a_photo_is_refused(qtbot: QtBot, kind: str, part: float) -> None:
    body = photo(kind)

    assert _fault(body[: int(len(body) * part)]) == PhotoFault.DAMAGED


def test_half_a_photo_that_holds_a_small_whole_one_is_refused(qtbot: QtBot) -> None:
    body = turned(photo(), orientation=1, secret=photo("JPEG", 16, 12))

    assert _fault(body[:-200]) == PhotoFault.DAMAGED


def test_a_bomb_is_refused_before_its_pixels_are_read(qtbot: QtBot) -> None:
    began = time.monotonic()

    assert _fault(bomb()) == PhotoFault.TOO_LARGE

    assert time.monotonic() - began < 1
    assert _fault(b"\xff\xd8\xff" + bytes(LARGEST_BYTES)) == PhotoFault.TOO_LARGE


def test_a_file_that_cannot_be_opened_is_refused(qtbot: QtBot, tmp_path: Path) -> None:
    with pytest.raises(PhotoRefused) as refused:
        from_file(tmp_path / "gone.jpg")

    assert refused.value.reason == PhotoFault.UNREADABLE


@pytest.mark.parametrize("fault", list(PhotoFault))
def test_every_refusal_is_a_clear_sentence(fault: PhotoFault) -> None:
    message = explain(PhotoRefused(fault), Wording("en"))

    assert message.happened.endswith(".")
    assert "JPEG" in message.to_do


@pytest.mark.qt_log_level_fail("CRITICAL")  # the decoders say aloud what they find
@settings(max_examples=150)
@given(data=st.data())
def test_a_photo_with_a_few_wrong_bytes_is_a_photo_or_refused(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(["JPEG", "PNG", "BMP", "WEBP"]))
    body = bytearray(photo(kind, 40, 30))
    for _ in range(data.draw(st.integers(1, 6))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))

    try:
        made = from_bytes(bytes(body))
    except PhotoRefused:
        return
    assert not shown(made).isNull()
