"""What customers ask for in vain, in a real file."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from pos.database import demands, print_jobs
from pos.database.connection import Database
from pos.database.demands import KEPT_MS
from pos.database.print_jobs import JobState
from pos.domain.catalogue import Product
from pos.domain.demand import Demand, DemandAnswer, PutAside
from pos.domain.errors import FileNotWritten, PrintUnknown
from pos.domain.identity import to_ms
from pos.domain.printer import PrinterProfile
from pos.domain.quantity import Unit, pieces
from pos.operations import demanding
from pos.operations.cataloguing import add_product, open_stock
from pos.operations.printing import RECEIPT_PRINTER, print_again, print_next
from pos.operations.training import start_training
from pos.wording import Wording
from tests import builders

TEA, BREAD = "3017620422003", "2000000000015"
ENGLISH = Wording("en")


@pytest.fixture
def shelf(db: Database, now: datetime) -> dict[str, Product]:
    """Tea that is out, bread that is there, and salt that nobody ever counted."""
    found = {TEA: builders.product("Thé vert", 650), BREAD: builders.product("Pain de seigle", 320)}
    for code, product in found.items():
        add_product(db, product, [code])
    add_product(db, builders.product("Sel de Guérande", 210), [])
    open_stock(db, [(found[TEA].id, pieces(0)), (found[BREAD].id, pieces(10))], now=now)
    return found


@pytest.mark.parametrize("words", ["Thé vert", "thes  verts", TEA, "  " + TEA])
def test_an_article_that_is_out_is_noted_with_the_words(
    db: Database, shelf: dict[str, Product], now: datetime, words: str
) -> None:
    kept = demanding.note(db, Demand("1", to_ms(now), words))

    assert kept is not None
    assert kept.product_id == shelf[TEA].id
    [wanted] = demanding.asked_for(db, days=30, now=now)
    assert (wanted.name, wanted.asked.times, wanted.is_here_now) == ("Thé vert", 1, False)


@pytest.mark.parametrize("words", ["bougie", "pain", "thé noir", "x", "***", "12"])
def test_words_that_mean_no_article_that_is_out_are_kept_as_they_are(
    db: Database, shelf: dict[str, Product], now: datetime, words: str
) -> None:
    kept = demanding.note(db, Demand("1", to_ms(now), words))

    assert kept is not None
    assert (kept.words, kept.product_id) == (words, "")


def test_a_chosen_article_is_noted_though_the_file_says_there_is_some(
    db: Database, shelf: dict[str, Product], now: datetime
) -> None:
    demanding.note(db, Demand("1", to_ms(now), "Pain de seigle", shelf[BREAD].id))

    [wanted] = demanding.asked_for(db, days=30, now=now)
    assert (wanted.asked.product_id, wanted.is_here_now) == (shelf[BREAD].id, True)


def test_an_article_is_meant_only_beyond_doubt(db: Database, shelf: dict[str, Product]) -> None:
    def meant(words: str) -> str | None:
        found = demanding.article_meant(db, words)
        return None if found is None else found.product.name

    assert [meant(words) for words in ("seigle", "guerande", "thé vert de Chine", "te", "", "  ")] == [
        "Pain de seigle",
        "Sel de Guérande",
        None,
        None,
        None,
        None,
    ]


def test_nothing_is_kept_of_nothing_and_the_same_only_once(db: Database, now: datetime) -> None:
    assert demanding.note(db, Demand("1", to_ms(now), " \n\t ")) is None

    for _ in range(2):
        demanding.note(db, Demand("2", to_ms(now), "bougie"))

    [wanted] = demanding.asked_for(db, days=30, now=now)
    assert wanted.asked.times == 1


def test_nothing_is_noted_in_training(db: Database, now: datetime) -> None:
    start_training(db, now=now, new_id=builders.ids(5))

    assert demanding.note(db, Demand("1", to_ms(now), "bougie")) is None
    assert demands.since(db, 0) == []


def test_what_is_taken_off_the_list_can_be_put_back(db: Database, now: datetime) -> None:
    demanding.note(db, Demand("1", to_ms(now), "bougie", person="p"))
    demanding.note(db, Demand("2", to_ms(now), "Bougies", answer=DemandAnswer.ELSEWHERE))
    before = demands.since(db, 0)
    [wanted] = demanding.asked_for(db, days=30, now=now)

    gone = demanding.settle(db, wanted.asked.ids)

    assert demanding.asked_for(db, days=30, now=now) == []
    demanding.put_back(db, gone)
    demanding.put_back(db, gone)
    assert demands.since(db, 0) == before


def test_the_list_is_of_the_days_asked_about_and_old_demands_are_forgotten(db: Database, now: datetime) -> None:
    for days in (1, 40, 399, 401):
        demanding.note(db, Demand(str(days), to_ms(now - timedelta(days=days)), f"article {days}"))

    assert [one.name for one in demanding.asked_for(db, days=30, now=now)] == ["article 1"]
    assert [one.name for one in demanding.asked_for(db, days=90, now=now)] == ["article 1", "article 40"]
    demanding.forget_old(db, now=now)
    assert [one.id for one in demands.since(db, 0)] == ["399", "40", "1"]
    assert KEPT_MS == 400 * 86_400_000


def test_the_list_is_written_as_a_file_to_order_by(
    db: Database, shelf: dict[str, Product], now: datetime, tmp_path: Path
) -> None:
    for number in range(3):
        demanding.note(db, Demand(str(number), to_ms(now), "thé vert"))
    demanding.note(
        db, Demand("e", to_ms(now - timedelta(days=2)), '=HYPERLINK("x"); laine', answer=DemandAnswer.ELSEWHERE)
    )
    path = tmp_path / "asked.csv"

    assert demanding.write_asked_for(db, path, days=30, now=now, wording=ENGLISH) == 2

    with path.open(encoding="utf-8-sig", newline="") as stream:
        headings, *rows = csv.reader(stream, delimiter=";")
    assert headings == ["Asked for", "Times", "Held elsewhere", "Last time", "Codes", "In stock"]
    assert rows[0] == ["Thé vert", "3", "0", ENGLISH.date(now), TEA, "0"]
    assert rows[1][:3] == ['\'=HYPERLINK("x"); laine', "1", "1"]
    with pytest.raises(FileNotWritten):
        demanding.write_asked_for(db, tmp_path / "no" / "asked.csv", days=30, now=now, wording=ENGLISH)


def test_a_slip_nobody_knows_the_fate_of_is_printed_again_as_it_was(db: Database, now: datetime) -> None:
    aside = PutAside("Mercerie", "4 rue", "02", "Bougie", pieces(1), Unit.PIECE, "K7Q-3M9", "https://v.example/r/x/")
    made = {"profile": PrinterProfile(), "now": now, "new_id": builders.ids(3), "wording": ENGLISH}
    demanding.queue_slip(db, aside, **made)  # type: ignore[arg-type]
    sent: list[bytes] = []

    def breaks(data: bytes) -> None:
        sent.append(data)
        raise PrintUnknown("receipt")

    print_next(db, RECEIPT_PRINTER, breaks)
    [job] = print_jobs.open_jobs(db)
    assert job.state is JobState.UNKNOWN
    print_again(db, job.id, **made)  # type: ignore[arg-type]
    print_next(db, RECEIPT_PRINTER, sent.append)

    assert sent[0] == sent[1]
    assert b"K7Q-3M9" in sent[0]
    assert print_jobs.open_jobs(db) == []
