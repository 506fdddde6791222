"""The till comes back as a person left it: in their colours and their size, from the very first picture."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QAction

from tests.ui.sell.cashier import entry_of
from tests.ui.sell.conftest import OpenTill
from ui import kept_look
from ui.more_menu import TEXT_SIZES, MoreMenu
from ui.theme import CONTRAST


def _choice(menu: MoreMenu, words: str) -> QAction:
    return entry_of(menu, words)


def test_the_look_a_person_chose_is_there_again_at_the_next_start(open_till: OpenTill, shop_path: Path) -> None:
    cashier = open_till(theme=None, text_percent=None)
    menu = MoreMenu(cashier.till.theme, cashier.till.wording)
    menu.add_looks()
    _choice(menu, "High contrast").trigger()
    _choice(menu, "Text 125%").trigger()
    cashier.settle()
    cashier.till.close()

    again = open_till(theme=None, text_percent=None)

    assert again.till.theme.tokens is CONTRAST
    assert again.till.theme.text_percent == 125
    assert again.window.grab().toImage().pixelColor(4, 4).name() == CONTRAST.ground


def test_a_look_that_is_named_goes_before_the_one_that_was_kept(open_till: OpenTill, shop_path: Path) -> None:
    kept_look.write(shop_path, "contrast", 150)

    theme = open_till(theme="light", text_percent=100).till.theme

    assert (theme.scheme, theme.text_percent) == ("light", 100)


def test_following_the_system_is_nothing_a_person_chose(open_till: OpenTill, shop_path: Path) -> None:
    cashier = open_till(theme=None, text_percent=None)
    cashier.till.close()

    assert kept_look.read(shop_path) == kept_look.USUAL
    assert list(shop_path.parent.glob("*.look")) == []


@pytest.mark.parametrize(
    "kept", ["", "contrast", "purple 100", "dark 99", "dark 151", "dark many", "dark 100 extra", "é"]
)
def test_what_makes_no_sense_is_the_usual_look(tmp_path: Path, kept: str) -> None:
    (tmp_path / "shop.db.look").write_text(kept, encoding="utf-8")

    assert kept_look.read(tmp_path / "shop.db") == kept_look.USUAL


def test_a_folder_that_cannot_be_written_stops_nobody(tmp_path: Path) -> None:
    kept_look.write(tmp_path / "gone" / "shop.db", "dark", 110)

    assert kept_look.read(tmp_path / "gone" / "shop.db") == kept_look.USUAL


def test_text_grows_in_small_steps() -> None:
    assert TEXT_SIZES == (100, 110, 125, 150)
