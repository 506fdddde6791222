"""The port of a small display: bytes go over it, and whatever is wrong with it is one error of ours."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pos.devices.customer_display import WRITE_WITHIN_S, SerialDisplay, ports
from pos.domain.errors import DisplayAway
from pos.receipts.vfd import BEGIN, frame

pytestmark = pytest.mark.skipif(not hasattr(os, "openpty"), reason="no pseudo-terminals here")

if hasattr(os, "openpty"):
    from tests.serial_line import SerialLine


@pytest.fixture
def line(tmp_path: Path) -> Iterator[SerialLine]:
    line = SerialLine(tmp_path / "ttyDISPLAY")
    yield line
    line.unplug()


def test_what_is_written_stands_on_the_display(line: SerialLine) -> None:
    line.plug_in()
    with closing(SerialDisplay(str(line.port), 9600)) as display:
        display.write(BEGIN + frame("Crème brûlée", "4,50 €"))
        until = time.monotonic() + 5
        while line.screen.lines[1] != "4,50 €" and time.monotonic() < until:
            time.sleep(0.01)

    assert line.screen.lines == ("Crème brûlée", "4,50 €")


@pytest.mark.parametrize("name", ["no-such-port", "", "a\0b"])
def test_a_port_that_is_not_there_is_a_display_that_is_away(tmp_path: Path, name: str) -> None:
    with pytest.raises(DisplayAway):
        SerialDisplay(str(tmp_path / name), 9600)


def test_a_display_unplugged_while_it_is_used_is_away(line: SerialLine) -> None:
    line.plug_in()
    display = SerialDisplay(str(line.port), 9600)
    line.unplug()

    with pytest.raises(DisplayAway):
        for _ in range(10):
            display.write(BEGIN)
    display.close()
    display.close()


def test_a_display_that_takes_nothing_is_given_up_in_time(line: SerialLine) -> None:
    line.plug_in(reads=False)
    display = SerialDisplay(str(line.port), 9600)
    began = time.monotonic()

    with pytest.raises(DisplayAway):
        display.write(b"x" * 1_000_000)
    display.close()

    assert time.monotonic() - began < WRITE_WITHIN_S + 2


def test_the_ports_of_this_machine_can_be_listed() -> None:
    assert all(isinstance(port, str) for port in ports())
