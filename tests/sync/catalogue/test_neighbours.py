"""Who has it in town: what one shop learns of the others, and what it has put aside there."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from django.http import HttpResponse

from sync.catalogue import neighbours
from sync.catalogue.models import Order
from sync.catalogue.orders import rules
from sync.order_protocol import NeighbourHold, NeighbourReply, OrderMode, Rules, TownPage, TownRow
from tests.sync.catalogue.calls import HOUR_MS, MINUTE_MS, PairedTill, Town, problem
from tests.sync.catalogue.tills import level, product

TEA = "3017620422003"
OTHER_TEA = "3017620425035"
IN_STORE = "2000000000015"
ADDRESS = {"street": "4 rue du Port", "postcode": "56000", "city": "Vannes", "phone": "02 97 00 00 04"}


def test_words_find_what_other_shops_show_and_never_the_own(any_town: Town) -> None:
    asking, other = _shops(any_town)
    asking.put_products(product("mine", "Thé vert en vrac"))
    _fill(other, "tea", "Thé vert de Chine", 12_000)

    [row] = _search(asking, q="the vert")

    assert (row.shop_name, row.product, row.name, row.holdable) == ("Thés du Monde", "tea", "Thé vert de Chine", True)
    assert (row.address, row.phone, row.price_minor) == ("4 rue du Port, 56000 Vannes", "02 97 00 00 04", 450)
    assert row.url == "http://localhost/boutiques/thes-du-monde/articles/tea/"
    assert _search(other, q="the vert de chine") == ()


def test_a_slip_of_the_hand_is_forgiven(any_town: Town) -> None:
    asking, other = _shops(any_town)
    _fill(other, "tea", "Infusion camomille", 12_000)

    assert [row.product for row in _search(asking, q="camomile")] == ["tea"]


def test_an_article_number_finds_the_same_article_whatever_it_is_called(any_town: Town) -> None:
    asking, other = _shops(any_town)
    _fill(other, "tea", "Sencha 100 g", 5_000, TEA)
    _fill(other, "b", "Thé vert", 5_000, OTHER_TEA)

    assert [row.product for row in _search(asking, q="Thé vert", code=TEA)] == ["tea"]
    assert [row.product for row in _search(asking, q=TEA)] == ["tea"]
    assert [row.product for row in _search(asking, q="Thé vert", code="9999999999994")] == ["b"]


def test_a_code_that_a_shop_prints_itself_means_nothing_elsewhere(any_town: Town) -> None:
    asking, other = _shops(any_town)
    _fill(other, "bread", "Pain", 5_000, IN_STORE)

    assert _search(asking, q=IN_STORE) == _search(asking, code=IN_STORE) == ()


def test_what_a_shop_hides_or_has_no_more_is_not_told(any_town: Town) -> None:
    asking, other = _shops(any_town)
    other.put_products(product("hidden", "Thé noir", shown=False, barcodes=(TEA,)), product("gone", "Thé noir fumé"))
    other.put_levels(level("hidden", 5_000), level("gone", 0))

    assert _search(asking, q="the noir") == _search(asking, code=TEA) == ()


def test_the_level_is_the_honest_line_in_the_language_asked_for(any_town: Town) -> None:
    asking, other = _shops(any_town)
    _fill(other, "tea", "Thé vert", 12_000)
    any_town.now_ms += 23 * MINUTE_MS

    by_header = asking.call("GET", "town?q=the", headers={"Accept-Language": "en"})
    [french] = _search(asking, q="thé", lang="fr")
    [english] = _search(asking, q="thé", lang="en")

    assert french.level == "En stock, vérifié il y a 23\u00a0min"
    assert english.level == "In stock, checked 23 min ago"
    assert b"checked 23 min ago" in by_header.content


def test_what_was_never_counted_is_told_but_not_promised(any_town: Town) -> None:
    asking, other = _shops(any_town)
    other.put_products(product("tea", "Thé vert"))

    [row] = _search(asking, q="thé", lang="en")

    assert (row.level, row.holdable) == ("Stock not known, please call", False)


def test_what_may_be_put_aside_stands_first_and_no_shop_crowds_the_others_out(any_town: Town) -> None:
    asking, other = _shops(any_town)
    for number in range(6):
        _fill(other, f"tea-{number}", f"Thé {number}", 9_000)
    third = any_town.till("Au Bon Thé")
    third.put_products(product("tea", "A thé jamais compté"))

    rows = _search(asking, q="thé")

    assert [row.shop_name for row in rows] == ["Thés du Monde"] * 3 + ["Au Bon Thé"]


def test_nothing_asked_finds_nothing(any_town: Town) -> None:
    asking, other = _shops(any_town)
    _fill(other, "tea", "Thé vert", 9_000)

    assert _search(asking) == _search(asking, q="  ") == _search(asking, q="!!!") == ()


def test_a_request_is_asked_of_the_other_shop_for_two_hours_at_the_most(any_town: Town) -> None:
    asking, other = _shops(any_town)
    _fill(other, "tea", "Thé vert", 9_000)

    reply = _hold(asking, other, key="k1", customer="Mme Le Goff")

    order = reply.order
    assert (order.state, order.origin, order.by) == ("requested", "shop", "Épicerie du Port")
    assert order.customer == "Mme Le Goff"
    assert order.expires_ms == any_town.now_ms + 2 * HOUR_MS
    assert (reply.shop_name, reply.address) == ("Thés du Monde", "4 rue du Port, 56000 Vannes")
    assert order.number in any_town.page(reply.url.removeprefix("http://localhost"))


def test_a_shop_that_promises_at_once_puts_it_aside(any_town: Town) -> None:
    asking, other = _shops(any_town)
    _rules(other, mode="safety")
    _fill(other, "tea", "Thé vert", 2_000)

    assert problem(_ask(asking, other, key="k0", quantity_milli=3_000)).type == "too-few"
    reply = _hold(asking, other, key="k1", quantity_milli=2_000)

    assert (reply.order.state, reply.order.expires_ms) == ("held", any_town.now_ms + 2 * HOUR_MS)
    assert reply.order.lines[0].held_milli == 2_000
    assert _search(asking, q="thé") == ()
    assert problem(_ask(asking, other, key="k2")).type == "not-offered"


def test_the_same_key_puts_aside_once_and_another_wish_under_it_is_refused(any_town: Town) -> None:
    asking, other = _shops(any_town)
    _fill(other, "tea", "Thé vert", 9_000)
    _fill(other, "b", "Thé noir", 9_000)

    first, again = _hold(asking, other, key="k1"), _hold(asking, other, key="k1")

    assert first == again
    assert Order.objects.count() == 1
    told = problem(_ask(asking, other, key="k1", ref="b"))
    assert (told.type, told.status) == ("key-reused", 422)


def test_a_lost_answer_is_given_again_though_the_article_is_hidden_by_then(any_town: Town) -> None:
    asking, other = _shops(any_town)
    _fill(other, "tea", "Thé vert", 9_000)
    first = _hold(asking, other, key="k1")
    other.put_products(product("tea", "Thé vert", version=2, shown=False))

    assert _hold(asking, other, key="k1").order.order == first.order.order
    assert problem(_ask(asking, other, key="k2")).type == "not-offered"


def test_two_shops_may_draw_the_same_key(any_town: Town) -> None:
    asking, other = _shops(any_town)
    third = any_town.till("Librairie")
    _fill(other, "tea", "Thé vert", 9_000)

    assert _hold(asking, other, key="k").order.order != _hold(third, other, key="k").order.order


def test_no_shop_puts_aside_in_its_own_or_where_it_is_not_offered(any_town: Town) -> None:
    asking, other = _shops(any_town)
    _fill(asking, "mine", "Thé vert", 9_000)
    other.put_products(product("hidden", "Thé", shown=False))
    other.put_levels(level("hidden", 9_000))

    assert problem(_ask(asking, asking, key="k1", ref="mine")).type == "own-shop"
    for key, ref in (("k2", "hidden"), ("k3", "nobody"), ("k4", "mine")):
        assert problem(_ask(asking, other, key=key, ref=ref)).type == "not-offered"
    nowhere = NeighbourHold("k5", "no-such-shop", "tea", 1_000)
    assert problem(asking.call("POST", "town", nowhere)).type == "not-offered"
    assert Order.objects.count() == 0


def test_a_shop_that_takes_none_is_called(any_town: Town) -> None:
    asking, other = _shops(any_town)
    _fill(other, "tea", "Thé vert", 9_000)
    _rules(other, takes=False)

    [row] = _search(asking, q="thé", lang="en")

    assert (row.holdable, row.level) == (False, "In stock")
    assert problem(_ask(asking, other, key="k1")).type == "not-offered"


def test_asking_without_a_key_is_refused(any_town: Town) -> None:
    assert problem(any_town.call("GET", "town?q=the")).type == "not-signed-in"
    assert problem(any_town.call("POST", "town", NeighbourHold("k", "s", "p", 1))).type == "not-signed-in"


def test_texts_that_no_database_keeps_are_refused(any_town: Town) -> None:
    asking, other = _shops(any_town)

    assert problem(_ask(asking, other, key="k1", customer="Lise\0")).type == "bad-message"
    assert _search(asking, q="%00") == ()


def test_no_more_than_a_shopper_may_ask_for_and_only_whole_pieces(any_town: Town) -> None:
    asking, other = _shops(any_town)
    _fill(other, "tea", "Thé vert", 900_000)
    other.put_products(product("loose", "Thé en vrac", unit="kg"))
    other.put_levels(level("loose", 900_000))

    for key, ref, milli in (("k1", "tea", 1_500), ("k2", "tea", 100_000), ("k3", "loose", 50_001)):
        assert problem(_ask(asking, other, key=key, ref=ref, quantity_milli=milli)).type == "bad-message"
    assert _hold(asking, other, key="k4", ref="loose", quantity_milli=350).order.lines[0].held_milli == 350
    assert Order.objects.count() == 1


def test_a_till_gone_wild_is_slowed_and_then_let_ask_again(town: Town) -> None:
    asking, other = _shops(town)
    _fill(other, "tea", "Thé vert", 900_000)
    for number in range(30):
        _hold(asking, other, key=f"k{number}")

    refused = _ask(asking, other, key="one more")
    assert problem(refused).type == "too-many-calls"
    assert int(refused.headers["Retry-After"]) > 0
    assert _search(asking, q="thé")
    town.now_ms += 11 * MINUTE_MS
    other.beat(version=2)
    assert _hold(asking, other, key="one more").order.state == "requested"


def test_questions_have_a_measure_too_and_only_for_who_asks(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    asking, other = _shops(town)
    monkeypatch.setitem(neighbours._CALLS, "town", 3)
    for _ in range(3):
        _search(asking, q="thé")

    assert problem(asking.call("GET", "town?q=the")).status == 429
    assert _search(other, q="thé") == ()


def test_the_calls_are_described(town: Town) -> None:
    described = msgspec.json.decode(town.call("GET", "openapi.json").content)

    assert set(described["paths"]["/town"]) == {"get", "post"}
    assert {"TownPage", "NeighbourHold", "NeighbourReply"} <= set(described["components"]["schemas"])


def _shops(town: Town) -> tuple[PairedTill, PairedTill]:
    return town.till("Épicerie du Port"), town.till("Thés du Monde", **ADDRESS)


def _fill(till: PairedTill, ref: str, name: str, quantity_milli: int, *codes: str) -> None:
    till.put_products(product(ref, name, barcodes=codes))
    till.put_levels(level(ref, quantity_milli))


def _rules(till: PairedTill, *, mode: OrderMode = "request", takes: bool = True) -> None:
    told = Rules(till.term, 2, takes, mode)
    assert rules.take(till.joined.shop, till.term, told, now_ms=till.town.now_ms).version == 2


def _search(till: PairedTill, **asked: str) -> tuple[TownRow, ...]:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    answer = till.call("GET", f"town?{query}")
    assert answer.status_code == 200, answer.content
    return msgspec.json.decode(answer.content, type=TownPage).rows


def _ask(asking: PairedTill, other: PairedTill, *, key: str, ref: str = "tea", **wish: Any) -> HttpResponse:
    hold = NeighbourHold(key=key, shop=other.joined.shop, product=ref, **{"quantity_milli": 1_000, **wish})
    return asking.call("POST", "town", hold)


def _hold(asking: PairedTill, other: PairedTill, *, key: str, **wish: Any) -> NeighbourReply:
    answer = _ask(asking, other, key=key, **wish)
    assert answer.status_code == 200, answer.content
    return msgspec.json.decode(answer.content, type=NeighbourReply)
