"""One walk: a till in one look, every window of it, every check."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

from pos.keystore import key_file
from pos.wording import Language
from tests.screens import Sitting
from tests.screens_looks import Look
from tests.ui.every_window import EVERY_WINDOW, Shown, bring_up, put_away
from tests.ui.walk.contrast import hard_to_read
from tests.ui.walk.fitting import covered, cut_off, off_the_middle, too_small
from tests.ui.walk.focus import lost_on_the_way
from tests.ui.walk.names import wrong_names
from ui.theme import Scheme

READABLE: Final = 4.5
READABLE_IN_HIGH_CONTRAST: Final = 7.0
SCHEMES: Final[tuple[Scheme, ...]] = ("light", "dark", "contrast")
LANGUAGES: Final[tuple[Language, ...]] = ("fr", "en")
PERCENTS: Final = (100, 150)
SIZES: Final = ((1024, 768), (1366, 768), (1920, 1080))


def every_look() -> Iterator[Look]:
    """All schemes, languages, text sizes and window sizes."""
    for scheme, language, percent, size in itertools.product(SCHEMES, LANGUAGES, (100, 110, 125, 150), SIZES):
        yield Look(*size, scheme, language, percent)


def copied(shop: Path, folder: Path) -> Path:
    """A copy of a shop's file with the keys that lie beside it: without them its till could not sign."""
    keys = key_file(shop)
    if keys.exists():
        shutil.copy(keys, folder)
    return Path(shutil.copy(shop, folder))


def walk(shop: Path, look: Look, windows: tuple[Shown, ...] = EVERY_WINDOW) -> list[str]:
    """Go over every window in one look and say what is wrong with it."""
    QAccessible.setActive(True)  # as a screen reader does: lists tell it what changed
    sitting = Sitting(shop, look)
    try:
        return [finding for shown in windows for finding in _look_at(sitting, shown, look)]
    finally:
        sitting.close()


def change_look(shop: Path, first: Look, then: Look) -> list[str]:
    """Choose another look on the open sell screen and say what is wrong with it afterwards."""
    sitting = Sitting(shop, first)
    try:
        root = bring_up(sitting, EVERY_WINDOW[0])
        sitting.till.theme.change(scheme=then.theme, text_percent=then.text_percent)
        sitting.settle()
        return _findings(root, then)
    finally:
        sitting.close()


def _look_at(sitting: Sitting, shown: Shown, look: Look) -> list[str]:
    root = bring_up(sitting, shown)
    found = [
        f"{kind.__name__} is not shown"
        for kind in shown.shows
        if not isinstance(root, kind) and not any(one.isVisible() for one in root.findChildren(kind))
    ]
    found += _findings(root, look)
    put_away(sitting, root)
    return [f"{shown.name}, {look.name}: {finding}" for finding in found]


def _findings(root: QWidget, look: Look) -> list[str]:
    at_least = READABLE_IN_HIGH_CONTRAST if look.theme == "contrast" else READABLE
    found = hard_to_read(root, at_least=at_least)
    for check in (wrong_names, cut_off, off_the_middle, covered, too_small, lost_on_the_way):
        found += check(root)
    return found
