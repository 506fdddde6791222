"""The thread of a small display: the latest picture wins, and a display that was away comes back by itself."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest

from pos.domain.errors import DisplayAway
from pos.receipts.vfd import frame
from tests.serial_line import SerialLine
from ui.customer_display.serial_thread import SerialThread

SOON_S = 0.1


class Told:
    """What the thread reported, in order."""

    def __init__(self) -> None:
        self.news: list[DisplayAway | None] = []

    @property
    def kinds(self) -> list[bool]:
        return [one is None for one in self.news]


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def thread(line: SerialLine, told: Told) -> Iterator[SerialThread]:
    thread = SerialThread(str(line.port), 9600, report=told.news.append, again_s=SOON_S)
    yield thread
    thread.stop()


def wait_for(wanted: Callable[[], bool]) -> None:
    until = time.monotonic() + 10
    while not wanted():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_the_picture_set_before_the_start_is_shown(thread: SerialThread, line: SerialLine, told: Told) -> None:
    line.plug_in()
    thread.show(frame("Bienvenue", "à l'épicerie"))
    thread.start()

    wait_for(lambda: line.screen.lines == ("Bienvenue", "à l'épicerie"))
    wait_for(lambda: told.kinds == [True])


def test_of_many_pictures_at_once_the_last_one_stands(thread: SerialThread, line: SerialLine) -> None:
    line.plug_in()
    thread.start()
    for number in range(2_000):
        thread.show(frame(f"article {number}", f"{number},00 €"))

    wait_for(lambda: line.screen.lines == ("article 1999", "1999,00 €"))


def test_a_display_plugged_in_later_shows_what_is_now(thread: SerialThread, line: SerialLine, told: Told) -> None:
    thread.start()
    thread.show(frame("then", ""))
    wait_for(lambda: told.kinds == [False])
    thread.show(frame("now", ""))

    line.plug_in()

    wait_for(lambda: line.screen.lines == ("now", ""))
    wait_for(lambda: told.kinds == [False, True])


def test_an_unplugged_display_comes_back_by_itself(thread: SerialThread, line: SerialLine, told: Told) -> None:
    line.plug_in()
    thread.show(frame("one", ""))
    thread.start()
    wait_for(lambda: line.screen.lines == ("one", ""))

    line.unplug()
    wait_for(lambda: told.kinds == [True, False])
    thread.show(frame("two", ""))
    line.plug_in()

    wait_for(lambda: line.screen.lines == ("two", ""))
    assert line.screen.resets == 1


def test_a_stuck_display_holds_up_neither_the_next_picture_nor_the_end(thread: SerialThread, line: SerialLine) -> None:
    line.plug_in(reads=False)
    thread.show(b"x" * 1_000_000)
    thread.start()
    time.sleep(0.2)

    began = time.monotonic()
    thread.show(frame("next", ""))
    assert time.monotonic() - began < 0.1
    thread.stop()
    assert not thread.is_alive()


def test_what_becomes_of_the_next_picture_is_told_again_when_asked(
    thread: SerialThread, line: SerialLine, told: Told
) -> None:
    line.plug_in()
    thread.start()
    wait_for(lambda: told.kinds == [True])

    thread.tell_again()

    wait_for(lambda: told.kinds == [True, True])
