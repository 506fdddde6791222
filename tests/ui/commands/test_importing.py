"""`comptoir import`: shown before, told afterwards, undone by its number; slips are answered with a sentence."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import pytest

from pos.database.connection import connect_reader
from pos.database.search import search
from pos.domain.catalogue import Product
from pos.domain.money import Money
from pos.domain.tax import TaxClass
from tests.ui.commands.running import Ran, french
from ui.__main__ import main

LIST = """Référence;Libellé;Tarif;EAN
A1;Savon de Marseille;4,50;20100100
A2;Miel de châtaignier;7,90;20100209
A3;;3,00;20100308
A4;Confiture;beaucoup;20100407
A5;Sel fin;;20100506
"""


class Program:
    """The program, run here on one shop."""

    def __init__(self, shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.shop = shop
        self._capsys = capsys

    def __call__(self, *words: str | Path) -> Ran:
        code = main(["import", *map(str, words), "--shop", str(self.shop), "--language", "fr"])
        said = self._capsys.readouterr()
        return Ran(code, said.out, said.err)

    def named(self, typed: str) -> list[Product]:
        """The products the shop finds under a word."""
        reader = connect_reader(self.shop)
        found = [one.product for one in search(reader, typed)]
        reader.close()
        return found


@pytest.fixture
def run(shop_path: Path, capsys: pytest.CaptureFixture[str]) -> Program:
    return Program(shop_path, capsys)


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    path = tmp_path / "liste.csv"
    path.write_text(LIST, encoding="cp1252")
    return path


def test_a_list_is_taken_in_and_its_rows_accounted_for(run: Program, catalogue: Path) -> None:
    ran = run(catalogue, "--json")

    assert ran.code == 0
    figures = ran.figures
    assert (figures["added"], figures["to_price"], figures["refused"]) == (3, 1, 2)
    assert sum(figures["reasons"].values()) == 2
    (honey,) = run.named("miel")
    assert honey.price == Money(790)


def test_what_was_found_is_said_before_anything_is_written(run: Program, catalogue: Path) -> None:
    said = run(catalogue).out

    assert "cp1252" in said
    assert "Libellé" in said
    assert french("Price with VAT") in said
    assert said.index("Libellé") < said.index("Nouveaux articles")


def test_a_preview_changes_nothing_not_even_makes_a_shop(run: Program, catalogue: Path) -> None:
    ran = run(catalogue, "--preview", "--json")

    assert ran.figures["added"] == 3
    assert ran.figures["import"] is None
    assert not run.shop.exists()


def test_a_preview_of_a_shop_leaves_it_as_it_was(run: Program, catalogue: Path) -> None:
    run(catalogue)
    (soap,) = run.named("savon")
    catalogue.write_text(LIST.replace("4,50", "4,60"), encoding="cp1252")

    ran = run(catalogue, "--preview", "--json")

    assert (ran.figures["changed"], ran.figures["unchanged"]) == (1, 2)
    assert run.named("savon") == [soap]


def test_an_import_is_undone_by_its_number(run: Program, catalogue: Path) -> None:
    number = run(catalogue, "--json").figures["import"]

    undone = run("--undo", number, "--json")

    assert undone.figures == {"removed": 3, "restored": 0, "left": []}
    assert run.named("savon") == []
    again = run("--undo", number)
    assert again.code == 2
    assert number in again.err


def test_refused_rows_are_written_with_their_reasons(run: Program, catalogue: Path, tmp_path: Path) -> None:
    refused = tmp_path / "refused.csv"

    run(catalogue, "--refused", refused)

    text = refused.read_text(encoding="utf-8-sig")
    assert "Confiture" in text
    assert "beaucoup" in text
    assert "Savon" not in text


def test_a_person_may_know_better(run: Program, catalogue: Path) -> None:
    """A column is named by its heading or its number, or not taken; a class of VAT is given to rows without."""
    ran = run(
        catalogue, "--column", "price=", "--column", "brand=1", "--column", "code=ean", "--vat", "reduced", "--json"
    )

    assert ran.figures["to_price"] == 4
    (soap,) = run.named("savon")
    assert (soap.brand, soap.price, soap.tax_class) == ("A1", None, TaxClass.REDUCED)


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ([], "Indiquez quel fichier"),
        (["{list}", "--column", "price=Prix HT"], "Libellé"),
        (["{list}", "--column", "prix"], "Libellé"),
        (["{list}", "--column", "price=9"], "Libellé"),
        (["{list}", "--separator", "x"], "séparateur"),
        (["{folder}/none.csv"], "liste"),
        (["{folder}"], "liste"),
        (["{list}", "--column", "name="], "liste"),
        (["--undo", "12"], "12"),
    ],
)
def test_a_slip_is_explained_and_changes_nothing(
    words: list[str], complaint: str, run: Program, catalogue: Path, tmp_path: Path, now: datetime
) -> None:
    if words[:1] == ["--undo"]:
        run(catalogue, "--column", "price=")
    before = run.shop.read_bytes() if run.shop.exists() else None
    folder = tmp_path / "empty"
    folder.mkdir()

    ran = run(*[word.format(list=catalogue, folder=folder) for word in words])

    assert ran.code == 2
    assert complaint in ran.err or french("This file cannot be read as a list of products") in ran.err
    assert "Traceback" not in ran.err
    assert (run.shop.read_bytes() if run.shop.exists() else None) == before


@pytest.mark.parametrize(
    "noise", [b"", b"\0" * 5_000, b"PK\x03\x04" + os.urandom(3_000), b"\xff\xfe" + b"\x00\xd8" * 99]
)
def test_rubbish_is_refused_in_words(noise: bytes, run: Program, tmp_path: Path) -> None:
    rubbish = tmp_path / "rubbish.xlsx"
    rubbish.write_bytes(noise)

    ran = run(rubbish)

    assert ran.code == 2
    assert "Traceback" not in ran.err
    assert ran.err
