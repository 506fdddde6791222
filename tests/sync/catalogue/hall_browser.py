"""The town hall of a real catalogue, opened in Chromium: its first officer and its town are made by commands."""

import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page

from tests.sync.catalogue.tills import Till, level, product
from tests.sync.catalogue_server import RunningCatalogue

MAIL, NAME = "agathe@vannes.example", "Agathe Le Goff"
PASSWORD = "trois barques rouges au ponton"
ROOT = Path(__file__).parents[3]


def command(catalogue: RunningCatalogue, *words: str, typed: str = "") -> str:
    """Run a command on the catalogue's folder and return what it printed."""
    done = subprocess.run(
        (sys.executable, "-m", "sync.catalogue", *words, "--data", str(catalogue.data_dir)),
        cwd=ROOT,
        input=typed,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def filled_town(catalogue: RunningCatalogue) -> Till:
    """Make an officer, a shop that has joined, two that have not, and an event; return the till."""
    command(catalogue, "officer", "add", MAIL, "--name", NAME, "--ask", typed=f"{PASSWORD}\n")
    till = Till(
        catalogue.url,
        catalogue.invite("Épicerie du Port", city="Vannes", trade="Épicerie fine", hours="Tu-Sa 09:00-19:00"),
    )
    till.put_products([product("a", "Café moulu"), product("b", "Thé fumé")])
    till.put_levels([level("a", 9000), level("b", 1000)])
    till.beat()
    catalogue.invite("Librairie des Lices", city="Vannes", trade="Librairie")
    catalogue.invite("Cycles Morvan", city="Vannes", trade="Cycles")
    command(catalogue, "shop", "hide", "Cycles Morvan", "--why", "congés")
    when = ("--from", "2030-12-05 10:00", "--to", "2030-12-05 18:00", "--place", "Rue des Halles")
    command(catalogue, "event", "add", "Braderie d’hiver", *when, "--shop", "Épicerie du Port")
    return till


def sign_in(page: Page, catalogue: RunningCatalogue) -> None:
    """Sign the officer in."""
    page.goto(f"{catalogue.url}/mairie/")
    page.get_by_label("Adresse mail").fill(MAIL)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Se déconnecter").wait_for()
