"""A till asks who it is at the catalogue and how its shop's window stands, and changes nothing by asking."""

import msgspec
from django.http import HttpResponse

from sync.catalogue.models import Order, Shop
from sync.order_protocol import StatusReply
from sync.protocol import PairReply, PairRequest
from tests.sync.catalogue.calls import MINUTE_MS, NOON_MS, PairedTill, Town, problem
from tests.sync.catalogue.tills import level, product

SHOP = "Épicerie du Port"


def asked(till: PairedTill) -> StatusReply:
    answer = till.call("GET", "status")
    assert answer.status_code == 200, answer.content
    return msgspec.json.decode(answer.content, type=StatusReply)


def second_till(town: Town) -> PairedTill:
    wish = PairRequest(code=town.code(SHOP), till="till-2", till_name="Caisse du fond", epoch=1)
    joined = msgspec.json.decode(town.call("POST", "pair", wish).content, type=PairReply)
    return PairedTill(town, joined)


def reserve(shop: Shop, place: int, state: str) -> None:
    Order.objects.create(
        id=f"order-{place}", shop=shop, number=str(place), secret=str(place), asked=str(place), cursor=place,
        revision=1, state=state, mode="request", made_ms=NOON_MS, changed_ms=NOON_MS,
    )  # fmt: skip


def test_a_till_is_told_its_shop_its_term_and_the_catalogues_clock(any_town: Town) -> None:
    till = any_town.till(SHOP)
    any_town.now_ms += MINUTE_MS

    told = asked(till)

    assert (told.shop, told.shop_name, told.till) == (till.joined.shop, SHOP, "till-1")
    assert (told.term, told.publishes, told.publisher) == (till.term, True, "Caisse")
    assert told.now_ms == NOON_MS + MINUTE_MS
    assert told.complete_ms is None


def test_it_counts_what_the_window_shows_and_what_is_reserved(any_town: Town) -> None:
    till = any_town.till(SHOP)
    till.put_products(product("soap"), product("tea"), product("kept-back", shown=False))
    till.put_levels(level("soap", 3000), level("kept-back", 1000))
    till.beat()
    shop = Shop.objects.get(pk=till.joined.shop)
    for place, state in enumerate(("requested", "held", "confirmed", "fulfilled", "rejected", "expired", "cancelled")):
        reserve(shop, place, state)

    told = asked(till)

    assert (told.products, told.levels, told.open_orders) == (2, 1, 3)
    assert told.complete_ms == any_town.now_ms


def test_a_shop_hears_nothing_of_another(any_town: Town) -> None:
    other = any_town.till("Mercerie")
    other.put_products(product("wool"))
    reserve(Shop.objects.get(pk=other.joined.shop), 1, "requested")

    told = asked(any_town.till(SHOP))

    assert (told.shop_name, told.products, told.open_orders) == (SHOP, 0, 0)


def test_a_till_that_no_longer_publishes_is_told_which_one_does(any_town: Town) -> None:
    before = any_town.till(SHOP)
    after = second_till(any_town)

    told = asked(before)

    assert (told.publishes, told.term, told.publisher) == (False, before.term, "Caisse du fond")
    assert asked(after).publishes


def test_asking_changes_nothing(any_town: Town) -> None:
    till = any_town.till(SHOP)
    till.beat()
    any_town.now_ms += 90 * MINUTE_MS

    asked(till)

    assert Shop.objects.get(pk=till.joined.shop).complete_ms == NOON_MS, "only a heartbeat freshens the window"


def test_a_key_that_is_not_known_is_refused(any_town: Town) -> None:
    till = any_town.till(SHOP)
    till.joined = msgspec.structs.replace(till.joined, key="nobodys")

    refused: HttpResponse = till.call("GET", "status")

    assert problem(refused).type == "not-signed-in"
