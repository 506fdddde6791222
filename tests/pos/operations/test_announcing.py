"""News and reduced prices: announced, with the lowest price of thirty days, taken back, never changed silently."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from pos.database import products, promotions, window_words
from pos.database.connection import Database
from pos.domain.catalogue import Product
from pos.domain.errors import PriceMissing, PromotionNotBelow, WindowWordWrong
from pos.domain.identity import to_ms
from pos.domain.promotion import Standing
from pos.domain.window_word import News, WordFault
from pos.operations.announcing import (
    leave_price,
    look_at_price,
    publish_news,
    put_price_back,
    reduce_price,
    take_news_back,
    take_promotion_back,
)
from pos.operations.cataloguing import add_product, change_product
from tests import builders
from tests.builders import NOON, eur

DAY = timedelta(days=1)
TODAY = NOON.date()


@pytest.fixture
def soap(db: Database) -> Product:
    builders.signing(db)
    one = builders.product("Savon", 1000)
    add_product(db, one)
    return one


def _cost(db: Database, soap: Product, minor: int, days_ago: int) -> None:
    product = products.get(db, soap.id)
    assert product is not None
    change_product(db, replace(product, price=eur(minor)), now=NOON - days_ago * DAY)


def _reduce(db: Database, soap: Product, minor: int = 700, days: int = 7) -> None:
    reduce_price(db, soap.id, eur(minor), ends=NOON + days * DAY, text="Fin de série", now=NOON)


def _asked(db: Database, soap: Product) -> int:
    product = products.get(db, soap.id)
    assert product is not None
    assert product.price is not None
    return product.price.minor


def test_a_price_is_reduced_and_announced_with_the_price_before(db: Database, soap: Product) -> None:
    _reduce(db, soap)

    (told,) = promotions.all_of_them(db)
    assert (told.promotion.price, told.promotion.prior, told.promotion.before) == (eur(700), eur(1000), eur(1000))
    assert _asked(db, soap) == 700
    assert told.promotion.standing(told.asked, to_ms(NOON)) is Standing.RUNNING


def test_the_prior_price_is_the_lowest_of_thirty_days(db: Database, soap: Product) -> None:
    _cost(db, soap, 500, 60)
    _cost(db, soap, 800, 40)  # 5,00 ended forty days ago: it counts no more
    _cost(db, soap, 900, 20)  # 8,00 ended twenty days ago: it counts
    _cost(db, soap, 1200, 10)

    assert look_at_price(db, soap.id, now=NOON).prior == eur(800)
    with pytest.raises(PromotionNotBelow) as refused:
        _reduce(db, soap, 800)
    assert refused.value.prior == eur(800)
    assert _asked(db, soap) == 1200
    assert promotions.of(db, soap.id) is None


def test_an_article_without_price_has_nothing_to_reduce(db: Database) -> None:
    one = builders.product("Rien", None)
    add_product(db, one)

    with pytest.raises(PriceMissing):
        look_at_price(db, one.id, now=NOON)


@pytest.mark.parametrize("days", [0, -1, 400])
def test_an_announcement_has_an_end(db: Database, soap: Product, days: int) -> None:
    with pytest.raises(WindowWordWrong):
        _reduce(db, soap, days=days)


def test_at_its_end_the_price_stays_until_somebody_decides(db: Database, soap: Product) -> None:
    _reduce(db, soap)
    (told,) = promotions.all_of_them(db)
    over_ms = to_ms(NOON + 7 * DAY)
    assert told.promotion.standing(told.asked, over_ms) is Standing.OVER

    put_price_back(db, soap.id, now=NOON + 8 * DAY)

    assert _asked(db, soap) == 1000
    (told,) = promotions.all_of_them(db)
    assert told.promotion.standing(told.asked, over_ms) is Standing.SETTLED


def test_a_reduced_price_may_be_left_as_it_is(db: Database, soap: Product) -> None:
    _reduce(db, soap)

    leave_price(db, soap.id)

    (told,) = promotions.all_of_them(db)
    assert told.promotion.standing(told.asked, to_ms(NOON + 8 * DAY)) is Standing.SETTLED
    assert _asked(db, soap) == 700


def test_a_price_changed_by_hand_meanwhile_stays(db: Database, soap: Product) -> None:
    _reduce(db, soap)
    _cost(db, soap, 650, -1)

    (told,) = promotions.all_of_them(db)
    assert told.promotion.standing(told.asked, to_ms(NOON + DAY)) is Standing.OTHER_PRICE
    put_price_back(db, soap.id, now=NOON + 2 * DAY)
    assert _asked(db, soap) == 650


def test_an_announcement_taken_back_leaves_the_price_and_reminds_of_it(db: Database, soap: Product) -> None:
    _reduce(db, soap)

    first = take_promotion_back(db, soap.id)

    assert take_promotion_back(db, soap.id) == first
    (told,) = promotions.all_of_them(db)
    assert told.promotion.standing(told.asked, to_ms(NOON)) is Standing.OVER


def test_news_are_told_changed_taken_back_and_told_again(db: Database) -> None:
    told = publish_news(db, News("n", " Arrivage\x07 ", "Des cèpes", TODAY), picture=b"jpeg", today=TODAY)
    assert (told.title, told.shown) == ("Arrivage", True)

    back = take_news_back(db, "n")
    assert back is not None
    assert not back.shown
    again = take_news_back(db, "n", shown=True)
    assert again is not None
    assert again.shown
    assert told.version < back.version < again.version
    assert window_words.news(db) == [again]


@pytest.mark.parametrize(
    ("news", "fault"),
    [
        (News("n", " ", first=TODAY), WordFault.NO_TITLE),
        (News("n", "x", first=TODAY, last=TODAY - DAY), WordFault.BACKWARDS),
        (News("n", "x", first=date(2020, 1, 1), last=date(2020, 1, 2)), WordFault.OVER),
    ],
)
def test_news_that_make_no_sense_are_refused(db: Database, news: News, fault: WordFault) -> None:
    with pytest.raises(WindowWordWrong) as refused:
        publish_news(db, news, today=TODAY)

    assert refused.value.reason == fault
    assert window_words.news(db) == []
