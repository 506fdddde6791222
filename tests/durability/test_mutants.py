"""The trial is tried: a till with a fault planted in it is found out by the power cuts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from pos.database import outbox, sales, tickets
from pos.database.connection import Database
from pos.domain.sale import Sale
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
