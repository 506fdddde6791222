"""The modelled disk: what is synced stays, and what is recorded is what the system did."""

from __future__ import annotations

import random
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from pos.operations.opening import open_shop
from tests import builders
from tests.durability.apsw_face import Connection
from tests.durability.disk import SECTOR, Change, Create, Delete, Disk, Resize, Sync, Write
from tests.durability.recording import NAME, recording_files
from tests.durability.trading import stock_shop

A = "a"
writes = st.builds(Write, st.just(A), st.integers(0, 3 * SECTOR), st.binary(min_size=1, max_size=2 * SECTOR))
changes = st.lists(writes | st.builds(Resize, st.just(A), st.integers(0, 4 * SECTOR)), max_size=8)


def _disk(*done: Change) -> Disk:
    disk = Disk({})
    for change in done:
        disk.apply(change)
    return disk


def _written(done: list[Write | Resize]) -> bytes:
    body = bytearray()
    for change in done:
        if isinstance(change, Resize):
            body = body[: change.size].ljust(change.size, b"\0")
        else:
            end = change.offset + len(change.body)
            body = body.ljust(end, b"\0")
            body[change.offset : end] = change.body
    return bytes(body)


@given(changes, st.integers())
def test_what_was_synced_is_there_after_every_cut(done: list[Write | Resize], seed: int) -> None:
    disk = _disk(Create(A), *done, Sync(A, folder=True))

    assert not disk.unsynced
    assert disk.cut(random.Random(seed)) == {A: _written(done)}


@given(changes, st.lists(writes, max_size=4), st.integers())
def test_a_cut_touches_no_byte_beside_those_written_since(
    before: list[Write | Resize], since: list[Write], seed: int
) -> None:
    disk = _disk(Create(A), *before, Sync(A, folder=True), *since)
    touched = {place for one in since for place in range(one.offset, one.offset + len(one.body))}
    safe = _written(before)

    left = disk.cut(random.Random(seed))[A]

    assert len(left) >= len(safe)
    assert all(left[place] == safe[place] for place in range(len(safe)) if place not in touched)


@given(st.lists(writes, min_size=1, max_size=4))
def test_every_sector_may_be_lost_and_every_sector_may_be_kept(since: list[Write]) -> None:
    disk = _disk(Create(A), Sync(A, folder=True), *since)

    left = {disk.cut(random.Random(seed))[A] for seed in range(60)}

    assert b"" in left
    assert _written([*since]) in left


def test_a_file_made_or_removed_without_syncing_its_folder_may_be_missing_or_back() -> None:
    made = _disk(Create(A), Write(A, 0, b"new"), Sync(A, folder=False))
    removed = _disk(Create(A), Write(A, 0, b"old"), Sync(A, folder=True), Delete(A, folder=False))

    assert {A in made.cut(random.Random(seed)) for seed in range(20)} == {True, False}
    assert {A in removed.cut(random.Random(seed)) for seed in range(20)} == {True, False}


def test_the_record_of_a_shop_being_made_gives_the_very_bytes_on_the_disk(tmp_path: Path) -> None:
    record: list[Change] = []
    recording_files().note = record.append
    new_id = builders.ids(5)
    shop = tmp_path / "shop.db"
    db = open_shop(shop, now=builders.NOON, new_id=new_id, open_connection=lambda path: Connection(path, NAME))
    stock_shop(db, new_id)
    recording_files().note = None
    on_disk = {path.name: path.read_bytes() for path in tmp_path.iterdir() if not path.name.endswith("-shm")}
    db.close()

    names = {change.name for change in record} & on_disk.keys()
    disk = _disk(*record, *(Sync(name, folder=True) for name in names))

    assert disk.cut(random.Random(1)) == on_disk
