"""The pages, as a browser or a search engine is given them."""

import json
import re
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.sync.catalogue.calls import HOUR_MS, MINUTE_MS, PairedTill, Town
from tests.sync.catalogue.tills import level, product

SHOP = "/boutiques/epicerie-du-port/"
WEEK = "Mo-Fr 09:00-12:30,14:30-19:00; Sa 09:00-19:00"
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</script><script>alert(1)</script>",
    "{{ 7|add:7 }}{% url 'town' %}",
    "javascript:alert(1)",
    "' onmouseover='alert(1)",
    "&lt;b&gt;\u2028<!--",
)


class Parsed(HTMLParser):
    """What a page holds: its elements, and the text that is seen."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self._hidden = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self._hidden += tag in {"script", "style", "title"}

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in {"script", "style", "title"}

    def handle_data(self, data: str) -> None:
        if not self._hidden and data.strip():
            self.texts.append(" ".join(data.split()))

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def seen(self) -> str:
        return " ".join(self.texts)


@pytest.fixture
def till(town: Town) -> PairedTill:
    paired = town.till(
        trade="Épicerie", street="1, quai du Port", postcode="56000", city="Vannes", phone="02 97 00 00 04", hours=WEEK
    )
    paired.put_products(
        product("coffee", "Café moulu", brand="Brûlerie", category="Épicerie", barcodes=("3017620422003",)),
        product("soap", "Savon", price_minor=None, category="Hygiène"),
        product("cheese", "Comté", unit="kg", price_minor=2490, category="Fromages"),
    )
    paired.put_levels(level("coffee", 9000), level("cheese", -350))
    paired.beat()
    return paired


def test_the_town_shows_its_shops_and_what_they_confirmed(till: PairedTill) -> None:
    page = Parsed(till.town.page("/"))

    assert "Épicerie du Port" in page.seen
    assert "Up to date" in page.seen
    assert "3 products" in page.seen
    assert "Café moulu" in page.seen
    assert "Comté" not in page.seen  # nothing is left of it


def test_the_ways_say_which_page_this_is_and_which_one_it_is_below(till: PairedTill) -> None:
    def current(path: str) -> list[tuple[str, str]]:
        links = Parsed(till.town.page(path)).all("a")
        return [(link["href"], link["aria-current"]) for link in links if "aria-current" in link and "lang" not in link]

    assert current("/") == [("/", "page")]
    assert current("/boutiques/?open=1")[0] == ("/boutiques/", "page")
    assert current(SHOP) == [("/boutiques/", "true")]
    assert current("/comment-ca-marche/") == []


def test_an_empty_town_says_so(town: Town) -> None:
    assert "No shop has joined yet" in Parsed(town.page("/")).seen


def test_a_search_finds_products_of_all_shops(till: PairedTill) -> None:
    till.town.till("Ailleurs").put_products(product("x", "Café d'ailleurs"))

    page = Parsed(till.town.page("/?q=cafe"))

    assert "Café moulu" in page.seen
    assert "Café d'ailleurs" in page.seen
    assert "Savon" not in page.seen


def test_a_search_without_result_says_so_and_leads_on(till: PairedTill) -> None:
    page = Parsed(till.town.page("/?q=xylophone&in_stock=1"))

    assert "No shop shows “xylophone” here." in page.seen
    assert {"href": "/?q=xylophone"} in page.all("a")


def test_a_shop_shows_who_it_is_and_what_it_has(till: PairedTill) -> None:
    page = Parsed(till.town.page(SHOP))

    for text in ("Épicerie du Port", "1, quai du Port", "56000 Vannes", "Monday to Friday", "Open now", "Café moulu"):
        assert text in page.seen
    assert {"href": "tel:0297000004"} in page.all("a")
    assert "09:00 – 12:30 , 14:30 – 19:00" in page.seen


def test_a_product_shows_its_price_and_how_old_its_figure_is(till: PairedTill) -> None:
    till.town.now_ms += 23 * MINUTE_MS

    page = Parsed(till.town.page(f"{SHOP}articles/coffee/"))

    for text in ("Café moulu", "Brûlerie", "€4.50", "In stock, checked 23 min ago", "3017620422003", "1, quai du Port"):
        assert text in page.seen


def test_bands_never_give_a_count_away(till: PairedTill) -> None:
    for path in ("/", SHOP, f"{SHOP}articles/coffee/", "/?q=cafe"):
        text = re.sub(r'data-(now|since|number|product|at)="\d+"|\?v=[0-9a-f]+', "", till.town.page(path))
        assert not re.search(r"\b9000\b|\b9 in stock", text), path


def test_a_shop_that_chose_counts_shows_them(till: PairedTill) -> None:
    till.town.shop(figures="counts")

    assert "9 in stock" in Parsed(till.town.page(f"{SHOP}articles/coffee/")).seen


def test_a_level_below_zero_is_out_of_stock(till: PairedTill) -> None:
    till.town.shop(figures="counts")

    page = till.town.page(f"{SHOP}articles/cheese/")

    assert "Out of stock" in Parsed(page).seen
    assert "-0.350" not in page
    assert "€24.90 per kg" in Parsed(page).seen


def test_an_unknown_level_is_said_to_be_unknown_and_a_missing_price_is_asked_for(till: PairedTill) -> None:
    page = Parsed(till.town.page(f"{SHOP}articles/soap/", language="fr"))

    assert "Stock non renseigné, appelez la boutique" in page.seen
    assert "Prix en boutique" in page.seen


def test_a_figure_of_a_former_till_is_not_vouched_for_by_the_new_one(till: PairedTill) -> None:
    till.town.now_ms += 2 * HOUR_MS
    till.town.till().beat()

    assert "Probably in stock, last seen 12:00" in Parsed(till.town.page(f"{SHOP}articles/coffee/")).seen


def test_after_closing_the_figure_is_that_of_closing_time(till: PairedTill) -> None:
    till.town.now_ms += 7 * HOUR_MS
    till.beat(version=2, closing=True)
    till.town.now_ms += 13 * HOUR_MS

    assert "At closing time yesterday: in stock" in Parsed(till.town.page(f"{SHOP}articles/coffee/")).seen
    till.town.now_ms += 2 * HOUR_MS
    assert "Probably in stock, last seen yesterday 19:00" in Parsed(till.town.page(f"{SHOP}articles/coffee/")).seen


def test_the_same_article_elsewhere_is_shown_by_its_barcode(till: PairedTill) -> None:
    other = till.town.till("Ailleurs")
    other.put_products(
        product("x", "Café, le même", barcodes=("3017620422003",)), product("y", barcodes=("2000000000015",))
    )
    till.put_products(product("own", "Maison", barcodes=("2000000000015",)))

    assert "Café, le même" in Parsed(till.town.page(f"{SHOP}articles/coffee/")).seen
    assert "Article y" not in Parsed(till.town.page(f"{SHOP}articles/own/")).seen


def test_a_product_taken_out_of_the_window_is_gone(till: PairedTill) -> None:
    till.put_products(product("coffee", version=2, shown=False))

    answer = till.town.client.get(f"{SHOP}articles/coffee/", headers={"Accept-Language": "en"})

    assert answer.status_code == 404
    assert "This page is not there" in Parsed(answer.content.decode()).seen
    assert "Café moulu" not in till.town.page(SHOP)


@pytest.mark.parametrize(
    "path", ["/nothing", "/boutiques/nobody/", f"{SHOP}articles/nothing/", "/boutiques/<b>/", "/%00"]
)
def test_what_is_not_there_is_a_page_too(till: PairedTill, path: str) -> None:
    assert till.town.client.get(path).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "?page=0",
        "?page=-1",
        "?page=x",
        "?page=99999999999999999999",
        "?page=²",
        "?q=%00%ff",
        "?q=" + "a" * 5000,
        "?category=%27%22",
        "?in_stock=yes",
        "?lang=../../etc",
        "?q=%22&page=2000",
        "?category=" + "é" * 500,
    ],
)
def test_no_address_breaks_a_page(till: PairedTill, query: str) -> None:
    for path in ("/", SHOP):
        till.town.page(path + query)


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_shown_as_plain_text(town: Town, words: str) -> None:
    till = town.till(words + " A", trade=words, street=words, city=words[:60], presentation=words, hours=words)
    till.put_products(product("x", words, brand=words, category=words, barcodes=(words[:64],)))
    till.put_levels(level("x", 9000))
    slug = till.joined.window_url.split("/")[-2]

    for path in ("/", f"/boutiques/{slug}/", f"/boutiques/{slug}/articles/x/", "/?q=alert", f"/?category=x&q={slug}"):
        page = Parsed(town.page(path))
        assert {attributes.get("type", "src") for attributes in page.all("script")} <= {"src", "application/ld+json"}
        assert not page.all("img")
        assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on")]
        assert not [link for link in page.all("a") if link["href"].startswith("javascript")]
    shown = Parsed(town.page(f"/boutiques/{slug}/articles/x/"))
    assert " ".join(words.split()) in shown.seen
    linked = _linked_data(town.page(f"/boutiques/{slug}/articles/x/"))
    assert linked["name"] == words


@pytest.mark.parametrize("path", ["/", "/?q=cafe", SHOP, f"{SHOP}articles/coffee/"])
def test_a_page_is_guarded_and_asks_nothing_of_others(till: PairedTill, path: str) -> None:
    answer = till.town.client.get(path)
    page = Parsed(answer.content.decode())

    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert not answer.cookies
    loaded = [attributes.get("src", "") for tag, attributes in page.elements if tag in {"script", "img", "iframe"}]
    loaded += [link["href"] for link in page.all("link") if link["rel"] in {"stylesheet", "icon"}]
    assert all(address == "" or address.startswith("/static/") for address in loaded)
    assert not [attributes for _, attributes in page.elements if "style" in attributes]
    addresses = re.findall(r'https?://[^"\'\s<]+', answer.content.decode())
    known = ("http://localhost/", "https://schema.org", "http://www.w3.org/2000/svg", "https://www.openstreetmap.org/")
    assert not [address for address in addresses if not address.startswith(known)]


@pytest.mark.parametrize("path", ["/", "/?q=cafe", SHOP, f"{SHOP}articles/coffee/"])
def test_a_page_can_be_used_without_seeing_it(till: PairedTill, path: str) -> None:
    page = Parsed(till.town.page(path))

    assert page.all("html")[0]["lang"] == "en"
    assert len(page.all("h1")) == len(page.all("main")) == 1
    labelled = {label.get("for") for label in page.all("label")}
    assert all(
        field.get("type") in {"hidden", "checkbox"} or field.get("id") in labelled for field in page.all("input")
    )
    assert page.all("a")[0] == {"class": "skip", "href": "#main"}
    assert all(nav.get("aria-label") for nav in page.all("nav"))
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_the_language_follows_the_browser_the_choice_and_the_address(till: PairedTill) -> None:
    client = till.town.client

    def language(path: str = "/", accept: str = "") -> str:
        answer = client.get(path, headers={"Accept-Language": accept})
        return Parsed(answer.content.decode()).all("html")[0]["lang"]

    assert language() == "fr"
    assert language(accept="en-GB,en;q=0.8") == "en"
    assert language(accept="de, en;q=0.5") == "en"
    assert language("/?lang=en", accept="fr") == "en"
    assert language(accept="fr") == "en"  # chosen, and remembered
    assert language("/?lang=fr", accept="en") == "fr"
    assert language("/?lang=xx", accept="en") == "fr"


def test_a_page_leads_to_itself_in_the_other_language(till: PairedTill) -> None:
    links = Parsed(till.town.page("/?q=café&in_stock=1", language="fr")).all("a")

    assert [link["href"] for link in links if link.get("hreflang") == "en"] == ["/?q=caf%C3%A9&in_stock=1&lang=en"]


def test_a_product_is_described_to_search_engines(till: PairedTill) -> None:
    described = _linked_data(till.town.page(f"{SHOP}articles/coffee/"))

    assert described["@type"] == "Product"
    assert described["gtin"] == "03017620422003"
    offer = described["offers"]
    assert (offer["price"], offer["priceCurrency"]) == ("4.50", "EUR")
    assert offer["availability"] == "https://schema.org/InStock"
    assert offer["seller"]["openingHoursSpecification"][0] == {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"],
        "opens": "09:00",
        "closes": "12:30",
    }
    till.town.now_ms += 2 * HOUR_MS
    assert "availability" not in _linked_data(till.town.page(f"{SHOP}articles/coffee/"))["offers"]
    assert "offers" not in _linked_data(till.town.page(f"{SHOP}articles/soap/"))


def test_a_page_can_be_shared(till: PairedTill) -> None:
    metas = {
        meta.get("property"): meta["content"]
        for meta in Parsed(till.town.page(f"{SHOP}articles/coffee/")).all("meta")
        if "content" in meta
    }

    assert metas["og:title"] == "Café moulu"
    assert metas["og:type"] == "product"
    assert metas["og:url"] == f"http://localhost{SHOP}articles/coffee/"


def test_the_sitemap_lists_what_is_shown(till: PairedTill) -> None:
    till.put_products(product("hidden", shown=False))
    client = till.town.client

    index = _locations(client.get("/sitemap.xml").content)
    listed = [
        place for page in index for place in _locations(client.get(page.removeprefix("http://localhost")).content)
    ]

    assert f"Sitemap: {'http://localhost/sitemap.xml'}" in client.get("/robots.txt").content.decode()
    assert len(listed) == len(set(listed))
    assert len([place for place in listed if "/boutiques/" in place]) == 5
    assert f"http://localhost{SHOP}articles/coffee/" in listed
    assert client.get("/sitemap-7.xml").status_code == 404


def test_another_host_name_is_not_answered(town: Town) -> None:
    answer = town.client.get("/", SERVER_NAME="elsewhere.example")

    assert answer.status_code == 400
    assert "elsewhere.example" not in answer.content.decode()


def _linked_data(page: str) -> dict[str, Any]:
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    whole = json.loads(text)
    assert whole["@context"] == "https://schema.org"
    found: dict[str, Any] = whole["@graph"][0]
    return found


def _locations(document: bytes) -> list[str]:
    return [
        str(node.text)
        for node in ElementTree.fromstring(document).iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")
    ]
