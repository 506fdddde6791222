"""A till whose customers see what they buy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serial_line import SerialLine
from tests.ui.sell.conftest import gui_thread_guard, open_till, shelf  # noqa: F401


@pytest.fixture
def line(tmp_path: Path) -> Iterator[SerialLine]:
    """A serial line that is not plugged in yet."""
    line = SerialLine(tmp_path / "ttyDISPLAY")
    yield line
    line.unplug()
