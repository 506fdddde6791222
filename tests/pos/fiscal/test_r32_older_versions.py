"""Requirement 32, the verifier's side: records an earlier perimeter wrote verify beside those of a later one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from pos.database.connection import Database
from pos.database.journal.author import Software, author_of
from pos.fiscal.verify import OK, parse, verify_archive
from pos.operations.archiving import archive
from pos.operations.verifying import verify
from tests.pos.fiscal.archives import FROM, TO, entries_of
from tests.pos.fiscal.year import Lived, Plan, live


def upgraded(db: Database, now: datetime) -> Database:
    """From here on a later perimeter writes."""
    author = author_of(db)
    db.author = replace(author, software=Software("1.9", "feedfacefeedface"))
    return db


def test_r32_records_of_two_versions_verify_together(tmp_path: Path) -> None:
    lived: Lived = live(tmp_path / "shop.db", Plan(tickets=12, days=6, on_days={3: upgraded}))
    made = archive(lived.db, tmp_path / "archives", FROM, TO, now=lived.until + timedelta(minutes=1))

    versions = {parse(one.payload)["fv"] for one in entries_of(made.path)}
    assert versions == {"1.0", "1.9"}
    assert verify_archive(made.path).verdict == OK
    assert verify(lived.db).verdict == OK
    lived.db.close()
