"""What tests of the pages in a real Chromium stand on: the browser, its windows, and a town that is filled and served.

A test module imports the fixtures it needs, as those of `conftest` would hold for tests without a browser too.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from sync.catalogue.watching import counters
from tests.screens_catalogue import ARGUMENTS, CHROMIUM
from tests.sync.catalogue import databases
from tests.sync.catalogue_server import RunningCatalogue

needs_chromium = pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="no Chromium here")
Filled = TypeVar("Filled")
PATIENCE_MS = 120_000
"""How long an event may take to come on a machine that does much else; what comes sooner is not waited for."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run the browser."""
    expect.set_options(timeout=PATIENCE_MS / 4)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield started
        started.close()


def window(browser: Browser, **options: Any) -> BrowserContext:
    """Open a window of its own, in French, with nothing kept of another."""
    opened = browser.new_context(**{"locale": "fr-FR", **options})
    opened.set_default_timeout(PATIENCE_MS)
    return opened


@contextmanager
def served(prepared: Path, folder: Path, fill: Callable[[], Filled]) -> Iterator[tuple[RunningCatalogue, Filled]]:
    """Serve a town that is written into the file of a catalogue before; what was served must have gone well."""
    counters.of_this_process()  # in its own folder, not in that of a town which is soon gone
    held = settings.DATA_FOLDER
    settings.DATA_FOLDER = folder
    with databases.sqlite(prepared, folder / "catalogue.sqlite3"):
        filled = fill()
    settings.DATA_FOLDER = held
    running = RunningCatalogue()
    running.start(folder)
    yield running, filled
    assert running.stop() == ""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for a module: no event loop of Playwright may run where other tests follow."""
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCatalogue]:
    """A catalogue of one module."""
    running = RunningCatalogue()
    running.start(tmp_path_factory.mktemp("browsed"), "--town", "Les vitrines de Vannes")
    yield running
    assert running.stop() == ""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = window(browser)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that fails the test when anything went wrong in its console or was asked of another host."""
    opened = context.new_page()
    with watched(opened):
        yield opened


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A page of a browser without JavaScript, on a small telephone."""
    opened = window(browser, java_script_enabled=False, viewport={"width": 320, "height": 640})
    yield opened.new_page()
    opened.close()


@contextmanager
def watched(page: Page) -> Iterator[None]:
    """Fail when anything went wrong in a page's console or was asked of another host."""
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("dialog", lambda dialog: faults.append(dialog.message))
    page.on("request", lambda request: None if "//127.0.0.1:" in request.url else faults.append(request.url))
    yield
    assert [fault for fault in faults if not fault.startswith("Failed to load resource")] == []
