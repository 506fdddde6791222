"""The look a person chose, kept in a small file beside the shop's.

It is read before the window is made, so that the first thing one sees has the right colours and sizes; the shop's own
file is not open so early. A backup does not carry it: a look belongs to a screen and to who sits before it.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Final, get_args

from ui.theme import Scheme

USUAL: Final[tuple[Scheme, int]] = ("system", 100)
SMALLEST_PERCENT: Final = 100
LARGEST_PERCENT: Final = 150
_LONGEST: Final = 40


def read(shop_path: Path) -> tuple[Scheme, int]:
    """The scheme and the text size in percent; the usual ones where nothing was kept or nobody can make sense of it."""
    try:
        with _beside(shop_path).open(encoding="ascii") as kept:
            scheme, percent = kept.read(_LONGEST).split()
        size = int(percent)
    except (OSError, ValueError):
        return USUAL
    named: dict[str, Scheme] = {name: name for name in get_args(Scheme)}
    if scheme not in named or not SMALLEST_PERCENT <= size <= LARGEST_PERCENT:
        return USUAL
    return named[scheme], size


def write(shop_path: Path, scheme: Scheme, text_percent: int) -> None:
    """Keep a look; where the folder cannot be written, the till looks as usual next time."""
    with contextlib.suppress(OSError):
        _beside(shop_path).write_text(f"{scheme} {text_percent}\n", encoding="ascii")


def _beside(shop_path: Path) -> Path:
    return shop_path.with_name(f"{shop_path.name}.look")
