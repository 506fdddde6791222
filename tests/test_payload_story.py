"""Whatever is written at the real till or into the town's forms stays words in a real browser and in every file.

The browser's own word is taken: it opens no dialog, asks no other host, runs nothing, and finds only our scripts.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
import requests
from playwright.sync_api import Browser, Page, sync_playwright

from pos.database.connection import Database
from pos.domain.catalogue import Category
from pos.domain.opening_hours import ClosedDays, Span
from pos.domain.quantity import pieces
from pos.domain.window_word import News, WindowWord
from pos.operations.announcing import publish_news, reduce_price
from pos.operations.cataloguing import add_category, add_product, open_stock
from pos.operations.editing import look_at, save_card
from pos.operations.presenting import keep_word
from tests import builders
from tests.payloads import PAYLOADS, seen
from tests.screens_catalogue import ARGUMENTS, CHROMIUM
from tests.sync.catalogue.hall_browser import MAIL, NAME, PASSWORD, command, sign_in
from tests.sync.catalogue_server import RunningCatalogue
from tests.sync.test_worker import Reports, make_worker, soon
from tests.sync.till_at_work import TillAtWork

UNLIMITED = {"CATALOGUE_PAGES_RATE": "0", "CATALOGUE_SEARCHES_RATE": "0", "CATALOGUE_SHOP_CALLS": "0"}
ALWAYS = ((Span(0, 1440),),) * 7
HOSTILE_SHOP = 'Chez "Zoé" <script>alert(1)</script>'
FORMULAS = ("=", "+", "-", "@", "\t", "\r")
_LOOK = """() => ({
    scripts: [...document.scripts].filter(one => !one.src && one.type !== 'application/ld+json').length,
    foreign: [...document.querySelectorAll('[src],link[href],form[action]')]
        .map(one => one.src || one.href || one.action).filter(one => new URL(one).origin !== location.origin),
    handlers: [...document.querySelectorAll('*')]
        .filter(one => [...one.attributes].some(kept => kept.name.startsWith('on'))).length,
    links: [...document.querySelectorAll('a[href]')].filter(one => one.protocol === 'javascript:').length,
    inserted: document.querySelectorAll('iframe,object,embed,base,meta[http-equiv],img[src$="/x"]').length,
    data: [...document.querySelectorAll('script[type="application/ld+json"]')].map(one => one.textContent),
    broken: 'broken' in window,
})"""


class Watched:
    """A page of a browser, with what it did that it must not."""

    def __init__(self, browser: Browser, home: str) -> None:
        self.wrongs: list[str] = []
        self.page: Page = browser.new_context(locale="fr-FR", viewport={"width": 1024, "height": 768}).new_page()
        self.page.on("dialog", self._refuse)
        self.page.on("pageerror", lambda error: self.wrongs.append(f"error: {error}"))
        self.page.on("console", self._hear)
        self.page.on("request", lambda asked: self._note(asked.url, home))

    def look(self, address: str, *, holds: str = "") -> str:
        """Open a page, hold it against the rules, and return its text."""
        answer = self.page.goto(address, wait_until="load")
        assert answer is not None
        assert answer.status == 200, (address, answer.status)
        found = self.page.evaluate(_LOOK)
        for text in found.pop("data"):
            json.loads(text)
        told = [name for name, value in found.items() if value]
        self.wrongs += [f"{address}: {name} {found[name]}" for name in told]
        words = self.page.locator("body").inner_text()
        assert holds in words, address
        return words

    def _refuse(self, dialog: object) -> None:
        self.wrongs.append("a dialog")
        dialog.dismiss()  # type: ignore[attr-defined]

    def _hear(self, message: object) -> None:
        text = str(message.text)  # type: ignore[attr-defined]
        if "Content Security Policy" in text or "Refused" in text:
            self.wrongs.append(text)

    def _note(self, url: str, home: str) -> None:
        if not url.startswith((home, "data:", "http://127.0.0.1", "http://localhost")):
            self.wrongs.append(f"asked {url}")


@pytest.fixture
def town(tmp_path: Path) -> Iterator[RunningCatalogue]:
    """A catalogue with an officer, which takes as many calls as there are."""
    catalogue = RunningCatalogue()
    catalogue.start(tmp_path / "catalogue", environment=UNLIMITED)
    command(catalogue, "officer", "add", MAIL, "--name", NAME, "--ask", typed=f"{PASSWORD}\n")
    yield catalogue
    assert catalogue.stop() == ""


@pytest.fixture
def till(db: Database, town: RunningCatalogue) -> TillAtWork:
    """A till whose shop says it all, told to the catalogue."""
    one = TillAtWork(db)
    one.join(town.url, town.invite(HOSTILE_SHOP, trade=PAYLOADS[1], presentation=PAYLOADS[0], city="Vannes"))
    _write_everywhere(one)
    worker = make_worker(one, Reports(), orders_every_s=0.2)
    worker.start()
    told = len(PAYLOADS) + 1
    assert soon(lambda: db.value("SELECT count(*) FROM window_told WHERE kind IN ('word', 'news')") == told)
    assert soon(lambda: not one.waiting.waiting)
    assert soon(lambda: db.value("SELECT count(*) FROM window_told WHERE kind = 'promotion'") == 2)
    assert worker.stop()
    return one


@pytest.fixture
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield started
        started.close()


def test_whatever_is_written_stays_words(till: TillAtWork, town: RunningCatalogue, browser: Browser) -> None:
    watched = Watched(browser, town.url)
    pages = _reserve_and_ask(till, town)
    shop = till.link.window_url
    listed = watched.look(shop, holds=HOSTILE_SHOP)
    assert "<img" in listed
    for product in _products(till):
        watched.look(f"{shop}articles/{product}/")
    for path in ("", "boutiques/", "categories/", "nouvelles/", "promotions/", "agenda/", "?q=script+alert"):
        watched.look(f"{town.url}/{path}")
    for payload in PAYLOADS[:6]:
        watched.page.goto(f"{town.url}/?q={quote(payload)}")
        watched.wrongs += [f"search: {payload}"] * bool(watched.page.evaluate("'broken' in window"))
    for page in pages:
        watched.look(page)
    _go_through_the_hall(watched, town, shop)

    assert watched.wrongs == []
    _check_files(town, shop)


def _write_everywhere(till: TillAtWork) -> None:
    now, today = datetime.now(UTC), datetime.now(UTC).astimezone().date()
    for place, payload in enumerate(PAYLOADS):
        name = seen(payload)[:200]
        category = Category(till.new_id(), name[:60], place + 1)
        add_category(till.db, category)
        one = replace(builders.product(name, category_id=category.id), brand=name[:100])
        add_product(till.db, one)
        open_stock(till.db, [(one.id, pieces(5))], now=till.clock())
        save_card(till.db, replace(look_at(till.db, one.id), description=payload.replace("\0", "")), now=till.clock())
        publish_news(till.db, News(f"n{place}", name, payload, today), today=today)
        if place < 2:
            lower = builders.eur(100)
            reduce_price(till.db, one.id, lower, ends=now + timedelta(days=2), text=name, now=now)
    days = [today + timedelta(days=number + 1) for number in range(len(PAYLOADS))]
    closed = tuple(ClosedDays(day, day, reason=seen(one)[:200]) for day, one in zip(days, PAYLOADS, strict=True))
    word = WindowWord(ALWAYS, closed, presentation=" ".join(map(seen, PAYLOADS))[:2000], website="port.example")
    keep_word(till.db, word)


def _products(till: TillAtWork) -> list[str]:
    return [str(row[0]) for row in till.db.rows("SELECT id FROM product ORDER BY name")][::2]


def _reserve_and_ask(till: TillAtWork, town: RunningCatalogue) -> list[str]:
    """Send the forms with every payload in every field; return the pages they led to."""
    (product, *_) = _products(till)
    shop, pages = till.link.window_url, []
    for place, payload in enumerate(PAYLOADS[:10]):
        told = {"customer": payload[:80], "contact": "06 12 34 56 78", "note": payload, "text": payload[:1000]}
        path = "demander/" if place % 2 else f"articles/{product}/reserver/"
        form = told | {"quantity": "1", "once": f"{place:032}"}
        answer = requests.post(f"{shop}{path}", data=form, allow_redirects=False, timeout=20)
        assert answer.status_code in {303, 409, 422, 429}, answer.status_code
        if answer.status_code == 303:
            pages.append(f"{town.url}{answer.headers['Location']}")
    assert pages
    return pages


def _go_through_the_hall(watched: Watched, town: RunningCatalogue, shop: str) -> None:
    slug = shop.strip("/").rpartition("/")[2]
    sign_in(watched.page, town)
    for path in ("", f"boutique/{slug}/", "actualites/", "evenements/", "ville/", "agents/", "journal/"):
        watched.look(f"{town.url}/mairie/{path}")
    log = watched.page.request.get(f"{town.url}/mairie/journal.csv").text()
    for row in csv.reader(io.StringIO(log.lstrip("\ufeff")), delimiter=";" if ";" in log[:200] else ","):
        assert not any(cell.startswith(FORMULAS) for cell in row), row


def _check_files(town: RunningCatalogue, shop: str) -> None:
    """Read what programs read: each parses, and no line or cell of it was made by a payload."""
    for path in ("nouvelles.atom", "agenda.atom", "promotions.atom", "sitemap.xml", "sitemap-1.xml"):
        ElementTree.fromstring(requests.get(f"{town.url}/{path}", timeout=20).content)
    ElementTree.fromstring(requests.get(f"{shop}nouvelles.atom", timeout=20).content)
    calendar = requests.get(f"{town.url}/agenda.ics", timeout=20).text
    assert "X-BROKEN" not in [line.partition(":")[0] for line in calendar.splitlines()]
    for path in ("google-local.tsv", "google-produits.tsv"):
        rows = requests.get(f"{shop}{path}", timeout=20).text.splitlines()
        assert {row.count("\t") for row in rows} == {rows[0].count("\t")}
