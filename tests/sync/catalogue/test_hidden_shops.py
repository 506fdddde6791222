"""A shop that the town hides is nowhere to be seen, and its till goes on as before and is told."""

from collections.abc import Callable

import msgspec
import pytest

from sync.catalogue.live import events
from sync.catalogue.models import Change, News, Product, Shop
from sync.catalogue.officers import events as event_deeds
from sync.catalogue.officers import news as news_deeds
from sync.catalogue.officers import shops
from sync.catalogue.officers import town as town_deeds
from sync.catalogue.showing import shown_shops, visible_news, visible_products
from sync.order_protocol import NeighbourHold
from tests.sync.catalogue.calls import PairedTill, Town, problem
from tests.sync.catalogue.tills import level, product

SHOP = "/boutiques/epicerie-du-port/"
GTIN = "3017620422003"


@pytest.fixture
def till(any_town: Town) -> PairedTill:
    paired = any_town.till(trade="Épicerie")
    paired.put_products(product("coffee", "Café moulu", category="Épicerie", barcodes=(GTIN,)))
    paired.put_levels(level("coffee", 9000))
    paired.beat()
    return paired


@pytest.fixture
def neighbour(any_town: Town) -> PairedTill:
    paired = any_town.till("Ailleurs")
    paired.put_products(product("coffee", "Café d’ailleurs", barcodes=(GTIN,)))
    paired.put_levels(level("coffee", 3000))
    paired.beat()
    return paired


def _hide(till: PairedTill) -> Shop:
    shop = Shop.objects.get(pk=till.joined.shop)
    shops.hide(shop, actor="command", now_ms=till.town.now_ms)
    return shop


def test_no_page_search_list_or_feed_shows_it(till: PairedTill, neighbour: PairedTill) -> None:
    town = till.town
    everywhere = ("/", "/?q=cafe", f"/?q={GTIN}", "/?q=cafee", "/?category=epicerie", "/?q=cafe&in_stock=1",
                  "/boutiques/ailleurs/articles/coffee/", "/sitemap-0.xml", "/sitemap-1.xml")  # fmt: skip
    assert any("epicerie-du-port" in town.page(path) for path in everywhere)

    shop = _hide(till)

    for path in everywhere:
        assert "epicerie-du-port" not in town.page(path).replace("/?", ""), path
        assert "Café moulu" not in town.page(path), path
    for path in (SHOP, f"{SHOP}articles/coffee/", f"{SHOP}articles/coffee/reserver/"):
        assert town.client.get(path).status_code == 404, path
        assert town.client.post(path).status_code in {404, 405}, path
    shops.show(shop, actor="command", now_ms=town.now_ms)
    assert "Café moulu" in town.page(SHOP)


def test_its_till_goes_on_and_is_told(till: PairedTill) -> None:
    _hide(till)

    till.put_levels(level("coffee", 7000, version=2))
    till.beat(version=2, sent_at_ms=till.town.now_ms + 1)

    assert till.levels() == {"coffee": (2, 7000)}
    assert msgspec.json.decode(till.call("GET", "status").content)["shown"] is False


def test_its_neighbours_do_not_see_it_and_put_nothing_aside_there(till: PairedTill, neighbour: PairedTill) -> None:
    found = msgspec.json.decode(neighbour.call("GET", f"town?code={GTIN}").content)
    assert [row["name"] for row in found["rows"]] == ["Café moulu"]
    _hide(till)

    for query in (f"code={GTIN}", "q=cafe"):
        assert msgspec.json.decode(neighbour.call("GET", f"town?{query}").content)["rows"] == []
    hold = NeighbourHold(key="k1", shop=till.joined.shop, product="coffee", quantity_milli=1000, customer="Ana")
    assert problem(neighbour.call("POST", "town", hold)).type == "not-offered"
    assert msgspec.json.decode(till.call("GET", f"town?code={GTIN}").content)["rows"]  # it still asks the others


def test_open_pages_are_told_that_its_products_are_gone_and_later_that_they_are_back(till: PairedTill) -> None:
    since = events.position()
    shop = _hide(till)

    told = events.events(events.latest(events.news_after(since, 100)))
    assert [(one.product is not None, one.encoded["fr"].split(b"\n")[0]) for one in told] == [(True, b"event: gone")]
    since = events.position()
    shops.show(shop, actor="command", now_ms=till.town.now_ms)
    told = events.events(events.latest(events.news_after(since, 100)))
    assert {one.encoded["fr"].split(b"\n")[0] for one in told} == {b"event: level", b"event: beat"}


def test_hiding_twice_is_hiding_once(till: PairedTill) -> None:
    shop = _hide(till)
    changes = Change.objects.count()

    assert not shops.hide(shop, actor="command", now_ms=till.town.now_ms)
    assert Change.objects.count() == changes


def test_a_reservation_that_was_made_stays_and_leads_nowhere(till: PairedTill) -> None:
    once = "o" * 40
    form = {"once": once, "customer": "Ana", "contact": "06 00 00 00 00", "quantity": "1"}
    page = till.town.client.post(f"{SHOP}articles/coffee/reserver/", form).headers["Location"]
    _hide(till)

    text = till.town.page(page)

    assert "Café moulu" in text
    assert f'href="{SHOP}"' not in text
    assert f'href="{SHOP}articles/coffee/"' not in text


def test_only_news_of_now_that_nobody_hid_is_read(any_town: Town) -> None:
    now, shop, hidden = any_town.now_ms, any_town.shop("Ici"), any_town.shop("Ailleurs")
    shops.hide(hidden, actor="command", now_ms=now)
    row = {"from_ms": now, "until_ms": None, "shop": shop, "shown": True, "hidden_by": ""}
    for ref, change in {
        "seen": {}, "of the town": {"shop": None}, "to come": {"from_ms": now + 1}, "over": {"until_ms": now},
        "taken back": {"shown": False}, "hidden": {"hidden_by": "a@b.example"}, "of a hidden shop": {"shop": hidden},
        "still on": {"until_ms": now + 1},
    }.items():  # fmt: skip
        News.objects.create(ref=ref, title=ref, changed_ms=now, **{**row, **change})

    assert {one.ref for one in visible_news(now)} == {"seen", "of the town", "still on"}
    assert [one.name for one in shown_shops()] == ["Ici"]


def test_a_product_is_visible_where_both_till_and_town_show_it(till: PairedTill) -> None:
    assert [one.ref for one in visible_products()] == ["coffee"]
    Product.objects.update(shown=False)
    assert not visible_products().exists()


def test_whatever_an_officer_changes_ends_the_pages_that_are_kept(any_town: Town) -> None:
    now, shop = any_town.now_ms, any_town.shop("Ici")
    words = {"title": "Fête", "text": "", "place": "", "starts_ms": now, "ends_ms": now + 1}
    about = {"name": "Vannes", "presentation": "", "mail": "", "latitude": None, "longitude": None}
    deeds: dict[str, Callable[[], object]] = {
        "town": lambda: town_deeds.change(about, actor="a", now_ms=now),
        "event": lambda: event_deeds.add(words, [shop.pk], actor="a", now_ms=now),
        "news": lambda: news_deeds.add({**words, "from_ms": now, "until_ms": None}, actor="a", now_ms=now),
        "shop": lambda: shops.hide(shop, actor="a", now_ms=now),
    }
    for name, deed in deeds.items():
        since = events.position()
        deed()
        told = Change.objects.filter(pk__gt=since)
        assert [(one.shop_id, one.product_id) for one in told] == [(shop.pk if name == "shop" else None, None)], name
