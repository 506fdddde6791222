"""What officers do for the town: news, events, who it is, who looks after it, and the log of all that."""

import re

import msgspec
import pytest

from sync.catalogue.models import AuditLine, News, Officer, Shop, TownEvent
from sync.catalogue.models import Town as TownRow
from tests.sync.catalogue.calls import Town
from tests.sync.catalogue.hall import MAIL, PASSWORD, Browser, officer, signed_in
from tests.sync.catalogue.test_officer_pages import EVENT


def test_the_town_writes_news(any_town: Town) -> None:
    browser = signed_in(any_town)
    page = browser.open("/mairie/actualites/ecrire/")
    assert 'value="2023-11-15T12:00"' in page
    words = {"title": "Marché de Noël", "text": "Dès samedi.", "from_ms": "2023-11-20T08:00", "until_ms": ""}
    backwards = browser.send("/mairie/actualites/ecrire/", {**words, "until_ms": "2023-11-01T08:00"})
    assert "The end comes before the beginning." in backwards.content.decode()

    browser.send("/mairie/actualites/ecrire/", words)

    news = News.objects.get()
    assert (news.title, news.shop, news.until_ms, news.from_ms) == ("Marché de Noël", None, None, 1_700_463_600_000)
    path = f"/mairie/actualites/{news.pk}/"
    assert 'value="2023-11-20T08:00"' in browser.open(f"{path}modifier/")
    browser.send(f"{path}modifier/", {**words, "title": "Marché d’hiver"})
    assert "Marché d’hiver" in browser.open("/mairie/actualites/")
    browser.open(f"{path}retirer/")
    browser.send(f"{path}retirer/")
    assert not News.objects.exists()


def test_a_shops_news_is_hidden_with_a_reason_that_its_till_is_told(any_town: Town) -> None:
    till = any_town.till("Épicerie du Port")
    shop = any_town.shop("Épicerie du Port")
    news = News.objects.create(
        shop=shop,
        ref="n1",
        term=1,
        version=1,
        title="Grande braderie",
        from_ms=any_town.now_ms,
        changed_ms=any_town.now_ms,
    )
    browser = signed_in(any_town)
    path = f"/mairie/actualites/{news.pk}/"
    browser.open(f"{path}masquer/")
    assert browser.send(f"{path}masquer/", {"why": ""}).status_code == 422
    browser.send(f"{path}masquer/", {"why": "not of this town"})

    told = msgspec.json.decode(till.call("GET", "status").content)
    assert told["hidden_news"] == [{"ref": "n1", "title": "Grande braderie", "why": "not of this town"}]
    browser.open("/mairie/actualites/")
    browser.send(f"{path}montrer/")
    assert msgspec.json.decode(till.call("GET", "status").content)["hidden_news"] == []
    assert browser.client.get(f"{path}modifier/").status_code == 404  # not the town's to write


def test_an_event_is_announced_with_the_shops_that_take_part(any_town: Town) -> None:
    browser = signed_in(any_town)
    shops = [any_town.shop("Épicerie du Port"), any_town.shop("Ailleurs")]
    browser.open("/mairie/evenements/annoncer/")
    refused = browser.send(
        "/mairie/evenements/annoncer/", {**EVENT, "shops": [shops[0].pk], "ends_ms": "the day after"}
    ).content.decode()
    assert "Please write a day and a time" in refused
    assert f'value="{shops[0].pk}" checked' in refused

    browser.send("/mairie/evenements/annoncer/", {**EVENT, "shops": [shops[0].pk, "no-such-shop"]})

    event = TownEvent.objects.get()
    assert (event.slug, event.starts_ms, event.ends_ms) == ("braderie-d-ete", 1_701_766_800_000, 1_701_797_400_000)
    assert list(event.shops.all()) == [shops[0]]
    path = f"/mairie/evenements/{event.pk}/"
    browser.open(f"{path}modifier/")
    browser.send(f"{path}modifier/", {**EVENT, "shops": [shops[1].pk]})
    assert list(event.shops.all()) == [shops[1]]
    browser.open(f"{path}retirer/")
    browser.send(f"{path}retirer/")
    assert not TownEvent.objects.exists()


def test_the_town_says_who_it_is(any_town: Town) -> None:
    browser = signed_in(any_town)
    browser.open("/mairie/ville/")
    typed = {"name": "Vannes, ses boutiques", "presentation": "Le port.", "mail": "", "latitude": "", "longitude": ""}
    assert browser.send("/mairie/ville/", {**typed, "latitude": "47.6"}).status_code == 422

    browser.send("/mairie/ville/", {**typed, "latitude": "47.6", "longitude": "-2.7", "mail": "mairie@vannes.example"})

    held = TownRow.objects.get()
    assert (held.name, held.latitude, held.mail) == ("Vannes, ses boutiques", 47.6, "mairie@vannes.example")
    assert AuditLine.objects.get(deed="town changed").detail == "name, presentation, mail, latitude, longitude"


def test_an_officer_invites_another_who_chooses_a_password(any_town: Town) -> None:
    browser = signed_in(any_town)
    browser.open("/mairie/agents/inviter/")
    typed = {"name": "Yann Morvan", "mail": "Yann@Vannes.example", "password": PASSWORD}
    again = browser.send("/mairie/agents/inviter/", {**typed, "mail": MAIL}).content.decode()
    assert "There is an account of this mail address already." in again
    assert 'value="Yann Morvan"' in again
    assert PASSWORD not in again

    page = browser.send("/mairie/agents/inviter/", typed).content.decode()

    link = re.search(r'value="http://localhost(/mairie/lien/[^"]+)"', page)
    assert link is not None
    chooser = Browser(any_town)
    chooser.open(link[1])
    chooser.send(link[1], {"new": "les mouettes rient le matin"})
    assert chooser.sign_in("yann@vannes.example", "les mouettes rient le matin").status_code == 303
    assert link[1].split("/")[3] not in " ".join(AuditLine.objects.values_list("detail", flat=True))


def test_an_officer_closes_anothers_account_with_the_password_and_never_their_own(any_town: Town) -> None:
    other = officer(any_town, "yann@vannes.example", "Yann", "les mouettes rient le matin")
    browser = signed_in(any_town)
    path = f"/mairie/agents/{other.pk}/fermer/"
    browser.open(path)
    assert browser.send(path, {"password": "no"}).status_code == 422
    other.refresh_from_db()
    assert other.disabled_ms is None

    assert browser.send(path, {"password": PASSWORD}).status_code == 303

    other.refresh_from_db()
    assert other.disabled_ms == any_town.now_ms
    own = Officer.objects.get(mail=MAIL)
    assert browser.client.get(f"/mairie/agents/{own.pk}/fermer/").status_code == 404


def test_the_log_is_looked_through_and_taken_as_a_file_without_formulas(any_town: Town) -> None:
    browser = signed_in(any_town)
    hostile = "=cmd|' /C calc'!A1"
    browser.open("/mairie/boutiques/inviter/")
    browser.send("/mairie/boutiques/inviter/", {"name": hostile})
    shop = Shop.objects.get()
    browser.open(f"/mairie/boutique/{shop.slug}/masquer/")
    browser.send(f"/mairie/boutique/{shop.slug}/masquer/", {"why": '+33 wrong; "quoted"'})

    assert "Shop hidden" in browser.open("/mairie/journal/?fait_par=shop+hidden")
    assert "Shop made" not in browser.open("/mairie/journal/?fait_par=shop+hidden").split('class="log"')[1]
    assert "Nothing was found." in browser.open("/mairie/journal/?du=2024-01-01")
    assert "Shop made" in browser.open("/mairie/journal/?du=2023-11-15&au=2023-11-15&q=cmd")
    answer = browser.client.get("/mairie/journal.csv?q=cmd", headers={"Accept-Language": "en"})
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer.headers["Content-Disposition"]
    rows = answer.content.decode("utf-8-sig").split("\r\n")
    assert rows[1] == (f'2023-11-15 12:00:00;{MAIL};Shop hidden;\'=cmd|\' /C calc\'!A1;"\'+33 wrong; ""quoted"""')


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=-1",
        "page=9999999999",
        "page=x",
        "du=2023-02-31",
        "du=0000-00-00",
        "q=%00",
        "fait_par=%3Cscript%3E",
        "au=9999-99-99",
    ],
)
def test_whatever_is_asked_of_the_log_is_answered(any_town: Town, query: str) -> None:
    assert "Who did what" in signed_in(any_town).open(f"/mairie/journal/?{query}")
