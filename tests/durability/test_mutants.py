"""The trial is tried: a till with a fault planted in it is found out by the power cuts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from pos.database import outbox, sales, tickets
from pos.database.connection import Database
from pos.database.journal import records
from pos.database.journal.author import Author, Head
from pos.domain.sale import Sale
from pos.fiscal.record import Record
from pos.operations import selling
from tests.durability import cuts

CUTS = 100


def test_a_sound_till_is_found_sound() -> None:
    figures = cuts.run(CUTS, seed=11, synchronous="FULL", workers=1)

    assert (figures.lost, figures.broken) == (0, 0)


def test_a_till_that_acknowledges_before_it_commits_loses_sales(monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def commit_with_the_next(db: Database) -> Iterator[None]:
        if db.connection.in_transaction:
            db.execute("COMMIT")
        db.execute("BEGIN IMMEDIATE")
        yield

    monkeypatch.setattr(selling, "transaction", commit_with_the_next)
    monkeypatch.setattr(Database, "checkpoint", lambda db: None)

    assert cuts.run(CUTS, seed=11, synchronous="FULL", workers=1).lost > 0


def test_a_till_that_writes_a_sale_in_two_steps_leaves_half_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    add = sales.add

    def add_by_itself(db: Database, sale: Sale, *, record_seq: int | None) -> None:
        add(db, sale, record_seq=record_seq)
        db.execute("COMMIT")
        db.execute("BEGIN IMMEDIATE")

    monkeypatch.setattr(sales, "add", add_by_itself)

    assert cuts.run(CUTS, seed=11, synchronous="FULL", workers=1).broken > 0


def test_a_till_that_writes_the_record_outside_the_sales_transaction_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def append_by_itself(db: Database, *what: Any, **more: Any) -> Record:
        record = records.append(db, *what, **more)
        db.execute("COMMIT")
        db.execute("BEGIN IMMEDIATE")
        return record

    monkeypatch.setattr(selling, "append", append_by_itself)

    figures = cuts.run(CUTS, seed=11, synchronous="FULL", workers=1)

    assert figures.broken > 0
    assert any("the totals are not" in finding or "record of no sale" in finding for finding in figures.findings)


def test_a_till_that_tells_of_a_head_before_it_is_on_the_disk_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def tell_at_once(db: Database, author: Author, head: Head) -> None:
        if author.told_heads is not None:
            author.told_heads(head)

    monkeypatch.setattr(records, "_tell", tell_at_once)

    figures = cuts.run(CUTS, seed=11, synchronous="FULL", workers=1)

    assert any("the head told" in finding for finding in figures.findings)


def test_a_till_that_forgets_to_tell_the_window_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "mark_levels", lambda db, changed: None)

    figures = cuts.run(CUTS, seed=11, synchronous="FULL", workers=1)

    assert figures.broken > 0
    assert "would not learn" in figures.findings[0]


def test_a_till_that_does_not_keep_its_open_ticket_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tickets, "save", lambda db, ticket, **_: None)

    figures = cuts.run(CUTS, seed=11, synchronous="FULL", workers=1)

    assert figures.broken > 0
    assert "open ticket" in figures.findings[0]
