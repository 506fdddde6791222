"""Poses of the import window for `tests.screens`: a list as a wholesaler sends it, looked at and taken in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from pos.domain.barcode import check_digit

if TYPE_CHECKING:
    from tests.screens import Sitting
    from ui.imports.import_window import ImportWindow

HEADINGS = "EAN;Désignation;Marque;Rayon;Prix TTC;TVA;Stock"
NAMES = ("Sirop de menthe 70 cl", "Biscuits au citron", "Rillettes de thon", "Œufs de caille", "Tisane du soir")


def looking(sitting: Sitting) -> QWidget:
    """The list is understood, nothing is changed yet."""
    window = _opened(sitting)
    sitting.settle(lambda: window.pages.currentWidget() is window.check and window.check.import_key.isEnabled())
    return window


def taken_in(sitting: Sitting) -> QWidget:
    """The list is in the shop; what was refused can be saved."""
    window = _opened(sitting)
    sitting.settle(lambda: window.pages.currentWidget() is window.check and window.check.import_key.isEnabled())
    window.check.import_key.click()
    sitting.settle(lambda: window.pages.currentWidget() is window.done)
    return window


def _opened(sitting: Sitting) -> ImportWindow:
    imports = sitting.till.imports
    imports.open()
    window = imports.window
    assert window is not None
    path = sitting.till.options.shop_path.with_name("grossiste-novembre.csv")
    path.write_text("\n".join((HEADINGS, *map(_row, range(60)))), encoding="cp1252", errors="replace")
    window.take(path)
    return window


def _row(number: int) -> str:
    digits = f"21499{number:07}"
    code = digits + (check_digit(digits) if number % 9 else "x")
    price = "" if number % 7 == 3 else f"{2 + number % 5},{number % 10}0"
    rate = "5,5" if number % 11 else "19,6"
    return f"{code};{NAMES[number % 5]} n° {number + 1};Maison Brunelle;Épicerie;{price};{rate};{number % 13}"
