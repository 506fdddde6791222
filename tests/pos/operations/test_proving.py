"""What a file keeps beside its records is held against them: also where there is nothing yet to hold."""

from __future__ import annotations

from datetime import datetime

import pytest

from pos.database.connection import Database, transaction
from pos.database.journal.author import author_of
from pos.database.journal.records import note_event
from pos.fiscal.events import Event
from pos.operations.verifying import verify


def told(db: Database) -> list[tuple[str, object]]:
    return [(finding.code, finding.values["table"]) for finding in verify(db).ordered]


def test_a_shop_that_sold_nothing_yet_is_in_order(db: Database) -> None:
    assert told(db) == []
    author_of(db)
    assert told(db) == []


@pytest.mark.parametrize(
    ("fault", "table"),
    [
        ("UPDATE fiscal_head SET training = 1", "fiscal_head"),
        ("UPDATE fiscal_key SET alg = 'none'", "fiscal_key"),
        ("UPDATE totals SET perpetual_signed = 1", "totals"),
    ],
)
def test_a_mark_that_no_record_set_is_found(db: Database, fault: str, table: str) -> None:
    author_of(db)
    db.execute(fault)

    assert told(db) == [("state", table)]


def test_training_that_a_record_began_is_in_order(db: Database, now: datetime) -> None:
    author_of(db)
    with transaction(db):
        note_event(db, Event.TRAINING_ON, now=now)
        db.execute("UPDATE fiscal_head SET training = 1")

    assert told(db) == []
