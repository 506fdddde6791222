"""The first screen stands before anything is loaded that it can do without."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from pos.operations.cataloguing import add_product
from pos.operations.opening import open_shop
from tests import builders

NOT_BEFORE_THE_FIRST_SCREEN = {
    "sqlite_utils", "requests", "urllib3", "numpy", "babel", "escpos", "cryptography", "keyring", "django", "asyncio",
    "filelock", "qtawesome", "qtpy", "ssl", "http", "python_calamine", "xml",
}  # fmt: skip

START = """
import json, sys
from ui import quick_start
quick_start.begin()
from pathlib import Path
from PySide6.QtWidgets import QApplication
from ui import machine
from ui.app import Till, TillOptions
application = QApplication([])
till = Till(TillOptions(Path(sys.argv[1]), theme="light"), clock=machine.now, new_id=machine.new_id)
till.ready.connect(lambda: print(json.dumps([sorted(sys.modules), till.window.sell.model.rowCount()]), flush=True))
till.late_parts_loaded.connect(till.window.close)
till.window.closing.connect(application.quit)
till.open()
application.exec()
till.close()
"""


@pytest.fixture
def stocked_shop(shop_path: Path, now: datetime) -> Path:
    db = open_shop(shop_path, now=now, new_id=builders.ids(1))
    add_product(db, builders.product())
    db.close()
    return shop_path


def test_the_first_screen_loads_nothing_it_can_do_without(stocked_shop: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", START, str(stocked_shop)], capture_output=True, text=True, timeout=60, check=False
    )

    assert ran.returncode == 0, ran.stderr
    assert ran.stderr == ""
    modules, tiles = json.loads(ran.stdout)
    assert tiles == 1, "a sale can begin"
    assert {name.partition(".")[0] for name in modules} & NOT_BEFORE_THE_FIRST_SCREEN == set()
    assert "pos.receipts.html" not in modules
