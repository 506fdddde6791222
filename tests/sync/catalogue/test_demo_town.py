"""The invented town: whole on both databases, lawful, the same for the same seed, and alive when it is wished for."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.contrib.auth.hashers import check_password

from sync.catalogue import hours, photos
from sync.catalogue.barcodes import worldwide
from sync.catalogue.demo import brush, drawings, filling, happenings, living
from sync.catalogue.demo.assortment import articles, assorted, shop_plans
from sync.catalogue.models import (
    AuditLine,
    Barcode,
    Closure,
    Level,
    News,
    Officer,
    Order,
    Photo,
    Product,
    ProductPhoto,
    Promotion,
    Question,
    Shop,
    TownEvent,
)
from sync.catalogue.promotions import promotion_of
from sync.catalogue.starting import CannotStart
from tests.sync.catalogue.calls import Town

ROOT = Path(__file__).parents[3]
ARTICLES = 400


@pytest.fixture
def few_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """One hue is enough to test by, and tiny: the drawings take most of the time."""
    monkeypatch.setattr(drawings, "HUES", 1)
    monkeypatch.setattr(brush, "SIDE", 40)


def _fill(town: Town, seed: int = 1) -> list[filling.DemoShop]:
    return filling.fill(seed=seed, articles=ARTICLES, now_ms=town.now_ms, tell=lambda _: None)


def test_the_town_is_whole(any_town: Town, few_pictures: None) -> None:
    shops = _fill(any_town)

    assert (Shop.objects.count(), Product.objects.filter(shown=True).count()) == (40, ARTICLES)
    assert AuditLine.objects.filter(deed="demo town made").exists()
    assert sum(len(one.sold) for one in shops) == ARTICLES
    for shop in Shop.objects.all():
        assert shop.street and shop.presentation and shop.picture_id and shop.latitude and shop.longitude  # noqa: PT018
    assert Level.objects.count() > ARTICLES * 0.8
    assert Product.objects.filter(level=None).exists(), "of some articles nobody ever told a level"
    assert ProductPhoto.objects.values("product").distinct().count() > ARTICLES * 0.7
    assert Photo.objects.count() == len(drawings.DRAWINGS) + 40
    assert News.objects.filter(shop=None).exists()
    assert News.objects.exclude(shop=None).count() == 18
    assert TownEvent.objects.filter(ends_ms__gt=any_town.now_ms).count() >= 5
    assert {"requested", "held", "confirmed", "rejected"} <= set(Order.objects.values_list("state", flat=True))
    assert {"asked", "answered"} == set(Question.objects.values_list("state", flat=True))
    assert Closure.objects.exists()
    shop = shops[3]
    assert filling.TOWN in any_town.page("/", "fr")
    assert shop.plan.presentation in any_town.page(f"/boutiques/{shop.shop.slug}/", "fr")
    sold = shop.sold[0]
    assert sold.article.name in any_town.page(f"/boutiques/{shop.shop.slug}/articles/{sold.ref}/", "fr")
    assert any_town.client.get(photos.url(Photo.objects.all()[0], 160)).status_code == 200


def test_it_is_lawful_and_honest(town: Town, few_pictures: None) -> None:
    _fill(town)

    _check_reductions(town)
    _check_how_it_is_heard(town)
    _check_barcodes()


def _check_reductions(town: Town) -> None:
    told = Promotion.objects.select_related("product")
    shown = promotion_of([one.product for one in told], town.now_ms)

    assert told.count() > 40
    assert shown.keys() == {one.product_id for one in told}
    assert all(one.prior_minor > one.price_minor for one in shown.values())


def _check_how_it_is_heard(town: Town) -> None:
    """Shops are heard as differently as real ones."""
    ages = {
        None if ms is None else (town.now_ms - ms) // 60_000
        for ms in Shop.objects.values_list("complete_ms", flat=True)
    }

    assert {None, 0, 25, 5 * 60, 14 * 60, 3 * 24 * 60} <= ages
    assert Shop.objects.exclude(closed_ms=None).count() == 2


def test_the_same_seed_makes_the_same_town(town: Town) -> None:
    def made(seed: int) -> list[object]:
        return [
            (one.ref, one.article, one.price_minor, one.barcode)
            for shop in assorted(shop_plans(), 8000, random.Random(seed))
            for one in shop
        ]

    assert made(1) == made(1)
    assert made(1) != made(2)
    assert len(made(1)) == 8000
    assert drawings.drawn("cup", 2) == drawings.drawn("cup", 2)


def _check_barcodes() -> None:
    """They are right, and nobody's."""
    codes = Barcode.objects.values_list("code", "gtin")
    assert codes
    for code, gtin in codes:
        assert len(code) == 13
        assert code.startswith(("952", "21"))
        assert gtin == worldwide(code)
        assert bool(gtin) == code.startswith("952"), "a code with a wrong check digit, or one that somebody may own"
    shared = Product.objects.filter(barcode__gtin__startswith="0952").values_list("barcode__gtin", flat=True)
    assert len(set(shared)) < len(shared), "no article is sold by two shops"


def test_every_list_can_be_read() -> None:
    plans, there = shop_plans(), articles(random.Random(1))

    assert len({plan.name for plan in plans}) == 40
    assert {plan.goods for plan in plans} == there.keys()
    assert {plan.heard for plan in plans} == filling._HEARD_MS.keys()
    assert {plan.takes for plan in plans} == {"none", "request", "safety", "escrow"}
    assert sum(hours.week(plan.hours) is None for plan in plans) == 1, "one shop opens by appointment"
    for sold in there.values():
        assert len({one.name for one in sold}) == len(sold)
        for one in sold:
            assert one.drawing in drawings.DRAWINGS
            assert one.price_minor > 0
            assert "  " not in one.name and not one.name.endswith(",")  # noqa: PT018


def test_a_catalogue_with_shops_is_left_alone(town: Town) -> None:
    town.shop("Lise")

    with pytest.raises(CannotStart, match="choose a new folder"):
        _fill(town)

    assert Shop.objects.count() == 1


def test_a_town_that_was_not_finished_leaves_no_shop_and_can_be_made_again(
    town: Town, few_pictures: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(happenings, "happen", interrupted)
        with pytest.raises(KeyboardInterrupt):
            _fill(town)

    assert not Shop.objects.exists()
    shops = _fill(town)
    again = _levels_of(shops)
    assert len(shops) == 40
    for model in (Shop, TownEvent, News):
        model.objects.all().delete()
    assert _levels_of(_fill(town, seed=1)) == again, "the same seed made other levels"


def _levels_of(shops: list[filling.DemoShop]) -> dict[str, dict[str, int]]:
    return {one.plan.name: dict(one.levels) for one in shops}


def test_it_lives_on_where_it_was_left(any_town: Town, few_pictures: None) -> None:
    _fill(any_town)
    any_town.now_ms += 600_000
    before = dict(Level.objects.values_list("pk", "quantity_milli"))

    sold = living.live(filling.found(any_town.now_ms), threading.Event(), chance=random.Random(1), sales=1)

    assert sold == 1
    after = dict(Level.objects.values_list("pk", "quantity_milli"))
    assert before != after
    assert all(milli >= 0 for milli in after.values())
    assert Shop.objects.filter(complete_ms=any_town.now_ms).count() == sum(p.heard == "alive" for p in shop_plans())


def test_its_officer_has_a_password_that_is_said_once(town: Town) -> None:
    mail, password = happenings.new_officer(town.now_ms)

    held = Officer.objects.get(mail=mail)
    assert password not in held.password
    assert check_password(password, held.password)


def test_the_command_fills_and_lives_until_it_is_stopped(tmp_path: Path) -> None:
    command = (sys.executable, "-m", "sync.catalogue", "demo-town", "--data", str(tmp_path), "--articles", "300")
    process = subprocess.Popen(
        (*command, "--alive", "--json"), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    made = json.loads(process.stdout.readline())
    time.sleep(1)
    os.kill(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=30)

    assert (made["shops"], made["articles"]) == (40, 300)
    assert process.returncode == 0
    assert "40 of 40 shops" in said
    assert made["password"] not in said
    refused = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert refused.returncode == 2
    assert "has shops already" in refused.stderr
