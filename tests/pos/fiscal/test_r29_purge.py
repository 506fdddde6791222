"""Requirement 29: tickets go only under a verified archive elsewhere and after six years; proofs and totals stay."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from pos.database.connection import Database, transaction
from pos.database.journal.records import by_kind_after
from pos.database.journal.totals import totals
from pos.domain.errors import PurgeFault, PurgeRefused
from pos.fiscal.record import Kind
from pos.fiscal.verify import KO, OK, RECORDS, verify_archive
from pos.operations.archiving import archive
from pos.operations.checking import check
from pos.operations.purging import purge
from pos.operations.verifying import verify
from tests.pos.fiscal.archives import files_of, found, packed
from tests.pos.fiscal.year import Lived, Plan, live

FROM, TO = date(2026, 11, 23), date(2026, 11, 30)
LATER = timedelta(days=6 * 366)


class Shop:
    """A shop with an archive of its first days on another disk."""

    def __init__(self, lived: Lived, archive_path: Path) -> None:
        self.db: Database = lived.db
        self.lived, self.archive = lived, archive_path
        self.later: datetime = lived.until + LATER


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    lived = live(tmp_path / "shop" / "shop.db", Plan(tickets=20, days=10))
    made = archive(lived.db, tmp_path / "other-disk", FROM, TO, now=lived.until)
    yield Shop(lived, made.path)
    lived.db.close()


def refused(shop: Shop, path: Path, now: datetime) -> str:
    before = shop.db.value("SELECT count(*) FROM fiscal_record")
    with pytest.raises(PurgeRefused) as no:
        purge(shop.db, path, now=now)
    assert shop.db.value("SELECT count(*) FROM fiscal_record") == before
    return no.value.reason


def test_r29_without_a_verified_archive_elsewhere_nothing_is_purged(shop: Shop, tmp_path: Path) -> None:
    files = files_of(shop.archive)
    damaged = packed({**files, RECORDS: files[RECORDS].replace(b"Savon", b"Savox", 1)}, tmp_path / "damaged.zip")
    beside = shop.db.path.parent / "archive.zip"
    beside.write_bytes(shop.archive.read_bytes())
    other = live(tmp_path / "other" / "shop.db", replace(shop.lived.plan, seed=7))

    assert refused(shop, damaged, shop.later) == PurgeFault.UNVERIFIED
    assert refused(shop, beside, shop.later) == PurgeFault.BESIDE
    assert refused(Shop(other, shop.archive), shop.archive, shop.later) == PurgeFault.OTHER_SHOP
    other.db.close()


def test_r29_six_years_must_have_passed(shop: Shop) -> None:
    last = datetime.combine(TO, datetime.min.time(), shop.later.tzinfo) + timedelta(hours=12)

    assert refused(shop, shop.archive, last.replace(year=2032)) == PurgeFault.TOO_YOUNG
    assert purge(shop.db, shop.archive, now=last.replace(year=2032) + timedelta(days=1)).records > 0


def test_r29_after_a_purge_totals_closings_log_and_chain_remain(shop: Shop) -> None:
    before, records = totals(shop.db), shop.db.value("SELECT count(*) FROM fiscal_record")
    kept = {kind: [one.payload for one in by_kind_after(shop.db, kind, 0)] for kind in (Kind.Z, Kind.ZM, Kind.JET)}

    done = purge(shop.db, shop.archive, now=shop.later)

    report = verify(shop.db)
    assert (report.verdict, report.ordered, report.purged) == (OK, [], done.records)
    assert report.last == records + 2
    assert totals(shop.db) == before
    for kind, payloads in kept.items():
        assert [one.payload for one in by_kind_after(shop.db, kind, 0)][: len(payloads)] == payloads
    first, last = shop.db.row("SELECT from_seq, to_seq FROM purge") or (0, 0)
    assert not shop.db.value("SELECT count(*) FROM sale WHERE record_seq BETWEEN ? AND ?", (first, last))
    assert shop.db.value("SELECT count(*) FROM sale") > 0
    assert check(shop.db).findings == ()
    assert by_kind_after(shop.db, Kind.JET, done.record.seq)[-1].subject == "PURGE"


def test_an_archive_of_purged_days_verifies_with_what_is_left(shop: Shop, tmp_path: Path) -> None:
    purge(shop.db, shop.archive, now=shop.later)

    made = archive(shop.db, tmp_path / "again", FROM, TO, now=shop.later)

    assert made.report.verdict == OK
    assert verify_archive(made.path).purged == made.report.purged > 0


def test_a_purge_twice_finds_nothing_left(shop: Shop) -> None:
    purge(shop.db, shop.archive, now=shop.later)

    assert refused(shop, shop.archive, shop.later) == PurgeFault.NOTHING


def test_purged_records_that_are_swapped_or_forged_are_found(shop: Shop) -> None:
    purge(shop.db, shop.archive, now=shop.later)
    shop.db.execute("DROP TRIGGER fiscal_record_no_update")
    rows = shop.db.rows("SELECT seq, hash, sig FROM fiscal_record WHERE payload = x'' ORDER BY seq LIMIT 2")
    (one, *first), (other, *second) = rows
    for seq, values in ((one, second), (other, first)):
        shop.db.execute("UPDATE fiscal_record SET hash = ?, sig = ? WHERE seq = ?", (*values, seq))

    report = verify(shop.db)

    assert report.verdict == KO
    assert "purge_altered" in {code for code, _ in found(report)}


def test_a_record_emptied_without_a_purge_is_found(shop: Shop) -> None:
    shop.db.execute("DROP TRIGGER fiscal_record_no_update")
    seq = shop.db.value("SELECT min(seq) FROM fiscal_record WHERE kind = 'TICKET'")
    shop.db.execute("UPDATE fiscal_record SET payload = x'' WHERE seq = ?", (seq,))

    assert ("purge_unknown", seq) in found(verify(shop.db))


def test_the_file_s_guards_let_nothing_go_without_a_purge_and_no_purge_without_its_record(shop: Shop) -> None:
    for statement in (
        "DELETE FROM sale",
        "DELETE FROM sale_line",
        "DELETE FROM payment",
        "DELETE FROM sale_vat",
        "UPDATE fiscal_record SET payload = x''",
        "INSERT INTO purge VALUES (1, 10, 12)",
    ):
        with pytest.raises(Exception, match=r"append-only|needs its record"), transaction(shop.db):
            shop.db.execute(statement)
    assert not shop.db.connection.in_transaction


def test_after_a_purge_only_what_it_covers_may_go(shop: Shop) -> None:
    purge(shop.db, shop.archive, now=shop.later)

    for statement in ("DELETE FROM sale_line", "DELETE FROM purge", "UPDATE purge SET to_seq = 10000"):
        with pytest.raises(Exception, match="append-only"), transaction(shop.db):
            shop.db.execute(statement)
