"""Work off the GUI thread: in order, answered in order, dropped when nobody waits any more."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from pos.database.connection import Database
from pos.domain.errors import DatabaseBusy, ShopError
from pos.operations.opening import open_shop
from tests import builders
from ui import background
from ui.background import Background


@pytest.fixture
def shop_thread(qtbot: QtBot, shop_path: Path, now: datetime) -> Iterator[Background]:
    @contextlib.contextmanager
    def opened() -> Iterator[Database]:
        with contextlib.closing(open_shop(shop_path, now=now, new_id=builders.ids(1))) as db:
            yield db

    thread = Background(opened, name="shop", checkpoints=True)
    thread.start()
    yield thread
    thread.stop()


def settled(thread: Background) -> Callable[[], bool]:
    return lambda: not thread.pending


def test_work_is_done_elsewhere_and_answered_here_in_order(qtbot: QtBot, shop_thread: Background) -> None:
    worked: list[int] = []
    answered: list[tuple[int, int]] = []

    def work(_: Database, number: int) -> int:
        worked.append(threading.get_ident())
        return number

    for number in range(50):
        shop_thread.run(
            partial(work, number=number),
            lambda value: answered.append((value, threading.get_ident())),
        )
    qtbot.waitUntil(settled(shop_thread))

    here = threading.get_ident()
    assert answered == [(number, here) for number in range(50)]
    assert here not in worked


def test_an_error_of_ours_goes_to_who_asked_and_the_thread_lives_on(qtbot: QtBot, shop_thread: Background) -> None:
    refused: list[ShopError] = []

    def fail(db: Database) -> None:
        raise DatabaseBusy(db.path)

    shop_thread.run(fail, otherwise=refused.append)
    with qtbot.waitSignal(shop_thread.refused) as unclaimed:
        shop_thread.run(fail)
    values: list[int] = []
    shop_thread.run(lambda _: 7, values.append)
    qtbot.waitUntil(settled(shop_thread))

    assert [type(error) for error in refused] == [DatabaseBusy]
    assert isinstance(unclaimed.args[0], DatabaseBusy)
    assert values == [7]


def test_a_bug_in_a_piece_of_work_is_told_and_the_thread_lives_on(qtbot: QtBot, shop_thread: Background) -> None:
    with qtbot.waitSignal(shop_thread.crashed) as told:
        shop_thread.run(lambda _: 1 // 0)
    values: list[int] = []
    shop_thread.run(lambda _: 7, values.append)
    qtbot.waitUntil(settled(shop_thread))

    assert isinstance(told.args[0], ZeroDivisionError)
    assert values == [7]


def test_an_answer_whose_asker_has_gone_is_dropped(qtbot: QtBot, shop_thread: Background) -> None:
    import shiboken6

    gone = QObject()
    answered: list[int] = []
    shop_thread.run(lambda _: 1, answered.append, owner=gone)
    shiboken6.delete(gone)
    shop_thread.run(lambda _: 2, answered.append)
    qtbot.waitUntil(settled(shop_thread))

    assert answered == [2]


def test_a_file_that_cannot_be_opened_answers_everything_until_it_can(
    qtbot: QtBot, shop_path: Path, now: datetime
) -> None:
    busy = True

    @contextlib.contextmanager
    def opened() -> Iterator[Database]:
        if busy:
            raise DatabaseBusy(shop_path)
        with contextlib.closing(open_shop(shop_path, now=now, new_id=builders.ids(1))) as db:
            yield db

    refused: list[ShopError] = []
    values: list[int] = []
    thread = Background(opened, name="shop")
    thread.run(lambda _: 1, values.append, refused.append)
    thread.start()
    thread.run(lambda _: 2, values.append, refused.append)
    qtbot.waitUntil(settled(thread))
    assert len(refused) == 2

    busy = False
    thread.open_again()
    thread.run(lambda _: 3, values.append, refused.append)
    qtbot.waitUntil(settled(thread))
    thread.stop()

    assert values == [3]


def test_an_idle_till_carries_its_log_into_the_file(
    qtbot: QtBot, shop_thread: Background, shop_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "IDLE_S", 0.05)
    carried: list[None] = []
    checkpoint = Database.checkpoint

    def noted(db: Database) -> None:
        checkpoint(db)
        carried.append(None)

    monkeypatch.setattr(Database, "checkpoint", noted)
    shop_thread.run(lambda db: db.execute("PRAGMA user_version = 7"))

    qtbot.waitUntil(lambda: len(carried) == 1)
    qtbot.wait(200)
    assert len(carried) == 1, "one rest is enough while nothing happens"


def test_stopping_finishes_what_was_asked(qtbot: QtBot, shop_thread: Background) -> None:
    done: list[int] = []
    for number in range(20):
        shop_thread.run(lambda _, number=number: done.append(number))  # type: ignore[misc]
    shop_thread.stop()

    assert done == list(range(20))
