"""Requirement 2, in the shop's own file: with the triggers gone, whatever is changed is found and named."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from pos.database.connection import connect_reader
from pos.domain.errors import Cancelled, NoArchive
from pos.fiscal.verify import KO, OK, Head, Report
from pos.operations.checking import JournalBroken, check
from pos.operations.verifying import verify_path
from tests.pos.fiscal.archives import found
from tests.pos.fiscal.year import Plan, live

FILE = "shop.db"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    lived = live(tmp_path / FILE, Plan(tickets=12, days=9, open_at_end=True))
    lived.db.close()
    return lived.path


@contextlib.contextmanager
def by_hand(path: Path) -> Iterator[sqlite3.Connection]:
    """The file in the hands of somebody who knows SQL: every guard is taken off, and put back afterwards."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as hand:
        guards = hand.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in guards:
            hand.execute(f"DROP TRIGGER {name}")
        yield hand
        for _, sql in guards:
            hand.execute(sql)


def changed(path: Path, *statements: str) -> Report:
    with by_hand(path) as hand:
        for statement in statements:
            assert hand.execute(statement).rowcount > 0
    return verify_path(path)


def seq_of_ticket(path: Path, place: int = 3) -> int:
    with contextlib.closing(sqlite3.connect(path)) as hand:
        question = "SELECT seq FROM fiscal_record WHERE kind = 'TICKET' ORDER BY seq LIMIT 1 OFFSET ?"
        return int(hand.execute(question, (place,)).fetchone()[0])


def test_an_honest_file_is_in_order(shop: Path) -> None:
    report = verify_path(shop)

    assert (report.verdict, report.ordered) == (OK, [])
    assert (report.kinds["TICKET"], report.signatures) == (12, report.last)
    assert verify_path(shop, full=False).verdict == OK


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("sale", "UPDATE sale SET total_minor = total_minor + 1 WHERE record_seq = {seq}"),
        ("sale", "UPDATE sale SET number = 900 WHERE record_seq = {seq}"),
        ("sale_line", "UPDATE sale_line SET name = 'x' WHERE sale_id = (SELECT id FROM sale WHERE record_seq = {seq})"),
        ("sale_vat", "UPDATE sale_vat SET net_minor = net_minor + 1, vat_minor = vat_minor - 1"
         " WHERE sale_id = (SELECT id FROM sale WHERE record_seq = {seq})"),
        ("payment", "DELETE FROM payment WHERE sale_id = (SELECT id FROM sale WHERE record_seq = {seq})"),
        ("fiscal_record", "UPDATE fiscal_record SET operator_name = 'x' WHERE seq = {seq}"),
        ("fiscal_record", "UPDATE fiscal_record SET business_day = '2020-01-01' WHERE seq = {seq}"),
    ],
)  # fmt: skip
def test_r02_one_value_changed_beside_the_records_is_named(shop: Path, table: str, change: str) -> None:
    seq = seq_of_ticket(shop)

    report = changed(shop, change.format(seq=seq))

    (finding,) = report.ordered
    assert (finding.code, finding.seq, finding.values["table"]) == ("projection", seq, table)
    assert f"n° {seq}" in finding.sentence()


def test_r02_one_cent_changed_in_a_signed_record_is_named(shop: Path) -> None:
    seq = seq_of_ticket(shop)
    with by_hand(shop) as hand:
        payload = bytes(hand.execute("SELECT payload FROM fiscal_record WHERE seq = ?", (seq,)).fetchone()[0])
        lie = payload.replace(b'"change":', b'"change":1', 1)
        hand.execute("UPDATE fiscal_record SET payload = ? WHERE seq = ?", (lie, seq))

    report = verify_path(shop, full=False)

    assert report.verdict == KO
    assert {("hash", seq), ("payments", seq)} <= found(report)


def test_r02_guards_that_were_taken_off_are_named(shop: Path) -> None:
    with contextlib.closing(sqlite3.connect(shop, isolation_level=None)) as hand:
        hand.execute("DROP TRIGGER sale_no_update")

    (finding,) = verify_path(shop).ordered
    assert (finding.code, finding.values["detail"]) == ("structure", "sale_no_update")


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("totals", "UPDATE totals SET perpetual_signed = perpetual_signed - 1"),
        ("counter", "UPDATE counter SET last_no = last_no + 1 WHERE series = 'TICKET/1'"),
        ("fiscal_head", "UPDATE fiscal_head SET closed_day = '2026-11-24'"),
        ("fiscal_key", "UPDATE fiscal_key SET from_seq = 2"),
    ],
)
def test_what_the_file_keeps_beside_the_records_must_be_as_they_leave_it(shop: Path, table: str, change: str) -> None:
    (finding,) = changed(shop, change).ordered

    assert (finding.code, finding.values["table"]) == ("state", table)


def test_a_sale_slipped_in_beside_the_journal_is_found(shop: Path) -> None:
    report = changed(
        shop,
        "INSERT INTO sale (id, till_id, till_name, epoch, number, sold_at_ms, utc_offset_min, currency, total_minor,"
        " change_minor) SELECT 'stray', till_id, till_name, epoch, 99, sold_at_ms, 60, 'EUR', 1, 0 FROM sale LIMIT 1",
    )

    assert [(one.code, one.values["count"]) for one in report.ordered] == [("orphan", 1)]


def test_r04_a_record_deleted_amid_the_chain_is_a_gap(shop: Path) -> None:
    assert ("gap", 11) in found(changed(shop, "DELETE FROM fiscal_record WHERE seq = 10"))


def test_a_tail_cut_off_with_every_counter_put_right_is_seen_by_a_known_head(shop: Path) -> None:
    whole = verify_path(shop)

    report = changed(shop, f"DELETE FROM fiscal_record WHERE seq = {whole.last}")
    known = verify_path(shop, heads=[Head(whole.last, whole.head)])

    assert report.verdict == KO
    assert ("cut", whole.last) in found(known)


def test_a_check_names_a_broken_proof(shop: Path) -> None:
    seq = seq_of_ticket(shop)
    changed(shop, f"UPDATE fiscal_record SET operator_name = 'x' WHERE seq = {seq}")

    with contextlib.closing(connect_reader(shop)) as reader:
        findings = check(reader).findings

    assert findings == (JournalBroken("projection", seq, FILE, {"table": "fiscal_record"}, 0),)


def test_a_verification_can_be_stopped(shop: Path) -> None:
    def stop(done: int, of: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        verify_path(shop, progress=stop)


def test_something_else_is_neither_archive_nor_shop(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("nothing of the kind")

    with pytest.raises(NoArchive):
        verify_path(tmp_path / "letter.txt")
