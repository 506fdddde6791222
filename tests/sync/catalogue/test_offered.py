"""What may be promised by each of a shop's modes, and what its window shows once promises are taken off."""

import json
import re

import pytest

from sync.catalogue.freshness import FRESH_MS
from sync.catalogue.live import events
from sync.catalogue.models import Order, Product
from sync.catalogue.orders.expiring import expire_over
from sync.catalogue.orders.making import NotOffered
from sync.catalogue.orders.moving import cancel
from sync.catalogue.orders.offered import Offer, Offering, offers
from tests.sync.catalogue.calls import HOUR_MS, MINUTE_MS, PairedTill, Town
from tests.sync.catalogue.lines import fresh
from tests.sync.catalogue.reservations import do, feed, grant, reserve, rules
from tests.sync.catalogue.tills import level, product

SHOP = "/boutiques/epicerie-du-port/"
COFFEE = f"{SHOP}articles/coffee/"


@pytest.fixture
def till(any_town: Town) -> PairedTill:
    paired = any_town.till(figures="counts")
    paired.put_products(product("coffee", "Café moulu"), product("tea", "Thé noir"), product("new", "Nouveau"))
    paired.put_levels(level("coffee", 5000), level("tea", 0))
    paired.beat()
    return paired


def test_a_shop_that_said_nothing_is_asked(till: PairedTill) -> None:
    assert (_offer(till).offering, _offer(till).free_milli) == (Offering.ASK, 5000)
    assert _offer(till, "tea").offering is Offering.NONE_LEFT
    assert _offer(till, "new").offering is Offering.NOT_KNOWN


def test_a_request_counts_as_promised_until_it_is_answered_or_over(till: PairedTill) -> None:
    order = reserve(till, ("coffee", 4000))
    assert _offer(till).free_milli == 1000
    do(till, order, "accept", (1, 3000))
    assert _offer(till).free_milli == 2000

    till.town.now_ms += 24 * HOUR_MS
    till.beat(version=2)

    assert _offer(till).free_milli == 5000
    assert feed(till).rows[0].state == "expired"


def test_a_promise_counts_no_longer_once_its_time_is_over_though_nobody_wrote_it_off(till: PairedTill) -> None:
    reserve(till, ("coffee", 5000))
    till.town.now_ms += 4 * HOUR_MS - 1
    assert _offer(till).free_milli == 0

    till.town.now_ms += 1

    assert (_offer(till).free_milli, Order.objects.get().state) == (5000, "requested")
    assert "Café moulu" in till.town.page(f"{SHOP}?in_stock=1")


def test_a_shop_may_be_asked_for_more_than_its_window_shows(till: PairedTill) -> None:
    assert reserve(till, ("coffee", 9000)).state == "requested"
    assert (_offer(till).free_milli, _offer(till).shown_milli) == (0, 0)
    assert _refused(till, ("coffee", 1000)) is Offering.NONE_LEFT


def test_a_figure_that_is_too_old_to_be_shown_is_too_old_to_reserve_by(till: PairedTill) -> None:
    till.town.now_ms += 23 * HOUR_MS
    assert _offer(till).offering is Offering.ASK
    till.town.now_ms += HOUR_MS
    assert _refused(till, ("coffee", 1000)) is Offering.TOO_OLD


def test_after_closing_the_shop_may_be_asked_for_the_morning(till: PairedTill) -> None:
    till.beat(version=2, closing=True)
    till.town.now_ms += 30 * HOUR_MS

    assert _offer(till).offering is Offering.ASK


def test_a_shop_that_takes_none_gives_none_and_shows_all_it_has(till: PairedTill) -> None:
    rules(till, takes=False, mode="safety", safety_milli=4000)

    assert _refused(till, ("coffee", 1000)) is Offering.NOT_TAKEN
    assert _offer(till).shown_milli == 5000


def test_the_safety_stock_is_neither_shown_nor_promised(till: PairedTill) -> None:
    rules(till, mode="safety", safety_milli=2000)

    assert (_offer(till).free_milli, _offer(till).shown_milli) == (3000, 3000)
    assert _refused(till, ("coffee", 4000)) is Offering.TOO_FEW
    assert reserve(till, ("coffee", 3000)).state == "held"
    assert _refused(till, ("coffee", 1000)) is Offering.NONE_LEFT


def test_a_stale_figure_promises_nothing_at_once(till: PairedTill) -> None:
    rules(till, mode="safety")
    till.town.now_ms += FRESH_MS - 1
    assert _offer(till).offering is Offering.HOLD
    till.town.now_ms += 1

    assert _refused(till, ("coffee", 1000)) is Offering.STALE
    till.beat(version=2)
    assert _offer(till).offering is Offering.HOLD


def test_units_handed_over_are_promised_though_the_till_is_silent(till: PairedTill) -> None:
    rules(till, mode="escrow", hold_minutes=14 * 24 * 60)
    assert _offer(till).offering is Offering.NONE_LEFT
    grant(till, ("coffee", 2000, 0))
    till.town.now_ms += 90 * HOUR_MS

    assert _refused(till, ("coffee", 3000)) is Offering.TOO_FEW
    assert reserve(till, ("coffee", 2000)).state == "held"
    assert _refused(till, ("coffee", 1000)) is Offering.NONE_LEFT


def test_while_the_till_is_silent_the_window_shows_the_units_handed_over(till: PairedTill) -> None:
    rules(till, mode="escrow")
    grant(till, ("coffee", 2000, 0))
    reserve(till, ("coffee", 1000))
    assert _offer(till).shown_milli == 4000

    till.town.now_ms += FRESH_MS
    assert _offer(till).shown_milli == 1000


def test_an_unheard_level_stays_unknown_whatever_was_handed_over(till: PairedTill) -> None:
    rules(till, mode="escrow")
    grant(till, ("new", 2000, 0))

    assert (_offer(till, "new").offering, _offer(till, "new").shown_milli) == (Offering.HOLD, None)


def test_a_change_of_mode_takes_no_promise_back(till: PairedTill) -> None:
    rules(till, mode="escrow")
    grant(till, ("coffee", 2000, 0))
    order = reserve(till, ("coffee", 2000))

    rules(till, version=2, mode="safety", safety_milli=1000)

    assert _offer(till).free_milli == 2000
    do(till, order, "fulfil", levels=(level("coffee", 3000, version=2),))
    assert _offer(till).free_milli == 2000
    assert grant(till, ("coffee", 2000, 0))[0].consumed_milli == 2000


def test_pages_news_and_search_engines_are_told_the_same(till: PairedTill) -> None:
    assert _said(till) == ("5 in stock", "5 in stock", "InStock")

    order = reserve(till, ("coffee", 4000))
    assert _said(till) == ("1 in stock", "1 in stock", "InStock")

    other = reserve(till, ("coffee", 2000))
    assert _said(till) == ("Out of stock", "Out of stock", "OutOfStock")
    assert "Café moulu" not in till.town.page(f"{SHOP}?in_stock=1")

    cancel(order, till.town.now_ms)
    assert _said(till)[0] == "3 in stock"
    do(till, other, "fulfil", levels=(level("coffee", 3000, version=2),))
    assert _said(till)[0] == "3 in stock"
    assert "Café moulu" in till.town.page(f"{SHOP}?in_stock=1")


def test_the_safety_stock_counts_for_what_is_in_stock(till: PairedTill) -> None:
    rules(till, mode="safety", safety_milli=5000)
    assert "Café moulu" not in till.town.page(f"{SHOP}?in_stock=1")
    rules(till, version=2, mode="safety", safety_milli=3000)
    assert "Café moulu" in till.town.page(f"{SHOP}?in_stock=1")
    reserve(till, ("coffee", 2000))
    assert "Café moulu" not in till.town.page(f"{SHOP}?in_stock=1")


def test_open_pages_are_told_of_a_reservation_and_of_its_end(till: PairedTill) -> None:
    seen = events.position()
    order = reserve(till, ("coffee", 1000))
    made = events.position()
    cancel(order, till.town.now_ms)
    given_up = events.position()
    reserve(till, ("coffee", 1000))
    taken_again = events.position()
    till.town.now_ms += 5 * HOUR_MS
    expire_over(till.town.now_ms)

    assert seen < made < given_up < taken_again < events.position()


def test_rules_that_change_what_is_shown_are_told_to_open_pages(till: PairedTill) -> None:
    seen = events.position()

    rules(till, mode="safety", safety_milli=2000)

    told = [event for event in events.events(events.news_after(seen, 100)) if event.product == _number()]
    assert _line_of(told[-1]) == "3 in stock"


def test_a_recent_figure_says_its_age_with_promises_taken_off(till: PairedTill) -> None:
    reserve(till, ("coffee", 2000))
    till.town.now_ms += 7 * MINUTE_MS

    assert "3 in stock, checked 7 min ago" in till.town.page(COFFEE)


def _offer(till: PairedTill, ref: str = "coffee") -> Offer:
    chosen = Product.objects.select_related("level", "shop").get(ref=ref)
    return offers([chosen], till.town.now_ms)[chosen.pk]


def _refused(till: PairedTill, line: tuple[str, int]) -> Offering:
    with pytest.raises(NotOffered) as refused:
        reserve(till, line)
    return refused.value.offering


def _number() -> int:
    return int(Product.objects.get(ref="coffee").pk)


def _line_of(event: events.Event) -> str:
    return fresh(json.loads(event.encoded["en"].split(b"data: ")[1])["line"])


def _said(till: PairedTill) -> tuple[str, str, str]:
    """What the page, the last news and the page's linked data say of the coffee."""
    text = till.town.page(COFFEE)
    shown = re.search(r"data-text>([^<]*)<", text)
    linked = re.search(r"schema.org/(\w*Stock)\b", text)
    news = [item for item in events.news_after(0, 1000) if item.product == _number()]
    assert shown is not None
    assert linked is not None
    return shown[1], _line_of(events.events(news[-1:])[0]), linked[1]
