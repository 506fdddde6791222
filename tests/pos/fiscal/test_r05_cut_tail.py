"""R05: the last records are taken away; the anchors say so at the next start."""

from __future__ import annotations

from pathlib import Path

import pytest

from pos.domain.errors import SellingHeld
from pos.domain.hold import HoldReason
from pos.domain.identity import to_ms
from pos.fiscal.events import Event
from pos.fiscal.verify import KO, OK
from pos.operations.verifying import anchored_in, verify_path
from tests.pos.fiscal.working_till import WorkingTill

CUT_CLEANLY = (
    "DELETE FROM payment WHERE sale_id IN (SELECT id FROM sale WHERE record_seq > {last})",
    "DELETE FROM sale_vat WHERE sale_id IN (SELECT id FROM sale WHERE record_seq > {last})",
    "DELETE FROM sale_line WHERE sale_id IN (SELECT id FROM sale WHERE record_seq > {last})",
    "DELETE FROM sale WHERE record_seq > {last}",
    "DELETE FROM fiscal_record WHERE seq > {last}",
    "UPDATE fiscal_head SET (seq, hash, at_ms) ="
    " (SELECT seq, hash, at_ms FROM fiscal_record ORDER BY seq DESC LIMIT 1)",
    "UPDATE counter SET (last_no, last_hash) ="
    " (SELECT no, hash FROM fiscal_record r WHERE r.series = counter.series ORDER BY no DESC LIMIT 1)",
)


@pytest.fixture
def till(tmp_path: Path) -> WorkingTill:
    """A till that has sold thirty soaps and was closed."""
    till = WorkingTill(tmp_path)
    till.work(sales=30)
    return till


def test_r05_a_tail_cut_off_with_care_is_found_by_the_anchors(till: WorkingTill) -> None:
    till.tamper(*(statement.format(last=20) for statement in CUT_CLEANLY))
    known = till.heads.furthest(till.heads.folder.glob("*.heads").__next__().stem)
    assert known is not None

    begun = till.open()

    assert begun.hold is not None
    assert begun.hold.reason is HoldReason.BEHIND
    assert (begun.hold.seq, begun.hold.missing) == (known.seq, known.seq - 20)
    assert begun.hold.at_ms == to_ms(till.now)
    [noted] = till.details(Event.ROLLBACK_DETECTED)
    assert noted["known"] == {"epoch": 1, "seq": known.seq, "hash": known.hash.hex()}
    assert noted["file"]["seq"] == 20
    with pytest.raises(SellingHeld):
        till.sell()


def test_r05_a_tail_merely_deleted_is_found_by_the_file_itself(till: WorkingTill) -> None:
    till.tamper("DELETE FROM fiscal_record WHERE seq > 20")

    begun = till.open()

    assert begun.hold is not None
    assert begun.hold.reason is HoldReason.CUT
    assert begun.hold.missing == till.details(Event.INTEGRITY_FAIL)[0]["head"]["seq"] - 20
    assert [one["what"] for one in till.details(Event.INTEGRITY_FAIL)] == ["end"]
    assert [one["what"] for one in till.details(Event.ROLLBACK_DETECTED)] == ["behind"]
    with pytest.raises(SellingHeld):
        till.sell()


def test_r05_it_is_recorded_once_and_held_until_somebody_decides(till: WorkingTill) -> None:
    till.tamper(*(statement.format(last=20) for statement in CUT_CLEANLY))
    for _ in range(30):  # so often that the file is longer again than it was
        begun = till.work(sales=0)
        assert begun.hold is not None
        assert begun.hold.reason is HoldReason.BEHIND

    till.open()

    assert len(till.details(Event.ROLLBACK_DETECTED)) == 1
    with pytest.raises(SellingHeld):
        till.sell()


def test_r05_a_power_cut_is_no_cut_tail(till: WorkingTill) -> None:
    """The anchors may have lost their last lines with the power: the file then goes on from what is anchored."""
    till.open()
    till.sell(5)
    till.cut_power()
    [anchors] = till.heads.folder.glob("*.heads")
    anchors.write_bytes(anchors.read_bytes()[:-300])

    begun = till.open()

    assert (begun.hold, begun.was_cut_off) == (None, True)
    assert till.events()[-2:] == ["POWER_LOSS_RECOVERY", "APP_START"]
    till.sell()


def test_r05_verification_finds_a_cut_tail_by_the_anchors_too(till: WorkingTill, tmp_path: Path) -> None:
    whole = till.copy(tmp_path / "backup") / "shop.db"
    assert verify_path(till.shop_path, heads=anchored_in(till.shop_path, till.heads)).verdict == OK
    till.tamper(*(statement.format(last=20) for statement in CUT_CLEANLY))

    known = anchored_in(till.shop_path, till.heads)
    report = verify_path(till.shop_path, heads=known)

    assert report.verdict == KO
    assert "cut" in {one.code for one in report.ordered}
    assert verify_path(whole, heads=anchored_in(whole, till.heads, is_copy=True)).verdict == OK


def test_r05_a_backup_may_end_before_what_the_machine_remembers_but_says_nothing_else(
    till: WorkingTill, tmp_path: Path
) -> None:
    backup = till.copy(tmp_path / "backup") / "shop.db"
    till.work(sales=5)

    known = anchored_in(backup, till.heads, is_copy=True)

    assert known
    assert verify_path(backup, heads=known).verdict == OK
    assert verify_path(backup, heads=anchored_in(backup, till.heads)).verdict == KO


def test_r05_what_a_restore_owns_up_to_is_no_lie_to_the_anchors(till: WorkingTill, tmp_path: Path) -> None:
    old = till.copy(tmp_path / "old")
    till.work(sales=5)
    till.put_back(old)
    till.open()
    till.go_on()
    till.sell()
    till.close()

    assert verify_path(till.shop_path, heads=anchored_in(till.shop_path, till.heads)).verdict == OK
