"""How the till looks: tokens, the palette and the stylesheet built from them, light and dark.

Lengths are in device-independent pixels at 100 % text size; text grows by the percentage, boxes by a third of it.
"""

from __future__ import annotations

import string
from dataclasses import asdict, dataclass
from typing import Final, Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

import resources

Scheme = Literal["light", "dark", "system"]

GAP: Final = 8
MARGIN: Final = 16
RADIUS: Final = 10
TOUCH: Final = 48
TEXT_PX: Final = 14
TOTAL_PX: Final = 44
CHANGE_PX: Final = 64
FAMILIES: Final = ("Inter", "DejaVu Sans")


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one scheme; every text colour stands on its grounds at 4.5:1 or more."""

    ground: str
    surface: str
    raised: str
    pressed: str
    line: str
    edge: str
    ink: str
    soft: str
    accent: str
    accent_hover: str
    accent_pressed: str
    on_accent: str
    accent_ground: str
    danger: str
    danger_ground: str
    amber: str
    amber_ground: str
    scrim: str
    tick: str
    shelf_lightness: int
    shelf_strength: int


LIGHT: Final = Tokens(
    ground="#FAF8F5",
    surface="#FFFFFF",
    raised="#F3EFE9",
    pressed="#E7E0D6",
    line="#E4DDD3",
    edge="#8A8073",
    ink="#1F1B16",
    soft="#574F45",
    accent="#0F6B4F",
    accent_hover="#0C5A42",
    accent_pressed="#094735",
    on_accent="#FFFFFF",
    accent_ground="#E3F1EA",
    danger="#A92A1E",
    danger_ground="#FBE7E3",
    amber="#7A4E00",
    amber_ground="#FDF0D2",
    scrim="#731F1B16",
    tick="tick-light.svg",
    shelf_lightness=229,
    shelf_strength=165,
)

DARK: Final = Tokens(
    ground="#171614",
    surface="#201E1B",
    raised="#2C2926",
    pressed="#3A3631",
    line="#38342F",
    edge="#8F867A",
    ink="#F2EEE8",
    soft="#B5ADA2",
    accent="#4CC38A",
    accent_hover="#63D09B",
    accent_pressed="#3AAE77",
    on_accent="#0B1F16",
    accent_ground="#1B3329",
    danger="#FF9A8D",
    danger_ground="#43211D",
    amber="#F4C15D",
    amber_ground="#3D3017",
    scrim="#A6000000",
    tick="tick-dark.svg",
    shelf_lightness=50,
    shelf_strength=58,
)

_SHELF_HUES: Final = {
    "wheat": 42, "butter": 52, "honey": 36, "olive": 72, "leaf": 104, "mint": 150, "water": 200, "sky": 212,
    "ink": 226, "slate": 215, "lilac": 262, "plum": 292, "rose": 340, "wine": 350, "coral": 14, "brick": 8,
}  # fmt: skip
_GREYISH: Final = {"stone": (36, 0.35), "slate": (215, 0.45)}


class Theme(QObject):
    """The look in use; what paints itself asks here and listens to `changed`."""

    changed = Signal()

    def __init__(self, scheme: Scheme = "system", text_percent: int = 100) -> None:
        super().__init__()
        self._scheme: Scheme = scheme
        self._percent = text_percent

    @property
    def scheme(self) -> Scheme:
        """What was asked for."""
        return self._scheme

    @property
    def text_percent(self) -> int:
        """Text size, 100 to 150."""
        return self._percent

    @property
    def tokens(self) -> Tokens:
        """The colours now in use."""
        if self._scheme == "system":
            dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
            return DARK if dark else LIGHT
        return DARK if self._scheme == "dark" else LIGHT

    def px(self, length: int) -> int:
        """The size of letters of so many pixels at 100 %."""
        return _text(length, self._percent)

    def room(self, length: int) -> int:
        """The size of a box of so many pixels at 100 %."""
        return _room(length, self._percent)

    def font(self, px: int = TEXT_PX, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        """A font whose figures all have the same width, so that columns of amounts stand still."""
        font = QFont(list(FAMILIES))
        font.setPixelSize(self.px(px))
        font.setWeight(weight)
        font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def shelf(self, colour: str) -> QColor:
        """The ground of a category's tiles, from the category's colour name."""
        return shelf_colour(self.tokens, colour)

    def dot(self, colour: str) -> QColor:
        """A category's colour where it stands alone, strong enough to be told apart."""
        shelf = shelf_colour(self.tokens, colour)
        return QColor.fromHsl(shelf.hslHue(), min(255, shelf.hslSaturation() * 3 // 4 + 30), 140)

    def change(self, *, scheme: Scheme | None = None, text_percent: int | None = None) -> None:
        """Put on another look at once."""
        self._scheme = scheme or self._scheme
        self._percent = text_percent or self._percent
        self.dress()
        self.changed.emit()

    def dress(self) -> None:
        """Give the application its font, palette and stylesheet."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.setFont(self.font())
            app.setPalette(palette(self.tokens))
            app.setStyleSheet(stylesheet(self.tokens, self._percent))


def shelf_colour(tokens: Tokens, colour: str) -> QColor:
    """A quiet ground in a category's hue on which the ink reads well; unknown names look like stone."""
    hue = _SHELF_HUES.get(colour, _GREYISH["stone"][0])
    strength = _GREYISH.get(colour, (0, 1.0))[1] if colour in _SHELF_HUES else _GREYISH["stone"][1]
    return QColor.fromHsl(hue, round(tokens.shelf_strength * strength), tokens.shelf_lightness)


def contrast(one: str | QColor, other: str | QColor) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    darker, lighter = sorted((_luminance(QColor(one)), _luminance(QColor(other))))
    return (lighter + 0.05) / (darker + 0.05)


def palette(tokens: Tokens) -> QPalette:
    """Qt's own palette, for what the stylesheet does not reach."""
    role = QPalette.ColorRole
    colours = {
        role.Window: tokens.ground,
        role.WindowText: tokens.ink,
        role.Base: tokens.surface,
        role.AlternateBase: tokens.raised,
        role.Text: tokens.ink,
        role.PlaceholderText: tokens.soft,
        role.Button: tokens.raised,
        role.ButtonText: tokens.ink,
        role.Highlight: tokens.accent,
        role.HighlightedText: tokens.on_accent,
        role.ToolTipBase: tokens.raised,
        role.ToolTipText: tokens.ink,
        role.Link: tokens.accent,
        role.Accent: tokens.accent,
        role.Light: tokens.surface,
        role.Mid: tokens.line,
        role.Dark: tokens.edge,
    }
    result = QPalette()
    for where, colour in colours.items():
        result.setColor(where, QColor(colour))
    for where in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, where, QColor(tokens.edge))
    return result


def stylesheet(tokens: Tokens, text_percent: int) -> str:
    """The one stylesheet, with colours and sizes filled in."""
    words = {name: str(value) for name, value in asdict(tokens).items()}
    words |= {f"px{length}": str(_text(length, text_percent)) for length in (18, 36)}
    words |= {f"h{length}": str(_room(length, text_percent)) for length in (48, 72)}
    # A ring of two pixels in the place of an edge of one takes its room from within: nothing moves.
    words |= {f"h{length - 2}": str(_room(length, text_percent) - 2) for length in (48, 72)}
    words |= {"radius": str(RADIUS), "icons": resources.path("icons").as_posix()}
    template = resources.path("styles", "comptoir.qss").read_text(encoding="utf-8")
    return string.Template(template).substitute(words)


def _text(length: int, percent: int) -> int:
    return round(length * percent / 100)


def _room(length: int, percent: int) -> int:
    """Boxes grow a third as fast as the text in them: at 100 % they are already large enough for a finger."""
    return round(length * (200 + percent) / 300)


def _luminance(colour: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())
