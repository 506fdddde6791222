"""What is loaded behind the first screen: never by two threads that both need Qt, and never long at a time."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from pos.operations.cataloguing import add_product
from pos.operations.opening import open_shop
from tests import builders

MODULES_A_STEP = 6

WATCH = """
import json, sys, threading, types

QT = {"PySide6", "shiboken6", "Shiboken", "qtpy", "qtawesome"}
on_threads, begun = [], []

class Watching:
    "Finds nothing itself: notes which module is about to be loaded, and on which thread."
    def find_spec(self, name, path=None, target=None):
        begun.append(name)
        if threading.current_thread() is not threading.main_thread():
            on_threads.append(name)

sys.meta_path.insert(0, Watching())

def origin(thing):
    if isinstance(thing, types.ModuleType):
        return [thing.__name__]
    kinds = thing.__mro__ if isinstance(thing, type) else type(thing).__mro__
    return [str(getattr(one, "__module__", "")) for one in (thing, *kinds)]

def names_qt(name):
    "Whether a module is of Qt, or names or builds upon anything of it."
    if name.partition(".")[0] in QT:
        return True
    things = list(vars(sys.modules[name]).values()) if name in sys.modules else []
    return any(one.partition(".")[0] in QT for thing in things for one in origin(thing))
"""

TILL = """
from ui import quick_start
quick_start.begin()
from pathlib import Path
from typing import Any
from PySide6.QtWidgets import QApplication
from ui import machine
from ui.app import Till, TillOptions
application = QApplication([])
till = Till(TillOptions(Path(sys.argv[1]), theme="light"), clock=machine.now, new_id=machine.new_id)
till.late_parts_loaded.connect(till.window.close)
till.window.closing.connect(application.quit)
till.open()
application.exec()
till.close()
print(json.dumps([on_threads, sorted(name for name in set(on_threads) if names_qt(name))]))
"""

STEPS = """
import importlib
import ui.app, ui.commands.till, ui.integrity.integrity_desk
from ui.late_loading import steps
from ui.late_parts import PLAIN_MODULES
for module in PLAIN_MODULES:
    importlib.import_module(module)
heavy, plain = {}, {}
del begun[:]
for step in steps():
    loaded = [name for name in begun if name in sys.modules]
    ours = [name for name in loaded if name.partition(".")[0] == "ui"]
    heavy[step] = len(ours)
    plain[step] = [name for name in loaded if name.partition(".")[0] in {"pos", "sync"}]
    del begun[:]
print(json.dumps([heavy, {step: names for step, names in plain.items() if names}, "qtawesome" in sys.modules]))
"""


@pytest.fixture
def stocked_shop(shop_path: Path, now: datetime) -> Path:
    db = open_shop(shop_path, now=now, new_id=builders.ids(1))
    add_product(db, builders.product())
    db.close()
    return shop_path


def test_no_thread_but_the_windows_own_loads_a_module_that_names_qt(stocked_shop: Path) -> None:
    on_threads, of_qt = _run(WATCH + TILL, str(stocked_shop))

    assert "pos.operations.archiving" in on_threads, "the thread has loaded what needs no Qt"
    assert of_qt == []


def test_a_step_between_events_is_short_and_loads_only_what_names_qt() -> None:
    heavy, plain, has_icons = _run(WATCH + STEPS)

    too_heavy = {step: count for step, count in heavy.items() if count > MODULES_A_STEP}
    assert too_heavy == {}, "name some of its modules before it in LATE_MODULES"
    assert plain == {}, "name them, or what loads them, in PLAIN_MODULES"
    assert has_icons


def _run(program: str, *words: str) -> list[Any]:
    ran = subprocess.run(
        [sys.executable, "-c", program, *words], capture_output=True, text=True, timeout=120, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stderr == ""
    said: list[Any] = json.loads(ran.stdout)
    return said
