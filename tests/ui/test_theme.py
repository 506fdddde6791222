"""Everything that is read can be read: contrasts come from the palette itself."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessibilityHints, QGuiApplication
from PySide6.QtWidgets import QApplication, QComboBox, QListView, QMenu, QStyle, QTabBar
from pytestqt.qtbot import QtBot

from ui.theme import _SHELF_HUES, CONTRAST, DARK, LIGHT, Theme, Tokens, contrast, shelf_colour, stylesheet
from ui.widgets.progress_bar import ProgressBar

READABLE = 4.5
VISIBLE = 3.0
READABLE_IN_HIGH_CONTRAST = 7.0
SCHEMES = pytest.mark.parametrize("tokens", [LIGHT, DARK, CONTRAST], ids=["light", "dark", "contrast"])


def _readable(tokens: Tokens) -> float:
    return READABLE_IN_HIGH_CONTRAST if tokens is CONTRAST else READABLE


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@SCHEMES
def test_text_stands_out_from_every_ground_it_is_on(tokens: Tokens) -> None:
    grounds = (tokens.ground, tokens.surface, tokens.raised, tokens.accent_ground)
    pairs = [*itertools.product((tokens.ink, tokens.soft), grounds)]
    pairs += [(tokens.ink, tokens.pressed), (tokens.ink, tokens.amber_ground), (tokens.ground, tokens.ink)]
    pairs += [(tokens.on_accent, one) for one in (tokens.accent, tokens.accent_hover, tokens.accent_pressed)]
    pairs += [(tokens.danger, one) for one in (tokens.surface, tokens.raised, tokens.pressed)]
    pairs += [(tokens.amber, one) for one in (tokens.ground, tokens.surface)]
    pairs += [(tokens.accent, one) for one in (tokens.ground, tokens.surface)]

    assert [pair for pair in pairs if contrast(*pair) < _readable(tokens)] == []


@SCHEMES
def test_edges_and_focus_rings_can_be_seen(tokens: Tokens) -> None:
    pairs = [(one, ground) for one in (tokens.edge, tokens.accent) for ground in (tokens.ground, tokens.surface)]

    assert [pair for pair in pairs if contrast(*pair) < VISIBLE] == []


@SCHEMES
@pytest.mark.parametrize("colour", [*_SHELF_HUES, "stone", "no such colour"])
def test_a_tile_can_be_read_whatever_its_colour(tokens: Tokens, colour: str) -> None:
    shelf = shelf_colour(tokens, colour)

    for pressed in (shelf, shelf.darker(103), shelf.darker(106)):
        for ink in (tokens.ink, tokens.soft, tokens.amber):
            assert contrast(ink, pressed) >= _readable(tokens), (ink, pressed.name())


def test_in_high_contrast_every_line_is_seen_and_every_ring_on_what_it_stands_on() -> None:
    high = CONTRAST
    pairs = [(one, high.ground) for one in (high.line, high.edge, high.quiet_edge, high.off, high.on_accent_ring)]
    pairs += [(high.on_accent_ring, high.accent), (high.accent, high.ground), (high.chosen_edge, high.accent_ground)]
    dots = [Theme("contrast").dot(colour) for colour in _SHELF_HUES]

    assert [pair for pair in pairs if contrast(*pair) < VISIBLE] == []
    assert [dot.name() for dot in dots if contrast(dot, high.ground) < VISIBLE] == []
    assert high.ring > LIGHT.ring


def test_in_high_contrast_a_category_colours_only_edges_and_dots() -> None:
    theme = Theme("contrast")

    assert {theme.shelf(colour).name() for colour in _SHELF_HUES} == {"#000000"}
    assert theme.rim("wheat").color() == theme.dot("wheat") != theme.dot("sky")


def test_the_systems_wish_for_contrast_is_followed(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    hints = QGuiApplication.styleHints().accessibility()
    theme = Theme("system")
    theme.follow_system()
    looks: list[Tokens] = []
    theme.changed.connect(lambda: looks.append(theme.tokens))

    monkeypatch.setattr(QAccessibilityHints, "contrastPreference", lambda _: Qt.ContrastPreference.HighContrast)
    hints.contrastPreferenceChanged.emit(Qt.ContrastPreference.HighContrast)
    theme.change(scheme="dark")
    hints.contrastPreferenceChanged.emit(Qt.ContrastPreference.NoPreference)

    assert looks == [CONTRAST, DARK]


def test_nothing_moves_by_itself(qtbot: QtBot) -> None:
    QApplication.setStyle("Fusion")
    Theme("light").dress()
    busy = ProgressBar()
    busy.setRange(0, 0)
    moving = (QTabBar(), QComboBox(), QListView(), QMenu(), busy)
    duration = QStyle.StyleHint.SH_Widget_Animation_Duration
    for widget in moving:
        qtbot.addWidget(widget)
    busy.show()
    qtbot.waitExposed(busy)

    pictures = set()
    for _ in range(3):
        qtbot.wait(60)
        image = busy.grab().toImage()  # named: its bits go with it
        pictures.add(bytes(image.constBits()))

    assert len(pictures) == 1
    assert [widget for widget in moving if widget.style().styleHint(duration, None, widget)] == []
    assert not any(QApplication.isEffectEnabled(effect) for effect in Qt.UIEffect)


@SCHEMES
@pytest.mark.parametrize("percent", [100, 110, 125, 150])
def test_the_stylesheet_is_complete(tokens: Tokens, percent: int) -> None:
    sheet = stylesheet(tokens, percent)

    assert "$" not in sheet
    assert sheet.count("{") == sheet.count("}")


def test_text_grows_as_asked_and_keys_stay_large_enough_for_a_finger(qtbot: QtBot) -> None:
    theme = Theme("light", 150)

    assert theme.px(14) == 21
    assert theme.room(48) >= 48
    assert Theme("light", 100).room(48) == 48
