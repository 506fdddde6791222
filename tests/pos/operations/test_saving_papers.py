"""A receipt as a file counts like one on paper, and one that could not be written does not."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from pos.database import print_jobs, settings
from pos.database.connection import Database
from pos.domain.errors import FileNotWritten
from pos.domain.printer import PrinterProfile
from pos.domain.sale import Sale
from pos.domain.shop import ShopIdentity
from pos.domain.tax import TaxRate
from pos.operations.cataloguing import add_product
from pos.operations.copying import next_copy
from pos.operations.printing import open_jobs, queue_receipt
from pos.operations.saving_papers import CountedReceipt, FileKind, count_receipt, take_back, write_receipt
from pos.operations.selling import sell
from pos.wording import Wording
from tests.builders import exactly, new_id, product, ticket
from tests.pdf_text import text_of

FRENCH = Wording("fr")


@pytest.fixture
def sale(db: Database, now: datetime, rates: tuple[TaxRate, ...]) -> Sale:
    settings.put_shop_identity(db, ShopIdentity(name="Épicerie du Marché"))
    soap = product("Savon doux", 250)
    add_product(db, soap)
    basket = ticket(soap)
    return sell(db, basket, exactly(basket), now=now, rates=rates).sale


def count(db: Database, sale: Sale, kind: FileKind, now: datetime) -> CountedReceipt:
    return count_receipt(db, sale.id, kind, now=now, new_id=new_id, wording=FRENCH)


def test_the_first_file_is_the_receipt_and_the_next_ones_are_duplicates(
    db: Database, sale: Sale, now: datetime, tmp_path: Path
) -> None:
    said = []
    for kind in FileKind:
        path = tmp_path / f"ticket.{kind.value}"
        write_receipt(count(db, sale, kind, now), path, kind)
        content = path.read_bytes()
        said.append(" ".join(text_of(content)) if kind is FileKind.PDF else content.decode())

    assert ["DUPLICATA" in one for one in said] == [False, True, True]
    assert "DUPLICATA 1" in said[1]
    assert "DUPLICATA 2" in said[2]
    assert all("Savon doux" in one for one in said)


def test_a_file_after_a_paper_is_a_duplicate_of_it(db: Database, sale: Sale, now: datetime) -> None:
    queue_receipt(db, sale.id, profile=PrinterProfile(), now=now, new_id=new_id, wording=FRENCH)

    assert count(db, sale, FileKind.PDF, now).copy == 1
    assert next_copy(db, sale.id) == 2


def test_a_file_waits_for_no_printer(db: Database, sale: Sale, now: datetime) -> None:
    count(db, sale, FileKind.PDF, now)

    assert open_jobs(db) == []


def test_what_cannot_be_written_counts_for_nothing(db: Database, sale: Sale, now: datetime, tmp_path: Path) -> None:
    counted = count(db, sale, FileKind.TEXT, now)

    with pytest.raises(FileNotWritten):
        write_receipt(counted, tmp_path / "no such folder" / "ticket.txt", FileKind.TEXT)
    take_back(db, counted)
    take_back(db, counted)

    assert count(db, sale, FileKind.TEXT, now).copy == 0


def test_a_paper_on_its_way_cannot_be_taken_back(db: Database, sale: Sale, now: datetime) -> None:
    queue_receipt(db, sale.id, profile=PrinterProfile(), now=now, new_id=new_id, wording=FRENCH)
    [job] = open_jobs(db)
    print_jobs.mark_sending(db, job.id)

    print_jobs.take_back(db, job.id)

    assert next_copy(db, sale.id) == 1


def test_a_sale_nobody_made_has_no_file(db: Database, now: datetime) -> None:
    with pytest.raises(LookupError):
        count_receipt(db, new_id(), FileKind.PDF, now=now, new_id=new_id, wording=FRENCH)
