"""The town's mark, an awning over a door, drawn with Pillow: for the icons of an installed site and for share cards."""

from PIL import Image, ImageDraw

ACCENT, GROUND = (15, 107, 79), (250, 248, 245)
_FINER = 4
_VIEW = 32.0
_WIDTH = 2.2


def icon(size: int, *, corner: float = 0.25, inset: float = 0.0) -> Image.Image:
    """Draw the mark on its ground; `corner` and `inset` are parts of the size, the inset keeps the mark from masks."""
    whole = size * _FINER
    drawing = Image.new("RGBA", (whole, whole), (0, 0, 0, 0))
    ImageDraw.Draw(drawing).rounded_rectangle((0, 0, whole - 1, whole - 1), radius=whole * corner, fill=ACCENT)
    edge = int(whole * inset)
    mark(drawing, (edge, edge), whole - 2 * edge, GROUND)
    return drawing.resize((size, size), Image.Resampling.LANCZOS)


def mark(image: Image.Image, place: tuple[int, int], size: int, colour: tuple[int, int, int]) -> None:
    """Draw the mark's lines into an image, in a square of a size; draw large and make it smaller for soft edges."""
    pen = ImageDraw.Draw(image)
    scale = size / _VIEW
    width = max(1, round(_WIDTH * scale))

    def line(*points: tuple[float, float]) -> None:
        at = [(place[0] + x * scale, place[1] + y * scale) for x, y in points]
        pen.line(at, fill=colour, width=width, joint="curve")
        for x, y in (at[0], at[-1]):
            pen.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=colour)

    def scallop(middle: float, radius: float) -> None:
        half = radius + _WIDTH / 2  # an arc is drawn inside its box
        box = [(middle - half, 13 - half), (middle + half, 13 + half)]
        at = [(place[0] + x * scale, place[1] + y * scale) for x, y in box]
        pen.arc([*at[0], *at[1]], start=0, end=180, fill=colour, width=width)

    line((7.2, 16), (7.2, 25.5), (24.8, 25.5), (24.8, 16))
    line((6.3, 13), (8.5, 6.5), (23.5, 6.5), (25.7, 13))
    for middle in (9.53, 16.0, 22.47):
        scallop(middle, 3.23)
    line((13, 25.5), (13, 20), (19, 20), (19, 25.5))
