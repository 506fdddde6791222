"""Announcing: news to the town, and reduced prices with the price the law wants named beside them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from pos.database import ended_prices, products, promotions, till, window_words
from pos.database.connection import Database, snapshot, transaction
from pos.domain.catalogue import Product
from pos.domain.errors import PriceMissing, PromotionNotBelow, UnknownProduct, WindowWordWrong
from pos.domain.identity import to_ms
from pos.domain.money import Money
from pos.domain.promotion import LONGEST, PRIOR, Promotion, prior_price
from pos.domain.window_word import LONGEST_LINE, LONGEST_NEWS, News, WordFault, few_lines, one_line
from pos.operations.cataloguing import write_card
from pos.operations.presenting import keep_photo


@dataclass(frozen=True, slots=True)
class Reducible:
    """An article whose price may be reduced, with the lowest price of the thirty days before."""

    product: Product
    prior: Money
    announced: Promotion | None = None


def publish_news(db: Database, news: News, *, picture: bytes | None = None, today: date) -> News:
    """Tell the town something, or tell it anew; the sync thread must be woken.

    Args:
        db: the shop.
        news: what to tell; its photo is the name of the one kept.
        picture: another photo, written anew already.
        today: the day.

    Raises:
        WindowWordWrong: it has no title, or is over before it begins.
    """
    told = replace(news, title=one_line(news.title)[:LONGEST_LINE], text=few_lines(news.text)[:LONGEST_NEWS])
    if not told.title:
        raise WindowWordWrong(WordFault.NO_TITLE)
    if told.last is not None and told.last < told.first:
        raise WindowWordWrong(WordFault.BACKWARDS)
    if told.last is not None and told.last < today:
        raise WindowWordWrong(WordFault.OVER)
    with transaction(db):
        former = window_words.one_news(db, news.id)
        if picture is not None:
            told = replace(told, photo=keep_photo(db, picture))
        told = replace(told, shown=True, version=till.take(db, versions=1).first_version)
        window_words.put_news(db, told)
        if former is not None and former.photo and former.photo != told.photo:
            products.drop_photo(db, former.photo)
    return told


def take_news_back(db: Database, news_id: str, *, shown: bool = False) -> News | None:
    """Take news out of the window, or put them there again; None where they are not known. May be repeated."""
    with transaction(db):
        news = window_words.one_news(db, news_id)
        if news is None or news.shown is shown:
            return news
        changed = replace(news, shown=shown, version=till.take(db, versions=1).first_version)
        window_words.put_news(db, changed)
    return changed


def look_at_price(db: Database, product_id: str, *, now: datetime) -> Reducible:
    """What an article costs, and the lowest it did in the thirty days before.

    Raises:
        UnknownProduct: there is no such product any more.
        PriceMissing: it has no price that could be reduced.
    """
    with snapshot(db):
        product = _priced(db, product_id)
        return Reducible(product, _prior(db, product, now), promotions.of(db, product_id))


def reduce_price(db: Database, product_id: str, price: Money, *, ends: datetime, text: str, now: datetime) -> Promotion:
    """Ask less for an article from now on, and announce it until a moment with the price the law wants named.

    The price is changed as any other: it is noted in the log. At the end the announcement stops by itself, and the
    price stays until somebody changes it.

    Raises:
        UnknownProduct, PriceMissing: there is no price that could be reduced.
        PromotionNotBelow: the new price is not below the lowest of the thirty days before; nothing is changed.
        WindowWordWrong: it would be over before it begins.
        SigningKeyMissing: another price cannot be noted; nothing is written.
    """
    if not now < ends <= now + LONGEST:
        raise WindowWordWrong(WordFault.OVER)
    with transaction(db):
        product = _priced(db, product_id)
        prior, before = _prior(db, product, now), product.price
        if price.minor >= prior.minor or before is None:
            raise PromotionNotBelow(prior)
        if price != before:
            write_card(db, replace(product, price=price), now=now)
        told = Promotion(product_id, price, prior, before, to_ms(now), to_ms(ends), one_line(text)[:LONGEST_LINE])
        told = replace(told, version=till.take(db, versions=1).first_version)
        promotions.put(db, told)
    return told


def take_promotion_back(db: Database, product_id: str) -> Promotion | None:
    """Announce a reduced price no more; the price itself stays. May be repeated."""
    with transaction(db):
        told = promotions.of(db, product_id)
        if told is None or told.taken_back:
            return told
        return _changed(db, replace(told, taken_back=True))


def put_price_back(db: Database, product_id: str, *, now: datetime) -> Promotion | None:
    """Ask again what was asked before a promotion, and announce nothing any more.

    A price that was changed since by hand stays.

    Raises:
        UnknownProduct: there is no such product any more.
        SigningKeyMissing: another price cannot be noted; nothing is written.
    """
    with transaction(db):
        told = promotions.of(db, product_id)
        if told is None:
            return None
        product = _priced(db, product_id)
        if product.price == told.price:
            write_card(db, replace(product, price=told.before), now=now)
        return _changed(db, replace(told, taken_back=True, settled=True))


def leave_price(db: Database, product_id: str) -> Promotion | None:
    """Go on asking the reduced price: nobody is reminded of it any more."""
    with transaction(db):
        told = promotions.of(db, product_id)
        return None if told is None else _changed(db, replace(told, settled=True))


def _changed(db: Database, told: Promotion) -> Promotion:
    changed = replace(told, version=till.take(db, versions=1).first_version)
    promotions.put(db, changed)
    return changed


def _priced(db: Database, product_id: str) -> Product:
    product = products.get(db, product_id)
    if product is None:
        raise UnknownProduct(product_id)
    if product.price is None:
        raise PriceMissing(product.id, product.name)
    return product


def _prior(db: Database, product: Product, now: datetime) -> Money:
    asked = product.price
    if asked is None:
        raise PriceMissing(product.id, product.name)
    return prior_price(asked, ended_prices.since(db, product.id, to_ms(now - PRIOR)))
