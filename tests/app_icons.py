"""Draw the icons of the installed site again: `python -m tests.app_icons`. They are kept beside the style sheet."""

from io import BytesIO
from pathlib import Path

from PIL import Image

from sync.catalogue import drawn

FOLDER = Path(__file__).parents[1] / "sync" / "catalogue" / "static" / "icons"
_MASKED_INSET = 0.14  # the mark stays in the middle four fifths, whatever shape a telephone cuts


def icons() -> dict[str, bytes]:
    """Return each icon's file by its name."""
    files = {f"app-{size}.png": drawn.icon(size) for size in (192, 512)}
    files |= {f"maskable-{size}.png": drawn.icon(size, corner=0, inset=_MASKED_INSET) for size in (192, 512)}
    files["apple-touch.png"] = drawn.icon(180, corner=0, inset=0.08)
    return {name: _png(image) for name, image in files.items()}


def _png(image: Image.Image) -> bytes:
    file = BytesIO()
    image.quantize(64).save(file, "PNG", optimize=True)
    return file.getvalue()


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, data in icons().items():
        (FOLDER / name).write_bytes(data)
