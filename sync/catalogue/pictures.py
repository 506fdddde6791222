"""Pictures that come in, written anew: whatever a file holds beside what is seen stays behind. Bytes in, bytes out.

What is judged before a single point is decoded: the kind of file by its first bytes, and its size by its head. Of one
that moves the first frame is kept.
"""

import io
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PIL import Image, ImageOps

WIDTHS = (160, 480, 1200)
POINTS_AT_MOST = 40_000_000
SIDE_AT_MOST = 20_000
_TALLEST = 3
"""So many times its width a picture may be high; what is higher is cut around its middle."""
_QUALITY = 80
_KINDS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
_WAIT_S = 5.0

Image.MAX_IMAGE_PIXELS = None  # our own cap is lower, and is asked before Pillow opens anything
_one_at_a_time = threading.Lock()


class PictureRefused(Exception):
    """The file is no picture that a window can show; `reason` says why, for people."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class TooBusy(Exception):
    """Other pictures are being written just now: come back in some seconds."""


@dataclass(frozen=True)
class Picture:
    """A picture written anew: its own size in points, and its WebP files by their width, the smallest first."""

    width: int
    height: int
    files: dict[int, bytes]

    @property
    def size_bytes(self) -> int:
        """Return how much room its files take."""
        return sum(map(len, self.files.values()))


def written_anew(data: bytes, media_type: str = "") -> Picture:
    """Read a picture and write it in the widths that pages show, none larger than it is.

    Args:
        data: the file.
        media_type: what it was said to be; empty where nobody said anything.

    Raises:
        PictureRefused: it is no such picture, another kind than was said, broken, or too large to be opened.
        TooBusy: others are at it.
    """
    kind = kind_of(data)
    if media_type and _KINDS.get(media_type) != kind:
        raise PictureRefused(f"the file is not {media_type}")
    _check_size(*_size(data, kind))
    with _alone():
        try:
            return _drawn(data, kind)
        except (OSError, ValueError, SyntaxError, struct.error, EOFError, OverflowError) as error:
            raise PictureRefused("the picture is broken") from error
        except MemoryError as error:
            raise PictureRefused("the picture is too large") from error


def kind_of(data: bytes) -> str:
    """Return Pillow's name of the kind of a file, told by its first bytes.

    Raises:
        PictureRefused: it is none that is taken.
    """
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    raise PictureRefused("the file is neither JPEG nor PNG nor WebP")


def _size(data: bytes, kind: str) -> tuple[int, int]:
    """Read how large a picture says it is; WebP's own reader makes room for all of it before Pillow could ask."""
    if kind == "WEBP":
        return _webp_size(data)
    try:
        with Image.open(io.BytesIO(data), formats=(kind,)) as image:
            return image.size
    except (OSError, ValueError, SyntaxError, struct.error, EOFError, OverflowError) as error:
        raise PictureRefused("the picture is broken") from error


def _webp_size(data: bytes) -> tuple[int, int]:
    head, chunk = data[:30], data[12:16]
    if len(head) < 30:
        raise PictureRefused("the picture is broken")
    if chunk == b"VP8X":
        return int.from_bytes(head[24:27], "little") + 1, int.from_bytes(head[27:30], "little") + 1
    if chunk == b"VP8 ":
        width, height = struct.unpack("<HH", head[26:30])
        return width & 0x3FFF, height & 0x3FFF
    if chunk == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    raise PictureRefused("the picture is broken")


def _check_size(width: int, height: int) -> None:
    if not (0 < width <= SIDE_AT_MOST and 0 < height <= SIDE_AT_MOST) or width * height > POINTS_AT_MOST:
        raise PictureRefused(f"the picture has more than {POINTS_AT_MOST // 1_000_000} million points")


def _drawn(data: bytes, kind: str) -> Picture:
    with Image.open(io.BytesIO(data), formats=(kind,)) as image:
        _check_size(*image.size)
        image.draft("RGB", (2 * WIDTHS[-1], 2 * WIDTHS[-1]))
        image.load()
        seen = _upright(image)
    largest = min(seen.width, WIDTHS[-1])
    widths = sorted({*(width for width in WIDTHS if width < largest), largest}, reverse=True)
    heights = {width: max(1, round(seen.height * width / seen.width)) for width in widths}
    files = {}
    for width in widths:
        seen = seen.resize((width, heights[width]), Image.Resampling.LANCZOS, reducing_gap=3.0)
        files[width] = _encoded(seen)
    return Picture(largest, heights[largest], dict(sorted(files.items())))


def _upright(image: Image.Image) -> Image.Image:
    """Return only what is seen, turned as the camera was held, with nothing else that the file carried."""
    turned = ImageOps.exif_transpose(image)
    has_alpha = "A" in turned.getbands() or "transparency" in turned.info
    plain = turned.convert("RGBA" if has_alpha else "RGB")
    bare = Image.frombytes(plain.mode, plain.size, plain.tobytes())
    highest = _TALLEST * bare.width
    if bare.height > highest:
        top = (bare.height - highest) // 2
        bare = bare.crop((0, top, bare.width, top + highest))
    return bare


def _encoded(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "WEBP", quality=_QUALITY, method=4)
    return file.getvalue()


@contextmanager
def _alone() -> Iterator[None]:
    """Decode one picture at a time in a process: each may ask for much memory."""
    if not _one_at_a_time.acquire(timeout=_WAIT_S):
        raise TooBusy
    try:
        yield
    finally:
        _one_at_a_time.release()
