"""A logo in dots: as wide as the paper at most, black on white whatever the file was, and nothing a file can break."""

from __future__ import annotations

import contextlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from pos.receipts import picture
from pos.receipts.picture import NotAPicture, drawn, media_type


def png(size: tuple[int, int], colour: object = (0, 0, 0, 255), *, kind: str = "PNG", mode: str = "RGBA") -> bytes:
    body = BytesIO()
    Image.new(mode, size, colour).save(body, kind)  # type: ignore[arg-type]
    return body.getvalue()


def black_dots(body: bytes, dots: int) -> int:
    return sum(byte.bit_count() for byte in drawn(body, dots).rows)


@pytest.mark.parametrize("dots", [576, 504, 384])
def test_a_wide_logo_becomes_as_wide_as_the_paper(dots: int) -> None:
    logo = drawn(png((1600, 400)), dots)

    assert (logo.row_bytes * 8, logo.height) == (dots, dots // 4)
    assert logo.rows == b"\xff" * len(logo.rows)


def test_a_small_logo_stays_small_and_stands_in_the_middle() -> None:
    logo = drawn(png((96, 8)), 384)

    assert logo.height == 8
    assert logo.rows[:48] == bytes(18) + b"\xff" * 12 + bytes(18)


def test_a_high_logo_costs_no_more_paper_than_four_centimetres() -> None:
    assert drawn(png((100, 3000)), 384).height == picture.HIGHEST_DOTS


def test_what_is_transparent_is_not_printed() -> None:
    assert black_dots(png((384, 100), (0, 0, 0, 0)), 384) == 0


def test_grey_becomes_dots_in_between() -> None:
    share = black_dots(png((384, 100), 128, mode="L"), 384) / (384 * 100)

    assert 0.4 < share < 0.6


@pytest.mark.parametrize(("kind", "mode", "found"), [("PNG", "P", "image/png"), ("JPEG", "L", "image/jpeg")])
def test_both_kinds_of_files_are_read(kind: str, mode: str, found: str) -> None:
    body = png((80, 40), 0, kind=kind, mode=mode)

    assert media_type(body) == found
    assert drawn(body, 384).height == 40


def test_a_photo_taken_upright_stands_upright() -> None:
    turned, body = Image.new("L", (200, 100), 255), BytesIO()
    ImageDraw.Draw(turned).rectangle((0, 0, 20, 100), fill=0)
    exif = Image.Exif()
    exif[0x0112] = 6
    turned.save(body, "JPEG", exif=exif)

    logo = drawn(body.getvalue(), 384)

    assert logo.height == 200
    assert sum(logo.rows[: 48 * 10]) > 0
    assert sum(logo.rows[-48 * 10 :]) == 0


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "kind"),
        (b"GIF89a" + bytes(100), "kind"),
        (png((80, 40))[:-30], "unreadable"),
        (png((7000, 1)), "size"),
        (bytes(picture.LARGEST_BYTES + 1), "size"),
    ],
    ids=["empty", "another kind", "cut off", "too wide", "too many bytes"],
)
def test_what_cannot_be_a_logo_is_refused_with_its_reason(body: bytes, reason: str) -> None:
    with pytest.raises(NotAPicture) as refused:
        media_type(body)

    assert str(refused.value) == reason


@given(st.binary(max_size=300), st.integers(0, 120))
def test_no_file_breaks_the_till(rest: bytes, kept: int) -> None:
    for body in (rest, png((8, 8))[:kept] + rest):
        with contextlib.suppress(NotAPicture):
            assert drawn(body, 384).row_bytes == 48
