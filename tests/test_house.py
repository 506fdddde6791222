"""What the house brings along is sound: the demo shop's articles, the tax rates, the pinned releases."""

import csv
import json
import re
import tomllib
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import resources
from pos.domain.barcode import check_digit
from tests.screens import PICTURES
from tests.screens_catalogue import VIEWS

ROOT = Path(resources.__file__).parents[1]
FRENCH_RATES_BP = {2000, 1000, 550, 210}
COLUMNS = ["code", "nom", "marque", "categorie", "prix", "tva", "unite", "stock", "en_ligne", "famille"]
IN_STORE = re.compile(r"2\d{7}|(2\d|04)\d{11}")


def _articles() -> list[dict[str, str]]:
    with resources.path("demo", "products.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=";", strict=True))


def _shop() -> dict[str, Any]:
    shop: dict[str, Any] = json.loads(resources.path("demo", "shop.json").read_text(encoding="utf-8"))
    return shop


def _number(french: str) -> Decimal:
    assert re.fullmatch(r"\d+(,\d+)?", french), french
    return Decimal(french.replace(",", "."))


def _codes(article: dict[str, str]) -> list[str]:
    return article["code"].split("|")


@pytest.fixture(scope="module")
def articles() -> list[dict[str, str]]:
    return _articles()


def test_the_demo_shop_has_a_few_hundred_articles(articles: list[dict[str, str]]) -> None:
    assert 300 <= len(articles) <= 400
    assert list(articles[0]) == COLUMNS
    assert all(None not in article and None not in article.values() for article in articles)


def test_every_article_has_a_name_of_its_own(articles: list[dict[str, str]]) -> None:
    names = Counter(article["nom"] for article in articles)

    assert [name for name, times in names.items() if times > 1 or name != name.strip() or not name] == []


def test_every_code_is_an_in_store_code_with_a_true_check_digit(articles: list[dict[str, str]]) -> None:
    for article in articles:
        for code in _codes(article):
            assert IN_STORE.fullmatch(code), f"{article['nom']}: {code} belongs to somebody else"
            assert code[-1] == check_digit(code[:-1]), f"{article['nom']}: {code}"


def test_no_two_articles_share_a_code(articles: list[dict[str, str]]) -> None:
    codes = Counter(code for article in articles for code in _codes(article))

    assert [code for code, times in codes.items() if times > 1] == []


def test_what_is_weighed_has_a_code_that_a_scale_can_print(articles: list[dict[str, str]]) -> None:
    weighed = [article for article in articles if article["unite"] == "kg"]

    assert len(weighed) >= 30
    assert [a["nom"] for a in weighed if not re.fullmatch(r"22\d{5}00000\d", a["code"])] == []
    assert [a["nom"] for a in articles if a["unite"] == "pièce" and a["code"].startswith("22")] == []


def test_the_demo_shop_shows_every_case_a_newcomer_should_meet(articles: list[dict[str, str]]) -> None:
    assert any(len(_codes(article)) > 1 for article in articles)
    assert any(code.startswith("0") for article in articles for code in _codes(article))
    assert any(len(code) == 8 for article in articles for code in _codes(article))
    assert any(not article["prix"] for article in articles)
    assert any(article["en_ligne"] == "non" for article in articles)
    families = Counter(article["famille"] for article in articles if article["famille"])
    assert len(families) >= 10
    assert set(families.values()) <= {2, 3, 4}


def test_prices_stocks_and_units_can_be_read(articles: list[dict[str, str]]) -> None:
    for article in articles:
        if article["prix"]:
            price = _number(article["prix"])
            assert 0 < price < 100
            assert price == round(price, 2)
        stock = _number(article["stock"])
        assert article["unite"] in {"pièce", "kg"}
        assert article["unite"] == "kg" or stock == int(stock), article["nom"]
        assert article["en_ligne"] in {"oui", "non"}


def test_the_articles_cover_the_four_rates_and_no_other(articles: list[dict[str, str]]) -> None:
    rates_bp = Counter(int(_number(article["tva"]) * 100) for article in articles)

    assert set(rates_bp) == FRENCH_RATES_BP
    assert min(rates_bp.values()) >= 10


def test_variants_of_a_family_share_brand_rate_and_category(articles: list[dict[str, str]]) -> None:
    shared: dict[str, tuple[str, ...]] = {}
    for article in (article for article in articles if article["famille"]):
        common = (article["marque"], article["tva"], article["categorie"], article["unite"])
        assert shared.setdefault(article["famille"], common) == common, article["nom"]


def test_every_category_is_known_to_the_shop_and_used(articles: list[dict[str, str]]) -> None:
    categories = _shop()["categories"]

    assert {category["name"] for category in categories} == {article["categorie"] for article in articles}
    assert [category["order"] for category in categories] == list(range(1, len(categories) + 1))
    assert len({category["colour"] for category in categories}) == len(categories)


def test_the_demo_shop_is_nobody_in_particular() -> None:
    shop = _shop()

    assert re.fullmatch(r"01 99 00 \d\d \d\d", shop["phone"]), "numbers kept for fiction begin with 01 99 00"
    assert shop["email"].endswith(".example")
    assert shop["postcode"].startswith("99"), "no French town has such a postcode"
    assert shop["siret"] == shop["vat_number"] == ""


def test_every_french_rate_is_there_today_with_its_source() -> None:
    rates = json.loads(resources.path("tax_rates", "tax_rates.json").read_text(encoding="utf-8"))["FR"]

    assert {rate["rate_bp"] for rate in rates} == FRENCH_RATES_BP | {0}
    assert len({(rate["class"], rate["valid_from"]) for rate in rates}) == len(rates)
    assert all(date.fromisoformat(rate["valid_from"]) <= date(2026, 9, 1) for rate in rates)
    assert all("CGI" in rate["source"] for rate in rates)


def _pinned() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert [pin for pin in pins if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+", pin)] == []
    return {_bare(pin.partition("==")[0]): pin.partition("==")[2] for pin in pins}


def _bare(requirement: str) -> str:
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert name
    return re.sub(r"[-_.]+", "-", name[0]).lower()


def test_every_dependency_is_pinned_to_one_release() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = project["project"]["dependencies"] + project["build-system"]["requires"]
    for extra in project["project"]["optional-dependencies"].values():
        wanted += extra

    assert {_bare(requirement) for requirement in wanted} - set(_pinned()) == set()
    assert _pinned()["pyside6-essentials"] == "6.11.3", "6.12.0 loses references to None on Python 3.11"


def test_the_pictures_kept_are_those_the_programs_take() -> None:
    till = {f"{name}-{look.name}.png" for name, _, looks in PICTURES for look in looks}
    catalogue = {view.file for view in VIEWS}

    assert {picture.name for picture in (ROOT / "docs" / "screens").iterdir()} == till | catalogue


def _anchors(document: Path) -> set[str]:
    """The names under which a document's headings are reached."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {
        re.sub(r"[^\w\- ]", "", heading.lower().replace("\xa0", " ")).strip().replace(" ", "-") for heading in headings
    }


@pytest.mark.parametrize("document", [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")], ids=lambda path: path.name)
def test_every_link_and_picture_of_a_document_leads_somewhere(document: Path) -> None:
    for link in re.findall(r"\]\((?!http)([^)\s]+)\)", document.read_text(encoding="utf-8")):
        path, _, anchor = link.partition("#")
        target = document.parent / path if path else document
        assert target.exists(), f"{document.name}: {link}"
        assert not anchor or anchor in _anchors(target), f"{document.name}: {link}"
