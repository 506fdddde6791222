"""How the till looks: tokens, the palette and the stylesheet built from them; light, dark and high contrast.

Lengths are in device-independent pixels at 100 % text size; text grows by the percentage, boxes by a third of it.
"""

from __future__ import annotations

import string
from dataclasses import asdict, dataclass
from typing import Final, Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette, QPen
from PySide6.QtWidgets import QApplication

import resources

Scheme = Literal["light", "dark", "contrast", "system"]

GAP: Final = 8
MARGIN: Final = 16
RADIUS: Final = 10
PAD: Final = 12
TOUCH: Final = 48
TEXT_PX: Final = 14
TOTAL_PX: Final = 44
CHANGE_PX: Final = 64
FAMILIES: Final = ("Inter", "DejaVu Sans")


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one scheme; every text colour stands on its grounds at 4.5:1 or more, in high contrast at 7:1.

    off is the ink of what cannot be pressed and off_edge the kind of line around it; chosen is the edge of a choice
    that is down; chosen_edge and quiet_edge are edges only high contrast has; tick, menu_tick and arrows name
    pictures; ring is how thick the focus is drawn, in pixels.
    """

    ground: str
    surface: str
    raised: str
    pressed: str
    line: str
    edge: str
    quiet_edge: str
    chosen: str
    chosen_ringed: str
    chosen_edge: str
    off: str
    off_edge: str
    ink: str
    soft: str
    accent: str
    accent_hover: str
    accent_pressed: str
    on_accent: str
    on_accent_ring: str
    accent_ground: str
    danger: str
    danger_ground: str
    amber: str
    amber_ground: str
    scrim: str
    tick: str
    arrows: str
    menu_tick: str
    ring: int
    shelf_lightness: int
    shelf_strength: int
    dot_lightness: int


LIGHT: Final = Tokens(
    ground="#FAF8F5",
    surface="#FFFFFF",
    raised="#F3EFE9",
    pressed="#E7E0D6",
    line="#E4DDD3",
    edge="#8A8073",
    quiet_edge="transparent",
    chosen="#0F6B4F",
    chosen_ringed="#1F1B16",
    chosen_edge="transparent",
    off="#8A8073",
    off_edge="solid",
    ink="#1F1B16",
    soft="#574F45",
    accent="#0F6B4F",
    accent_hover="#0C5A42",
    accent_pressed="#094735",
    on_accent="#FFFFFF",
    on_accent_ring="#1F1B16",
    accent_ground="#E3F1EA",
    danger="#A92A1E",
    danger_ground="#FBE7E3",
    amber="#7A4E00",
    amber_ground="#FDF0D2",
    scrim="#731F1B16",
    tick="tick-light.svg",
    arrows="",
    menu_tick="tick-dark.svg",
    ring=2,
    shelf_lightness=229,
    shelf_strength=165,
    dot_lightness=140,
)

DARK: Final = Tokens(
    ground="#171614",
    surface="#201E1B",
    raised="#2C2926",
    pressed="#3A3631",
    line="#38342F",
    edge="#8F867A",
    quiet_edge="transparent",
    chosen="#4CC38A",
    chosen_ringed="#F2EEE8",
    chosen_edge="transparent",
    off="#8F867A",
    off_edge="solid",
    ink="#F2EEE8",
    soft="#B5ADA2",
    accent="#4CC38A",
    accent_hover="#63D09B",
    accent_pressed="#3AAE77",
    on_accent="#0B1F16",
    on_accent_ring="#F2EEE8",
    accent_ground="#1B3329",
    danger="#FF9A8D",
    danger_ground="#43211D",
    amber="#F4C15D",
    amber_ground="#3D3017",
    scrim="#A6000000",
    tick="tick-dark.svg",
    arrows="",
    menu_tick="tick-light.svg",
    ring=2,
    shelf_lightness=50,
    shelf_strength=58,
    dot_lightness=140,
)

CONTRAST: Final = Tokens(
    ground="#000000",
    surface="#000000",
    raised="#000000",
    pressed="#2E2E2E",
    line="#FFFFFF",
    edge="#FFFFFF",
    quiet_edge="#FFFFFF",
    chosen="#FFFFFF",
    chosen_ringed="#FFE100",
    chosen_edge="#FFFFFF",
    off="#B8B8B8",
    off_edge="dashed",
    ink="#FFFFFF",
    soft="#F0F0F0",
    accent="#FFE100",
    accent_hover="#FFEE70",
    accent_pressed="#E6CB00",
    on_accent="#000000",
    on_accent_ring="#0066FF",
    accent_ground="#2B2600",
    danger="#FFB3AB",
    danger_ground="#000000",
    amber="#FFC457",
    amber_ground="#000000",
    scrim="#D9000000",
    tick="tick-dark.svg",
    arrows="-contrast",
    menu_tick="tick-light.svg",
    ring=4,
    shelf_lightness=0,
    shelf_strength=255,
    dot_lightness=180,
)
"""Black, white and yellow; a category's colour is only an edge and a dot, and what is off has a broken edge."""

_TOKENS: Final[dict[Scheme, Tokens]] = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}

_SHELF_HUES: Final = {
    "wheat": 42, "butter": 52, "honey": 36, "olive": 72, "leaf": 104, "mint": 150, "water": 200, "sky": 212,
    "ink": 226, "slate": 215, "lilac": 262, "plum": 292, "rose": 340, "wine": 350, "coral": 14, "brick": 8,
}  # fmt: skip
_GREYISH: Final = {"stone": (36, 0.35), "slate": (215, 0.45)}


class Theme(QObject):
    """The look in use; what paints itself asks here and listens to `changed`."""

    changed = Signal()
    chosen = Signal()
    """A person asked for another look."""

    def __init__(self, scheme: Scheme = "system", text_percent: int = 100) -> None:
        super().__init__()
        self._scheme: Scheme = scheme
        self._percent = text_percent
        self._tokens = tokens_of(scheme)

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
        return self._tokens

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

    def rim(self, colour: str) -> QPen:
        """The edge of a category's tiles: hardly seen where the ground has its colour, else its colour itself."""
        if self.tokens.shelf_lightness == 0:
            return QPen(self.dot(colour), 2)
        return QPen(self.shelf(colour).darker(107), 1)

    def dot(self, colour: str) -> QColor:
        """A category's colour where it stands alone, strong enough to be told apart."""
        shelf = shelf_colour(self.tokens, colour)
        strength = min(255, shelf.hslSaturation() * 3 // 4 + 30)
        return QColor.fromHsl(shelf.hslHue(), strength, self.tokens.dot_lightness)

    def change(self, *, scheme: Scheme | None = None, text_percent: int | None = None) -> None:
        """Put on another look at once."""
        self._scheme = scheme or self._scheme
        self._percent = text_percent or self._percent
        self._dress_anew()
        self.chosen.emit()

    def follow_system(self) -> None:
        """Look as the system does from now on whenever it changes, while that is what was asked for."""
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._system_changed)
        hints.accessibility().contrastPreferenceChanged.connect(self._system_changed)

    def _system_changed(self, _now: object) -> None:
        if self._scheme == "system":
            self._dress_anew()

    def _dress_anew(self) -> None:
        self.dress()
        self.changed.emit()

    def dress(self) -> None:
        """Give the application its font, palette and stylesheet."""
        self._tokens = tokens_of(self._scheme)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.setEffectEnabled(Qt.UIEffect.UI_General, False)
            app.setFont(self.font())
            app.setPalette(palette(self.tokens))
            app.setStyleSheet(stylesheet(self.tokens, self._percent))


def tokens_of(scheme: Scheme) -> Tokens:
    """The colours of a scheme; of the system's, those it wishes for at this moment."""
    if scheme != "system":
        return _TOKENS[scheme]
    hints = QGuiApplication.styleHints()
    if hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast:
        return CONTRAST
    return DARK if hints.colorScheme() is Qt.ColorScheme.Dark else LIGHT


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
        result.setColor(QPalette.ColorGroup.Disabled, where, QColor(tokens.off))
    return result


def stylesheet(tokens: Tokens, text_percent: int) -> str:
    """The one stylesheet, with colours and sizes filled in."""
    words = {name: str(value) for name, value in asdict(tokens).items()}
    words |= {f"px{length}": str(_text(length, text_percent)) for length in (18, 36)}
    words |= {f"h{length}": str(_room(length, text_percent)) for length in (48, 72)}
    # A ring in the place of an edge of one pixel takes its room from within: nothing moves.
    within = tokens.ring - 1
    words |= {f"h{length}_ringed": str(_room(length, text_percent) - 2 * within) for length in (48, 72)}
    words |= {"pad_ringed": str(PAD - within)}
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
