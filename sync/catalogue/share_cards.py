"""The picture that goes along when a page is shared: what it is, whose it is, in which town, with its photo if any.

No price and no level stands on it: networks keep such pictures for weeks. Cards are made when first asked for and kept
under the catalogue's folder, the oldest going when there are too many; they can be thrown away at any time.
"""

import hashlib
import os
import threading
from dataclasses import astuple, dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, ImageOps

from sync.catalogue.drawn import ACCENT, GROUND, icon

SIZE = (1200, 630)
KEPT = 2000
_FOLDER_NAME = "share-cards"
_FONTS = Path(__file__).resolve().parent / "fonts"
_INK, _QUIET = (31, 27, 22), (101, 93, 82)
_EDGE, _BAND = 72, 28
_PHOTO_WIDTH = 500
_TITLE_SIZES = (76, 64, 54, 46)
_TITLE_LINES = 4
_QUALITY = 88
_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class ShareCard:
    """What a card says; `photo` is the file of a photo, or empty."""

    title: str
    above: str
    below: str
    photo: str = ""


def kept(card: ShareCard, folder: Path) -> bytes:
    """Return a card as a JPEG file, from the folder where it was made before."""
    name = hashlib.sha256("\x1f".join(map(str, astuple(card))).encode()).hexdigest()[:40]
    file = folder / _FOLDER_NAME / f"{name}.jpg"
    if file.is_file():
        return file.read_bytes()
    with _one_at_a_time:
        data = drawn_card(card)
        _keep(file, data)
    return data


def drawn_card(card: ShareCard) -> bytes:
    """Draw a card and return it as a JPEG file."""
    image = Image.new("RGB", SIZE, GROUND)
    pen = ImageDraw.Draw(image)
    photo = _photo(card.photo)
    right = SIZE[0] - _EDGE
    if photo is not None:
        image.paste(photo, (SIZE[0] - _PHOTO_WIDTH, _BAND))
        right -= _PHOTO_WIDTH
    for place in range(0, SIZE[0], 2 * _BAND):
        pen.rectangle((place, 0, place + _BAND - 1, _BAND - 1), fill=ACCENT)
    _write(image, card, right)
    file = BytesIO()
    image.save(file, "JPEG", quality=_QUALITY, optimize=True)
    return file.getvalue()


def _write(image: Image.Image, card: ShareCard, right: int) -> None:
    pen = ImageDraw.Draw(image)
    width = right - _EDGE
    top = _BAND + 56
    if card.above:
        pen.text((_EDGE, top), _shortened(card.above, _font(34), width), font=_font(34), fill=ACCENT)
    size, lines = _fitting(card.title, width)
    font = _font(size, is_bold=True)
    for place, line in enumerate(lines):
        pen.text((_EDGE, top + 62 + place * round(size * 1.18)), line, font=font, fill=_INK)
    mark = icon(64)
    foot = SIZE[1] - _EDGE - mark.height
    image.paste(mark, (_EDGE, foot), mark)
    pen.text((_EDGE + 84, foot + 12), _shortened(card.below, _font(32), width - 84), font=_font(32), fill=_QUIET)


def _fitting(title: str, width: int) -> tuple[int, list[str]]:
    """Choose the largest letters in which a title fits, or cut it in the smallest."""
    for size in _TITLE_SIZES:
        lines = _lines(title, _font(size, is_bold=True), width)
        if len(lines) <= min(_TITLE_LINES, 330 // round(size * 1.18)):
            return size, lines
    font = _font(_TITLE_SIZES[-1], is_bold=True)
    lines = _lines(title, font, width)[:_TITLE_LINES]
    return _TITLE_SIZES[-1], [*lines[:-1], _shortened(f"{lines[-1]} …", font, width)]


def _lines(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= width or not lines[-1]:
            lines[-1] = _shortened(longer, font, width)
        else:
            lines.append(_shortened(word, font, width))
    return lines


def _shortened(text: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(f"{text}…") > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _font(size: int, *, is_bold: bool = False) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_FONTS / f"DejaVuSans{'-Bold' if is_bold else ''}.ttf"), size)


def _photo(name: str) -> Image.Image | None:
    """Read a photo that was written anew here; one whose file is gone is left out."""
    if not name:
        return None
    try:
        with Image.open(name) as photo:
            return ImageOps.fit(photo.convert("RGB"), (_PHOTO_WIDTH, SIZE[1] - _BAND), Image.Resampling.LANCZOS)
    except OSError:
        return None


def _keep(file: Path, data: bytes) -> None:
    """Write a card beside the others; a folder that cannot be written means that it is drawn again."""
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(exist_ok=True)
        _make_room(file.parent)
        draft.write_bytes(data)
        draft.replace(file)
    except OSError:
        draft.unlink(missing_ok=True)


def _make_room(folder: Path) -> None:
    files = list(folder.iterdir())
    if len(files) < KEPT:
        return
    oldest = sorted(files, key=lambda file: file.stat().st_mtime)
    for file in oldest[: KEPT // 10]:
        file.unlink(missing_ok=True)
