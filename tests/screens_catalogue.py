"""Take the pictures of the shop windows again: `python -m tests.screens_catalogue [FOLDER]`."""

import argparse
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from sync.order_protocol import Rules
from sync.protocol import ProductRow
from tests.screens_reservations import closed, faulty, opened, reserve
from tests.sync.catalogue.tills import Till, level, product
from tests.sync.catalogue_server import RunningCatalogue

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ("--no-sandbox", "--disable-gpu")
WEEK = "Tu-Fr 09:00-12:30,14:30-19:00; Sa 09:00-19:00; Su 09:00-12:30"

Line = tuple[str, str, str, int | None, int | None]  # name, brand, category, price in cents, quantity in thousandths


@dataclass(frozen=True)
class View:
    """A page to look at, in a window of a size, a colour scheme and a language; pose does something on it first."""

    name: str
    path: str
    width: int
    height: int
    scheme: str = "light"
    language: str = "fr-FR"
    pose: Callable[[Page], object] = lambda _: None


SHOPS: dict[str, tuple[dict[str, str], tuple[Line, ...]]] = {
    "Au Panier de Lise": (
        {
            "trade": "Épicerie fine",
            "street": "4, rue des Halles",
            "postcode": "56000",
            "city": "Vannes",
            "phone": "02 97 00 00 04",
            "hours": WEEK,
            "presentation": "Des produits de producteurs d’ici, choisis un par un. On vous fait goûter.",
        },
        (
            ("Café moulu 250 g", "Brûlerie du Golfe", "Cafés et thés", 690, 14_000),
            ("Thé noir fumé 100 g", "Brûlerie du Golfe", "Cafés et thés", 850, 2_000),
            ("Comté 18 mois", "", "Fromages", 2490, 3_400),
            ("Tomme au foin", "Ferme de Kerdual", "Fromages", 1980, 800),
            ("Cidre brut 75 cl", "Verger de la Ria", "Boissons", 480, 22_000),
            ("Jus de pomme 1 l", "Verger de la Ria", "Boissons", 390, 0),
            ("Miel de bruyère 500 g", "Rucher du Moustoir", "Épicerie sucrée", 1150, 6_000),
            ("Caramels au beurre salé 200 g", "", "Confiserie", 690, 3_000),
            ("Sardines à l’huile d’olive", "Conserverie du Port", "Conserves de poisson", 520, 40_000),
            ("Farine de blé noir 1 kg", "Moulin de Trévelo", "Épicerie salée", 340, 9_000),
            ("Œufs fermiers, la boîte de six", "Ferme de Kerdual", "Crèmerie", 310, 12_000),
            ("Savon au lait de jument", "", "Hygiène", None, 5_000),
            ("Panier garni de Noël, à composer avec nous en boutique", "", "Coffrets", None, None),
        ),
    ),
    "La Page d’à côté": (
        {
            "trade": "Librairie-papeterie",
            "street": "12, place du Marché",
            "postcode": "56000",
            "city": "Vannes",
            "hours": "Tu-Sa 10:00-19:00",
            "figures": "counts",
        },
        (
            ("Carnet ligné A5", "Atelier du Papier", "Papeterie", 1290, 7_000),
            ("Stylo plume, encre bleue", "", "Papeterie", 2400, 1_000),
            ("Atlas des marées", "", "Livres", 2950, 4_000),
            ("Jeu de sept familles du littoral", "", "Jeux", 990, 0),
        ),
    ),
    "Fournil Saint-Patern": (
        {"trade": "Boulangerie", "street": "1, rue du Four", "postcode": "56000", "city": "Vannes", "hours": WEEK},
        (
            ("Pain de seigle 500 g", "", "Pains", 320, 6_000),
            ("Kouign-amann individuel", "", "Viennoiseries", 240, 3_000),
            ("Baguette de tradition", "", "Pains", 125, 35_000),
        ),
    ),
}

CIDER = "/boutiques/au-panier-de-lise/articles/p5/"
VIEWS = (
    View("town-phone", "/", 360, 740),
    View("town-desktop", "/", 1366, 768),
    View("town-desktop-dark", "/", 1366, 768, "dark"),
    View("town-phone-dark-en", "/", 360, 740, "dark", "en-GB"),
    View("search-phone", "/?q=cafe", 360, 740),
    View("search-typo-desktop", "/?q=caramell+beure", 1366, 768),
    View("shop-phone", "/boutiques/au-panier-de-lise/", 360, 740),
    View("shop-desktop", "/boutiques/au-panier-de-lise/", 1366, 768),
    View("shop-desktop-dark", "/boutiques/au-panier-de-lise/", 1366, 768, "dark"),
    View("product-phone", "/boutiques/au-panier-de-lise/articles/p3/", 360, 740),
    View("product-desktop", "/boutiques/au-panier-de-lise/articles/p3/", 1366, 768),
    View("product-phone-dark", "/boutiques/au-panier-de-lise/articles/p4/", 360, 740, "dark"),
    View("reserve-phone", CIDER, 390, 844, pose=closed),
    View("reserve-open-phone", CIDER, 390, 844, pose=opened),
    View("reserve-open-phone-dark-en", CIDER, 390, 844, "dark", "en-GB", pose=opened),
    View("reserve-open-desktop", CIDER, 1280, 800, pose=opened),
    View("reserve-at-once-desktop-dark", "/boutiques/la-page-d-a-cote/articles/p1/", 1280, 800, "dark", pose=opened),
    View("reserve-fault-phone", CIDER, 390, 844, pose=faulty),
    View("reserve-fault-desktop", CIDER, 1280, 800, pose=faulty),
    View("reservation-asked-phone", "{asked}", 390, 844),
    View("reservation-asked-desktop", "{asked}", 1280, 800),
    View("reservation-aside-phone", "{aside}", 390, 844),
    View("reservation-aside-phone-dark-en", "{aside}", 390, 844, "dark", "en-GB"),
    View("reservation-aside-desktop", "{aside}", 1280, 800),
    View("reservation-aside-desktop-dark", "{aside}", 1280, 800, "dark"),
    View("reservation-refused-phone", "{refused}", 390, 844),
    View("reservation-refused-desktop-dark", "{refused}", 1280, 800, "dark"),
    View("reservation-collected-phone", "{collected}", 390, 844),
    View("reservation-collected-desktop", "{collected}", 1280, 800),
    View("not-found-desktop", "/boutiques/autrefois/", 1366, 768),
)


def main() -> int:
    """Fill a catalogue with shops of our invention and photograph its pages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).parents[1] / "docs" / "screens")
    parser.add_argument("--only", default="", metavar="WORD", help="only pictures with this in their name")
    chosen = parser.parse_args()
    folder: Path = chosen.folder
    views = [view for view in VIEWS if chosen.only in view.name]
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        catalogue = RunningCatalogue()
        catalogue.start(Path(data), "--town", "Les vitrines de Vannes")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        try:
            pages = reserve(browser, fill(catalogue))
            for view in views:
                _photograph(browser, catalogue.url, view, pages, folder / f"catalogue-{view.name}.png")
        finally:
            browser.close()
            catalogue.stop()
    print(f"{len(views)} pictures in {folder}")
    return 0


def fill(catalogue: RunningCatalogue) -> Till:
    """Let the shops in and send what they have; gives the first one's till, whose shop answers each request."""
    tills = []
    for name, (details, lines) in SHOPS.items():
        till = Till(catalogue.url, catalogue.invite(name, **details))
        till.put_products([_described(f"p{place}", line) for place, line in enumerate(lines, start=1)])
        levels = [level(f"p{place}", line[4]) for place, line in enumerate(lines, start=1) if line[4] is not None]
        till.put_levels(levels)
        till.beat()
        tills.append(till)
    tills[1].call("PUT", "rules", Rules(tills[1].joined.term, 1, takes=True, mode="safety"))
    return tills[0]


def _described(ref: str, line: Line) -> ProductRow:
    name, brand, category, price_minor, quantity_milli = line
    is_weighed = quantity_milli is not None and quantity_milli % 1000 != 0
    return product(
        ref, name, brand=brand, category=category, price_minor=price_minor, unit="kg" if is_weighed else "piece"
    )


def _photograph(browser: Browser, url: str, view: View, pages: Mapping[str, str], file: Path) -> None:
    context = browser.new_context(
        viewport={"width": view.width, "height": view.height},
        color_scheme="dark" if view.scheme == "dark" else "light",
        locale=view.language,
        device_scale_factor=2 if view.width < 500 else 1,
    )
    page = context.new_page()
    page.goto(url + view.path.format(**pages))
    view.pose(page)
    page.screenshot(path=str(file))
    context.close()


if __name__ == "__main__":
    sys.exit(main())
