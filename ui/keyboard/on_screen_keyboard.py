"""The on-screen keyboard itself: layers of keys, capitals, variants behind long presses, an eraser that repeats."""

from __future__ import annotations

from enum import IntEnum
from typing import Final, get_args

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from pos.wording import Wording
from ui.keyboard.key import Key
from ui.keyboard.key_page import WIDEST, WIDEST_FIGURES, KeyPage
from ui.keyboard.key_words import name_of_act, name_of_sign, text_of_act
from ui.keyboard.layouts import COLUMNS, FIGURE_COLUMNS, Act, KeySpec, Layer, rows_of
from ui.keyboard.variants_bubble import VariantsBubble
from ui.theme import Theme

HELD_MS: Final = 420
REPEAT_MS: Final = 70
_MARGIN: Final = 8
_REPEATS: Final = frozenset({Act.ERASE, Act.LEFT, Act.RIGHT})
_LAYER_OF: Final[dict[Act, Layer]] = {Act.LETTERS: "letters", Act.SIGNS: "signs", Act.FIGURES: "figures"}
_KEY_OF: Final = {
    Act.ERASE: Qt.Key.Key_Backspace,
    Act.ENTER: Qt.Key.Key_Return,
    Act.LEFT: Qt.Key.Key_Left,
    Act.RIGHT: Qt.Key.Key_Right,
}


class Capitals(IntEnum):
    """Small letters, one capital, or capitals until told otherwise."""

    NONE = 0
    ONE = 1
    ALL = 2


class OnScreenKeyboard(QWidget):
    """Says what was written and which keys were pressed; knows nothing of where it goes."""

    wrote = Signal(str)
    pressed = Signal(object)
    hide_requested = Signal()
    layer_changed = Signal()

    def __init__(self, theme: Theme, wording: Wording, over: QWidget) -> None:
        super().__init__(over)
        self._theme, self._wording = theme, wording
        self._capitals = Capitals.NONE
        self._down: Key | None = None
        self._held_key: Key | None = None
        self._layer: Layer = "letters"
        self.setAccessibleName(wording("On-screen keyboard"))
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self._pages: dict[Layer, KeyPage] = {layer: self._page(layer) for layer in get_args(Layer)}
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        for page in self._pages.values():
            self._stack.addWidget(page)
        self._bubble = VariantsBubble(theme, over)
        self._bubble.chosen.connect(self._write_variant)
        self._held = QTimer(self)
        self._held.setSingleShot(True)
        self._held.timeout.connect(self._hold)
        self._repeat = QTimer(self)
        self._repeat.setInterval(REPEAT_MS)
        self._repeat.timeout.connect(self._again)
        self.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        self.hide()

    @property
    def layer(self) -> Layer:
        """Which keys are shown."""
        return self._layer

    @property
    def capitals(self) -> Capitals:
        """Whether capitals are written."""
        return self._capitals

    @property
    def variants(self) -> tuple[Key, ...]:
        """The variants that are offered now."""
        return self._bubble.keys if self._bubble.isVisible() else ()

    @property
    def needed_height(self) -> int:
        """As high as the shown keys need."""
        return self._pages[self._layer].needed_height + 2 * _MARGIN

    @property
    def lowest_height(self) -> int:
        """As low as a finger can still do with."""
        return self._pages[self._layer].lowest_height + 2 * _MARGIN

    @property
    def keys(self) -> list[Key]:
        """The keys that are shown."""
        return self._pages[self._layer].keys

    def key(self, wanted: str | Act) -> Key:
        """The shown key that writes a sign or does something."""
        return next(key for key in self.keys if wanted in {key.spec.act, key.text()})

    def show_layer(self, layer: Layer) -> None:
        """Show other keys."""
        self._close_bubble()
        if layer != self._layer:
            self._layer = layer
            self._stack.setCurrentWidget(self._pages[layer])
            self.layer_changed.emit()

    def shift(self) -> None:
        """One capital, then all capitals, then small letters again."""
        self._set_capitals(Capitals((self._capitals + 1) % len(Capitals)))

    def open_variants(self, key: Key) -> None:
        """Offer what stands behind a key."""
        signs = [self._cased(sign) for sign in key.spec.variants]
        self._bubble.open_above(key, signs, lambda sign: name_of_sign(sign, self._wording))

    def rest(self) -> None:
        """Let go of everything: the keyboard is put away."""
        self._stop_holding()
        self._down = None
        self._close_bubble()
        self._set_capitals(Capitals.NONE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Its ground, with a line against what stands above."""
        painter, tokens = QPainter(self), self._theme.tokens
        painter.fillRect(self.rect(), QColor(tokens.raised))
        painter.fillRect(0, 0, self.width(), 1, QColor(tokens.edge))

    def _page(self, layer: Layer) -> KeyPage:
        figures = layer == "figures"
        return KeyPage(
            self._theme,
            rows_of(layer, self._wording.language, self._wording.decimal),
            FIGURE_COLUMNS if figures else COLUMNS,
            WIDEST_FIGURES if figures else WIDEST,
            self._key,
        )

    def _key(self, spec: KeySpec, over: QWidget) -> Key:
        wording = self._wording
        if spec.act is None:
            key = Key(self._theme, spec, spec.sign.strip() or wording("Space"), name_of_sign(spec.sign, wording), over)
        else:
            key = Key(self._theme, spec, text_of_act(spec.act, wording), name_of_act(spec.act, wording), over)
        key.went_down.connect(lambda: self._went_down(key))
        key.slid.connect(lambda where: self._slid(key, where))
        key.came_up.connect(lambda where: self._came_up(key, where))
        key.let_go.connect(lambda: self._forget(key))
        key.clicked.connect(lambda _=False: self._do(key))
        return key

    def _went_down(self, key: Key) -> None:
        """A second finger comes down before the first is up: what the first pressed is written first."""
        earlier, self._down = self._down, None
        self._stop_holding()
        if earlier is not None:
            self._do(earlier)
        self._close_bubble()
        if key.spec.act in _REPEATS:
            self._do(key)
        else:
            self._down = key
        self._held_key = key
        self._held.start(HELD_MS)

    def _slid(self, key: Key, where: QPoint) -> None:
        if key is self._held_key and self._bubble.isVisible():
            self._bubble.slide_over(where)

    def _came_up(self, key: Key, where: QPoint) -> None:
        if key is self._held_key:
            self._stop_holding()
        if self._down is key:
            self._down = None
            self._do(key)
            return
        variant = self._bubble.key_at(where) if key is self._held_key else None
        if variant is not None:
            self._write_variant(variant.text())

    def _forget(self, key: Key) -> None:
        self._stop_holding()
        if self._down is key:
            self._down = None

    def _hold(self) -> None:
        """The finger stays: erase on, or offer variants; they wait for it to slide or to tap."""
        key = self._held_key
        if key is None:
            return
        if key.spec.act in _REPEATS:
            self._repeat.start()
        elif key.spec.variants and self._down is key:
            self._down = None
            self.open_variants(key)

    def _again(self) -> None:
        if self._held_key is not None:
            self._do(self._held_key)

    def _stop_holding(self) -> None:
        self._held.stop()
        self._repeat.stop()

    def _do(self, key: Key) -> None:
        act = key.spec.act
        if act is None:
            self._write(self._cased(key.spec.sign))
        elif act is Act.SHIFT:
            self.shift()
        elif act is Act.HIDE:
            self.hide_requested.emit()
        elif act in _LAYER_OF:
            self.show_layer(_LAYER_OF[act])
        else:
            self.pressed.emit(_KEY_OF[act])

    def _write(self, text: str) -> None:
        if self._capitals is Capitals.ONE:
            self._set_capitals(Capitals.NONE)
        for sign in text:
            self.wrote.emit(sign)

    def _write_variant(self, sign: str) -> None:
        self._close_bubble()
        self._write(sign)

    def _close_bubble(self) -> None:
        self._bubble.hide()

    def _set_capitals(self, capitals: Capitals) -> None:
        self._capitals = capitals
        for layer in ("letters", "signs"):
            for key in self._pages[layer].keys:
                self._show_case(key)

    def _show_case(self, key: Key) -> None:
        if key.spec.act is Act.SHIFT:
            key.setChecked(self._capitals is not Capitals.NONE)
            key.setText("⇪" if self._capitals is Capitals.ALL else text_of_act(Act.SHIFT, self._wording))
        elif key.spec.act is None and key.spec.sign.strip():
            key.setText(self._cased(key.spec.sign))

    def _cased(self, sign: str) -> str:
        return sign if self._capitals is Capitals.NONE else _capital(sign)


def _capital(sign: str) -> str:
    """The capital of a letter; a sign that has none, or whose capital is two letters, stays."""
    return sign.upper() if len(sign.upper()) == len(sign) else sign
