"""The heads file: written after every commit, read whatever became of it, and never in the way of a sale."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos.database.journal.author import Head
from pos.database.journal.heads import KEPT, Heads, furthest
from pos.operations.closing import close_day
from tests.pos.fiscal.working_till import WorkingTill

TILL = "0199-till"


def head(seq: int, *, epoch: int = 1, kind: str = "TICKET", till_id: str = TILL) -> Head:
    return Head(seq, bytes([seq % 256]) * 32, epoch, 1_000 + seq, kind, till_id)


def test_heads_come_back_as_they_were_written(tmp_path: Path) -> None:
    heads = Heads(tmp_path / "state")
    written = [head(1), head(2, kind="Z"), head(3, epoch=2)]
    for one in written:
        heads.note(one)

    assert heads.known(TILL) == tuple(written)
    assert heads.furthest(TILL) == written[-1]


def test_each_till_has_a_file_of_its_own(tmp_path: Path) -> None:
    heads = Heads(tmp_path)
    heads.note(head(1))
    heads.note(head(7, till_id="other"))
    heads.note(head(2))

    assert [one.seq for one in heads.known(TILL)] == [1, 2]
    assert [one.seq for one in heads.known("other")] == [7]


def test_a_till_named_like_a_path_stays_in_the_folder(tmp_path: Path) -> None:
    heads = Heads(tmp_path / "state")

    assert heads.path("../../etc/passwd").parent == tmp_path / "state"


@given(st.integers(0, 130))
def test_a_line_torn_anywhere_spoils_no_other(tmp_path_factory: pytest.TempPathFactory, torn: int) -> None:
    heads = Heads(tmp_path_factory.mktemp("heads"))
    for seq in (1, 2, 3):
        heads.note(head(seq))
    heads.close()
    path = heads.path(TILL)
    body = path.read_bytes()
    line = len(body) // 3
    path.write_bytes(body[: max(len(body) - torn, 2 * line)])

    heads.note(head(4))

    assert [one.seq for one in heads.known(TILL)] == [1, 2, *([3] if torn == 0 else []), 4]


@given(st.integers(0, 330), st.binary(min_size=1, max_size=1))
def test_a_byte_changed_makes_no_other_head(tmp_path_factory: pytest.TempPathFactory, place: int, byte: bytes) -> None:
    heads = Heads(tmp_path_factory.mktemp("heads"))
    written = [head(1), head(2), head(3)]
    for one in written:
        heads.note(one)
    path = heads.path(TILL)
    body = bytearray(path.read_bytes())
    body[place % len(body)] = byte[0]
    path.write_bytes(body)

    assert set(heads.known(TILL)) <= set(written)


def test_a_long_file_keeps_closings_the_furthest_and_the_latest(tmp_path: Path) -> None:
    heads = Heads(tmp_path)
    heads.note(head(9_000, epoch=3))
    for seq in range(1, 2 * KEPT + 500):
        heads.note(head(seq, kind="Z" if seq % 400 == 0 else "TICKET"))
    heads.compact(TILL)

    kept = heads.known(TILL)

    assert heads.furthest(TILL) == head(9_000, epoch=3)
    assert [one.seq for one in kept if one.kind == "Z"] == [400, 800, 1_200, 1_600, 2_000, 2_400]
    assert [one.seq for one in kept[-KEPT:]] == list(range(KEPT + 500, 2 * KEPT + 500))
    heads.note(head(5_000))
    assert heads.known(TILL)[-1].seq == 5_000


def test_a_short_file_keeps_everything(tmp_path: Path) -> None:
    heads = Heads(tmp_path)
    for seq in range(1, KEPT):
        heads.note(head(seq))
    heads.compact(TILL)

    assert len(heads.known(TILL)) == KEPT - 1


def test_a_start_lets_go_of_what_is_of_no_more_use(tmp_path: Path) -> None:
    till = WorkingTill(tmp_path)
    till.open()
    till_id = till.records[0].writer.till_id
    for seq in range(2 * KEPT):
        till.heads.note(head(1, epoch=0, till_id=till_id) if seq else till.heads.known(till_id)[-1])
    till.close()

    begun = till.open()

    assert begun.hold is None
    assert len(till.heads.known(till_id)) <= KEPT + 5


def test_a_folder_that_cannot_be_written_hinders_no_sale_and_is_said_once(tmp_path: Path) -> None:
    said: list[OSError] = []
    till = WorkingTill(tmp_path)
    (tmp_path / "state").write_text("a file where the folder should be")
    till.heads = Heads(tmp_path / "state", failed=said.append)

    begun = till.open()
    till.sell(3)

    assert begun.hold is None
    assert len(said) == 1
    (tmp_path / "state").unlink()
    till.sell()
    assert till.heads.furthest(till.db.value("SELECT id FROM till")) is not None, "it is tried again"


def test_only_its_owner_reads_it(tmp_path: Path) -> None:
    heads = Heads(tmp_path / "state")
    heads.note(head(1))

    if os.name == "posix":
        assert heads.path(TILL).stat().st_mode & 0o077 == 0
        assert heads.folder.stat().st_mode & 0o077 == 0


def test_the_head_of_a_closing_is_told_beside_the_last_of_its_transaction(tmp_path: Path) -> None:
    till = WorkingTill(tmp_path)
    till.open()
    till.sell(2)
    closed = close_day(till.db, now=till.now).record

    known = till.heads.known(closed.writer.till_id)

    assert closed.hash in {one.hash for one in known if one.kind == "Z"}
    assert furthest(known) == known[-1]
    assert known[-1].seq == till.records[-1].seq


def test_the_folder_of_the_shop_holds_no_anchor(tmp_path: Path) -> None:
    till = WorkingTill(tmp_path)
    till.work(sales=2)

    assert not [path for path in till.shop_path.parent.rglob("*") if path.suffix == ".heads"]
