"""Everybody can read, reach and hit everything: every window of the till, in some of its looks.

`python -m tests.ui.walk` goes through all looks; here they are chosen so that each scheme, language and size comes.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget

import ui
from tests.screens import demo_shop
from tests.screens_looks import Look
from tests.ui.every_window import EVERY_WINDOW, Shown
from tests.ui.walk.walking import change_look, copied, walk
from ui.widgets.sheet import Sheet

LOOKS = (
    (Look(1024, 768, "contrast", "fr", 150), EVERY_WINDOW),
    (Look(1024, 768, "light", "en", 150), EVERY_WINDOW[0::3]),
    (Look(1024, 768, "dark", "fr", 100), EVERY_WINDOW[1::3]),
    (Look(1024, 768, "contrast", "en", 100), EVERY_WINDOW[2::3]),
)
"""Every window in the look where room is scarcest, and in one of the others."""
CALLED_WINDOWS = ("Page", "Window", "Menu")
PART_OF_ANOTHER = {"FigureSheet", "ReadingPage", "StepSheet"}
"""Bases of windows that are never shown themselves."""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo shop's file, to be copied."""
    return demo_shop(tmp_path_factory.mktemp("shop"))


@pytest.mark.parametrize(("look", "windows"), LOOKS, ids=[look.name for look, _ in LOOKS])
def test_everybody_can_use_every_window(
    qapp: QApplication, shop: Path, tmp_path: Path, look: Look, windows: tuple[Shown, ...]
) -> None:
    QApplication.setStyle("Fusion")

    assert walk(copied(shop, tmp_path), look, windows) == []


def test_a_look_chosen_at_the_counter_fits_at_once(qapp: QApplication, shop: Path, tmp_path: Path) -> None:
    QApplication.setStyle("Fusion")
    small, large = Look(1024, 768, "light", "en", 100), Look(1024, 768, "contrast", "en", 150)

    assert change_look(copied(shop, tmp_path), small, large) == []


def test_no_window_is_forgotten() -> None:
    walked = {kind for shown in EVERY_WINDOW for kind in shown.shows}
    forgotten = {kind.__name__ for kind in _windows_of_the_till() - walked}

    assert forgotten - PART_OF_ANOTHER == set(), "add a line to EVERY_WINDOW in tests/ui/every_window.py"


def _windows_of_the_till() -> set[type[QWidget]]:
    """Every sheet, page, window and menu there is in `ui`."""
    found = set()
    for module in pkgutil.walk_packages(ui.__path__, "ui."):
        if module.name.endswith("__main__"):
            continue
        for name, kind in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if not issubclass(kind, QWidget) or not kind.__module__.startswith("ui.") or kind is Sheet:
                continue
            if issubclass(kind, Sheet) or name.endswith(CALLED_WINDOWS):
                found.add(kind)
    return found
