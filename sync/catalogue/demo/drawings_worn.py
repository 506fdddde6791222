"""Drawings of what is worn, ridden, played with or kept as a pet."""

from sync.catalogue.demo.brush import Brush


def shirt(b: Brush) -> None:
    """A pullover."""
    s = b.shades
    b.shape(s.main, (34, 24), (66, 24), (86, 44), (76, 54), (68, 46), (68, 80), (32, 80), (32, 46), (24, 54), (14, 44))
    b.pie((40, 16, 60, 34), 0, 180, s.disc)
    for y in (54, 62):
        b.box(32, y, 68, y + 3, s.spark)


def trousers(b: Brush) -> None:
    """A pair of trousers."""
    s = b.shades
    b.shape(s.main, (34, 20), (66, 20), (70, 84), (54, 84), (50, 44), (46, 84), (30, 84))
    b.box(34, 18, 66, 26, s.dark, round_by=1)
    b.circle(50, 22, 2, s.spark)


def dress(b: Brush) -> None:
    """A dress."""
    s = b.shades
    b.shape(s.main, (40, 18), (60, 18), (62, 44), (78, 82), (22, 82), (38, 44))
    b.pie((42, 11, 58, 27), 0, 180, s.disc)
    b.box(38, 42, 62, 47, s.spark, round_by=1)
    for x, y in ((44, 60), (56, 60), (38, 72), (50, 72), (62, 72)):
        b.circle(x, y, 2.2, s.light)


def bag(b: Brush) -> None:
    """A bag."""
    s = b.shades
    b.arc((34, 18, 66, 60), 180, 360, s.dark, 4)
    b.shape(s.main, (26, 40), (74, 40), (80, 80), (20, 80))
    b.box(26, 40, 74, 47, s.light)
    b.circle(50, 56, 5, s.spark)


def shoe(b: Brush) -> None:
    """A shoe with laces."""
    s = b.shades
    b.shape(s.main, (20, 40), (40, 36), (50, 50), (76, 58), (84, 68), (84, 72), (18, 72))
    b.box(16, 70, 86, 77, s.dark, round_by=3)
    for x, y in ((44, 43), (50, 50), (57, 54)):
        b.line(s.paper, 2.2, (x - 3, y + 4), (x + 4, y - 1))
    b.circle(28, 52, 4, s.spark)


def ring(b: Brush) -> None:
    """A ring with a stone."""
    s = b.shades
    b.arc((28, 36, 72, 82), 0, 360, s.main, 5)
    b.shape(s.spark, (40, 22), (60, 22), (67, 30), (50, 46), (33, 30))
    b.shape(s.paper, (44, 24), (56, 24), (50, 40))


def watch(b: Brush) -> None:
    """A watch."""
    s = b.shades
    b.box(40, 12, 60, 88, s.dark, round_by=3)
    b.circle(50, 50, 22, s.main)
    b.circle(50, 50, 17, s.paper)
    b.line(s.dark, 2.2, (50, 40), (50, 50), (58, 54))
    b.circle(50, 50, 2, s.spark)


def toy(b: Brush) -> None:
    """Building blocks."""
    s = b.shades
    b.box(22, 52, 50, 80, s.main, round_by=3)
    b.box(52, 52, 80, 80, s.spark, round_by=3)
    b.box(37, 24, 65, 51, s.light, round_by=3)
    b.circle(36, 66, 7, s.paper)
    b.shape(s.paper, (66, 58), (74, 73), (58, 73))
    b.box(45, 32, 57, 44, s.dark, round_by=1)


def game(b: Brush) -> None:
    """A die and a pawn."""
    s = b.shades
    b.box(22, 40, 58, 78, s.main, round_by=7)
    for x, y in ((31, 50), (49, 50), (40, 59), (31, 68), (49, 68)):
        b.circle(x, y, 3, s.paper)
    b.circle(70, 42, 8, s.spark)
    b.shape(s.spark, (70, 44), (81, 76), (59, 76))
    b.box(57, 74, 83, 79, s.dark, round_by=2)


def bike(b: Brush) -> None:
    """A bicycle."""
    s = b.shades
    for x in (30, 70):
        b.arc((x - 16, 46, x + 16, 78), 0, 360, s.dark, 3)
        b.circle(x, 62, 2.5, s.spark)
    b.line(s.main, 3.5, (30, 62), (42, 40), (64, 40), (52, 62), (30, 62))
    b.line(s.main, 3.5, (52, 62), (42, 40))
    b.line(s.main, 3.5, (70, 62), (62, 32), (70, 29))
    b.line(s.dark, 4, (37, 37), (47, 37))


def ball(b: Brush) -> None:
    """A ball."""
    s = b.shades
    b.circle(50, 50, 28, s.main)
    b.pie((22, 22, 78, 78), 300, 60, s.light)
    b.arc((2, 22, 58, 78), 300, 60, s.paper, 3)
    b.arc((42, 22, 98, 78), 120, 240, s.paper, 3)
    b.circle(50, 50, 5, s.spark)


def glasses(b: Brush) -> None:
    """A pair of glasses."""
    s = b.shades
    for x in (32, 68):
        b.circle(x, 52, 16, s.dark)
        b.circle(x, 52, 12.5, s.light)
        b.arc((x - 9, 43, x + 9, 61), 190, 260, s.paper, 2.5)
    b.arc((42, 44, 58, 60), 190, 350, s.dark, 3)
    b.line(s.dark, 3, (17, 48), (12, 42))
    b.line(s.dark, 3, (83, 48), (88, 42))


def music(b: Brush) -> None:
    """Two notes."""
    s = b.shades
    b.oval(22, 62, 44, 78, s.main)
    b.oval(56, 56, 78, 72, s.main)
    b.line(s.dark, 3.5, (42, 69), (42, 28))
    b.line(s.dark, 3.5, (76, 63), (76, 22))
    b.line(s.dark, 8, (43, 30), (75, 24))
    b.circle(28, 34, 4, s.spark)


def paw(b: Brush) -> None:
    """The print of a paw."""
    s = b.shades
    b.oval(32, 48, 68, 80, s.main)
    for x, y in ((26, 46), (42, 32), (58, 32), (74, 46)):
        b.oval(x - 7, y - 9, x + 7, y + 9, s.main)
    b.oval(42, 58, 58, 72, s.spark)


WORN = {
    paint.__name__: paint
    for paint in (shirt, trousers, dress, bag, shoe, ring, watch, toy, game, bike, ball, glasses, music, paw)
}
