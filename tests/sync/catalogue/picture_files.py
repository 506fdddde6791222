"""Picture files as people send them, made here: with what a camera notes, turned, moving, broken, or a trap."""

import io
import struct
import zlib
from typing import Any

from PIL import Image

ORIENTATION = 0x0112
GPS = 0x8825


def photo_file(
    width: int = 600, height: int = 400, *, kind: str = "JPEG", colour: tuple[int, ...] = (180, 60, 40), **saved: Any
) -> bytes:
    """A picture with a light square in its upper left corner."""
    mode = "RGBA" if len(colour) == 4 else "RGB"
    image = Image.new(mode, (width, height), colour)
    image.paste((250, 250, 250, 255)[: len(colour)], (0, 0, width // 4, height // 4))
    file = io.BytesIO()
    image.save(file, kind, **saved)
    return file.getvalue()


def telling_photo(orientation: int = 1) -> bytes:
    """A picture that tells where and by whom it was taken, and how the camera was held."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[0x010E] = "secret-place"
    exif.get_ifd(GPS)[1] = "N"
    return photo_file(exif=exif, comment=b"secret-comment")


def moving_picture(kind: str = "WEBP") -> bytes:
    """A picture of two frames, the first red and the second blue."""
    file = io.BytesIO()
    first, second = (Image.new("RGB", (64, 64), colour) for colour in ((220, 0, 0), (0, 0, 220)))
    first.save(file, kind, save_all=True, append_images=[second], duration=100, lossless=True)
    return file.getvalue()


def png_trap(width: int = 30_000, height: int = 30_000) -> bytes:
    """A file of a few bytes that unpacks to gigabytes."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + _chunk(b"IEND")


def webp_trap() -> bytes:
    """A WebP whose canvas is as large as the format allows."""
    canvas = b"\x02\0\0\0" + (16_382).to_bytes(3, "little") * 2
    body = b"WEBPVP8X" + struct.pack("<I", len(canvas)) + canvas
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _chunk(name: bytes, data: bytes = b"") -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
