"""A shop's logo as dots of the printing head: scaled to the paper, shaded with black dots only.

The library that reads pictures is imported at the first one.
"""

from __future__ import annotations

import warnings
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Final

from pos.receipts.document import Picture

if TYPE_CHECKING:
    from PIL.Image import Image

LARGEST_BYTES: Final = 8_000_000
LARGEST_SIDE: Final = 6_000
HIGHEST_DOTS: Final = 320
"""Four centimetres: a logo must not cost more paper than the receipt."""

_KINDS: Final = {"PNG": "image/png", "JPEG": "image/jpeg"}


class NotAPicture(ValueError):
    """These bytes are no picture of ours; its one argument is the reason of a `PictureRefused`."""


def media_type(body: bytes) -> str:
    """What a picture is, after reading all of it.

    Raises:
        NotAPicture: it is neither PNG nor JPEG ("kind"), too large ("size"), or damaged ("unreadable").
    """
    opened = _opened(body)
    try:
        opened.load()
    except (OSError, SyntaxError, ValueError, EOFError) as problem:
        raise NotAPicture("unreadable") from problem
    return _KINDS[str(opened.format)]


@lru_cache(maxsize=4)
def drawn(body: bytes, dots: int) -> Picture:
    """A picture in the middle of a paper so many dots wide, with its transparent parts white.

    Raises:
        NotAPicture: as `media_type`.
    """
    from PIL import Image, ImageOps

    media_type(body)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        upright = ImageOps.exif_transpose(_opened(body)).convert("RGBA")
    ground = Image.new("RGBA", upright.size, "white")
    grey = Image.alpha_composite(ground, upright).convert("L")
    scale = min(1.0, dots / grey.width, HIGHEST_DOTS / grey.height)
    size = max(1, round(grey.width * scale)), max(1, round(grey.height * scale))
    small = grey.resize(size, Image.Resampling.LANCZOS)
    paper = Image.new("L", (dots, small.height), "white")
    paper.paste(small, ((dots - small.width) // 2, 0))
    black = ImageOps.invert(paper).convert("1")
    return Picture(dots // 8, black.tobytes())


def _opened(body: bytes) -> Image:
    """A picture whose size is known and bearable, and of which nothing else was read yet."""
    from PIL import Image

    if len(body) > LARGEST_BYTES:
        raise NotAPicture("size")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            opened = Image.open(BytesIO(body), formats=tuple(_KINDS))
    except Image.DecompressionBombError as problem:
        raise NotAPicture("size") from problem
    except (OSError, SyntaxError, ValueError) as problem:
        raise NotAPicture("kind") from problem
    if max(opened.size) > LARGEST_SIDE:
        raise NotAPicture("size")
    return opened
