"""Cut the fonts of the share cards out of DejaVu again: `python -m tests.share_fonts`, on a machine that has it.

A server has no fonts, and the one inside Pillow knows no accents. DejaVu may be changed and passed on under its name
(its licence lies beside the files); only the letters of Latin scripts, digits and signs are kept.
"""

import sys
from pathlib import Path

from fontTools import subset

SOURCE = Path("/usr/share/fonts/truetype/dejavu")
FOLDER = Path(__file__).parents[1] / "sync" / "catalogue" / "fonts"
NAMES = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
_LETTERS = (
    "U+0020-007E,U+00A0-017F,U+0218-021B,U+1E9E,U+2010-2015,U+2018-201E,U+2022,U+2026,U+202F,U+2039-203A,U+20AC,U+2212"
)


def cut(name: str) -> None:
    """Write one font with the letters that share cards are written in."""
    subset.main(
        [
            str(SOURCE / name),
            f"--output-file={FOLDER / name}",
            f"--unicodes={_LETTERS}",
            "--layout-features=kern",
            "--no-hinting",
            "--desubroutinize",
        ]
    )


if __name__ == "__main__":
    if not SOURCE.is_dir():
        sys.exit(f"DejaVu is not at {SOURCE}")
    FOLDER.mkdir(exist_ok=True)
    for font in NAMES:
        cut(font)
