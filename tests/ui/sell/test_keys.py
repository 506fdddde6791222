"""The keys of the sell screen: one table binds them and writes the card."""

from __future__ import annotations

from typing import Any, cast

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut

from pos.wording import Language, Wording
from tests.ui.sell.cashier import Cashier
from tests.ui.sell.conftest import BREAD, OpenTill
from ui.sell.keys import KEYS, Deed, Group, Reach, ShownKey, means
from ui.sell.keys_sheet import KeysSheet

BOUND = [one for one in KEYS if one.reach is not Reach.WIDGET]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_card_shows_every_key_of_the_table_in_its_language(open_till: OpenTill, language: Language) -> None:
    cashier = open_till(language=language)
    wording = Wording(language)
    cashier.press(Qt.Key.Key_F1)

    shown = cashier.sheet(KeysSheet).shown

    assert sorted(shown, key=lambda row: KEYS.index(row[0])) == [
        (one, wording(one.key), wording(one.says)) for one in KEYS
    ]
    cashier.press(Qt.Key.Key_Escape)
    assert cashier.window.sheet is None


def test_the_french_card_is_french() -> None:
    french = Wording("fr")

    assert [one.says for one in KEYS if french(one.says) == one.says] == []
    assert [group.value for group in Group if french(group.value) == group.value] == []


def test_the_shortcuts_of_the_screen_are_those_of_the_table(cashier: Cashier) -> None:
    bound = {shortcut.key().toString() for shortcut in cashier.window.sell.findChildren(QShortcut)}

    assert bound == {one.key for one in KEYS if one.reach is Reach.SCREEN}


def test_every_deed_has_one_key_and_no_key_two_deeds() -> None:
    assert sorted(one.deed.value for one in BOUND if one.deed) == sorted(deed.value for deed in Deed)
    assert len({one.key for one in BOUND}) == len(BOUND)
    assert all((one.deed is None) == (one.reach is Reach.WIDGET) for one in KEYS)


@pytest.mark.parametrize("one", [one for one in KEYS if one.reach is Reach.NO_BOX], ids=lambda one: one.key)
def test_a_key_heard_by_the_page_is_known_by_its_name(one: ShownKey) -> None:
    heard = {
        "↑": (Qt.Key.Key_Up, ""),
        "↓": (Qt.Key.Key_Down, ""),
        "+": (Qt.Key.Key_Plus, "+"),
        "-": (Qt.Key.Key_Minus, "-"),
        "Del": (Qt.Key.Key_Delete, ""),
        "Esc": (Qt.Key.Key_Escape, ""),
        "Ctrl+Z": (Qt.Key.Key_Z, "\x1a"),
        "Ctrl+Y": (Qt.Key.Key_Y, "\x19"),
    }
    by_key = {key for key, (code, text) in heard.items() if means(_pressed(key, code, text), one.key)}

    assert by_key == {one.key}


def test_the_keypads_signs_and_keys_mean_the_same() -> None:
    keypad = Qt.KeyboardModifier.KeypadModifier
    minus = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Minus, keypad, "-")
    delete = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Delete, keypad)

    assert means(minus, "-")
    assert means(delete, "Del")


@pytest.mark.parametrize("one", [one for one in KEYS if one.reach is Reach.SCREEN], ids=lambda one: one.key)
def test_every_shortcut_is_answered_on_a_ticket(cashier: Cashier, one: ShownKey) -> None:
    cashier.scan(BREAD)
    edited: list[str] = []
    cashier.till.desk.beside.edit_requested.connect(edited.append)
    before = _seen(cashier)

    pressed = cast("Any", QKeySequence(one.key))[0]
    cashier.press(Qt.Key(pressed.key()), pressed.keyboardModifiers())

    searching = cashier.window.sell.search.hasFocus()
    assert _seen(cashier) != before or edited or (one.key == "F2" and searching)


def test_the_foot_says_its_keys(cashier: Cashier) -> None:
    foot = cashier.window.sell.foot
    cashier.scan(BREAD)
    assert [key.accessibleDescription() for key in foot.all] == ["F3", "F4", "F7", "F1"]

    cashier.tap(foot.keys_key)

    assert isinstance(cashier.window.sheet, KeysSheet)


def _pressed(name: str, code: Qt.Key, text: str) -> QKeyEvent:
    control = Qt.KeyboardModifier.ControlModifier
    modifier = control if name.startswith("Ctrl") else Qt.KeyboardModifier.NoModifier
    return QKeyEvent(QEvent.Type.KeyPress, code, modifier, text)


def _seen(cashier: Cashier) -> tuple[object, ...]:
    """What a key may change: the sheet on top, the bar of a mode, the notice."""
    return type(cashier.window.sheet), cashier.till.desk.beside.price_check.bar.isVisible(), cashier.window.toast.text
