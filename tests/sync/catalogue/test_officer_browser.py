"""The town hall in a real Chromium: by keyboard, without JavaScript, on a small telephone; for axe see `test_axe`."""

import base64
import io
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
import zxingcpp
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from sync.catalogue.officers.factors import one_time_code
from tests.sync.catalogue.browsing import browser, catalogue, needs_chromium, watched, window
from tests.sync.catalogue.hall_browser import MAIL, PASSWORD, ROOT, command, filled_town, sign_in
from tests.sync.catalogue.tills import Till
from tests.sync.catalogue_server import RunningCatalogue

PATHS = (
    "", "boutiques/inviter/", "boutique/epicerie-du-port/", "boutique/epicerie-du-port/modifier/",
    "boutique/epicerie-du-port/masquer/", "boutique/epicerie-du-port/code/", "actualites/", "actualites/ecrire/",
    "evenements/", "evenements/annoncer/", "evenements/1/modifier/", "evenements/1/retirer/", "ville/", "agents/",
    "agents/inviter/", "agents/1/lien/", "compte/", "compte/second-facteur/",
    "journal/",
)  # fmt: skip

__all__ = ["browser", "catalogue"]

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def till(catalogue: RunningCatalogue) -> Till:
    return filled_town(catalogue)


@pytest.fixture(scope="module")
def hall(browser: Browser, catalogue: RunningCatalogue, till: Till) -> Iterator[Page]:
    """An officer at a small telephone; nothing is asked of another host."""
    context = window(browser, viewport={"width": 320, "height": 640})
    page = context.new_page()
    with watched(page):
        sign_in(page, catalogue)
        yield page
        context.close()


@pytest.mark.parametrize("path", PATHS)
def test_nothing_runs_over_at_320_pixels(hall: Page, catalogue: RunningCatalogue, path: str) -> None:
    hall.goto(f"{catalogue.url}/mairie/{path}")
    expect(hall.get_by_role("navigation", name="Mairie")).to_be_visible()

    assert hall.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    small = "[...document.querySelectorAll('.hall button, .hall .key, .hall .second, .hall-nav a, .hall input')]"
    heights = hall.evaluate(f"{small}.filter(one => one.type != 'hidden' && one.type != 'checkbox')"
                            ".map(one => one.getBoundingClientRect().height)")  # fmt: skip
    assert min(heights) >= 44


def test_a_shop_is_invited_by_keyboard_alone_and_without_javascript(
    browser: Browser, catalogue: RunningCatalogue, till: Till
) -> None:
    context = window(browser, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{catalogue.url}/mairie/boutiques/inviter/")
    _type(page, "Adresse mail", MAIL)
    _type(page, "Mot de passe", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Inviter une boutique")

    _type(page, "Nom de la boutique", "Cycles Morvan")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Nom de la boutique")).to_be_focused()  # the name is taken: what to do stands there
    expect(page.locator("#name-fault")).to_contain_text("Une autre boutique de la ville porte ce nom")
    expect(page.get_by_label("Nom de la boutique")).to_have_value("Cycles Morvan")
    page.keyboard.press("End")
    page.keyboard.type(" et fils")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("La boutique est créée.")
    _type(page, "Votre mot de passe", PASSWORD)
    page.keyboard.press("Enter")
    code = page.locator(".code").inner_text()

    joined = Till(catalogue.url, code)

    assert joined.joined.shop_name == "Cycles Morvan et fils"
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_second_factor_is_set_up_on_a_small_telephone(
    browser: Browser, catalogue: RunningCatalogue, till: Till, scheme: Literal["light", "dark"]
) -> None:
    mail = f"{scheme}@vannes.example"
    command(catalogue, "officer", "add", mail, "--ask", typed=f"{PASSWORD}\n")
    small = {"width": 320, "height": 640}
    context = window(browser, viewport=small, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{catalogue.url}/mairie/compte/second-facteur/")
    _type(page, "Adresse mail", mail)
    _type(page, "Mot de passe", PASSWORD)
    page.keyboard.press("Enter")
    _type(page, "Votre mot de passe", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("img", name="Code carré")).to_be_visible()
    _is_clean(page)
    square = page.get_by_role("img", name="Code carré").screenshot()
    secret = page.locator(".hall code").inner_text().replace(" ", "")
    told = zxingcpp.read_barcodes(Image.open(io.BytesIO(square)))
    assert [parse_qs(urlsplit(one.text).query)["secret"] for one in told] == [[secret]]

    _type(page, "Les six chiffres", "000000")
    page.keyboard.press("Enter")
    expect(page.locator("#code-fault")).to_contain_text("Ce n’est pas ce que le téléphone devrait dire")
    _is_clean(page)
    _type(page, "Les six chiffres", one_time_code(base64.b32decode(secret), int(time.time()) // 30))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2)).to_have_text("Si le téléphone est perdu")
    assert page.locator(".hall ol code").count() == 10
    _is_clean(page)
    lost = page.locator(".hall ol code").first.inner_text()
    page.get_by_role("button", name="Se déconnecter").click()

    _type(page, "Adresse mail", mail)
    _type(page, "Mot de passe", PASSWORD)
    _type(page, "Code", lost)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Se déconnecter")).to_be_visible()
    context.close()


def _is_clean(page: Page) -> None:
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_waiting_after_wrong_passwords_survives_a_restart(tmp_path: Path) -> None:
    running = RunningCatalogue()
    running.start(tmp_path)
    command(running, "officer", "add", MAIL, "--ask", typed=f"{PASSWORD}\n")
    ports = running.port, running.live_port
    assert [_sign_in(running, "not the right one at all") for _ in range(5)] == [422] * 5
    running.stop()

    running.start(tmp_path, port=ports[0], live_port=ports[1])

    assert _sign_in(running, PASSWORD) == 429
    running.stop()


def test_the_first_officer_is_made_by_a_command(catalogue: RunningCatalogue, till: Till, browser: Browser) -> None:
    told = command(catalogue, "officer", "add", "yann@vannes.example", "--name", "Yann")
    path = re.search(r"/mairie/lien/\S+", told)
    assert path is not None
    page = window(browser).new_page()
    page.goto(catalogue.url + path[0])
    page.get_by_label("Nouveau mot de passe").fill("les mouettes rient le matin")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Se connecter")
    page.context.close()
    assert "yann@vannes.example\tYann\topen" in command(catalogue, "officer", "list")
    assert "password link given" in command(catalogue, "audit", "--actor", "command")


@pytest.mark.parametrize(
    ("words", "typed", "told"),
    [
        (["officer", "add", "nobody"], "", "nobody is no mail address."),
        (["officer", "add", "a@b.example", "--ask"], "too short\n", "The password is too short"),
        (["officer", "disable", "nobody@b.example"], "", "There is no open account of nobody@b.example"),
        (["shop", "hide", "Nowhere"], "", "No shop here is called Nowhere"),
        (["till", "revoke", "999"], "", "No till here has the number 999"),
        (["event", "add", "Fête", "--from", "tomorrow", "--to", "2030-01-01 10:00"], "", '"tomorrow" is no moment'),
        (["event", "add", " ", "--from", "2030-01-01", "--to", "2030-01-02"], "", "An event needs a title."),
        (["event", "remove", "nothing"], "", "There is no event nothing"),
    ],
)
def test_a_command_refuses_in_a_sentence(
    catalogue: RunningCatalogue, till: Till, words: list[str], typed: str, told: str
) -> None:
    done = subprocess.run(
        (sys.executable, "-m", "sync.catalogue", *words, "--data", str(catalogue.data_dir)),
        cwd=ROOT, input=typed, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip

    assert done.returncode == 2
    assert done.stderr.startswith(told)
    assert done.stderr.count("\n") == 1


def _type(page: Page, label: str, text: str) -> None:
    """Go on by Tab until a field has the focus, then type."""
    field = page.get_by_label(label)
    for _ in range(40):
        if field.evaluate("one => one === document.activeElement"):
            page.keyboard.type(text)
            return
        page.keyboard.press("Tab")
    raise AssertionError(label)


def _sign_in(running: RunningCatalogue, password: str) -> int:
    session = requests.Session()
    page = session.get(f"{running.url}/mairie/entrer/", timeout=10).text
    token = re.search(r'name="token" value="(\w+)"', page)
    assert token is not None
    form = {"token": token[1], "mail": MAIL, "password": password}
    return session.post(f"{running.url}/mairie/entrer/", form, timeout=20, allow_redirects=False).status_code
