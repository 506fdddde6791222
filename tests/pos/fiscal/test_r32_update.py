"""R32: a new version of the perimeter is installed; the log and the tickets say so, and old records verify."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pos.database.journal.author import Software, author_of
from pos.fiscal.chain import Links
from pos.fiscal.events import Event
from pos.operations.beginning import begin_work
from pos.operations.rechecking import go_over
from tests.pos.fiscal.working_till import WorkingTill, fields

NEWER = Software("1.1", "00c0ffee00c0ffee")


def test_r32_the_new_version_stands_in_the_log_and_in_records_and_old_ones_verify(tmp_path: Path) -> None:
    till = WorkingTill(tmp_path)
    till.work(sales=3)
    till.open()
    was = author_of(till.db).software
    till.db.author = replace(author_of(till.db), software=NEWER)

    begin_work(till.db, now=till.now, heads=till.heads)
    [sold] = till.sell()

    assert till.details(Event.UPDATE_INSTALLED) == [
        {"from": {"fv": was.version, "build": was.build}, "to": {"fv": "1.1", "build": NEWER.build}}
    ]
    assert sold.record is not None
    assert (fields(sold.record)["fv"], fields(sold.record)["build"]) == ("1.1", NEWER.build)
    versions = [one.writer.fiscal_version for one in till.records]
    assert versions == sorted(versions)
    assert set(versions) == {"1.0", "1.1"}
    assert go_over(till.db, Links(), to_seq=len(versions))[1] == ()


def test_r32_the_same_version_again_is_no_update(tmp_path: Path) -> None:
    till = WorkingTill(tmp_path)
    for _ in range(3):
        till.work(sales=1)
    till.open()

    assert till.details(Event.UPDATE_INSTALLED) == []
