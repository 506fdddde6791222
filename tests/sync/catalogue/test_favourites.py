"""Favourites as the catalogue answers for them, and what a browser keeps of the site: manifest, worker and pages."""

import json
import re
from pathlib import Path

import pytest

from sync.catalogue.models import Shop
from sync.catalogue.models import Town as HeldTown
from tests import app_icons
from tests.sync.catalogue.calls import PairedTill, Town
from tests.sync.catalogue.test_pages import Parsed
from tests.sync.catalogue.tills import level, product

SLUG = "epicerie-du-port"
STATIC = Path(__file__).parents[3] / "sync" / "catalogue" / "static"


@pytest.fixture
def paired(any_town: Town) -> PairedTill:
    joined = any_town.till()
    joined.put_products(product("a", "Café moulu"), product("b", "Savon"), product("c", "Caché", shown=False))
    joined.put_levels(level("a", 9000))
    joined.beat()
    return joined


def _state(town: Town, *names: str) -> Parsed:
    return Parsed(town.page("/favoris/etat/?" + "&".join(f"f={name}" for name in names)))


def test_favourites_are_shown_as_they_stand_in_the_order_asked(paired: PairedTill) -> None:
    seen = _state(paired.town, f"{SLUG}/b", f"{SLUG}/a", f"{SLUG}/c", "nobody/a", SLUG).seen

    assert seen.index("Savon") < seen.index("Café moulu")
    assert "In stock" in seen
    assert "Up to date" in seen
    assert "Caché" not in seen


def test_what_is_hidden_is_not_shown_as_a_favourite(paired: PairedTill) -> None:
    Shop.objects.update(shown=False)

    assert _state(paired.town, f"{SLUG}/a", SLUG).seen == ""


@pytest.mark.parametrize("name", ["", "a/b/c", "<b>", "é", "a" * 300, "%00", f"{SLUG}/", "/a", "..%2F..", "a/%20"])
def test_no_name_breaks_the_answer(paired: PairedTill, name: str) -> None:
    assert _state(paired.town, name).seen == ""


def test_so_many_are_answered_at_once_and_no_more(paired: PairedTill) -> None:
    paired.put_products(*(product(f"p{place}", f"Article numéro {place}") for place in range(60)))

    answer = paired.town.client.get("/favoris/etat/", {"f": [f"{SLUG}/p{place}" for place in range(60)]})

    assert len(Parsed(answer.content.decode()).all("li")) == 50
    assert answer.headers["Cache-Control"] == "no-store"
    assert not answer.cookies


@pytest.mark.parametrize(
    ("query", "language"), [("?langue=en", "en"), ("?langue=fr", "fr"), ("?langue=xx", "fr"), ("", "fr")]
)
def test_the_manifest_speaks_the_language_of_its_page(town: Town, query: str, language: str) -> None:
    answer = town.client.get(f"/manifest.webmanifest{query}")

    assert answer.headers["Content-Type"] == "application/manifest+json"
    assert not answer.cookies
    told = answer.json()
    assert (told["lang"], told["start_url"], told["scope"]) == (language, "/", "/")
    assert {(icon["sizes"], icon["purpose"]) for icon in told["icons"]} == {
        (size, purpose) for size in ("192x192", "512x512") for purpose in ("any", "maskable")
    }
    for shortcut in told["shortcuts"]:
        town.page(shortcut["url"])


def test_the_worker_changes_with_what_it_keeps(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def version() -> str:
        text = town.client.get("/service-worker.js").content.decode()
        return str(re.findall(r'VERSION = "([0-9a-f]{12})"', text)[0])

    first = version()
    assert version() == first
    HeldTown.objects.update(name="Une autre ville")
    assert version() != first


def test_the_worker_keeps_files_that_are_there(town: Town) -> None:
    answer = town.client.get("/service-worker.js")
    listed = json.loads(re.findall(r"FILES = (\[.*\])", answer.content.decode())[0])

    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert listed
    for address in listed:
        assert (STATIC / address.removeprefix("/static/").split("?")[0]).is_file()


@pytest.mark.parametrize(("language", "words"), [("fr", "Pas de réseau"), ("en", "No network")])
def test_the_offline_page_holds_no_figure(paired: PairedTill, language: str, words: str) -> None:
    answer = paired.town.client.get(f"/hors-ligne/{language}/")
    shown = Parsed(answer.content.decode())

    assert words in shown.seen
    assert shown.all("html")[0]["lang"] == language
    assert "Café moulu" not in shown.seen
    assert not answer.cookies
    assert paired.town.client.get("/hors-ligne/xx/").status_code == 404


def test_the_icons_are_those_that_are_drawn() -> None:
    assert {file.name: file.read_bytes() for file in app_icons.FOLDER.iterdir()} == app_icons.icons()
