"""Many tills and many readers at once: nobody is refused, nothing is lost, and open pages end at the truth."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from tests.sync.catalogue.lines import fresh
from tests.sync.catalogue.listening import Listening
from tests.sync.catalogue.tills import Till, level, product
from tests.sync.catalogue_server import RunningCatalogue

TILLS, ROUNDS, PRODUCTS = 6, 15, 40


@pytest.fixture(params=["sqlite", "postgresql"])
def catalogue(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RunningCatalogue]:
    running = RunningCatalogue()
    environment = {"DATABASE_URL": request.getfixturevalue("postgresql_url")} if request.param != "sqlite" else {}
    running.start(tmp_path, environment=environment)
    yield running
    assert running.stop() == ""


def test_tills_that_push_at_once_are_all_heard_and_every_page_ends_at_the_truth(catalogue: RunningCatalogue) -> None:
    tills = [Till(catalogue.url, catalogue.invite(f"Boutique {place}", figures="counts")) for place in range(TILLS)]
    for till in tills:
        till.put_products([product(f"p{place}") for place in range(PRODUCTS)])
    slugs = [till.joined.window_url.split("/")[-2] for till in tills]
    page = Listening(catalogue.live_url, "lang=en&" + "&".join(f"shop={slug}" for slug in slugs))
    page.next()
    stopping = threading.Event()

    with ThreadPoolExecutor(TILLS + 2) as crowd:
        readers = [crowd.submit(_read_until, catalogue.url, stopping) for _ in range(2)]
        pushers = [crowd.submit(_push_all(till, place)) for place, till in enumerate(tills)]
        for pusher in pushers:
            pusher.result(timeout=60)
        stopping.set()
        statuses = {status for reader in readers for status in reader.result(timeout=30)}

    assert statuses == {200}
    for place, till in enumerate(tills):
        believed = {row["product"]: row["quantity_milli"] for row in till.call("GET", "levels").json()["rows"]}
        assert believed == {f"p{number}": _quantity(place, ROUNDS) for number in range(PRODUCTS)}
    assert _last_words(page) == {
        slug: f"{_quantity(place, ROUNDS) // 1000} in stock" for place, slug in enumerate(slugs)
    }
    page.close()


def _push_all(till: Till, place: int) -> Callable[[], None]:
    def push() -> None:
        for turn in range(1, ROUNDS + 1):
            till.put_levels([level(f"p{number}", _quantity(place, turn), version=turn) for number in range(PRODUCTS)])

    return push


def _quantity(place: int, turn: int) -> int:
    return (100 * (place + 1) + turn) * 1000


def _read_until(url: str, stopping: threading.Event) -> set[int]:
    statuses = set()
    with requests.Session() as session:
        while not stopping.is_set():
            statuses |= {session.get(f"{url}{path}", timeout=30).status_code for path in ("/", "/?q=article")}
    return statuses


def _last_words(page: Listening) -> dict[str, str]:
    """What the page shows of each shop once all its products have been told in the last round's words."""
    shown: dict[tuple[str, int], str] = {}
    final = {f"{_quantity(place, ROUNDS) // 1000} in stock" for place in range(TILLS)}
    while len(shown) < TILLS * PRODUCTS or set(shown.values()) != final:
        content = page.next().content
        if "line" in content:
            shown[content["shop"], content["product"]] = fresh(content["line"])
    return {slug: words for (slug, _), words in shown.items()}
