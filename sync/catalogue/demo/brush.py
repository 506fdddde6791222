"""A brush for flat drawings: shapes on a field of a hundred by a hundred, in the shades of one hue."""

import colorsys
import io
from dataclasses import dataclass

from PIL import Image, ImageDraw

SIDE = 480
_FINE = 2
"""Drawn so many times larger and made smaller again: so edges are smooth."""
_QUALITY = 90

Colour = tuple[int, int, int]
Point = tuple[float, float]
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Shades:
    """What a drawing is painted with: paper and disc behind it, then the thing itself."""

    paper: Colour
    disc: Colour
    main: Colour
    light: Colour
    dark: Colour
    spark: Colour

    @classmethod
    def of(cls, hue: float) -> "Shades":
        """Mix the shades of a hue, 0 to 1; the spark comes from the other side of the circle."""
        return cls(
            paper=_mixed(hue, 0.94, 0.45),
            disc=_mixed(hue, 0.86, 0.5),
            main=_mixed(hue, 0.56, 0.5),
            light=_mixed(hue, 0.74, 0.55),
            dark=_mixed(hue, 0.34, 0.45),
            spark=_mixed((hue + 0.45) % 1, 0.62, 0.6),
        )


class Brush:
    """Paints on one picture; coordinates are hundredths of its height from the top left."""

    def __init__(self, shades: Shades, *, breadth: float = 1.0) -> None:
        self.shades = shades
        self._unit = SIDE * _FINE / 100
        self._image = Image.new("RGB", (round(SIDE * breadth) * _FINE, SIDE * _FINE), shades.paper)
        self._draw = ImageDraw.Draw(self._image)

    def circle(self, x: float, y: float, radius: float, colour: Colour) -> None:
        """Paint a disc around a point."""
        self.oval(x - radius, y - radius, x + radius, y + radius, colour)

    def oval(self, left: float, top: float, right: float, bottom: float, colour: Colour) -> None:
        """Paint an oval within four sides."""
        self._draw.ellipse(self._scaled(left, top, right, bottom), fill=colour)

    def box(self, left: float, top: float, right: float, bottom: float, colour: Colour, *, round_by: float = 0) -> None:
        """Paint a rectangle, its corners rounded."""
        self._draw.rounded_rectangle(self._scaled(left, top, right, bottom), round_by * self._unit, fill=colour)

    def shape(self, colour: Colour, *points: Point) -> None:
        """Paint what lies between some points."""
        self._draw.polygon([(x * self._unit, y * self._unit) for x, y in points], fill=colour)

    def line(self, colour: Colour, width: float, *points: Point) -> None:
        """Draw a line through some points, its ends round."""
        at = [(x * self._unit, y * self._unit) for x, y in points]
        self._draw.line(at, fill=colour, width=round(width * self._unit), joint="curve")
        for x, y in (points[0], points[-1]):
            self.circle(x, y, width / 2, colour)

    def arc(
        self, box: tuple[float, float, float, float], start: float, end: float, colour: Colour, width: float
    ) -> None:
        """Draw a piece of an oval's rim, in degrees clockwise from three o'clock."""
        self._draw.arc(self._scaled(*box), start, end, fill=colour, width=round(width * self._unit))

    def pie(self, box: Box, start: float, end: float, colour: Colour) -> None:
        """Paint a slice of an oval."""
        self._draw.pieslice(self._scaled(*box), start, end, fill=colour)

    def file(self) -> bytes:
        """Return the picture as a file."""
        written = io.BytesIO()
        self._image.reduce(_FINE).save(written, "JPEG", quality=_QUALITY)
        return written.getvalue()

    def _scaled(self, *numbers: float) -> tuple[float, ...]:
        return tuple(number * self._unit for number in numbers)


def _mixed(hue: float, lightness: float, saturation: float) -> Colour:
    red, green, blue = colorsys.hls_to_rgb(hue, lightness, saturation)
    return round(red * 255), round(green * 255), round(blue * 255)
