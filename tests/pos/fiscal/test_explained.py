"""What a till itself owns up to: a restore is explained by its record, a lost key is to be explained."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from pos.database import till
from pos.database.connection import Database, transaction
from pos.database.journal import keys
from pos.database.journal.author import author_of
from pos.database.journal.records import head_row, note_event
from pos.fiscal.canonical import Value
from pos.fiscal.events import Event
from pos.fiscal.keys import SigningKey, check, proof_of
from pos.fiscal.verify import KO, OK, TO_EXPLAIN, Fields, Head, Report, report_lines, verify_archive
from pos.operations.archiving import archive
from pos.operations.verifying import verify
from tests.pos.fiscal.archives import found
from tests.pos.fiscal.year import Lived, Plan, live

LOST = 5
FRESH = SigningKey.from_number(31337)
KNOWN = "ab" * 32


def put_back(db: Database, now: datetime, *, lost_key: bool = False, backup_hash: str = "") -> Database:
    """What a restore leaves in the journal: an epoch's first record, which names the last end known."""
    author = author_of(db)
    with transaction(db):
        head = head_row(db)
        epoch = till.begin_epoch(db, version_gap=1)
        data: dict[str, Value] = {
            "epoch": epoch,
            "head": {"epoch": 1, "seq": head.seq + LOST, "hash": KNOWN},
            "backup": {"epoch": 1, "seq": head.seq, "hash": backup_hash or head.hash.hex()},
        }
        if lost_key:
            keys.begin(db, FRESH.public, from_seq=head.seq + 1)
            public = FRESH.public
            data["key"] = {"kid": FRESH.id, "fp": public.fingerprint, "spki": public.der.hex()}
            data["proof"] = proof_of(FRESH, previous_key_id=author.key.id, previous=head.hash)
            db.author = replace(author, key=FRESH)
        note_event(db, Event.RESTORE, now=now, details=data)
    return db


def without_key(db: Database, now: datetime) -> Database:
    return put_back(db, now, lost_key=True)


def lying(db: Database, now: datetime) -> Database:
    return put_back(db, now, backup_hash="00" * 32)


def unsaid(db: Database, now: datetime) -> Database:
    with transaction(db):
        till.begin_epoch(db, version_gap=1)
    return db


def lived(path: Path, **plan: object) -> Lived:
    return live(path / "shop.db", replace(Plan(tickets=20, days=8), **plan))  # type: ignore[arg-type]


def restores(report: Report) -> list[Fields]:
    return [one.values for one in report.ordered if one.code == "restored"]


@pytest.mark.parametrize(
    ("step", "verdict", "codes"),
    [(put_back, OK, {"restored"}), (without_key, TO_EXPLAIN, {"restored", "lost_key"})],
    ids=["kept", "lost"],
)
def test_a_restore_is_explained_and_a_lost_key_is_to_be_in_the_file_and_in_archives(
    tmp_path: Path, step: object, verdict: str, codes: set[str]
) -> None:
    shop = lived(tmp_path, on_days={3: step})

    report = verify(shop.db)
    assert (report.verdict, report.explained, {code for code, _ in found(report)}) == (verdict, 1, codes)
    assert [one["count"] for one in restores(report)] == [LOST]
    for first in (23, 26, 27):
        made = archive(shop.db, tmp_path / "archives", date(2026, 11, first), date(2026, 11, 30), now=shop.until)
        assert made.report.verdict == verify_archive(made.path, check=check).verdict == verdict
    shop.db.close()


def test_every_restore_is_listed_and_counted_in_the_verdict(tmp_path: Path) -> None:
    shop = lived(tmp_path, on_days={3: put_back, 5: put_back})

    report = verify(shop.db)
    french, english = (report_lines(report, language) for language in ("fr", "en"))

    assert french[0].startswith("CONFORME, 2 faits expliqués : ")
    assert english[0].startswith("IN ORDER, 2 explained: ")
    assert [line for line in french if line.startswith("- EXPLIQUÉ [")] == french[-2:]
    assert report.figures()["explained"] == 2
    shop.db.close()


def test_ends_of_the_chain_that_a_restore_owns_up_to_are_no_lie_and_others_are(tmp_path: Path) -> None:
    shop = lived(tmp_path, on_days={3: put_back})
    backup = restores(verify(shop.db))[0]["backup"]

    assert verify(shop.db, heads=[Head(backup + LOST, KNOWN)]).verdict == OK
    assert verify(shop.db, heads=[Head(backup + 1, "cd" * 32)]).verdict == OK
    assert verify(shop.db, heads=[Head(backup + LOST, "cd" * 32)]).verdict == KO
    assert verify(shop.db, heads=[Head(backup + LOST + 1, "cd" * 32)]).verdict == KO
    shop.db.close()


@pytest.mark.parametrize(("step", "code"), [(lying, "restore"), (unsaid, "epoch")])
def test_a_restore_that_lies_or_is_not_said_is_ko(tmp_path: Path, step: object, code: str) -> None:
    shop = lived(tmp_path, on_days={3: step})

    report = verify(shop.db)

    assert report.verdict == KO
    assert code in {each for each, _ in found(report)}
    shop.db.close()
