"""What makes the first screen stand sooner, for the program that is about to open one.

PySide6 puts an import of its own in Python's place, which reads the source of every module that is loaded afterwards
to see whether it asks for other spellings of Qt's names. Nothing on the way to the first screen does, so Python's own
stays until then: a tenth of the start. And as nothing loaded on that way is ever thrown away, looking for garbage in it
can wait as well.
"""

from __future__ import annotations

import builtins
import gc
from typing import Any

_pysides_import: list[Any] = []


def begin() -> None:
    """Load Qt with Python's own import kept in place, and look for no garbage until `done`."""
    gc.disable()
    pythons_import = builtins.__import__
    import PySide6.QtWidgets  # noqa: F401

    _pysides_import.append(builtins.__import__)
    builtins.__import__ = pythons_import


def done() -> None:
    """The first screen stands: everything is as Python and PySide6 want it again; repeating it changes nothing."""
    if _pysides_import:
        builtins.__import__ = _pysides_import.pop()
        gc.freeze()
        gc.enable()
