"""`comptoir shop`: what the shop says of itself, shown and set, and refused in words."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from pos.domain.tax import TaxRate
from tests.ui.commands.running import Program, shop_that_sold


@pytest.fixture
def shop(tmp_path: Path, now: datetime, rates: tuple[TaxRate, ...]) -> Path:
    """A shop whose day has no takings: its cut-off hour may be set at any hour of the clock on the wall."""
    return shop_that_sold(tmp_path / "shop.db", sales=0, now=now, rates=rates)


def test_what_is_set_is_shown(shop: Path, run: Program) -> None:
    ran = run(
        "shop", "--shop", shop, "--name", "Épicerie", "--siret", "732 829 320 00074", "--cut-off", "5h",
        "--footer", "Merci", "--footer", "À bientôt",
    )  # fmt: skip

    assert (ran.code, ran.err) == (0, "")
    for words in ("Nom de la boutique : Épicerie", "SIRET : 732 829 320 00074", "FR44 732829320", "05:00", "À bientôt"):
        assert words in ran.out.replace("\u202f", " ")
    told = json.loads(run("shop", "--shop", shop, "--json").out)
    assert (told["siret"], told["cut_off"], told["footer"]) == ("73282932000074", "05:00", ["Merci", "À bientôt"])


def test_franchise_is_set_and_taken_away(shop: Path, run: Program) -> None:
    run("shop", "--shop", shop, "--name", "Atelier", "--franchise")
    assert "Sans TVA" in run("shop", "--shop", shop).out

    run("shop", "--shop", shop, "--no-franchise")
    assert "Sans TVA" not in run("shop", "--shop", shop).out


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [("--siret", "1234", "Ce n’est pas un SIRET"), ("--cut-off", "midi", "n’est pas une heure")],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(
    shop: Path, run: Program, option: str, value: str, words: str
) -> None:
    ran = run("shop", "--shop", shop, "--name", "Épicerie", option, value)

    assert ran.code == 2
    assert words in ran.err
    assert "Épicerie" not in run("shop", "--shop", shop).out
