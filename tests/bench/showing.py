"""From a committed sale to the town's page: to the event an open page hears, and to the words in a real browser."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec
import requests

from pos.database import products
from pos.database.connection import Database
from pos.domain.catalogue import Product
from pos.domain.quantity import pieces
from pos.exchange.tax_rates import french_rates
from pos.operations.cataloguing import open_stock
from pos.operations.selling import sell
from sync.connectors import connector_opener
from sync.protocol import LevelBatch, LevelRow, ProductBatch, ProductRow
from sync.worker import SyncWorker
from tests.bench.rows import Row, Turns, in_turns
from tests.bench.shops import build
from tests.bench.town import TIMEOUT_S, BareLine, join, join_barely, now, running_town
from tests.builders import exactly, ticket
from tests.sync.catalogue.listening import Listening
from tests.sync.catalogue_server import RunningCatalogue

ARTICLES = 20
CHROMIUM = Path("/usr/bin/chromium")
BETWEEN_SALES_S = 0.05
PLENTY = pieces(5_000)
WAIT_S = 20
_RATES = french_rates()
_WATCH = """
() => {
  window.changed = [];
  const line = document.querySelector('[data-line] [data-text]');
  new MutationObserver(() => window.changed.push(Date.now())).observe(line,
    {childList: true, characterData: true, subtree: true});
}
"""
_NTH_CHANGE = """
([wanted, patience]) => new Promise((found, failed) => {
  const until = Date.now() + patience;
  const look = () => {
    if (window.changed.length >= wanted) found(window.changed[wanted - 1]);
    else if (Date.now() > until) failed(new Error(`only ${window.changed.length} changes`));
    else setTimeout(look, 2);
  };
  look();
})
"""


@dataclass(frozen=True, slots=True)
class OpenTill:
    """A till at work: its file, its sync thread, and one article with its page."""

    db: Database
    worker: SyncWorker
    article: Product
    page: str
    number: str

    def sell(self) -> float:
        """Sell one piece and wake the sync thread, as the till does; gives the moment of the commit (wall clock)."""
        basket = ticket(self.article)
        sell(self.db, basket, exactly(basket), now=now(), rates=_RATES)
        committed = time.time()
        self.worker.wake()
        return committed


def measure(folder: Path, *, quick: bool) -> list[Row]:
    """Sell piece after piece while a page is open, in turns with one bare call of the same catalogue."""
    with running_town(folder / "town") as town, open_till(folder, town) as till:
        bare = bare_level(town)
        heard = _to_the_event(town, till, bare, rounds=20 if quick else 400)
        seen = _to_the_browser(till, bare, rounds=3 if quick else 100) if CHROMIUM.exists() else Turns([], [])
    rows = heard.rows(
        "commit to the live event",
        unit="ms",
        per_second=1_000,
        goals={50: None, 99: 10.0},
        note="end of sell() to the server-sent event at an open connection, by the running sync thread, beside one"
        " PUT of one level by bare requests in the same run",
    )
    if seen.ours:
        rows += seen.rows(
            "commit to the changed page",
            unit="ms",
            per_second=1_000,
            goals={50: None, 99: None},
            note="end of sell() to the changed words in headless Chromium, by its clock in whole milliseconds, beside"
            " the same bare PUT",
        )
    return rows


@contextmanager
def open_till(folder: Path, town: RunningCatalogue) -> Iterator[OpenTill]:
    folder.mkdir(exist_ok=True)
    db = build(folder / "shop.db", articles=ARTICLES, linked=False)
    means = join(db, town, "Savonnerie", connector_opener())
    first = products.get(db, products.shown_online(db)[0])
    if first is None:
        raise LookupError("the shop has no article")
    open_stock(db, [(first.id, PLENTY)], now=now())  # never sold out: every sale is news to the page
    worker = SyncWorker(db.path, clock=now, new_id=means.new_id, keys=means.keys, report=lambda _: None)
    worker.start()
    page = town.product_url("savonnerie", first.id)
    try:
        yield OpenTill(db, worker, first, page, _number_on(page))
    finally:
        worker.stop()
        db.close()


def _number_on(page: str) -> str:
    """The number the catalogue gave the article, as its page says it once it was pushed."""
    until = time.monotonic() + WAIT_S
    while True:
        answer = requests.get(page, timeout=TIMEOUT_S)
        if answer.ok and 'data-number="' in answer.text:
            return answer.text.split('data-number="')[1].split('"')[0]
        if time.monotonic() > until:
            raise TimeoutError(f"{page} answers {answer.status_code}")
        time.sleep(0.05)


def bare_level(town: RunningCatalogue) -> Callable[[], float]:
    """One PUT of one level, for an article of another shop, and the seconds it took."""
    line: BareLine = join_barely(town, "Limite")
    row = ProductRow("one", 1, "Savon", shown=True, unit="piece", currency="EUR", price_minor=250)
    line.put("products", msgspec.json.encode(ProductBatch("products", line.term, (row,))))
    versions = iter(range(1, 1_000_000))

    def put() -> float:
        version = next(versions)
        batch = LevelBatch(f"levels-{version}", line.term, (LevelRow("one", version, version * 1_000),))
        body = msgspec.json.encode(batch)
        began = time.perf_counter()
        line.put("levels", body)
        return time.perf_counter() - began

    return put


def _to_the_event(town: RunningCatalogue, till: OpenTill, bare: Callable[[], float], *, rounds: int) -> Turns:
    page = Listening(town.live_url, f"lang=fr&product={till.number}")
    page.next()

    def ours() -> float:
        time.sleep(BETWEEN_SALES_S)
        committed = till.sell()
        page.next(within_s=WAIT_S)
        return time.time() - committed

    turns = in_turns(ours, bare, rounds=rounds)
    page.close()
    return turns


def _to_the_browser(till: OpenTill, bare: Callable[[], float], *, rounds: int) -> Turns:
    from playwright.sync_api import sync_playwright

    os.environ.setdefault("NODE_OPTIONS", "--no-warnings")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=["--headless", "--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(locale="fr-FR")
        with page.expect_response(lambda answer: "/events" in answer.url):
            page.goto(till.page)
        page.evaluate(_WATCH)
        changes = iter(range(1, 1_000_000))

        def ours() -> float:
            time.sleep(BETWEEN_SALES_S)
            committed = till.sell()
            wanted = next(changes)
            changed_ms: float = page.evaluate(_NTH_CHANGE, [wanted, WAIT_S * 1_000])
            return changed_ms / 1_000 - committed

        turns = in_turns(ours, bare, rounds=rounds)
        browser.close()
    return turns
