"""How the town is followed and listed: Atom feeds, the sitemap, Google's local listings, the square code."""

import csv
import io
import re
from typing import Any
from xml.etree import ElementTree

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from sync import order_protocol
from sync.catalogue import atom
from sync.catalogue.models import Product, Shop
from sync.catalogue.pages.following import _at
from sync.catalogue.pages.local_listings import _table
from tests.sync.catalogue.calls import HOUR_MS, PairedTill, Town
from tests.sync.catalogue.going_on import DAY_MS, event, promotion, told
from tests.sync.catalogue.test_pages import SHOP, WEEK, Parsed
from tests.sync.catalogue.tills import level, product

ATOM = "{http://www.w3.org/2005/Atom}"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
FEEDS = ("/nouvelles.atom", "/agenda.atom", "/promotions.atom", f"{SHOP}nouvelles.atom")


@pytest.fixture
def till(any_town: Town) -> PairedTill:
    paired = any_town.till(trade="Épicerie", city="Vannes", hours=WEEK)
    paired.put_products(
        product("coffee", "Café moulu", price_minor=450, barcodes=("3017620422003",), brand="Brûlerie"),
        product("soap", "Savon", price_minor=300),
        product("free", "Sur demande", price_minor=None),
        product("cheese", "Comté", unit="kg"),
    )
    paired.put_levels(level("coffee", 9000), level("soap", 0), level("free", 1000), level("cheese", 4000))
    paired.beat()
    return paired


def _feed(town: Town, path: str) -> ElementTree.Element:
    answer = town.client.get(path, headers={"Accept-Language": "en"})
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert not answer.cookies
    return ElementTree.fromstring(answer.content)


def _check(feed: ElementTree.Element) -> None:
    """What RFC 4287 asks of every feed and entry."""
    assert feed.tag == f"{ATOM}feed"
    ids = [part.text for part in feed.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids))
    for part in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(part.findall(f"{ATOM}{name}")) == 1
        assert MOMENT.fullmatch(part.findtext(f"{ATOM}updated") or "")
        assert part.findtext(f"{ATOM}author/{ATOM}name")
        assert re.match("https?://", part.findtext(f"{ATOM}id") or "")
        assert all(link.get("href") for link in part.findall(f"{ATOM}link"))
    assert [link.get("rel") for link in feed.findall(f"{ATOM}link")] == ["self", "alternate"]


def _titles(feed: ElementTree.Element) -> list[str | None]:
    return [entry.findtext(f"{ATOM}title") for entry in feed.findall(f"{ATOM}entry")]


@pytest.mark.parametrize("path", FEEDS)
def test_every_feed_is_one_even_when_it_holds_nothing(till: PairedTill, path: str) -> None:
    _check(_feed(till.town, path))


def test_feeds_tell_news_events_and_promotions(till: PairedTill) -> None:
    town, shop = till.town, till.town.shop()
    told(town, "Arrivage & <b>huîtres</b>", shop=shop, text="Voir https://port.example\n\n<script>")
    told(town, "Mot de la mairie")
    told(town, "Cachée", shop=shop, hidden_by="mairie")
    event(town, "Braderie", shop, place="Place des Lices")
    promotion(town, Product.objects.get(ref="coffee"), 600)

    news, own, agenda, promotions = (
        _feed(town, path) for path in ("/nouvelles.atom", f"{SHOP}nouvelles.atom", "/agenda.atom", "/promotions.atom")
    )

    for feed in (news, own, agenda, promotions):
        _check(feed)
    assert sorted(map(str, _titles(news))) == ["Arrivage & <b>huîtres</b>", "Mot de la mairie"]
    assert _titles(own) == ["Arrivage & <b>huîtres</b>"]
    assert _titles(agenda) == ["Braderie"]
    assert _titles(promotions) == ["Café moulu"]
    content = own.findtext(f"{ATOM}entry/{ATOM}content") or ""
    assert "<script>" not in content
    assert 'rel="nofollow ugc noopener"' in content
    assert "€6.00" in (promotions.findtext(f"{ATOM}entry/{ATOM}content") or "")
    Shop.objects.update(shown=False)
    assert _titles(_feed(town, "/nouvelles.atom")) == ["Mot de la mairie"]
    assert _titles(_feed(town, "/promotions.atom")) == []


@given(st.text(max_size=200))
def test_any_words_make_a_feed_that_can_be_read(words: str) -> None:
    at = _at(1_700_000_000_000)
    entry = atom.Entry("http://t/1", words, "http://t/1", words, words, at, at)
    read = ElementTree.fromstring(atom.feed(atom.Feed(words, "http://t/f", "http://t/", "T", "fr", [entry]), at))

    assert len(read.findall(f"{ATOM}entry")) == 1


@pytest.mark.parametrize(("path", "listed"), [("/", FEEDS[:3]), (SHOP, FEEDS)])
def test_a_page_leads_to_its_feeds(till: PairedTill, path: str, listed: tuple[str, ...]) -> None:
    links = Parsed(till.town.page(path)).all("link")

    assert [link["href"] for link in links if link.get("type") == "application/atom+xml"] == list(listed)


def test_the_sitemap_tells_languages_changes_and_what_goes_on(till: PairedTill) -> None:
    event(till.town, "Braderie")
    hidden = told(till.town, "Cachée", hidden_by="mairie")
    shown = told(till.town, "Arrivage")
    document = till.town.client.get("/sitemap-0.xml").content.decode()
    goods = till.town.client.get("/sitemap-1.xml").content.decode()

    ElementTree.fromstring(document)
    assert "<loc>http://localhost/agenda/braderie/</loc><lastmod>2023-11-15T11:00:00Z</lastmod>" in document
    assert f"/nouvelles/{shown.pk}/</loc>" in document
    assert f"/nouvelles/{hidden.pk}/</loc>" not in document
    assert 'hreflang="en" href="http://localhost/?lang=en"' in document
    assert f"<loc>http://localhost{SHOP}articles/coffee/</loc><lastmod>2023-11-15T11:00:00Z</lastmod>" in goods
    for place in re.findall(r"<loc>http://localhost(.*?)</loc>", document + goods):
        assert till.town.client.get(place).status_code == 200
    Shop.objects.update(shown=False)
    assert till.town.client.get("/sitemap-1.xml").status_code == 404


def _listed(town: Town, name: str = "google-local.tsv") -> dict[str, dict[str, str]]:
    answer = town.client.get(f"{SHOP}{name}")
    assert answer.headers["Content-Type"] == "text/tab-separated-values; charset=utf-8"
    rows = csv.DictReader(io.StringIO(answer.content.decode()), delimiter="\t", quoting=csv.QUOTE_NONE)
    return {row["id"]: row for row in rows}


def test_local_listings_tell_what_the_window_is_sure_of(till: PairedTill) -> None:
    listed = _listed(till.town)

    assert set(listed) == {"coffee", "soap"}  # no price, or sold by weight: not listed
    assert listed["coffee"]["availability"] == "in stock"
    assert listed["coffee"]["store code"] == "epicerie-du-port"
    assert (listed["coffee"]["price"], listed["coffee"]["sale price"]) == ("4.50 EUR", "")
    assert listed["coffee"]["quantity"] == ""  # bands never give a count away
    assert listed["soap"]["availability"] == "out of stock"
    assert listed["coffee"]["pickup method"] == "not supported"
    till.town.now_ms += 2 * HOUR_MS
    assert _listed(till.town) == {}


def test_a_shop_that_tells_counts_lists_them_and_what_it_puts_aside_at_once(till: PairedTill) -> None:
    till.town.shop(figures="counts")
    rules = order_protocol.Rules(
        term=till.term, version=1, takes=True, mode="safety", safety_milli=1000, hold_minutes=60, answer_minutes=30
    )
    assert till.call("PUT", "rules", rules).status_code == 200

    row = _listed(till.town)["coffee"]

    assert row["quantity"] == "8"
    assert (row["pickup method"], row["pickup sla"]) == ("reserve", "same day")


def test_a_promotion_is_listed_with_its_usual_price(till: PairedTill) -> None:
    promotion(till.town, Product.objects.get(ref="coffee"), 600, ends_ms=till.town.now_ms + DAY_MS)

    row = _listed(till.town)["coffee"]

    assert (row["price"], row["sale price"]) == ("6.00 EUR", "4.50 EUR")
    assert row["sale price effective date"] == "2023-11-15T10:00Z/2023-11-16T11:00Z"


def test_articles_are_described_for_listings(till: PairedTill) -> None:
    row = _listed(till.town, "google-produits.tsv")["coffee"]

    assert (row["title"], row["brand"], row["gtin"]) == ("Café moulu", "Brûlerie", "03017620422003")
    assert row["link"] == f"http://localhost{SHOP}articles/coffee/"


@given(st.lists(st.text(max_size=60), min_size=3, max_size=3))
def test_any_words_stay_in_their_cell(cells: list[str]) -> None:
    (head, *rows) = _table(("a", "b", "c"), [cells]).content.decode().split("\n")

    assert head == "a\tb\tc"
    assert rows[1:] == [""]
    assert len(rows[0].split("\t")) == 3
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in rows[0].split("\t"))


def test_the_square_code_leads_to_the_window(till: PairedTill) -> None:
    answer = till.town.client.get(f"{SHOP}qr.svg")

    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert zxingcpp.read_barcodes(_raster(answer.content))[0].text == f"http://localhost{SHOP}"


def _raster(svg: bytes) -> Any:
    """Draw the squares of the code, as a printer would."""
    from PIL import Image, ImageDraw

    root = ElementTree.fromstring(svg)
    side = int(float(root.attrib["viewBox"].split()[2]))
    image = Image.new("L", (side * 10, side * 10), 255)
    pen = ImageDraw.Draw(image)
    path = next(part.attrib["d"] for part in root.iter() if part.tag.endswith("path"))
    for left, top, right, bottom in re.findall(r"M([\d.]+),([\d.]+)H([\d.]+)V([\d.]+)", path):
        pen.rectangle((float(left) * 10, float(top) * 10, float(right) * 10 - 1, float(bottom) * 10 - 1), fill=0)
    return image
