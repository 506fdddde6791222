"""What the window says beside the stock, told by a real till to the real catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import requests

from pos.database import till as tills
from pos.database import window_told
from pos.database.connection import Database, transaction
from pos.domain.catalogue import Product
from pos.domain.opening_hours import ClosedDays, Span
from pos.domain.window_word import News, WindowWord
from pos.operations.announcing import publish_news, put_price_back, reduce_price, take_news_back
from pos.operations.editing import look_at, save_card
from pos.operations.presenting import keep_word
from sync.contents import Telling, tell
from sync.worker import SyncWorker
from tests.builders import eur
from tests.sync.catalogue.picture_files import photo_file
from tests.sync.catalogue_server import RunningCatalogue
from tests.sync.test_worker import Reports, make_worker, soon
from tests.sync.till_at_work import TillAtWork

TODAY = datetime.now(UTC).astimezone().date()
ALWAYS = ((Span(0, 1440),),) * 7
TARGET = "catalogue"


@pytest.fixture
def shop(db: Database, town: RunningCatalogue) -> TillAtWork:
    """A till joined to the real catalogue."""
    one = TillAtWork(db)
    one.join(town.url, town.invite(f"Épicerie {uuid4()}", presentation="Par la ville"))
    return one


@pytest.fixture
def reports() -> Reports:
    return Reports()


@pytest.fixture
def worker(shop: TillAtWork, reports: Reports) -> Iterator[SyncWorker]:
    one = make_worker(shop, reports, orders_every_s=0.2)
    yield one
    assert one.stop()


def _page(shop: TillAtWork, path: str = "") -> str:
    return requests.get(f"{shop.link.window_url}{path}?lang=fr", timeout=10).text


def _told(shop: TillAtWork) -> dict[tuple[str, str], str]:
    rows = shop.db.rows("SELECT kind, ref, refused FROM window_told")
    return {(kind, ref): refused for kind, ref, refused in rows}


def _picture(shop: TillAtWork, product: Product, body: bytes | None) -> None:
    save_card(shop.db, replace(look_at(shop.db, product.id), picture=body), now=shop.clock())


def test_hours_a_closure_and_a_picture_come_to_the_page(shop: TillAtWork, worker: SyncWorker, reports: Reports) -> None:
    closed = ClosedDays(TODAY + timedelta(days=3), TODAY + timedelta(days=4), reason="Inventaire")
    keep_word(shop.db, WindowWord(ALWAYS, (closed,), website="port.example"), picture=photo_file())

    worker.start()

    assert soon(lambda: ("word", "") in _told(shop))
    assert _told(shop)["word", ""] == ""
    page = _page(shop)
    assert "Inventaire" in page
    assert "https://port.example" in page
    assert "Ouvert" in page
    assert "Par la ville" in page, "what the till says nothing of is the town's"


def test_news_come_to_the_catalogue_and_go(shop: TillAtWork, worker: SyncWorker, reports: Reports) -> None:
    publish_news(shop.db, News("n1", "Arrivage", "Des cèpes", TODAY), picture=photo_file(), today=TODAY)
    worker.start()
    assert soon(lambda: ("news", "n1") in _told(shop))
    before = window_told.version(shop.db, TARGET, "news", "n1")

    take_news_back(shop.db, "n1")
    worker.wake()

    assert soon(lambda: window_told.version(shop.db, TARGET, "news", "n1") > before)
    assert set(_told(shop).values()) == {""}


def test_a_photo_and_a_promotion_come_with_their_article(
    shop: TillAtWork, worker: SyncWorker, reports: Reports
) -> None:
    soap = shop.add("Savon")
    _picture(shop, soap, photo_file())
    reduce_price(shop.db, soap.id, eur(100), ends=datetime.now(UTC) + timedelta(days=2), text="", now=datetime.now(UTC))
    worker.start()

    assert soon(lambda: {("photos", soap.id), ("promotion", soap.id)} <= set(_told(shop)))
    assert set(_told(shop).values()) == {""}
    put_price_back(shop.db, soap.id, now=datetime.now(UTC))
    before = window_told.version(shop.db, TARGET, "promotion", soap.id)
    worker.wake()
    assert soon(lambda: window_told.version(shop.db, TARGET, "promotion", soap.id) > before)


def test_a_photo_taken_away_goes_from_the_window(shop: TillAtWork, worker: SyncWorker, reports: Reports) -> None:
    soap = shop.add("Savon")
    _picture(shop, soap, photo_file())
    worker.start()
    assert soon(lambda: ("photos", soap.id) in _told(shop))

    _picture(shop, soap, None)
    worker.wake()

    assert soon(lambda: shop.db.value("SELECT content FROM window_told WHERE kind = 'photos'") == "")


def test_what_is_refused_stands_with_its_reason(shop: TillAtWork, worker: SyncWorker, reports: Reports) -> None:
    soap = shop.add("Savon")
    _picture(shop, soap, b"\xff\xd8\xff no picture")
    worker.start()

    assert soon(lambda: bool(window_told.refused(shop.db, TARGET)))
    (refused,) = window_told.refused(shop.db, TARGET)
    assert (refused.kind, refused.name) == ("photos", "Savon")
    assert "broken" in refused.reason


def test_after_a_new_term_all_of_it_is_told_again(shop: TillAtWork, worker: SyncWorker, reports: Reports) -> None:
    keep_word(shop.db, WindowWord(ALWAYS))
    worker.start()
    assert soon(lambda: ("word", "") in _told(shop))
    with transaction(shop.db):
        shop.db.execute("UPDATE till SET epoch = epoch + 1, last_version = last_version + 1000000")
    term = shop.link.term
    worker.wake()

    assert soon(lambda: shop.link.term > term)
    assert soon(lambda: ("word", "") in _told(shop))
    assert tills.identity(shop.db).epoch == shop.link.epoch


def test_a_catalogue_that_lost_the_files_is_sent_them_again(shop: TillAtWork) -> None:
    word = keep_word(shop.db, WindowWord(), picture=photo_file()).word
    with transaction(shop.db):
        window_told.note(shop.db, TARGET, "file", word.picture or "", 1)

    assert _tell(shop), "it hears that the file is not there"
    assert not _tell(shop)
    assert _told(shop)["word", ""] == ""


def test_what_was_told_is_not_told_again(shop: TillAtWork, town: RunningCatalogue) -> None:
    keep_word(shop.db, WindowWord(ALWAYS))
    assert not _tell(shop)
    shop.db.execute("UPDATE window_word SET presentation = 'never sent'")

    assert not _tell(shop)
    assert "never sent" not in _page(shop)


def test_goods_that_move_go_first(shop: TillAtWork) -> None:
    soap = shop.add("Savon")
    with shop.line() as push:
        push.drain()
    keep_word(shop.db, WindowWord(ALWAYS))
    shop.sell(soap)

    assert _tell(shop), "a level waits"
    assert ("word", "") not in _told(shop)
    with shop.line() as push:
        push.drain()
    assert not _tell(shop)
    assert ("word", "") in _told(shop)


def _tell(shop: TillAtWork) -> bool:
    with shop.line() as push:
        is_more = push.ask(lambda line: tell(Telling(shop.db, push.link, line, shop.clock, shop.new_id, lambda: False)))
    assert is_more is not None
    return is_more
