"""What search engines and networks are told of a page: never more than the page says, and in words that they know."""

import json
import re
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from PIL import Image

from sync.catalogue import photos, share_cards
from sync.catalogue.models import Closure, Product, ProductPhoto, Shop
from sync.catalogue.models import Town as HeldTown
from sync.catalogue.pages.opening_data import special_hours
from sync.catalogue.share_cards import ShareCard, drawn_card, kept
from sync.catalogue.trades import kind_of
from tests.sync.catalogue.calls import HOUR_MS, PairedTill, Town
from tests.sync.catalogue.going_on import DAY_MS, event, promotion, told
from tests.sync.catalogue.test_pages import HOSTILE, SHOP, WEEK, Parsed
from tests.sync.catalogue.tills import level, product


@pytest.fixture
def till(any_town: Town) -> PairedTill:
    paired = any_town.till(trade="Épicerie fine", street="1, quai du Port", postcode="56000", city="Vannes", hours=WEEK)
    paired.put_products(
        product("coffee", "Café moulu", price_minor=450, category="Épicerie", barcodes=("3017620422003",)),
        product("cheese", "Comté", unit="kg", price_minor=2490),
    )
    paired.put_levels(level("coffee", 9000), level("cheese", 4000))
    paired.beat()
    return paired


def described(page: str) -> dict[str, dict[str, Any]]:
    """What a page tells of each kind of thing."""
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return {part["@type"]: part for part in json.loads(text)["@graph"]}


def _photo(shop: Shop | None = None) -> Any:
    file = BytesIO()
    Image.new("RGB", (640, 480), (120, 30, 60)).save(file, "JPEG")
    return photos.keep(file.getvalue(), shop_id=None if shop is None else shop.pk, now_ms=1)


def test_a_shop_is_the_business_that_its_trade_says(till: PairedTill) -> None:
    shop = till.town.shop()
    Shop.objects.filter(pk=shop.pk).update(latitude=47.655, longitude=-2.76, website="https://port.example")
    Closure.objects.create(shop=shop, first="2023-12-24", last="2023-12-26")

    said = described(till.town.page(SHOP))

    store = said["GroceryStore"]
    assert store["geo"] == {"@type": "GeoCoordinates", "latitude": 47.655, "longitude": -2.76}
    assert store["sameAs"] == "https://port.example"
    assert len(store["openingHoursSpecification"]) == 3
    assert store["specialOpeningHoursSpecification"] == [
        {
            "@type": "OpeningHoursSpecification",
            "validFrom": "2023-12-24",
            "validThrough": "2023-12-26",
            "opens": "00:00",
            "closes": "00:00",
        }
    ]
    names = [step["name"] for step in said["BreadcrumbList"]["itemListElement"]]
    assert names == ["Les vitrines", "Shops", "Épicerie du Port"]


def test_an_address_that_is_no_web_address_is_not_passed_on(till: PairedTill) -> None:
    Shop.objects.update(website="javascript:alert(1)")

    assert "sameAs" not in described(till.town.page(SHOP))["GroceryStore"]


def test_a_promotion_tells_the_price_before_and_until_when(till: PairedTill) -> None:
    coffee = Product.objects.get(ref="coffee")
    promotion(till.town, coffee, 600, ends_ms=till.town.now_ms + 2 * DAY_MS)

    offer = described(till.town.page(f"{SHOP}articles/coffee/"))["Product"]["offers"]

    assert (offer["price"], offer["priceValidUntil"]) == ("4.50", "2023-11-17")
    assert offer["priceSpecification"] == {
        "@type": "UnitPriceSpecification",
        "price": "6.00",
        "priceCurrency": "EUR",
        "priceType": "https://schema.org/StrikethroughPrice",
    }
    till.put_products(product("coffee", "Café moulu", version=2, price_minor=500))
    offer = described(till.town.page(f"{SHOP}articles/coffee/"))["Product"]["offers"]
    assert (offer["price"], "priceValidUntil" in offer) == ("5.00", False)


def test_what_is_sold_by_weight_is_priced_by_the_kilogram(till: PairedTill) -> None:
    offer = described(till.town.page(f"{SHOP}articles/cheese/"))["Product"]["offers"]

    assert offer["priceSpecification"]["unitCode"] == "KGM"


@pytest.mark.parametrize(
    ("hours_later", "availability"),
    [(0, "https://schema.org/InStock"), (0.5, "https://schema.org/InStock"), (2, None), (30, None)],
)
def test_availability_goes_when_the_page_is_no_longer_sure(
    till: PairedTill, hours_later: float, availability: str | None
) -> None:
    till.town.now_ms += int(hours_later * HOUR_MS)

    page = till.town.page(f"{SHOP}articles/coffee/")

    assert described(page)["Product"]["offers"].get("availability") == availability
    assert ("Probably" in page or "No recent figure" in Parsed(page).seen) or availability is not None


def test_photos_go_along(till: PairedTill) -> None:
    coffee = Product.objects.get(ref="coffee")
    ProductPhoto.objects.create(product=coffee, photo=_photo(coffee.shop), place=0)

    (address,) = described(till.town.page(f"{SHOP}articles/coffee/"))["Product"]["image"]

    assert re.fullmatch(r"http://localhost/photos/\d+-\d+\.webp", address)


def test_the_town_tells_how_it_is_searched(till: PairedTill) -> None:
    said = described(till.town.page("/"))

    assert said["WebSite"]["potentialAction"]["target"]["urlTemplate"] == "http://localhost/?q={search_term_string}"
    assert said["Organization"]["name"] == "Les vitrines"


def test_an_event_and_a_piece_of_news_are_described(till: PairedTill) -> None:
    event(till.town, "Braderie", till.town.shop(), place="Place des Lices")
    said = told(till.town, "Arrivage", shop=till.town.shop())

    happening = described(till.town.page("/agenda/braderie/"))["Event"]
    article = described(till.town.page(f"/nouvelles/{said.pk}/"))["NewsArticle"]

    assert happening["startDate"] == "2023-11-16T12:00:00+01:00"
    assert happening["location"]["name"] == "Place des Lices"
    assert happening["contributor"][0]["name"] == "Épicerie du Port"
    assert (article["headline"], article["author"]["name"]) == ("Arrivage", "Épicerie du Port")


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_inside_what_is_described(town: Town, words: str) -> None:
    HeldTown.objects.update(name=words)
    shop = town.shop(words + " A", trade=words, presentation=words)
    event(town, words, shop, slug="evenement", text=words, place=words)
    said = told(town, words, shop=shop, text=words)

    for path, kind in (("/agenda/evenement/", "Event"), (f"/nouvelles/{said.pk}/", "NewsArticle"), ("/", "WebSite")):
        page = town.page(path)
        part = described(page)[kind]
        assert words in {part.get("name"), part.get("headline")}
        shown = Parsed(page)
        assert not [name for _, attributes in shown.elements for name in attributes if name.startswith("on")]
        assert {script.get("type", "src") for script in shown.all("script")} <= {"src", "application/ld+json"}
    for path in (
        "/nouvelles/",
        "/agenda/",
        "/promotions/",
        "/favoris/",
        "/agenda.ics",
        "/nouvelles.atom",
        "/carte.jpg",
    ):
        assert town.client.get(path).status_code == 200
        assert town.client.get(path).headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("trade", "kind"),
    [
        ("Boulangerie-pâtisserie", "Bakery"),
        ("Épicerie fine", "GroceryStore"),
        ("Librairie", "BookStore"),
        ("Café-librairie", "Store"),
        ("Fleuriste", "Florist"),
        ("Petite maison", "Store"),
        ("Vêtements d’enfant", "ClothingStore"),
        ("Velours", "Store"),
        ("", "Store"),
    ],
)
def test_a_trade_is_a_kind_of_business_only_where_its_words_are_clear(trade: str, kind: str) -> None:
    assert kind_of(trade) == kind


def test_of_two_closures_of_a_day_the_later_one_is_told() -> None:
    closures = (
        Closure(first="2023-12-24", last="2023-12-31"),
        Closure(first="2023-12-27", last="2023-12-27", hours="10:00-12:00,18:00-24:00"),
    )

    said = special_hours(closures, date(2023, 12, 25))

    assert [(part["validFrom"], part["validThrough"], part["opens"], part["closes"]) for part in said] == [
        ("2023-12-25", "2023-12-26", "00:00", "00:00"),
        ("2023-12-27", "2023-12-27", "10:00", "12:00"),
        ("2023-12-27", "2023-12-27", "18:00", "23:59"),
        ("2023-12-28", "2023-12-31", "00:00", "00:00"),
    ]


@pytest.mark.parametrize("path", ["/", SHOP, f"{SHOP}articles/coffee/", "/agenda/braderie/", "/agenda/"])
def test_a_shared_page_has_its_picture(till: PairedTill, path: str) -> None:
    event(till.town, "Braderie", till.town.shop())
    metas = {
        meta.get("property"): meta["content"] for meta in Parsed(till.town.page(path)).all("meta") if "content" in meta
    }

    answer = till.town.client.get(metas["og:image"].removeprefix("http://localhost"))

    assert answer.headers["Content-Type"] == "image/jpeg"
    with Image.open(BytesIO(answer.content)) as image:
        assert image.size == (int(metas["og:image:width"]), int(metas["og:image:height"])) == (1200, 630)
    assert metas["og:locale"] == "en_GB"
    assert not answer.cookies


def test_what_is_hidden_has_no_picture(till: PairedTill) -> None:
    event(till.town, "Braderie")
    Shop.objects.update(shown=False)

    for path in (f"{SHOP}carte.jpg", f"{SHOP}articles/coffee/carte.jpg", f"{SHOP}qr.svg", f"{SHOP}nouvelles.atom"):
        assert till.town.client.get(path).status_code == 404


def test_a_card_shows_the_photo_and_changes_with_what_it_says(till: PairedTill) -> None:
    path = f"{SHOP}articles/coffee/carte.jpg"
    bare = till.town.client.get(path).content
    coffee = Product.objects.get(ref="coffee")
    ProductPhoto.objects.create(product=coffee, photo=_photo(coffee.shop), place=0)

    with Image.open(BytesIO(till.town.client.get(path).content)) as image:
        red, green, blue = image.getpixel((1000, 400))  # type: ignore[misc]
    assert abs(red - 120) + abs(green - 30) + abs(blue - 60) < 60
    till.put_products(product("coffee", "Café en grains", version=2))
    assert till.town.client.get(path).content != bare


def test_cards_are_kept_and_the_oldest_go(town: Town, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(share_cards, "KEPT", 10)
    first = kept(ShareCard("Un", "", ""), tmp_path)
    assert kept(ShareCard("Un", "", ""), tmp_path) == first

    for place in range(25):
        kept(ShareCard(f"Carte {place}", "", ""), tmp_path)

    assert len(list((tmp_path / "share-cards").iterdir())) <= 10
    (tmp_path / "file").write_text("in the way")
    assert kept(ShareCard("Deux", "", ""), tmp_path / "file")


@pytest.mark.parametrize(
    "words", [*HOSTILE, "", "mot " * 200, "W" * 300, "عربي 漢字 \x00\x07", "Œuvre d’Éloïse – ½ € № ß"]
)
def test_no_words_break_a_card(words: str) -> None:
    with Image.open(BytesIO(drawn_card(ShareCard(words, words, words, "/nowhere.webp")))) as image:
        assert image.size == (1200, 630)


def test_cards_lie_in_the_folder_of_the_catalogue(town: Town) -> None:
    town.client.get("/carte.jpg")

    assert list((settings.DATA_FOLDER / "share-cards").glob("*.jpg"))
