"""The papers of closings: the first is the closing, later ones are copies, and a lost one is printed again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pos.database import print_jobs
from pos.database.connection import Database, transaction
from pos.database.journal.author import Software, author_of
from pos.database.journal.records import by_kind_after
from pos.database.print_jobs import JobState, PaperKind
from pos.devices.paper import read_paper
from pos.domain.printer import PrinterProfile
from pos.domain.tax import TaxRate
from pos.fiscal.canonical import parse
from pos.fiscal.record import Kind
from pos.fiscal.verify import KO
from pos.operations.closing import close_day, x_report
from pos.operations.closing_papers import count_closing, paper_of, queue_closing, queue_figures
from pos.operations.printing import RECEIPT_PRINTER, open_jobs, print_again
from pos.operations.saving_papers import FileKind, write_receipt
from pos.operations.verifying import verify
from pos.receipts import text
from pos.receipts.closing import closing_paper, figures_paper
from pos.wording import Wording
from tests import builders
from tests.pos.fiscal.closing_shop import ClosingShop, at

ENGLISH = Wording("en")
NOW = at("2026-11-23", 19)


@pytest.fixture
def closed(db: Database, rates: tuple[TaxRate, ...]) -> int:
    ClosingShop(db, rates).sell(at("2026-11-23"))
    return close_day(db, now=NOW).record.seq


def queue(db: Database, seq: int) -> str:
    queue_closing(db, seq, profile=PrinterProfile(), now=NOW, new_id=builders.new_id, wording=ENGLISH)
    job = open_jobs(db, RECEIPT_PRINTER)[-1]
    return read_paper(print_jobs.body(db, job.id)).text


def copies(db: Database) -> list[tuple[object, object, object]]:
    said = [parse(one.payload) for one in by_kind_after(db, Kind.COPY, 0)]
    return [(one["of"], one["copy"], one["as"]) for one in said]


def test_the_first_paper_is_the_closing_and_every_later_one_a_noted_copy(db: Database, closed: int) -> None:
    papers = [queue(db, closed) for _ in range(3)]

    assert ["DUPLICATE" in paper for paper in papers] == [False, True, True]
    assert copies(db) == [(closed, 1, "print"), (closed, 2, "print")]
    assert {job.paper for job in open_jobs(db)} == {PaperKind.CLOSING}


def test_a_file_counts_as_a_paper(db: Database, closed: int, tmp_path: Path) -> None:
    counted = [
        count_closing(db, closed, kind, now=NOW, new_id=builders.new_id, wording=ENGLISH)
        for kind in (FileKind.PDF, FileKind.TEXT)
    ]
    write_receipt(counted[1], tmp_path / "z.txt", FileKind.TEXT)

    assert [one.copy for one in counted] == [0, 1]
    assert copies(db) == [(closed, 1, "txt")]
    assert "DUPLICATE 1" in (tmp_path / "z.txt").read_text(encoding="utf-8")


def test_a_closing_nobody_knows_the_fate_of_is_printed_again_as_a_copy(db: Database, closed: int) -> None:
    queue(db, closed)
    [job] = open_jobs(db)
    with transaction(db):
        print_jobs.mark_sending(db, job.id)
        print_jobs.mark_unknown(db, job.id, "gone")

    print_again(db, job.id, profile=PrinterProfile(), now=NOW, new_id=builders.new_id, wording=ENGLISH)

    [again] = open_jobs(db)
    assert (again.state, again.copy, again.record_seq) == (JobState.WAITING, 1, closed)


def test_the_figures_of_an_open_day_are_printed_as_often_as_wished(db: Database, rates: tuple[TaxRate, ...]) -> None:
    ClosingShop(db, rates).sell(at("2026-11-23"))
    for _ in range(2):
        queue_figures(db, profile=PrinterProfile(), now=NOW, new_id=builders.new_id, wording=ENGLISH)

    assert copies(db) == []
    assert [job.copy for job in open_jobs(db)] == [0, 0]
    assert "Cash counted" not in text.render(figures_paper(x_report(db, now=NOW), ENGLISH))


def test_a_paper_says_the_key_the_record_and_the_perpetual_totals(db: Database, closed: int) -> None:
    paper = paper_of(db, closed)

    said = "".join(text.render(closing_paper(paper, ENGLISH)).split())

    assert paper.record.hash.hex().upper() in said
    assert paper.fingerprint.upper() in said
    assert "Perpetualtotal€2.50" in said
    assert "Perpetualtotal,absolute€2.50" in said


def test_only_closings_have_such_a_paper(db: Database, closed: int) -> None:
    with pytest.raises(LookupError):
        paper_of(db, 1)


def test_closed_by_a_changed_program_the_paper_says_so_for_ever(db: Database, rates: tuple[TaxRate, ...]) -> None:
    ClosingShop(db, rates).sell(at("2026-11-30"))
    changed = Software("1.0", "0123456789abcdef", ("pos/fiscal/ticket.py",), "0.1.0")
    db.author = replace(author_of(db), software=changed)

    closed = close_day(db, now=at("2026-12-01", 1))
    assert closed.record is not None
    ClosingShop(db, rates).sell(at("2026-12-01"))

    months = [one.seq for one in by_kind_after(db, Kind.ZM, 0)]
    assert len(months) == 1
    for seq in (closed.record.seq, *months):
        said = text.render(closing_paper(paper_of(db, seq), ENGLISH))
        assert "VERSION NOT ATTESTED" in said
        assert "Comptoir 0.1.0" in said
    assert parse(closed.record.payload)["unatt"] == 1
    assert verify(db).verdict != KO


def test_the_papers_of_the_published_program_say_nothing_of_it(db: Database, closed: int) -> None:
    assert "NOT ATTESTED" not in text.render(closing_paper(paper_of(db, closed), ENGLISH))
    assert "NOT ATTESTED" not in text.render(figures_paper(x_report(db, now=NOW), ENGLISH))
