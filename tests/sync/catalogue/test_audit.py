"""Who did what: every deed of an officer, of a command and of a till that changes who may do what leaves a line."""

import ast
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.utils.translation import override

import sync.catalogue
from sync.catalogue import auditing, clock
from sync.catalogue.__main__ import _parser, main
from sync.catalogue.models import AuditLine, News, Officer, Shop, TillKey, TownEvent
from sync.catalogue.officers import accounts
from sync.catalogue.pages.officer.addresses import routes
from sync.catalogue.pages.officer.deed_words import DEEDS
from sync.catalogue.pages.officer.detail_words import detail_words
from sync.catalogue.tidying import tidy
from sync.order_protocol import Rules
from sync.protocol import PairRequest, TermRequest
from tests.sync.catalogue.calls import Town
from tests.sync.catalogue.hall import MAIL, PASSWORD, Browser, officer, signed_in
from tests.sync.catalogue.test_officer_pages import EVENT, SHOP

SLUG = "epicerie-du-port"
OTHER = "yann@vannes.example"
NEWS = {"title": "Marché", "text": "", "from_ms": "2023-11-20T08:00", "until_ms": ""}
Send = Callable[[Browser], tuple[str, dict[str, object]]]

FORMS: dict[str, tuple[str, Send]] = {
    "officer-sign-in": ("signed in", lambda _: ("entrer/", {"mail": MAIL, "password": PASSWORD})),
    "officer-sign-out": ("signed out", lambda _: ("sortir/", {})),
    "officer-choose": ("password changed", lambda b: (f"lien/{_link(b)}/", {"new": "les mouettes rient le matin"})),
    "officer-password": (
        "password changed",
        lambda _: ("compte/mot-de-passe/", {"password": PASSWORD, "new": "les mouettes rient le matin"}),
    ),
    "officer-factor": (
        "second factor taken off",
        lambda _: ("compte/second-facteur/", {"deed": "end", "password": PASSWORD}),
    ),
    "officer-everywhere": ("signed out everywhere", lambda _: ("compte/partout/", {})),
    "officer-officer-invite": (
        "officer added",
        lambda _: ("agents/inviter/", {"name": "Anne", "mail": "anne@vannes.example", "password": PASSWORD}),
    ),
    "officer-officer-link": ("password link given", lambda _: (f"agents/{_other()}/lien/", {"password": PASSWORD})),
    "officer-officer-disable": ("officer disabled", lambda _: (f"agents/{_other()}/fermer/", {"password": PASSWORD})),
    "officer-shop-invite": ("shop made", lambda _: ("boutiques/inviter/", dict(SHOP))),
    "officer-shop-change": ("shop changed", lambda _: (f"boutique/{SLUG}/modifier/", dict(SHOP))),
    "officer-shop-hide": ("shop hidden", lambda _: (f"boutique/{SLUG}/masquer/", {"why": "closed"})),
    "officer-shop-show": ("shop shown", lambda _: (f"boutique/{_hidden()}/montrer/", {})),
    "officer-code": ("pairing code given", lambda _: (f"boutique/{SLUG}/code/", {"password": PASSWORD})),
    "officer-till-revoke": (
        "till revoked",
        lambda _: (f"boutique/{SLUG}/caisses/{TillKey.objects.get().pk}/revoquer/", {}),
    ),
    "officer-news-write": ("news written", lambda _: ("actualites/ecrire/", dict(NEWS))),
    "officer-news-change": ("news changed", lambda _: (f"actualites/{_news(None)}/modifier/", dict(NEWS))),
    "officer-news-remove": ("news removed", lambda _: (f"actualites/{_news(None)}/retirer/", {})),
    "officer-news-hide": ("news hidden", lambda _: (f"actualites/{_news(SLUG)}/masquer/", {"why": "elsewhere"})),
    "officer-news-show": ("news shown", lambda _: (f"actualites/{_news(SLUG)}/montrer/", {})),
    "officer-event-add": ("event added", lambda _: ("evenements/annoncer/", dict(EVENT))),
    "officer-event-change": ("event changed", lambda _: (f"evenements/{_event()}/modifier/", dict(EVENT))),
    "officer-event-remove": ("event removed", lambda _: (f"evenements/{_event()}/retirer/", {})),
    "officer-town": ("town changed", lambda _: ("ville/", {"name": "Vannes"})),
}

COMMANDS: dict[str, tuple[str, Callable[[], list[str]]]] = {
    "invite": ("pairing code given", lambda: ["--shop", "Neuve"]),
    "officer add": ("officer added", lambda: ["anne@vannes.example"]),
    "officer password": ("password link given", lambda: [OTHER]),
    "officer factor": ("second factor taken off", lambda: [OTHER]),
    "officer disable": ("officer disabled", lambda: [OTHER]),
    "shop hide": ("shop hidden", lambda: ["Épicerie du Port"]),
    "shop show": ("shop shown", lambda: [_hidden()]),
    "till revoke": ("till revoked", lambda: [str(TillKey.objects.get().pk)]),
    "event add": ("event added", lambda: ["Fête", "--from", "2023-12-05 10:00", "--to", "2023-12-05 18:00"]),
    "event remove": ("event removed", lambda: [TownEvent.objects.get(pk=_event()).slug]),
    "town": ("town changed", lambda: ["--name", "Vannes"]),
    "places": ("places read", lambda: [str(Path(__file__).with_name("addresses.csv"))]),
}
"""What each command that changes something leaves behind."""
READING = {"serve", "officer list", "shop list", "till list", "event list", "audit", "backup"}
"""Commands that change nothing. A new one belongs into one of the three: whoever forgets is told here."""
WHOLE = {"restore": "catalogue restored", "demo-town": "demo town made"}
"""Commands that want an empty catalogue: `test_backups` and `test_demo_town` see their lines."""


def test_every_form_of_an_officer_is_listed_here() -> None:
    assert {route.name for route in routes if route.callback.takes_form} == set(FORMS)


@pytest.mark.parametrize("name", sorted(FORMS))
def test_every_deed_of_an_officer_leaves_a_line(town: Town, name: str) -> None:
    town.till("Épicerie du Port")
    officer(town, OTHER, "Yann", "les cormorans plongent bien")
    browser = signed_in(town)
    deed, wish = FORMS[name]
    path, fields = wish(browser)
    before = AuditLine.objects.order_by("-pk").values_list("pk", flat=True)[0]

    answer = browser.send(f"/mairie/{path}", fields)

    assert answer.status_code in {200, 303}, answer.content
    lines = AuditLine.objects.filter(pk__gt=before)
    assert deed in {line.deed for line in lines}
    assert {line.actor for line in lines} <= {MAIL, OTHER}
    assert all(line.at_ms == town.now_ms for line in lines)


@pytest.mark.parametrize("name", ["officer-shop-hide", "officer-event-add", "officer-till-revoke", "officer-password"])
def test_a_deed_that_cannot_be_written_down_is_not_done(
    any_town: Town, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    any_town.till("Épicerie du Port")
    browser = signed_in(any_town)
    path, fields = FORMS[name][1](browser)

    def full_disk(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr(AuditLine.objects, "create", full_disk)
    with pytest.raises(OSError):
        browser.send(f"/mairie/{path}", fields)

    assert Shop.objects.get().shown
    assert TillKey.objects.get().revoked_ms is None
    assert not TownEvent.objects.exists()
    monkeypatch.undo()
    monkeypatch.setattr(clock, "now_ms", lambda: any_town.now_ms)
    assert Browser(any_town, "192.0.2.77").sign_in().status_code == 303


def test_every_command_is_listed_here() -> None:
    assert set(_commands()) == set(COMMANDS) | READING | set(WHOLE)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_leaves_a_line(town: Town, name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    town.till("Épicerie du Port")
    officer(town, OTHER, "Yann", "les cormorans plongent bien")
    monkeypatch.setattr("sync.catalogue.starting.get_ready", lambda _: None)
    monkeypatch.setattr("sync.catalogue.commands.common.get_ready", lambda _: None)
    deed, words = COMMANDS[name]
    wish = [*name.split(), *words(), "--data", str(tmp_path)]
    AuditLine.objects.all().delete()

    assert main(wish) == 0

    assert deed in {line.deed for line in AuditLine.objects.filter(actor=auditing.COMMAND, at_ms=town.now_ms)}


def test_a_till_that_joins_goes_on_or_changes_its_rules_leaves_a_line(any_town: Town) -> None:
    till = any_town.till("Épicerie du Port")
    rules = Rules(till.term, 1, takes=True, mode="safety", safety_milli=2000)
    assert till.call("PUT", "rules", rules).status_code == 200
    assert till.call("PUT", "rules", rules).status_code == 200
    assert till.call("POST", "term", TermRequest("till-1", 2)).status_code == 200
    any_town.call("POST", "pair", PairRequest(code="WRONG-CODE", till="x", till_name="x", epoch=1))

    lines = AuditLine.objects.order_by("pk").values_list("actor", "deed", "detail")
    assert [line for line in lines if line[0] == "till Caisse"] == [
        ("till Caisse", "till joined", "term 1"),
        ("till Caisse", "rules changed", "safety, safety 2000, holds 1440 min, answers within 240 min"),
        ("till Caisse", "term renewed", "epoch 2, term 2"),
    ]


def test_lines_are_kept_for_a_year(any_town: Town) -> None:
    any_town.shop("Épicerie du Port")

    tidy(any_town.now_ms + auditing.KEPT_MS)
    assert AuditLine.objects.count() == 1
    tidy(any_town.now_ms + auditing.KEPT_MS + 1)
    assert not AuditLine.objects.exists()


def test_a_line_is_one_line_and_fits(any_town: Town) -> None:
    with connection.cursor():
        auditing.note("a\nb" * 300, "d" * 90, detail="x\r\n=y\0" * 900, now_ms=1)

    line = AuditLine.objects.get()
    assert (len(line.actor), len(line.deed), len(line.detail)) == (200, 64, 1000)
    assert not any(sign in line.actor + line.detail for sign in "\r\n\0")


def test_every_deed_has_words() -> None:
    assert _deeds() - set(DEEDS) == set()


def _commands() -> list[str]:
    """Return every command with the words it is made of."""
    found = []
    for name, parser in _of(_parser()).items():
        below = _of(parser)
        found += [f"{name} {deed}" for deed in below] if below else [name]
    return found


def _of(parser: object) -> dict[str, object]:
    actions = getattr(parser, "_subparsers", None)
    return {} if actions is None else dict(actions._group_actions[0].choices)


def _deeds() -> set[str]:
    """Return the deeds that the source notes."""
    found: set[str] = set()
    for file in Path(sync.catalogue.__path__[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "note":
                said = [part for one in node.args[1:2] for part in ast.walk(one)]
                found |= {str(part.value) for part in said if isinstance(part, ast.Constant)}
    return found


def _link(browser: Browser) -> str:
    chosen = Officer.objects.get(mail=OTHER)
    link = accounts.give_link(chosen, actor=MAIL, now_ms=browser.town.now_ms)
    browser.open(f"/mairie/lien/{link}/")
    return link


def _other() -> int:
    return int(Officer.objects.get(mail=OTHER).pk)


def _hidden() -> str:
    Shop.objects.filter(slug=SLUG).update(shown=False)
    return SLUG


def _news(shop: str | None) -> int:
    owner = None if shop is None else Shop.objects.get(slug=shop)
    return int(News.objects.create(shop=owner, ref="n", title="Un mot", from_ms=1, changed_ms=1).pk)


def _event() -> int:
    return int(TownEvent.objects.create(slug="fete", title="Fête", starts_ms=1, ends_ms=2, changed_ms=1).pk)


DETAILS = {
    "name, phone": ("shop changed", "nom, téléphone"),
    "mail, latitude": ("town changed", "adresse mail, latitude"),
    "takes none": ("rules changed", "ne prend pas de réservations"),
    "safety, safety 2000, holds 1440 min, answers within 45 min": (
        "rules changed",
        "tout de suite, avec une réserve ; gardé 24 heures, réponse sous 45 minutes",
    ),
    "request, holds 2880 min, answers within 240 min": (
        "rules changed",
        "la boutique répond d’abord ; gardé 2 jours, réponse sous 4 heures",
    ),
    "term 3": ("till joined", "appairage numéro 3"),
    "epoch 2, term 5": ("term renewed", "appairage numéro 5"),
    "12000 addresses": ("places read", "12000 adresses"),
    "40 shops": ("demo town made", "40 boutiques"),
    "Marché, term 3": ("news written", "Marché, term 3"),
    "": ("shop made", ""),
}


@pytest.mark.parametrize("detail", DETAILS)
def test_details_are_read_in_the_readers_language(detail: str) -> None:
    deed, expected = DETAILS[detail]
    with override("fr"):
        assert detail_words(deed, detail).replace("\N{NO-BREAK SPACE}", " ") == expected
