"""The layouts: rows of one width, every French sign somewhere, and whatever is tapped arrives as it was tapped."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from pos.wording import Language, Wording
from ui.keyboard import typist
from ui.keyboard.layouts import COLUMNS, FIGURE_COLUMNS, Act, Layer, rows_of
from ui.keyboard.on_screen_keyboard import OnScreenKeyboard
from ui.theme import Theme

FRENCH = "àâæçéèêëîïôœùûüÿ«»€’-,.;:!?()%°" + "abcdefghijklmnopqrstuvwxyz0123456789"


def _signs(layer: Layer, language: Language) -> set[str]:
    """All that a layer can write, with its long presses."""
    keys = [key for row in rows_of(layer, language, ",") for key in row]
    return {sign for key in keys for sign in key.sign + key.variants}


@pytest.mark.parametrize("language", get_args(Language))
@pytest.mark.parametrize("layer", get_args(Layer))
def test_every_row_is_as_wide_as_the_others(layer: Layer, language: Language) -> None:
    wide = FIGURE_COLUMNS if layer == "figures" else COLUMNS

    assert [sum(key.width for key in row) for row in rows_of(layer, language, ",")] == [wide] * len(
        rows_of(layer, language, ",")
    )


@pytest.mark.parametrize("language", get_args(Language))
def test_every_french_sign_can_be_written_in_both_languages(language: Language) -> None:
    assert set(FRENCH) - _signs("letters", language) - _signs("signs", language) == set()


@pytest.mark.parametrize("layer", get_args(Layer))
def test_every_layer_erases_enters_and_hides(layer: Layer) -> None:
    acts = {key.act for row in rows_of(layer, "fr", ",") for key in row}

    assert {Act.ERASE, Act.ENTER, Act.HIDE} <= acts
    assert acts & {Act.LETTERS, Act.SIGNS}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(st.sampled_from(sorted(_signs("letters", "fr"))), max_size=12), capitals=st.booleans())
def test_what_is_tapped_is_what_arrives(qtbot: QtBot, words: str, capitals: bool) -> None:
    box = QLineEdit()
    qtbot.addWidget(box)
    box.show()
    box.activateWindow()
    box.setFocus()
    qtbot.waitUntil(box.hasFocus)
    keyboard = OnScreenKeyboard(Theme("light"), Wording("fr"), box)
    keyboard.wrote.connect(typist.write)
    if capitals:
        keyboard.shift()
        keyboard.shift()

    for sign in words:
        own = [key for key in keyboard.keys if key.spec.sign == sign]
        if own:
            own[0].click()
        else:
            keyboard.open_variants(next(key for key in keyboard.keys if sign in key.spec.variants))
            next(one for one in keyboard.variants if one.text() in {sign, sign.upper()}).click()

    assert box.text() == "".join(_capital(sign) if capitals else sign for sign in words)


def _capital(sign: str) -> str:
    return sign.upper() if len(sign.upper()) == 1 else sign
