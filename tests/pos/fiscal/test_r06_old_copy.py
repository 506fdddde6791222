"""R06: an old copy of the shop's folder is put back; it is found before any sale."""

from __future__ import annotations

from pathlib import Path

import pytest

from pos.database import tickets
from pos.domain.errors import SellingHeld
from pos.domain.hold import HoldReason
from pos.fiscal.events import Event
from pos.fiscal.verify import TO_EXPLAIN
from pos.operations.selling import keep_ticket
from pos.operations.verifying import verify_path
from tests.builders import ticket
from tests.pos.fiscal.working_till import WorkingTill, fields


@pytest.fixture
def till(tmp_path: Path) -> WorkingTill:
    till = WorkingTill(tmp_path)
    till.work(sales=5)
    return till


def test_r06_yesterdays_copy_put_back_is_found_before_any_sale(till: WorkingTill, tmp_path: Path) -> None:
    yesterday = till.copy(tmp_path / "yesterday")
    till.work(sales=57)
    till.put_back(yesterday)

    begun = till.open()

    assert begun.hold is not None
    assert begun.hold.reason is HoldReason.BEHIND
    assert begun.hold.missing == 59  # the sales, the start and the end of that day
    assert till.events()[-2:] == ["APP_START", "ROLLBACK_DETECTED"]
    with pytest.raises(SellingHeld) as refused:
        till.sell()
    assert refused.value.hold == begun.hold


def test_r06_a_copy_that_sold_elsewhere_is_found(till: WorkingTill, tmp_path: Path) -> None:
    """A clone went its own way, further than this till ever came; here it meets the anchors of this machine."""
    clone = WorkingTill(tmp_path / "other", till.now, till.soap)
    till.copy(clone.shop_path.parent)
    (tmp_path / "other" / "keys").write_bytes((tmp_path / "keys").read_bytes())
    till.work(sales=3)
    clone.work(sales=20)
    till.put_back(clone.shop_path.parent)

    begun = till.open()

    assert begun.hold is not None
    assert begun.hold.reason is HoldReason.FORKED
    with pytest.raises(SellingHeld):
        till.sell()


def test_r06_going_on_is_recorded_with_the_head_that_was_known(till: WorkingTill, tmp_path: Path) -> None:
    yesterday = till.copy(tmp_path / "yesterday")
    till.work(sales=10)
    till.put_back(yesterday)
    till.open()
    end = till.records[-1]
    known = till.details(Event.ROLLBACK_DETECTED)[0]["known"]

    begun = till.go_on()

    assert begun.hold is None
    opening = next(one for one in till.records if one.seq == end.seq + 1)
    assert (opening.subject, opening.series) == ("RESTORE", "JET/2")
    said = fields(opening)["data"]
    assert said == {
        "epoch": 2,
        "head": known,
        "backup": {"epoch": 1, "seq": end.seq, "hash": end.hash.hex()},
    }
    [first] = till.sell()
    assert first.record is not None
    assert (first.record.series, first.record.number) == ("TICKET/2", 1)
    till.close()
    assert till.open().hold is None, "what was decided is not asked again"


def test_r06_the_open_ticket_is_kept_under_a_name_of_its_own(till: WorkingTill, tmp_path: Path) -> None:
    till.open()
    basket = ticket(till.soap, till.soap)
    keep_ticket(till.db, basket, now=till.now)
    till.cut_power()
    old = till.copy(tmp_path / "old")
    till.work(sales=3)
    till.put_back(old)
    till.open()

    till.go_on()

    kept = tickets.load(till.db)
    assert kept is not None
    assert (kept.lines, kept.id == basket.id) == (basket.lines, False)


def test_r06_a_till_on_another_machine_is_no_trouble(till: WorkingTill, tmp_path: Path) -> None:
    moved = WorkingTill(tmp_path / "new machine", till.now, till.soap)
    till.copy(moved.shop_path.parent)
    (moved.folder / "keys").write_bytes((tmp_path / "keys").read_bytes())

    begun = moved.open()

    assert (begun.hold, begun.is_new_here) == (None, True)
    moved.sell()


def test_r06_a_lost_key_holds_selling_until_a_new_one_is_recorded(till: WorkingTill, tmp_path: Path) -> None:
    (tmp_path / "keys").unlink()
    begun = till.open()
    assert begun.hold is not None
    assert begun.hold.reason is HoldReason.KEY

    assert till.go_on().hold is None

    opening, created = (one for one in till.records if one.series == "JET/2" and one.number <= 2)
    assert (opening.subject, created.subject) == ("RESTORE", "KEY_CREATED")
    said, key = fields(opening), fields(opening)["data"]["key"]
    assert said["kid"] == key["kid"] != till.records[0].writer.key_id
    assert (fields(created)["kid"], fields(created)["data"]) == (key["kid"], {"key": key["kid"]})
    assert not [one for one in till.records if one.series == "KEY/2"], "a KEY CREATED opens a file, never an epoch"
    assert verify_path(till.shop_path).verdict == TO_EXPLAIN, "the verifier takes it, to be explained"
    till.sell()
    till.close()
    assert till.open().hold is None
