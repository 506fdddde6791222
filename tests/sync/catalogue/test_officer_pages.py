"""The town hall's pages: every form does what it says, says what is wrong, loses nothing typed, obeys nobody else."""

import re
from contextlib import suppress
from typing import Any

import pytest
from django.urls import NoReverseMatch, get_resolver, reverse

from sync import protocol
from sync.catalogue.models import AuditLine, News, OfficerTry, Place, Shop, TillKey
from sync.catalogue.pages.officer.addresses import routes
from sync.catalogue.tidying import tidy
from tests.sync.catalogue.calls import HOUR_MS, Town, problem
from tests.sync.catalogue.hall import MAIL, PASSWORD, Browser, officer, signed_in

SHOP = {
    "name": "Librairie des Lices",
    "trade": "Librairie",
    "street": "2, place des Lices",
    "postcode": "56000",
    "city": "Vannes",
    "phone": "02 97 00 00 11",
    "mail": "lices@vannes.example",
    "website": "lices.example",
    "hours": "Tu-Sa 10:00-19:00",
    "presentation": "Des livres.\nEt du thé.",
}
EVENT = {
    "title": "Braderie d’été",
    "text": "Toute la ville.",
    "place": "Rue des Halles",
    "starts_ms": "2023-12-05T10:00",
    "ends_ms": "2023-12-05 18:30",
}


def test_nothing_is_seen_without_signing_in(any_town: Town) -> None:
    any_town.shop("Épicerie du Port")
    opened = {"officer-sign-in", "officer-sign-out", "officer-choose"}
    for route in routes:
        path = _path(route.name)
        answer = Browser(any_town).client.get(path)
        if route.name not in opened:
            assert answer.status_code == 303, route.name
            assert answer.headers["Location"].startswith("/mairie/entrer/?vers=/mairie/"), route.name
        assert answer.headers["Cache-Control"] == "no-store", route.name
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow", route.name


def test_nothing_is_done_without_signing_in(any_town: Town) -> None:
    shop = any_town.shop("Épicerie du Port")
    for route in routes:
        browser = Browser(any_town)
        browser.open("/mairie/entrer/")
        answer = browser.send(_path(route.name), {"name": "x", "title": "x", "why": "x", "password": PASSWORD})
        assert answer.status_code in {303, 404, 405, 422}, route.name
    shop.refresh_from_db()
    assert shop.shown
    assert {line.deed for line in AuditLine.objects.all()} == {"shop made"}


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"},
     {"Origin": "null"}],
)  # fmt: skip
def test_a_form_from_elsewhere_changes_nothing(any_town: Town, headers: dict[str, str]) -> None:
    browser = signed_in(any_town)
    shop = any_town.shop("Épicerie du Port")

    assert browser.send(f"/mairie/boutique/{shop.slug}/masquer/", {"why": "because"}, **headers).status_code == 403

    shop.refresh_from_db()
    assert shop.shown


def test_a_form_without_its_token_or_with_anothers_changes_nothing(any_town: Town) -> None:
    browser, other = signed_in(any_town), signed_in(any_town)
    shop = any_town.shop("Épicerie du Port")
    path = f"/mairie/boutique/{shop.slug}/masquer/"
    for token in ("", "0" * 64, other.token):
        refused = browser.client.post(path, {"token": token, "why": "because"})
        assert refused.status_code == 403
    assert "Nothing was changed" in browser.client.post(path, headers={"Accept-Language": "en"}).content.decode()
    shop.refresh_from_db()
    assert shop.shown
    browser.open(path)
    assert browser.send(path, {"why": "because"}, **{"Sec-Fetch-Site": "same-origin"}).status_code == 303


def test_signing_in_needs_the_token_of_this_browser_too(any_town: Town) -> None:
    officer(any_town)
    stranger = Browser(any_town)
    stranger.open("/mairie/entrer/")
    browser = Browser(any_town)
    browser.open("/mairie/entrer/")
    browser.token = stranger.token

    assert browser.send("/mairie/entrer/", {"mail": MAIL, "password": PASSWORD}).status_code == 403


def test_a_shop_is_invited_and_its_till_joins(any_town: Town) -> None:
    browser = signed_in(any_town)
    browser.open("/mairie/boutiques/inviter/")

    made = browser.send("/mairie/boutiques/inviter/", SHOP)
    assert made.headers["Location"] == "/mairie/boutique/librairie-des-lices/code/?fait=made"
    assert "The shop was made." in browser.open(made.headers["Location"])
    sheet = browser.send("/mairie/boutique/librairie-des-lices/code/", {"password": PASSWORD}).content.decode()

    code = re.search(r'class="code">([0-9A-Z-]{9})<', sheet)
    assert code is not None
    shop = Shop.objects.get(slug="librairie-des-lices")
    assert {name: getattr(shop, name) for name in SHOP} == {**SHOP, "website": "https://lices.example"}
    wish = protocol.PairRequest(code=code[1], till="till-1", till_name="Caisse", epoch=1)
    assert any_town.call("POST", "pair", wish).status_code == 200
    assert "Librairie des Lices" in any_town.page("/")
    assert code[1] not in browser.open("/mairie/boutique/librairie-des-lices/")
    assert not AuditLine.objects.filter(detail__contains=code[1]).exists()


def test_a_pairing_code_needs_the_password(any_town: Town) -> None:
    browser = signed_in(any_town)
    shop = any_town.shop("Épicerie du Port")
    path = f"/mairie/boutique/{shop.slug}/code/"
    browser.open(path)

    refused = browser.send(path, {"password": "another one altogether"})

    assert refused.status_code == 422
    assert "This is not your password." in refused.content.decode()
    assert 'class="code"' not in refused.content.decode()
    for _ in range(4):
        browser.send(path, {"password": "another one altogether"})
    assert "Too many wrong passwords" in browser.send(path, {"password": PASSWORD}).content.decode()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"name": ""}, "Please fill this in."),
        ({"name": "!?"}, "A name needs letters or digits."),
        ({"name": "EPICERIE DU PORT"}, "Another shop of the town has this name."),
        ({"name": "x" * 201}, "At most 200 characters, please."),
        ({"name": "Nom\u202ecaché"}, "This holds a character that cannot be read."),
        ({"name": "Nom\ncoupé"}, "This holds a character that cannot be read."),
        ({"phone": "call me"}, "Please write a telephone number"),
        ({"mail": "nobody"}, "Please write a mail address"),
        ({"website": "javascript:alert(1)"}, "Please write an address that begins with https://."),
        ({"website": "ftp://files.example"}, "Please write an address that begins with https://."),
        ({"latitude": "91", "longitude": "0"}, "Please write degrees between -90 and 90"),
        ({"latitude": "47.6", "longitude": "east"}, "Please write degrees between -180 and 180"),
        ({"latitude": "47.6"}, "Latitude and longitude belong together"),
        ({"latitude": "nan", "longitude": "0"}, "Please write degrees"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(town: Town, wrong: dict[str, str], told: str) -> None:
    browser = signed_in(town)
    town.shop("Épicerie du Port")
    browser.open("/mairie/boutiques/inviter/")
    typed = {**SHOP, **wrong}

    refused = browser.send("/mairie/boutiques/inviter/", typed)
    text = refused.content.decode()

    assert refused.status_code == 422
    assert told in text
    assert text.count("autofocus") == 1
    assert 'aria-invalid="true"' in text
    for name, value in typed.items():
        if name not in wrong:
            assert f">\n{value}</textarea>" in text if name == "presentation" else f'value="{value}"' in text, name
    assert Shop.objects.count() == 1


def test_a_shops_details_are_changed_and_its_address_stays(any_town: Town) -> None:
    browser = signed_in(any_town)
    shop = any_town.shop("Épicerie du Port", phone="02 97 00 00 04")
    path = f"/mairie/boutique/{shop.slug}/modifier/"
    assert 'value="02 97 00 00 04"' in browser.open(path)

    browser.send(path, {**SHOP, "latitude": "47,6582", "longitude": "-2.76"})

    shop.refresh_from_db()
    assert (shop.name, shop.slug) == ("Librairie des Lices", "epicerie-du-port")
    assert (shop.latitude, shop.longitude) == (47.6582, -2.76)
    line = AuditLine.objects.get(deed="shop changed")
    assert (line.actor, line.shop) == (MAIL, shop)
    assert "phone" in line.detail
    assert "02 97" not in line.detail
    assert 'value="47.6582"' in browser.open(path)


def test_a_shop_is_put_where_its_address_is(any_town: Town) -> None:
    Place.objects.create(
        label="2 Place des Lices 56000 Vannes", folded="2 place des lices 56000 vannes", latitude=47.65, longitude=-2.75
    )
    Place.objects.create(
        label="2 Place des Lices 35000 Rennes", folded="2 place des lices 35000 rennes", latitude=48.1, longitude=-1.7
    )
    browser = signed_in(any_town)
    browser.open("/mairie/boutiques/inviter/")

    browser.send("/mairie/boutiques/inviter/", SHOP)

    shop = Shop.objects.get(slug="librairie-des-lices")
    assert (shop.latitude, shop.longitude) == (47.65, -2.75)


def test_a_shop_is_hidden_with_a_reason_and_shown_again(any_town: Town) -> None:
    browser = signed_in(any_town)
    shop = any_town.shop("Épicerie du Port")
    path = f"/mairie/boutique/{shop.slug}/"
    browser.open(f"{path}masquer/")
    assert browser.send(f"{path}masquer/", {"why": " "}).status_code == 422

    browser.send(f"{path}masquer/", {"why": "closed for good"})

    assert "Hidden by the town hall" in browser.open(path)
    assert any_town.client.get("/boutiques/epicerie-du-port/").status_code == 404
    assert AuditLine.objects.get(deed="shop hidden").detail == "closed for good"
    browser.send(f"{path}montrer/")
    assert any_town.client.get("/boutiques/epicerie-du-port/").status_code == 200


def test_a_stolen_tills_key_is_taken_back(any_town: Town) -> None:
    till = any_town.till("Épicerie du Port")
    browser = signed_in(any_town)
    path = f"/mairie/boutique/epicerie-du-port/caisses/{TillKey.objects.get().pk}/revoquer/"
    browser.open(path)

    assert browser.send(path).status_code == 303

    assert problem(till.call("GET", "status")).type == "not-signed-in"
    assert problem(till.call("POST", "heartbeat", protocol.Heartbeat(till.term, 1, 0, 0))).status == 401
    assert problem(till.call("POST", "term", protocol.TermRequest("till-1", 2))).status == 401
    assert "Key taken back" in browser.open("/mairie/boutique/epicerie-du-port/")
    assert any_town.till("Épicerie du Port").call("GET", "status").status_code == 200


def test_the_first_page_says_what_needs_somebody(any_town: Town) -> None:
    any_town.shop("Jamais venue")
    joined = any_town.till("Silencieuse", hours="Mo-Sa 09:00-19:00")
    joined.beat()
    any_town.now_ms += 8 * 24 * HOUR_MS

    page = signed_in(any_town).open("/mairie/")

    assert "No till has joined: give the shop a pairing code" in page
    assert "Its till has been silent for days" in page
    assert "It shows nothing yet" in page
    assert "Its hours are missing" not in page


def test_shops_are_found_by_a_part_of_their_name(any_town: Town) -> None:
    any_town.shop("Épicerie du Port")
    any_town.shop("Librairie")
    browser = signed_in(any_town)

    assert "Librairie" not in browser.open("/mairie/?q=epicerie")
    assert "No shop is called that." in browser.open("/mairie/?q=xylophone")


def test_what_people_write_is_never_read_as_html(any_town: Town) -> None:
    hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    browser = signed_in(any_town)
    browser.open("/mairie/boutiques/inviter/")
    browser.send("/mairie/boutiques/inviter/", {"name": hostile, "presentation": f"</textarea>{hostile}"})
    shop = Shop.objects.get()
    News.objects.create(
        shop=shop, ref="n", title=hostile, text=hostile, from_ms=1, changed_ms=1, hidden_by="x", hidden_why=hostile
    )
    for path in ("/mairie/", f"/mairie/boutique/{shop.slug}/", f"/mairie/boutique/{shop.slug}/modifier/",
                 "/mairie/actualites/", "/mairie/evenements/annoncer/", "/mairie/journal/"):  # fmt: skip
        page = browser.open(path)
        assert "<script>alert" not in page, path
        assert "<img" not in page, path


def test_both_languages_are_complete(town: Town) -> None:
    any_shop = town.till("Épicerie du Port")
    assert any_shop.joined.term == 1
    browser = signed_in(town)
    for route in routes:
        if getattr(route.callback, "takes_form", False) or route.name == "officer-log-file":
            continue
        french = browser.open(_path(route.name), language="fr")
        assert 'lang="fr"' in french
    assert "Les boutiques de la ville" in browser.open("/mairie/", language="fr")


def test_tries_of_long_ago_are_forgotten(town: Town) -> None:
    Browser(town).sign_in(mail="nobody@vannes.example")

    tidy(town.now_ms + 25 * HOUR_MS)

    assert not OfficerTry.objects.exists()


def test_every_page_of_the_town_hall_is_behind_the_gate() -> None:
    found = [route for route in get_resolver().url_patterns if str(route.pattern) == "mairie/"]

    assert len(found) == 1
    assert all(hasattr(route.callback, "takes_form") for route in found[0].url_patterns)


def _path(name: str | None) -> str:
    """Return an address of a route, of things that may not be there."""
    place: dict[str, Any] = {
        "officer-choose": ["no-such-link"],
        "officer-shop": ["epicerie-du-port"],
        "officer-till-revoke": ["epicerie-du-port", 1],
    }
    if name in place:
        return str(reverse(name, args=place[name]))
    for args in ([], ["epicerie-du-port"], [1]):
        with suppress(NoReverseMatch):
            return str(reverse(name, args=args))
    raise AssertionError(name)
