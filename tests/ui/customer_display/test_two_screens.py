"""With a second screen the customer's window covers that one, and comes back when it is taken away."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

TWO = [
    {"name": "till", "x": 0, "y": 0, "width": 1366, "height": 768},
    {"name": "customer", "x": 1366, "y": 0, "width": 1024, "height": 600},
]
PROGRAM = """
import json
from PySide6.QtWidgets import QApplication, QWidget
from pos.wording import Wording
from ui.customer_display.display_window import DisplayWindow
from ui.theme import Theme

app = QApplication([])
till = QWidget()
till.setGeometry(100, 100, 600, 400)
till.show()
display = DisplayWindow(Theme("light"), Wording("fr"))
display.open_beside(till)
app.processEvents()
where = display.geometry()
print(json.dumps([len(app.screens()), display.isFullScreen(), where.x(), where.y(), where.width(), where.height()]))
"""


def _open(folder: Path, screens: list[dict[str, object]]) -> list[object]:
    """Open both windows on a machine with these screens; give what became of the customer's."""
    described = folder / "screens.json"
    described.write_text(json.dumps({"screens": screens}))
    surroundings = os.environ | {"QT_QPA_PLATFORM": f"offscreen:configfile={described}"}
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=surroundings, capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.returncode == 0, ran.stderr
    answer: list[object] = json.loads(ran.stdout)
    return answer


def test_the_second_screen_is_the_customer_s(tmp_path: Path) -> None:
    assert _open(tmp_path, TWO) == [2, True, 1366, 0, 1024, 600]


def test_with_one_screen_it_is_a_window_like_any_other(tmp_path: Path) -> None:
    screens, full, *_ = _open(tmp_path, TWO[:1])

    assert (screens, full) == (1, False)
