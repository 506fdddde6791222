"""R02, at the start: the guards are dropped and one cent is changed; the next start names the record."""

from __future__ import annotations

from pathlib import Path

import pytest

from pos.domain.errors import SellingHeld
from pos.domain.hold import HoldReason
from pos.fiscal.chain import Fault, Links
from pos.fiscal.events import Event
from pos.operations.beginning import note_broken
from pos.operations.rechecking import go_over
from tests.pos.fiscal.working_till import WorkingTill

CHANGES = {
    "a payload": (
        "UPDATE fiscal_record SET payload = CAST(replace(CAST(payload AS TEXT), '250', '249') AS BLOB)",
        "changed",
    ),
    "a column": ("UPDATE fiscal_record SET business_day = '2026-11-22'", "columns"),
    "a column beyond reading": ("UPDATE fiscal_record SET kind = 'NOTHING'", "columns"),
    "an operator": ("UPDATE fiscal_record SET operator_name = 'Nobody'", "columns"),
    "a hash": ("UPDATE fiscal_record SET hash = zeroblob(32)", "changed"),
    "a signature": ("UPDATE fiscal_record SET sig = zeroblob(64)", "signature"),
    "a payload emptied": ("UPDATE fiscal_record SET payload = x''", "changed"),
}


@pytest.fixture
def till(tmp_path: Path) -> WorkingTill:
    till = WorkingTill(tmp_path)
    till.work(sales=12)
    return till


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_r02_a_record_changed_by_one_cent_is_named_at_the_next_start(
    till: WorkingTill, change: tuple[str, str]
) -> None:
    statement, what = change
    till.tamper(f"{statement} WHERE seq = 9")

    begun = till.open()

    assert begun.hold is not None
    assert (begun.hold.reason, begun.hold.seq) == (HoldReason.BROKEN, 9)
    [noted] = till.details(Event.INTEGRITY_FAIL)
    assert (noted["what"], noted["seq"]) == (what, 9)
    with pytest.raises(SellingHeld):
        till.sell()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE sale SET total_minor = 249 WHERE record_seq = 9",
        "UPDATE payment SET amount_minor = 249 WHERE sale_id = (SELECT id FROM sale WHERE record_seq = 9)",
        "UPDATE sale_line SET name = 'Savonnette' WHERE sale_id = (SELECT id FROM sale WHERE record_seq = 9)",
        "DELETE FROM sale WHERE record_seq = 9",
    ],
)
def test_r02_a_sale_changed_beside_its_record_is_named(till: WorkingTill, change: str) -> None:
    till.tamper(change)

    begun = till.open()

    assert begun.hold is not None
    assert (begun.hold.reason, begun.hold.seq) == (HoldReason.BROKEN, 9)
    assert till.details(Event.INTEGRITY_FAIL)[0]["what"] == "sale"


def test_r02_a_record_taken_out_of_the_middle_leaves_a_gap(till: WorkingTill) -> None:
    till.tamper("DELETE FROM fiscal_record WHERE seq = 9")

    begun = till.open()

    assert begun.hold is not None
    assert (begun.hold.reason, begun.hold.seq) == (HoldReason.BROKEN, 10)
    assert till.details(Event.INTEGRITY_FAIL)[0]["what"] == "gap"


def test_r02_a_finding_is_noted_once_and_not_asked_again_once_decided(till: WorkingTill) -> None:
    till.tamper("UPDATE sale SET total_minor = 249 WHERE record_seq = 9")
    for _ in range(3):
        assert till.work(sales=0).hold is not None
    till.open()
    assert len(till.details(Event.INTEGRITY_FAIL)) == 1

    assert till.go_on().hold is None
    till.sell()
    till.close()

    assert till.open().hold is None
    assert len(till.details(Event.INTEGRITY_FAIL)) == 1


def test_r02_a_note_that_nobody_signed_hides_nothing(till: WorkingTill) -> None:
    """Who changes a record might write, too, that it was found and settled long ago."""
    till.tamper(
        "UPDATE sale SET total_minor = 249 WHERE record_seq = 9",
        "UPDATE fiscal_record SET subject = 'INTEGRITY_FAIL', payload = CAST('{\"data\":{\"seqs\":[3,9]}}' AS BLOB)"
        " WHERE seq = 3",
    )

    begun = till.open()

    assert begun.hold is not None
    assert till.details(Event.INTEGRITY_FAIL)[0]["seqs"] == [3, 9]
    assert till.details(Event.INTEGRITY_FAIL)[0]["what"] == "changed"


def test_r02_what_the_long_check_finds_later_is_noted_and_held(till: WorkingTill) -> None:
    till.open()
    till.sell(250)
    till.close()
    till.tamper("UPDATE sale SET total_minor = 249 WHERE record_seq = 9")
    assert till.open().hold is None, "the start looks at the end only"

    broken = go_over(till.db, Links(), to_seq=till.records[-1].seq, sample=16)[1]
    hold = note_broken(till.db, broken, now=till.now)

    assert [(one.seq, one.fault) for one in broken] == [(9, Fault.SALE)]
    assert hold is not None
    assert hold.reason is HoldReason.BROKEN
    with pytest.raises(SellingHeld):
        till.sell()
    assert note_broken(till.db, broken, now=till.now) == hold
    assert len(till.details(Event.INTEGRITY_FAIL)) == 1


def test_r02_a_till_nobody_touched_is_found_whole(till: WorkingTill) -> None:
    for _ in range(3):
        assert till.work(sales=5).hold is None
    till.open()

    assert go_over(till.db, Links(), to_seq=till.records[-1].seq)[1] == ()
    assert {"INTEGRITY_FAIL", "ROLLBACK_DETECTED", "POWER_LOSS_RECOVERY"} & set(till.events()) == set()
