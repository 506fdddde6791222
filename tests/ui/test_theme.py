"""Everything that is read can be read: contrasts come from the palette itself."""

from __future__ import annotations

import itertools

import pytest
from pytestqt.qtbot import QtBot

from ui.theme import _SHELF_HUES, DARK, LIGHT, Theme, Tokens, contrast, shelf_colour, stylesheet

READABLE = 4.5
VISIBLE = 3.0
SCHEMES = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])


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

    assert [pair for pair in pairs if contrast(*pair) < READABLE] == []


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
            assert contrast(ink, pressed) >= READABLE, (ink, pressed.name())


@SCHEMES
@pytest.mark.parametrize("percent", [100, 125, 150])
def test_the_stylesheet_is_complete(tokens: Tokens, percent: int) -> None:
    sheet = stylesheet(tokens, percent)

    assert "$" not in sheet
    assert sheet.count("{") == sheet.count("}")


def test_text_grows_as_asked_and_keys_stay_large_enough_for_a_finger(qtbot: QtBot) -> None:
    theme = Theme("light", 150)

    assert theme.px(14) == 21
    assert theme.room(48) >= 48
    assert Theme("light", 100).room(48) == 48
