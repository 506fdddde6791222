"""The whole walk, in every look: `python -m tests.ui.walk [--only WORD]`; exit code 1 when it finds anything."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtWidgets import QApplication

from tests.screens import demo_shop
from tests.ui.walk.walking import copied, every_look, walk


def main() -> int:
    """Walk, print what is found, and count it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", metavar="WORD", help="only looks with this in their name")
    wish = parser.parse_args()
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setStyle("Fusion")
    count = 0
    with tempfile.TemporaryDirectory() as folder:
        shop = demo_shop(Path(folder))
        for number, look in enumerate(one for one in every_look() if wish.only in one.name):
            copy = Path(folder, str(number))
            copy.mkdir()
            began = time.monotonic()
            found = walk(copied(shop, Path(copy)), look)
            count += len(found)
            print(*found, f"{look.name}: {len(found)}, {time.monotonic() - began:.1f} s", sep="\n")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
