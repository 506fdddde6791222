"""What goes on in town: events, news and promotions on their pages, for all shops and for one."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override

from sync.catalogue.models import Product, Shop
from sync.catalogue.pages.agenda import coming_events, for_shop, latest_news, running_promotions
from sync.catalogue.pages.happening import span_in_words
from tests.sync.catalogue.calls import HOUR_MS, PairedTill, Town
from tests.sync.catalogue.going_on import DAY_MS, event, promotion, told
from tests.sync.catalogue.test_pages import Parsed
from tests.sync.catalogue.tills import product

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def till(any_town: Town) -> PairedTill:
    paired = any_town.till(trade="Épicerie", street="1, quai du Port", city="Vannes")
    paired.put_products(product("coffee", "Café moulu", price_minor=450), product("soap", "Savon", price_minor=300))
    return paired


def _coffee() -> Product:
    found: Product = Product.objects.get(ref="coffee")
    return found


def test_the_agenda_shows_today_then_each_day_to_come(till: PairedTill) -> None:
    town = till.town
    event(town, "Marché du mercredi", starts_ms=town.now_ms - HOUR_MS, place="Place des Lices")
    event(town, "Ce soir au port", starts_ms=town.now_ms + 6 * HOUR_MS)
    event(town, "Braderie", town.shop(), starts_ms=town.now_ms + 3 * DAY_MS)
    event(town, "Hier", starts_ms=town.now_ms - DAY_MS)

    page = Parsed(town.page("/agenda/"))

    seen = page.seen
    order = [seen.index(text) for text in ("Today", "Marché du mercredi", "Ce soir au port", "Saturday 18", "Braderie")]
    assert order == sorted(order)
    assert "Place des Lices" in seen
    assert "1 shop takes part" in seen
    assert "Hier" not in seen
    assert {"href": "/agenda/archives/2023/"} in page.all("a")
    assert "Hier" in Parsed(town.page("/agenda/archives/2023/")).seen


def test_an_event_has_a_page_with_the_shops_that_take_part(till: PairedTill) -> None:
    town = till.town
    hidden = town.shop("Fermée")
    event(town, "Braderie", town.shop(), hidden, text="Première ligne\nseconde\n\nVoir https://ville.example/b.")
    Shop.objects.filter(pk=hidden.pk).update(shown=False)

    page = Parsed(town.page("/agenda/braderie/"))

    assert "Thursday 16 November, 12:00 to 14:00" in page.seen
    assert "Épicerie du Port" in page.seen
    assert "Fermée" not in page.seen
    assert {"href": "https://ville.example/b", "rel": "nofollow ugc noopener"} in page.all("a")
    assert {"class": "button", "href": "/agenda/braderie.ics", "download": ""} in page.all("a")


def test_an_event_that_is_over_says_so_and_is_no_longer_put_into_a_calendar(till: PairedTill) -> None:
    event(till.town, "Braderie", starts_ms=till.town.now_ms - DAY_MS)

    page = Parsed(till.town.page("/agenda/braderie/"))

    assert "This event is over." in page.seen
    assert "/agenda/braderie.ics" not in till.town.page("/agenda/braderie/")


@pytest.mark.parametrize("path", ["/agenda/nothing/", "/agenda/nothing.ics", "/agenda/archives/2023/", "/nouvelles/1/"])
def test_what_never_was_is_not_there(town: Town, path: str) -> None:
    assert town.client.get(path).status_code == 404


@pytest.mark.parametrize("year", ["0", "1", "1969", "9999", "99999999999999999999"])
def test_no_year_breaks_the_archive(town: Town, year: str) -> None:
    assert town.client.get(f"/agenda/archives/{year}/").status_code == 404


@pytest.mark.parametrize(
    ("starts", "ends", "words"),
    [
        ((2026, 11, 28, 10), (2026, 11, 28, 18, 30), "Saturday 28 November, 10:00 to 18:30"),
        ((2026, 11, 28), (2026, 11, 29), "Saturday 28 November"),
        ((2026, 11, 28), (2026, 11, 30), "From Saturday 28 November to Sunday 29 November"),
        ((2027, 1, 2, 9), (2027, 1, 2, 9), "Saturday 2 January 2027, 09:00"),
        ((2026, 11, 28, 20), (2026, 11, 29, 2), "From Saturday 28 November, 20:00 to Sunday 29 November, 02:00"),
        ((2026, 11, 28, 20), (2026, 11, 29), "Saturday 28 November, 20:00 to 00:00"),
    ],
)
def test_when_it_happens_is_said_in_words(starts: tuple[int, ...], ends: tuple[int, ...], words: str) -> None:
    now = datetime(2026, 11, 26, 12, tzinfo=PARIS)
    with override("en"):
        said = span_in_words(datetime(*starts, tzinfo=PARIS), datetime(*ends, tzinfo=PARIS), now)  # type: ignore[misc,arg-type]

    assert said == words


def test_news_are_told_until_they_end_and_never_once_taken_back_or_hidden(till: PairedTill) -> None:
    town, shop = till.town, till.town.shop()
    hidden_shop = town.shop("Fermée")
    told(town, "Arrivage d’huîtres", shop=shop, text="Elles sont là")
    told(town, "Mot de la mairie")
    told(town, "Reprise", shop=shop, shown=False)
    told(town, "Cachée", shop=shop, hidden_by="mairie")
    told(town, "Demain", shop=shop, from_ms=town.now_ms + DAY_MS)
    told(town, "Finie", shop=shop, until_ms=town.now_ms)
    told(town, "Boutique partie", shop=hidden_shop)
    Shop.objects.filter(pk=hidden_shop.pk).update(shown=False)

    assert {card.title for card in latest_news(town.now_ms, 20)} == {"Arrivage d’huîtres", "Mot de la mairie"}
    assert [card.title for card in latest_news(town.now_ms, 20, shop=shop)] == ["Arrivage d’huîtres"]
    assert latest_news(town.now_ms, 20, shop=hidden_shop) == ()
    page = Parsed(town.page("/nouvelles/")).seen
    assert "Arrivage d’huîtres" in page
    assert "Cachée" not in page


def test_hidden_news_has_no_page(till: PairedTill) -> None:
    kept = told(till.town, "Là", text="Un lien javascript:alert(1) et <b>rien</b>", shop=till.town.shop())
    gone = told(till.town, "Cachée", hidden_by="mairie")

    page = till.town.page(f"/nouvelles/{kept.pk}/")

    assert "javascript:alert(1)" in Parsed(page).seen
    assert 'href="javascript' not in page
    assert till.town.client.get(f"/nouvelles/{gone.pk}/").status_code == 404


def test_news_are_turned_a_page_at_a_time(till: PairedTill) -> None:
    for place in range(30):
        told(till.town, f"Nouvelle {place:02}", from_ms=till.town.now_ms - place)

    first, second = (till.town.page(f"/nouvelles/{query}") for query in ("", "?page=2"))

    assert "Nouvelle 23" in first
    assert "Nouvelle 24" not in first
    assert "Nouvelle 24" in second
    assert 'href="/nouvelles/"' in second
    for query in ("?page=0", "?page=²", "?page=99999999999999", "?page=-1"):
        till.town.page(f"/nouvelles/{query}")


def test_a_promotion_shows_its_price_the_prior_one_and_its_end(till: PairedTill) -> None:
    promotion(till.town, _coffee(), 600, text="Pour la foire", ends_ms=till.town.now_ms + 12 * HOUR_MS)

    seen = Parsed(till.town.page("/promotions/")).seen

    for text in ("Café moulu", "€4.50", "€6.00", "−25", "Until this evening", "Pour la foire", "Épicerie du Port"):
        assert text in seen


@pytest.mark.parametrize(
    "values",
    [
        {"price_minor": 400},
        {"prior_minor": 450},
        {"prior_minor": 400},
        {"prior_minor": None},
        {"starts_ms": 10**14},
        {"ends_ms": 1},
        {"price_minor": None},
    ],
)
def test_a_price_that_the_till_does_not_charge_or_that_is_no_reduction_is_not_told(
    till: PairedTill, values: dict[str, int | None]
) -> None:
    promotion(till.town, _coffee(), **{"prior_minor": 600, **values})

    assert running_promotions(till.town.now_ms, 10) == ()
    assert "No promotion runs" in Parsed(till.town.page("/promotions/")).seen


def test_a_promotion_goes_with_its_product_and_its_shop(till: PairedTill) -> None:
    promotion(till.town, _coffee(), 600)
    assert len(for_shop(till.town.shop(), till.town.now_ms, 5).promotions) == 1
    Shop.objects.update(shown=False)
    assert running_promotions(till.town.now_ms, 10) == ()
    Shop.objects.update(shown=True)

    till.put_products(product("coffee", "Café moulu", version=2, price_minor=450, shown=False))

    assert running_promotions(till.town.now_ms, 10) == ()


def test_a_shop_shows_the_events_it_takes_part_in(till: PairedTill) -> None:
    town = till.town
    event(town, "Braderie", town.shop())
    event(town, "Ailleurs", town.shop("Autre"))

    assert [card.title for card in coming_events(town.now_ms, 5, shop=town.shop())] == ["Braderie"]
    assert [card.title for card in coming_events(town.now_ms, 5)] == ["Braderie", "Ailleurs"]
