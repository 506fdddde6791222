"""Live figures from the real program: both servers run, tills push over HTTP, pages listen."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.sync.catalogue.lines import fresh
from tests.sync.catalogue.listening import Listening
from tests.sync.catalogue.tills import Till, level, product
from tests.sync.catalogue_server import RunningCatalogue

SLUG = "epicerie-du-port"


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCatalogue]:
    running = RunningCatalogue()
    running.start(tmp_path_factory.mktemp("live"))
    yield running
    assert running.stop() == ""


@pytest.fixture
def till(catalogue: RunningCatalogue) -> Till:
    """A till that took the shop over, with products a and b at version 1 of its term."""
    joined = Till(catalogue.url, catalogue.invite("Épicerie du Port"))
    joined.put_products([product("a", "Café"), product("b", "Thé")])
    joined.put_levels([level("a", 9000), level("b", 2000)])
    joined.beat()
    return joined


def _listen(catalogue: RunningCatalogue, query: str, *, last_event_id: int | None = None) -> Listening:
    return Listening(catalogue.live_url, query, last_event_id=last_event_id)


def _number(catalogue: RunningCatalogue, ref: str) -> str:
    page = requests.get(catalogue.product_url(SLUG, ref), timeout=10).text
    return page.split('data-number="')[1].split('"')[0]


def test_an_open_page_is_told_of_a_sale(catalogue: RunningCatalogue, till: Till) -> None:
    page = _listen(catalogue, f"lang=fr&product={_number(catalogue, 'a')}")
    hello = page.next()

    till.put_levels([level("a", 0, version=2)])

    told = page.next()
    assert (hello.name, told.name) == ("hello", "level")
    assert told.content["shop"] == SLUG
    assert fresh(told.content["line"], "fr") == "Épuisé"
    assert told.content["price"] == "4,50\u202f€"
    assert told.number > hello.number
    page.close()


def test_a_page_hears_only_what_it_shows(catalogue: RunningCatalogue, till: Till) -> None:
    product_page = _listen(catalogue, f"lang=en&product={_number(catalogue, 'b')}")
    shop_page = _listen(catalogue, f"lang=en&shop={SLUG}")
    beat_page = _listen(catalogue, f"lang=en&beat={SLUG}")
    assert {page.next().name for page in (product_page, shop_page, beat_page)} == {"hello"}

    till.put_levels([level("a", 4000, version=2)])
    till.beat(version=2)

    assert [shop_page.next().name, shop_page.next().name] == ["level", "beat"]
    assert beat_page.next().name == "beat"
    assert product_page.is_silent()
    for page in (product_page, shop_page, beat_page):
        page.close()


def test_bands_give_no_count_away_to_a_listener(catalogue: RunningCatalogue, till: Till) -> None:
    page = _listen(catalogue, f"lang=en&product={_number(catalogue, 'a')}")
    page.next()

    till.put_levels([level("a", 7000, version=2)])

    content = page.next().content
    assert content["line"]["kind"] == "some"
    assert content["line"]["count"] == ""
    page.close()


def test_a_page_that_comes_back_is_told_what_it_missed(catalogue: RunningCatalogue, till: Till) -> None:
    number = _number(catalogue, "a")
    page = _listen(catalogue, f"lang=en&product={number}")
    seen = page.next().number
    page.close()
    till.put_levels([level("a", 2000, version=2)])
    till.put_levels([level("a", 0, version=3), level("b", 0, version=3)])

    back = _listen(catalogue, f"lang=en&product={number}", last_event_id=seen)

    missed = back.next()
    assert (missed.name, missed.content["line"]["kind"]) == ("level", "out")
    assert back.next().name == "hello"
    assert back.is_silent()
    back.close()


def test_news_between_the_page_and_its_connection_is_not_missed(catalogue: RunningCatalogue, till: Till) -> None:
    html = requests.get(catalogue.product_url(SLUG, "a"), timeout=10).text
    since = html.split('data-since="')[1].split('"')[0]
    till.put_levels([level("a", 0, version=2)])

    page = _listen(catalogue, f"lang=en&product={_number(catalogue, 'a')}&since={since}")

    assert page.next().content["line"]["kind"] == "out"
    page.close()


def test_a_product_taken_out_is_said_to_be_gone_and_a_new_price_is_told(
    catalogue: RunningCatalogue, till: Till
) -> None:
    page = _listen(catalogue, f"lang=en&shop={SLUG}")
    page.next()

    till.put_products([product("a", "Café", version=2, price_minor=480)])
    assert page.next().content["price"] == "€4.80"
    till.put_products([product("a", "Café", version=3, shown=False)])
    assert page.next().name == "gone"
    page.close()


def test_a_heartbeat_tells_how_far_the_shop_may_be_believed(catalogue: RunningCatalogue, till: Till) -> None:
    page = _listen(catalogue, f"beat={SLUG}")
    page.next()

    reply = till.beat(version=2, closing=True)

    told = page.next().content
    assert (told["at_ms"], told["term"]) == (reply.heard_at_ms, till.joined.term)
    assert told["closed_until_ms"] > told["at_ms"]
    page.close()


def test_news_arrives_within_a_blink(catalogue: RunningCatalogue, till: Till) -> None:
    page = _listen(catalogue, f"lang=en&product={_number(catalogue, 'a')}")
    page.next()
    delays = []
    for version in range(2, 17):
        till.put_levels([level("a", version * 1000, version=version)])
        answered = time.perf_counter()
        page.next()
        delays.append(time.perf_counter() - answered)
    page.close()

    assert sorted(delays)[len(delays) // 2] < 0.25, delays


def test_many_pages_listen_at_once_and_are_forgotten_when_left(catalogue: RunningCatalogue, till: Till) -> None:
    number = _number(catalogue, "a")
    pages = [_listen(catalogue, f"lang=en&product={number}") for _ in range(40)]
    for page in pages:
        page.next()

    till.put_levels([level("a", 0, version=2)])

    assert {page.next().content["line"]["kind"] for page in pages} == {"out"}
    for page in pages:
        page.close()


def test_a_page_of_another_version_is_told_to_begin_anew(catalogue: RunningCatalogue, till: Till) -> None:
    number = _number(catalogue, "a")
    page_of_a = requests.get(catalogue.product_url(SLUG, "a"), timeout=10).text
    (form_of_pages,) = re.findall(r'data-events="(\d+)"', page_of_a)

    for form, first in ((form_of_pages, "hello"), (f"9{form_of_pages}", "reset")):
        page = _listen(catalogue, f"lang=fr&form={form}&product={number}")
        assert page.next().name == first
        page.close()


@pytest.mark.parametrize(
    "query",
    ["", "product=x&product=-1&product=99999999999999999999", "since=-1", "lang=xx", "product=1" * 400, "%ff=%ff"],
)
def test_no_wish_breaks_the_live_server(catalogue: RunningCatalogue, query: str) -> None:
    page = _listen(catalogue, query)

    assert page.next().name in {"hello", "reset"}
    page.close()


def test_the_live_server_answers_nothing_else(catalogue: RunningCatalogue) -> None:
    assert requests.get(f"{catalogue.live_url}/elsewhere", timeout=10).status_code == 404
    assert requests.post(f"{catalogue.live_url}/events", timeout=10).status_code == 405
    ready = requests.get(f"{catalogue.live_url}/ready", timeout=10)
    assert (ready.status_code, ready.headers["Access-Control-Allow-Origin"]) == (204, "*")


def test_pages_are_let_go_when_the_server_stops_and_hear_it_again(tmp_path: Path) -> None:
    running = RunningCatalogue()
    running.start(tmp_path)
    till = Till(running.url, running.invite("Épicerie du Port"))
    till.put_products([product("a")])
    page = _listen(running, f"lang=en&shop={SLUG}")
    seen = page.next().number
    ports = running.port, running.live_port

    assert running.stop() == ""
    assert page.ends()
    page.close()
    running.start(tmp_path, port=ports[0], live_port=ports[1])
    till.put_levels([level("a", 1000)])

    back = _listen(running, f"lang=en&shop={SLUG}", last_event_id=seen)
    assert back.next().content["line"]["kind"] == "few"
    back.close()
    running.stop()
