"""What the articles of the invented town look like: one flat drawing for each kind, in any hue."""

from collections.abc import Callable

from sync.catalogue.demo.brush import Brush, Shades
from sync.catalogue.demo.drawings_worn import WORN

HUES = 5
_APART = 0.018
_NATURAL = {
    "bread": 0.09,
    "cake": 0.05,
    "cheese": 0.13,
    "egg": 0.10,
    "meat": 0.99,
    "leaf": 0.30,
    "plant": 0.36,
    "fruit": 0.02,
    "fish": 0.55,
    "bottle": 0.96,
    "oil": 0.16,
    "jar": 0.08,
    "milk": 0.57,
    "sweet": 0.06,
    "pot": 0.05,
}
"""The hue of what nobody would eat in another; its variants lie close to it."""


def drawn(name: str, variant: int) -> bytes:
    """Draw a kind of article in one of HUES hues, as a JPEG file."""
    natural = _NATURAL.get(name)
    hue = variant / HUES + len(name) / 30 if natural is None else natural + (variant - HUES / 2) * _APART
    brush = Brush(Shades.of(hue % 1))
    brush.circle(50, 50, 41, brush.shades.disc)
    DRAWINGS[name](brush)
    return brush.file()


def shop_front(variant: int) -> bytes:
    """Draw the front of a shop: its awning, its door, its window with things in it."""
    shades = Shades.of(variant * 0.381966 % 1)
    b = Brush(shades, breadth=1.9)
    b.box(0, 86, 190, 100, shades.disc)
    b.box(18, 12, 172, 90, shades.light)
    b.box(28, 18, 162, 30, shades.dark, round_by=3)
    for letter in range(5 + variant % 5):
        b.box(50 + letter * 9, 22, 56 + letter * 9, 26, shades.paper, round_by=1)
    b.box(118, 46, 150, 88, shades.main, round_by=2)
    b.box(122, 50, 146, 74, shades.paper, round_by=2)
    b.circle(123, 79, 1.6, shades.spark)
    b.box(30, 46, 108, 80, shades.paper, round_by=2)
    for thing in range(6):
        height = 6 + (variant * 7 + thing * 5) % 17
        colour = (shades.main, shades.spark, shades.dark)[(thing + variant) % 3]
        if (thing + variant) % 2:
            b.box(35 + thing * 12, 78 - height, 43 + thing * 12, 78, colour, round_by=2)
        else:
            b.circle(39 + thing * 12, 78 - height / 2, height / 2, colour)
    b.box(30, 78, 108, 80, shades.dark)
    for stripe in range(11):
        colour = shades.spark if stripe % 2 else shades.paper
        b.box(24 + stripe * 13, 32, 37 + stripe * 13, 43, colour)
        b.pie((24 + stripe * 13, 37, 37 + stripe * 13, 48), 0, 180, colour)
    return b.file()


def _bread(b: Brush) -> None:
    s = b.shades
    b.oval(18, 36, 82, 70, s.dark)
    b.oval(18, 33, 82, 67, s.main)
    for x in (34, 47, 60):
        b.line(s.light, 3.5, (x, 42), (x + 7, 56))


def _cake(b: Brush) -> None:
    s = b.shades
    b.box(24, 46, 76, 72, s.main, round_by=4)
    b.box(24, 46, 76, 56, s.light, round_by=4)
    for x in (30, 43, 56, 69):
        b.circle(x, 57, 4, s.light)
    b.box(20, 72, 80, 76, s.dark, round_by=2)
    for x in (36, 50, 64):
        b.circle(x, 42, 5, s.spark)


def _jar(b: Brush) -> None:
    s = b.shades
    b.box(30, 32, 70, 80, s.main, round_by=7)
    b.box(32, 22, 68, 33, s.dark, round_by=3)
    b.box(34, 48, 66, 68, s.paper, round_by=2)
    b.circle(50, 58, 6, s.spark)


def _oil(b: Brush) -> None:
    s = b.shades
    b.shape(s.main, (45, 28), (55, 28), (66, 46), (66, 80), (34, 80), (34, 46))
    b.box(45, 16, 55, 30, s.dark, round_by=2)
    b.box(37, 54, 63, 72, s.paper, round_by=2)
    b.oval(44, 57, 56, 69, s.spark)


def _bottle(b: Brush) -> None:
    s = b.shades
    b.box(44, 14, 56, 42, s.dark, round_by=3)
    b.box(36, 36, 64, 84, s.dark, round_by=9)
    b.box(38, 54, 62, 72, s.paper, round_by=1)
    b.line(s.main, 2, (43, 61), (57, 61))
    b.line(s.spark, 2, (43, 66), (53, 66))
    b.box(44, 14, 56, 24, s.main, round_by=2)


def _fish(b: Brush) -> None:
    s = b.shades
    b.shape(s.dark, (66, 50), (86, 34), (82, 50), (86, 66))
    b.oval(16, 33, 74, 67, s.main)
    b.pie((16, 33, 74, 67), 130, 230, s.light)
    b.circle(29, 46, 2.8, s.dark)
    for x in (44, 54):
        b.arc((x - 8, 40, x + 4, 60), 290, 70, s.dark, 1.4)


def _leaf(b: Brush) -> None:
    s = b.shades
    b.oval(24, 26, 56, 74, s.main)
    b.oval(44, 26, 76, 74, s.light)
    b.oval(36, 20, 64, 74, s.main)
    b.line(s.dark, 2, (50, 28), (50, 80))
    for y in (42, 54):
        b.line(s.dark, 1.5, (41, y - 6), (50, y), (59, y - 6))


def _fruit(b: Brush) -> None:
    s = b.shades
    b.circle(42, 56, 20, s.main)
    b.circle(58, 56, 20, s.main)
    b.circle(38, 49, 6, s.light)
    b.line(s.dark, 3, (50, 40), (53, 26))
    b.oval(53, 23, 70, 33, s.spark)


def _cheese(b: Brush) -> None:
    s = b.shades
    b.shape(s.light, (18, 52), (66, 28), (82, 50))
    b.shape(s.main, (18, 52), (82, 50), (82, 72), (18, 74))
    for x, y, radius in ((34, 63, 4), (52, 60, 5), (69, 65, 3.5), (60, 42, 3)):
        b.circle(x, y, radius, s.dark)


def _milk(b: Brush) -> None:
    s = b.shades
    b.shape(s.light, (36, 34), (64, 34), (58, 20), (42, 20))
    b.box(34, 34, 66, 82, s.paper, round_by=2)
    b.box(34, 50, 66, 70, s.main)
    b.box(42, 16, 58, 22, s.dark, round_by=1)
    b.circle(50, 60, 6, s.paper)


def _egg(b: Brush) -> None:
    s = b.shades
    for x, colour in ((32, s.light), (68, s.main), (50, s.paper)):
        b.oval(x - 13, 34, x + 13, 70, colour)
    b.box(16, 60, 84, 76, s.dark, round_by=5)
    for x in (32, 50, 68):
        b.pie((x - 9, 54, x + 9, 66), 180, 360, s.dark)


def _meat(b: Brush) -> None:
    s = b.shades
    b.oval(22, 28, 74, 72, s.dark)
    b.oval(25, 30, 72, 69, s.main)
    b.oval(34, 38, 56, 58, s.light)
    b.circle(44, 48, 5, s.paper)
    b.line(s.paper, 5, (70, 62), (82, 74))
    b.circle(83, 71, 4, s.paper)
    b.circle(79, 77, 4, s.paper)


def _pot(b: Brush) -> None:
    s = b.shades
    b.box(22, 44, 78, 78, s.main, round_by=9)
    b.box(18, 40, 82, 48, s.dark, round_by=3)
    b.circle(50, 35, 4, s.dark)
    for x in (38, 50, 62):
        b.line(s.light, 2.4, (x, 28), (x + 3, 22), (x, 16))


def _sweet(b: Brush) -> None:
    s = b.shades
    b.box(20, 36, 80, 76, s.main, round_by=4)
    for row in range(2):
        for column in range(4):
            b.box(24 + column * 14, 41 + row * 16, 35 + column * 14, 53 + row * 16, s.dark, round_by=3)
    b.box(47, 30, 53, 78, s.spark)
    b.circle(44, 29, 5, s.spark)
    b.circle(56, 29, 5, s.spark)


def _ice(b: Brush) -> None:
    s = b.shades
    b.shape(s.dark, (34, 48), (66, 48), (50, 88))
    b.line(s.main, 1.5, (42, 50), (54, 72))
    b.line(s.main, 1.5, (58, 50), (46, 72))
    b.circle(40, 40, 13, s.main)
    b.circle(60, 40, 13, s.light)
    b.circle(50, 26, 13, s.spark)


def _cup(b: Brush) -> None:
    s = b.shades
    b.arc((58, 42, 82, 66), 270, 90, s.dark, 5)
    b.box(24, 38, 68, 74, s.main, round_by=10)
    b.box(24, 38, 68, 46, s.light, round_by=3)
    b.box(18, 76, 76, 80, s.dark, round_by=2)
    for x in (38, 52):
        b.line(s.light, 2.4, (x, 32), (x + 3, 26), (x, 20))


def _flower(b: Brush) -> None:
    s = b.shades
    for x, y in ((50, 78), (34, 72), (66, 72)):
        b.line(s.dark, 2.4, (50, 88), (x, y - 26))
    for x, y, colour in ((34, 44, s.main), (66, 44, s.light), (50, 34, s.spark)):
        for dx, dy in ((0, -8), (8, -2), (5, 7), (-5, 7), (-8, -2)):
            b.circle(x + dx, y + dy, 7, colour)
        b.circle(x, y, 5, s.paper)


def _plant(b: Brush) -> None:
    s = b.shades
    for left, top, right, bottom in ((22, 22, 48, 58), (52, 22, 78, 58), (38, 12, 62, 58)):
        b.oval(left, top, right, bottom, s.main if left != 38 else s.light)
    b.line(s.dark, 2, (50, 20), (50, 62))
    b.shape(s.dark, (32, 58), (68, 58), (62, 84), (38, 84))
    b.box(29, 56, 71, 64, s.spark, round_by=2)


def _vase(b: Brush) -> None:
    s = b.shades
    b.oval(28, 42, 72, 84, s.main)
    b.box(42, 26, 58, 52, s.main)
    b.box(38, 22, 62, 29, s.dark, round_by=3)
    b.arc((30, 52, 70, 68), 10, 170, s.light, 3)
    b.arc((32, 60, 68, 76), 10, 170, s.spark, 3)


def _candle(b: Brush) -> None:
    s = b.shades
    b.box(34, 46, 66, 84, s.main, round_by=4)
    b.oval(34, 41, 66, 52, s.light)
    b.line(s.dark, 2, (50, 46), (50, 38))
    b.oval(44, 18, 56, 40, s.spark)
    b.oval(47, 27, 53, 39, s.paper)


def _book(b: Brush) -> None:
    s = b.shades
    b.box(28, 20, 74, 82, s.dark, round_by=3)
    b.box(32, 74, 74, 80, s.paper)
    b.box(26, 18, 72, 74, s.main, round_by=3)
    b.box(26, 18, 33, 74, s.dark, round_by=2)
    b.box(40, 28, 66, 42, s.paper, round_by=1)
    b.circle(53, 57, 8, s.spark)


def _pen(b: Brush) -> None:
    s = b.shades
    for x, colour in ((34, s.main), (48, s.spark), (62, s.light)):
        b.box(x, 24, x + 9, 66, colour, round_by=1)
        b.shape(s.paper, (x, 66), (x + 9, 66), (x + 4.5, 82))
        b.shape(s.dark, (x + 2.6, 75), (x + 6.4, 75), (x + 4.5, 82))
        b.box(x, 18, x + 9, 26, s.dark, round_by=2)


def _card(b: Brush) -> None:
    s = b.shades
    b.box(18, 32, 82, 74, s.paper, round_by=3)
    b.shape(s.light, (18, 34), (82, 34), (50, 58))
    b.line(s.main, 2.5, (19, 34), (50, 58), (81, 34))
    b.circle(50, 60, 8, s.spark)


def _tool(b: Brush) -> None:
    s = b.shades
    b.line(s.main, 8, (34, 80), (58, 38))
    b.shape(s.dark, (40, 28), (52, 18), (80, 38), (72, 50))
    b.shape(s.light, (40, 28), (46, 23), (74, 44), (72, 50))


def _lamp(b: Brush) -> None:
    s = b.shades
    b.circle(50, 42, 22, s.spark)
    b.circle(43, 35, 7, s.paper)
    b.shape(s.spark, (38, 58), (62, 58), (58, 68), (42, 68))
    for y in (68, 74):
        b.box(41, y, 59, y + 4, s.dark, round_by=2)
    b.line(s.dark, 2, (45, 58), (50, 46), (55, 58))


def _paint(b: Brush) -> None:
    s = b.shades
    b.arc((28, 20, 72, 60), 180, 360, s.dark, 2.5)
    b.box(28, 38, 72, 82, s.light, round_by=4)
    b.oval(28, 33, 72, 45, s.main)
    b.box(34, 40, 44, 62, s.main, round_by=5)
    b.box(52, 40, 60, 54, s.main, round_by=4)
    b.box(28, 66, 72, 76, s.spark)


def _spray(b: Brush) -> None:
    s = b.shades
    b.box(36, 42, 66, 84, s.main, round_by=6)
    b.box(44, 30, 58, 43, s.dark, round_by=2)
    b.shape(s.dark, (38, 22), (64, 22), (64, 31), (44, 31))
    b.box(40, 54, 62, 72, s.paper, round_by=2)
    for x, y in ((30, 20), (25, 26), (31, 31)):
        b.circle(x, y, 2, s.spark)


def _soap(b: Brush) -> None:
    s = b.shades
    b.box(22, 48, 78, 76, s.main, round_by=10)
    b.box(28, 52, 72, 70, s.light, round_by=7)
    for x, y, radius in ((36, 36, 7), (50, 28, 5), (62, 38, 9), (72, 26, 4)):
        b.circle(x, y, radius, s.paper)
        b.circle(x - radius / 3, y - radius / 3, radius / 4, s.spark)


DRAWINGS: dict[str, Callable[[Brush], None]] = {
    "bread": _bread,
    "cake": _cake,
    "jar": _jar,
    "oil": _oil,
    "bottle": _bottle,
    "fish": _fish,
    "leaf": _leaf,
    "fruit": _fruit,
    "cheese": _cheese,
    "milk": _milk,
    "egg": _egg,
    "meat": _meat,
    "pot": _pot,
    "sweet": _sweet,
    "ice": _ice,
    "cup": _cup,
    "flower": _flower,
    "plant": _plant,
    "vase": _vase,
    "candle": _candle,
    "book": _book,
    "pen": _pen,
    "card": _card,
    "tool": _tool,
    "lamp": _lamp,
    "paint": _paint,
    "spray": _spray,
    "soap": _soap,
    **WORN,
}
"""The drawings by their names, those of things worn and played with among them."""
