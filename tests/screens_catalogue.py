"""Take the pictures of the catalogue's pages again: `python -m tests.screens_catalogue [FOLDER] [--only WORD]`.

The invented town is served by the catalogue's own program at a moment that stands still. Every page is looked at on a
telephone by day and on a desk by night, those that most people see the other way round too. `--town FOLDER` keeps the
town for the next time: filling it takes a minute.
"""

import argparse
import io
import json
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests import screens_pages, screens_town
from tests.sync.catalogue_server import RunningCatalogue

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ("--no-sandbox", "--disable-gpu")
_QUALITY = 72

_PICTURES_ARE_THERE = """() => {
    const seen = ({ left, top }) => top < innerHeight && left < innerWidth;
    const waited = [...document.images].filter((image) => seen(image.getBoundingClientRect()));
    const come = Promise.all(waited.map((image) => image.decode().catch(() => null)));
    return Promise.race([come, new Promise((done) => setTimeout(done, 2000))]).then(() => null);
}"""
"""Those behind the edge of a row that scrolls sideways do not come, so nothing is waited for without end."""

Pose = Callable[[Page], object]


@dataclass(frozen=True)
class Camera:
    """A window of a size, which grows with the page until it is so tall; `scale` is how fine its dots are."""

    name: str
    width: int
    height: int
    tallest: int
    scale: float
    scheme: Literal["light", "dark"] = "light"
    language: str = "fr-FR"


PHONE = Camera("phone", 390, 844, 2200, 1.5)
PHONE_DARK = Camera("phone-dark", 390, 844, 2200, 1.5, "dark")
PHONE_ENGLISH = Camera("phone-en", 390, 844, 2200, 1.5, language="en-GB")
DESK = Camera("desktop", 1280, 800, 1800, 1)
DESK_DARK = Camera("desktop-dark", 1280, 800, 1800, 1, "dark")
BOTH = (PHONE, DESK_DARK)
EVERY = (PHONE, PHONE_DARK, DESK, DESK_DARK)
ENGLISH = (*EVERY, PHONE_ENGLISH)


@dataclass(frozen=True)
class View:
    """A page to look at; pose does something on it first."""

    page: str
    path: str
    camera: Camera
    pose: Pose = lambda _: None

    @property
    def name(self) -> str:
        """As it stands in the picture's name."""
        return f"{self.page}-{self.camera.name}"

    @property
    def file(self) -> str:
        return f"catalogue-{self.name}.webp"

    @property
    def is_of_hall(self) -> bool:
        """Whether an officer has to be signed in to see it."""
        return self.page.startswith("hall-")


def _seen(page: str, path: str, pose: Pose = lambda _: None, *, by: tuple[Camera, ...] = BOTH) -> tuple[View, ...]:
    return tuple(View(page, path, camera, pose) for camera in by)


_BOOKS = "/boutiques/librairie-du-passage/"
_SHOP = "/mairie/boutique/epicerie-du-pont/"

VIEWS = (
    *_seen("town", "/", by=ENGLISH),
    *_seen("found", "/?q=cafe&in_stock=1", screens_pages.filtered, by=EVERY),
    *_seen("found-near", "/?q=confiture&open=1&within=1000"),
    *_seen("found-nothing", "/?q=xylophone"),
    *_seen("shops", "/boutiques/", by=EVERY),
    *_seen("shop", "/boutiques/epicerie-du-pont/", by=ENGLISH),
    *_seen("categories", "/categories/"),
    *_seen("category", "/categories/confitures/"),
    *_seen("product", "{reduced}", by=ENGLISH),
    *_seen("product-gone", "{gone}"),
    *_seen("reserve", "{request}", screens_pages.reserving),
    *_seen("reserve-fault", "{reduced}", screens_pages.reserved_badly),
    *_seen("reservation-asked", "{asked}"),
    *_seen("reservation-aside", "{aside}"),
    *_seen("reservation-refused", "{refused}"),
    *_seen("reservation-collected", "{collected}"),
    *_seen("ask", f"{_BOOKS}demander/"),
    *_seen("ask-fault", f"{_BOOKS}demander/", screens_pages.asked_badly),
    *_seen("question-waiting", "{waiting}"),
    *_seen("question-answered", "{answered}"),
    *_seen("agenda", "/agenda/", by=EVERY),
    *_seen("agenda-year", "/agenda/archives/2026/"),
    *_seen("event", "{event}"),
    *_seen("news", "/nouvelles/"),
    *_seen("news-item", "/nouvelles/1/"),
    *_seen("promotions", "/promotions/", by=EVERY),
    *_seen("favourites", "/promotions/", screens_pages.kept),
    *_seen("favourites-none", "/favoris/"),
    *_seen("favourites-shared", "/promotions/", screens_pages.shared),
    *_seen("offline", "/hors-ligne/fr/", screens_pages.cut_off),
    *_seen("how", "/comment-ca-marche/"),
    *_seen("joining", "/pour-les-commercants/"),
    *_seen("accessibility", "/accessibilite/"),
    *_seen("privacy", "/vie-privee/"),
    *_seen("not-found", "/boutiques/autrefois/"),
    *_seen("door", "/mairie/entrer/"),
    *_seen("hall-overview", "/mairie/", by=EVERY),
    *_seen("hall-invite", "/mairie/boutiques/inviter/"),
    *_seen("hall-shop", _SHOP),
    *_seen("hall-shop-change", f"{_SHOP}modifier/"),
    *_seen("hall-shop-hide", f"{_SHOP}masquer/"),
    *_seen("hall-code", f"{_SHOP}code/"),
    *_seen("hall-news", "/mairie/actualites/"),
    *_seen("hall-news-write", "/mairie/actualites/ecrire/"),
    *_seen("hall-events", "/mairie/evenements/"),
    *_seen("hall-event-change", "/mairie/evenements/2/modifier/"),
    *_seen("hall-town", "/mairie/ville/"),
    *_seen("hall-officers", "/mairie/agents/"),
    *_seen("hall-account", "/mairie/compte/"),
    *_seen("hall-factor", "/mairie/compte/second-facteur/"),
    *_seen("hall-log", "/mairie/journal/"),
)


def main() -> int:
    """Serve the invented town and photograph its pages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).parents[1] / "docs" / "screens")
    parser.add_argument("--only", default="", metavar="WORD", help="only pictures with this in their name")
    parser.add_argument("--town", type=Path, metavar="FOLDER", help="where the town is kept for the next time")
    chosen = parser.parse_args()
    views = [view for view in VIEWS if chosen.only in view.file]
    chosen.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as passing:
        town = chosen.town or Path(passing)
        _take(views, town, _filled(town), chosen.folder)
    print(f"{len(views)} pictures in {chosen.folder}")
    return 0


def _filled(town: Path) -> Mapping[str, str]:
    """Fill a town's folder, or find what it was filled with before."""
    note = town / "pages.json"
    if not note.exists():
        found = screens_town.fill(town)
        note.write_text(json.dumps(dict(found)), encoding="utf-8")
    pages: dict[str, str] = json.loads(note.read_text(encoding="utf-8"))
    return pages


def _take(views: list[View], town: Path, pages: Mapping[str, str], folder: Path) -> None:
    catalogue = RunningCatalogue("tests.screens_serving")
    catalogue.start(town)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        try:
            hall = _signed_in(browser, catalogue.url, pages) if any(view.is_of_hall for view in views) else None
            looking = {}
            for view in views:
                who = (view.camera, view.is_of_hall)
                if who not in looking:
                    looking[who] = _looking(browser, view.camera, hall if view.is_of_hall else None)
                _photograph(looking[who], catalogue.url + view.path.format(**pages), view, folder / view.file)
                print(view.file)
        finally:
            browser.close()
            catalogue.stop()


def _signed_in(browser: Browser, url: str, pages: Mapping[str, str]) -> str:
    """Sign the town's officer in, and return what the browser keeps of it."""
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    page.goto(f"{url}/mairie/")
    page.get_by_label("Adresse mail").fill(pages["mail"])
    page.get_by_label("Mot de passe").fill(pages["password"])
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Se déconnecter").wait_for()
    kept = json.dumps(context.storage_state())
    context.close()
    return kept


def _looking(browser: Browser, camera: Camera, kept: str | None) -> BrowserContext:
    return browser.new_context(
        viewport={"width": camera.width, "height": camera.height},
        color_scheme=camera.scheme,
        locale=camera.language,
        device_scale_factor=camera.scale,
        reduced_motion="reduce",
        service_workers="block",
        storage_state=None if kept is None else json.loads(kept),
    )


def _photograph(context: BrowserContext, url: str, view: View, file: Path) -> None:
    """Take the page as tall as it is, within reason: what stays at the foot of the window is at the picture's."""
    page = context.new_page()
    page.goto(url)
    view.pose(page)
    camera = view.camera
    tall = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": camera.width, "height": max(camera.height, min(tall, camera.tallest))})
    page.evaluate("document.fonts.ready.then(() => scrollTo(0, 0))")
    page.evaluate(_PICTURES_ARE_THERE)
    with Image.open(io.BytesIO(page.screenshot())) as picture:
        picture.convert("RGB").save(file, "WEBP", quality=_QUALITY, method=5)
    page.evaluate("localStorage.clear()")
    page.close()


if __name__ == "__main__":
    sys.exit(main())
