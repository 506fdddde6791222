"""The law of kept pages: at every look, a page from memory is the page that would be made now.

A list may be some seconds old: which products it names and in what order. What it says of each is of now.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sync import order_protocol
from sync.catalogue import following as following_module
from sync.catalogue import lasting, models, remembering, sentences
from sync.catalogue.following import Following, News
from sync.catalogue.keeping import Keeper
from sync.catalogue.lasting import Name
from sync.catalogue.orders.making import NotOffered, make
from sync.catalogue.pages import known
from sync.catalogue.pages.cards import Card
from sync.catalogue.questions.making import ask
from tests.sync.catalogue.calls import MINUTE_MS, PairedTill, Town
from tests.sync.catalogue.going_on import told
from tests.sync.catalogue.hall import signed_in
from tests.sync.catalogue.tills import level, product

SHOPS = ("Épicerie du Port", "Fournil du Coin")
SLUGS = ("epicerie-du-port", "fournil-du-coin")
GTIN = "3017620422003"
PATHS = (
    *(f"/boutiques/{slug}/" for slug in SLUGS),
    *(f"/boutiques/{slug}/articles/p{place}/" for slug in SLUGS for place in range(3)),
)
_OWN = re.compile(rb' data-now="\d+"| data-since="\d+"|name="once" value="[^"]+"')
_STEPS_MS = (0, 999, 41_000, 260_000, 31 * MINUTE_MS, 5 * 60 * MINUTE_MS, 23 * 60 * MINUTE_MS)
_CARD = re.compile(rb'<li class="card" data-product="(\d+)">.*?</li>', re.DOTALL)
_COUNTS = re.compile(rb'<nav class="categories".*?</nav>', re.DOTALL)
Step = tuple[str, int, int]


def _is_true(kept: bytes, made: bytes) -> bool:
    """Claim that a page is the one made now but for the choice and order of its list; every card says what is so."""
    now = {found[1]: found[0] for found in _CARD.finditer(made)}
    cards = all(now.get(found[1]) == found[0] for found in _CARD.finditer(kept))
    kept, made = (_COUNTS.sub(b"", _CARD.sub(b"", page)) for page in (kept, made))
    return cards and kept.split() == made.split()


class World:
    """Two shops that sell the same article, with pages kept and pages made."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.following = Following()
        self.made = 0
        self.keeper = Keeper(self._make, self.following, limit_bytes=10_000_000)
        self._plain = WSGIHandler()
        self._version = 1
        self.tills = [self._open(name) for name in SHOPS]
        self._deeds: dict[str, Callable[[int, int], object]] = {
            "level": self._level, "card": self._card, "beat": self._beat, "clock": self._clock, "back": self._back,
            "evening": self._evening,
            "reserve": self._reserve, "rules": self._rules, "hours": self._hours, "promotion": self._promotion,
            "town": self._town, "join": self._join, "news": self._news,
        }  # fmt: skip

    def first_lie(self, steps: Iterable[Step]) -> str:
        """Play steps, look at every page after each, and return the first that is not as it would be made now."""
        for step in (("clock", 0, 0), *steps):
            self._deeds[step[0]](step[1], step[2])
            self.hear()
            for path in PATHS:
                if not _is_true(self.look(self.keeper, path), self.look(self._plain, path)):
                    return f"{path} after {step}"
        return ""

    def hear(self) -> None:
        """Hear the news, as the following thread does; SQLite tells a connection nothing of its own commits."""
        self.following._data_version = -1
        self.following.look()

    def look(self, application: Any, path: str, language: str = "en") -> bytes:
        """Look at a page, what differs at every look left out."""
        return _OWN.sub(b"", self.read(application, path, language))

    def read(self, application: Any, path: str, language: str = "en", *, headers: Any = None, **environ: str) -> bytes:
        """Get a page as a browser does; its headers are added to `headers`."""
        asked = RequestFactory(SERVER_NAME="localhost").get(path, HTTP_ACCEPT_LANGUAGE=language, **environ).environ
        asked.pop("HTTP_COOKIE", None) if "HTTP_COOKIE" not in environ else None
        answer = application(asked, lambda _status, told: None if headers is None else headers.append(told))
        with suppress(AttributeError):
            answer.close()
        return b"".join(answer)

    def _make(self, environ: Any, start_response: Any) -> Any:
        self.made += 1
        return self._plain(environ, start_response)

    def _open(self, name: str) -> PairedTill:
        till = self.town.till(name, figures="counts", hours="Mo-Su 09:00-12:03")
        till.put_products(
            *(product(f"p{place}", f"Miel {place}", barcodes=(GTIN,) if place < 2 else ()) for place in range(3))
        )
        till.put_levels(level("p0", 5000), level("p1", 2000), level("p2", 3000))
        till.beat(version=1)
        return till

    def _next(self) -> int:
        self._version += 1
        return self._version

    def _level(self, shop: int, value: int) -> None:
        self.tills[shop].put_levels(level(f"p{value % 3}", value * 1000, version=self._next()))

    def _card(self, shop: int, value: int) -> None:
        codes = (GTIN,) if value % 2 else ()
        card = product(
            f"p{value % 3}", f"Miel {value}", barcodes=codes, price_minor=value * 100, shown=value != 4,
            version=self._next(),
        )  # fmt: skip
        self.tills[shop].put_products(card)

    def _beat(self, shop: int, value: int) -> None:
        self.tills[shop].beat(version=self._next(), waiting=int(value == 2), closing=value == 1)

    def _clock(self, _: int, value: int) -> None:
        self.town.now_ms += _STEPS_MS[value]

    def _evening(self, _: int, __: int) -> None:
        """Let it be half a minute to midnight."""
        now = datetime.fromtimestamp(self.town.now_ms / 1000, ZoneInfo("Europe/Paris"))
        self.town.now_ms = int(now.replace(hour=23, minute=59, second=30).timestamp() * 1000)

    def _back(self, _: int, value: int) -> None:
        self.town.now_ms -= value * 7 * MINUTE_MS

    def _reserve(self, shop: int, value: int) -> None:
        with suppress(NotOffered):
            make(
                shop=models.Shop.objects.get(slug=SLUGS[shop]),
                lines=[(f"p{value % 3}", 1000)],
                customer="Lise",
                contact="06 00 00 00 00",
                note="",
                asked=f"form-{self._next()}",
                now_ms=self.town.now_ms,
                language="fr",
            )

    def _rules(self, shop: int, value: int) -> None:
        told = order_protocol.Rules(
            self.tills[shop].term, self._next(), takes=value != 3, mode="safety" if value % 2 else "request",
            safety_milli=1000 * value, hold_minutes=30 * (value + 1), answer_minutes=10 * (value + 1),
        )  # fmt: skip
        assert self.tills[shop].call("PUT", "rules", told).status_code == 200

    def _hours(self, shop: int, value: int) -> None:
        self.town.shop(SHOPS[shop], hours=f"Mo-Su 0{value + 1}:00-13:30", phone=f"0{value}")

    def _promotion(self, shop: int, value: int) -> None:
        sold = models.Product.objects.get(shop__slug=SLUGS[shop], ref="p0")
        models.Promotion.objects.update_or_create(
            product=sold,
            defaults={
                "shop_id": sold.shop_id, "term": 1, "version": self._next(), "price_minor": 100 * value,
                "starts_ms": self.town.now_ms + 90_500 * value, "ends_ms": self.town.now_ms + 200_500 * (value + 1),
            },
        )  # fmt: skip

    def _town(self, _: int, value: int) -> None:
        models.Town.objects.filter(pk=1).update(name=f"Les vitrines {value}")

    def _join(self, shop: int, _: int) -> None:
        self.tills[shop] = self.town.till(SHOPS[shop])

    def _news(self, shop: int, value: int) -> None:
        models.News.objects.create(
            shop=models.Shop.objects.get(slug=SLUGS[shop]), ref=f"n{self._next()}", title=f"Fête {value}",
            from_ms=self.town.now_ms, until_ms=self.town.now_ms + 61_500, changed_ms=self.town.now_ms,
        )  # fmt: skip


STEPS = st.tuples(
    st.sampled_from(
        [
            "level",
            "card",
            "beat",
            "clock",
            "clock",
            "evening",
            "back",
            "reserve",
            "rules",
            "hours",
            "promotion",
            "town",
            "join",
            "news",
        ]
    ),
    st.integers(0, 1),
    st.integers(0, 5),
)
STORY: Sequence[Step] = (
    ("clock", 0, 2), ("evening", 0, 0), ("clock", 0, 2),
    ("beat", 0, 0), ("beat", 1, 0), ("clock", 0, 3), ("clock", 0, 2), ("clock", 0, 2),
    ("clock", 0, 3), ("clock", 0, 3), ("clock", 0, 2), ("level", 0, 2), ("card", 1, 5), ("beat", 0, 0), ("clock", 0, 4),
    ("rules", 1, 1), ("beat", 1, 0), ("reserve", 1, 1), ("clock", 0, 4), ("hours", 0, 2), ("town", 0, 1),
    ("beat", 1, 1), ("clock", 0, 5), ("join", 1, 0), ("clock", 0, 6),
)  # fmt: skip


@pytest.fixture
def world(any_town: Town) -> World:
    return World(any_town)


@example(steps=list(STORY))
@given(steps=st.lists(STEPS, min_size=5, max_size=12))
@settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)
def test_a_kept_page_is_the_page_that_would_be_made_now(world: World, steps: list[Step]) -> None:
    assert world.first_lie(steps) == ""


def test_it_is_so_too_where_few_looks_are_remembered(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following_module, "_LOOKS_HELD", 2)

    assert World(town).first_lie(STORY) == ""


def _nothing(*_: object) -> None:
    return None


def _deaf_to_beats(_: Following, news: News, codes: dict[int, list[str]]) -> list[Name]:
    return [] if news.product is None and news.figures_only else _names_of(news, codes)


def _of_descriptions_only(_: Following, news: News, __: object) -> list[Name]:
    return [] if news.figures_only or news.product is None else [news.product]


_names_of = partial(Following._names, Following())
MUTANTS: dict[str, tuple[object, str, object]] = {
    "sentences never turn": (sentences, "next_turn", _nothing),
    "nothing says when it turns": (lasting, "holds_until", _nothing),
    "names are not told": (lasting, "shows", _nothing),
    "news of a product is not noted": (Following, "_names", lambda *_: []),
    "other shops' barcodes are not looked up": (Following, "_codes_of", lambda *_: {}),
    "the town is not looked at again": (Following, "_look_at_town", _nothing),
    "what was heard is not held against what is shown": (Following, "_is_heard", lambda *_: False),
    "news of a sale is taken for no news": (Following, "_names", _of_descriptions_only),
    "a till that was heard is no news": (Following, "_names", _deaf_to_beats),
    "a page is kept whatever its pieces have become": (Card, "mark", lambda *_: "same"),
    "a product stays in the shop that it was read in": (known, "_in_their_shops", list),
    "days never turn": (remembering, "day_ends", lambda *_: 10**15),
    "cards are believed whatever is heard": (Following, "which_stand", lambda _, asked: [one[0] for one in asked]),
}


@pytest.mark.parametrize("mutant", MUTANTS)
def test_the_law_finds_out_what_breaks_it(town: Town, mutant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    place, name, instead = MUTANTS[mutant]
    world = World(town)
    assert world.first_lie(()) == ""
    monkeypatch.setattr(place, name, instead)

    assert world.first_lie(STORY) != ""


def test_a_page_is_made_once_while_nothing_changes(world: World) -> None:
    world.hear()
    before = world.made

    looks = {world.look(world.keeper, PATHS[0]) for _ in range(5)}

    assert (len(looks), world.made) == (1, before + 1)


def test_each_look_has_its_own_moment_its_own_form_and_the_newest_news(world: World) -> None:
    world.hear()
    path = f"/boutiques/{SLUGS[0]}/articles/p2/"
    first = world.read(world.keeper, path)
    world.town.now_ms += 500
    world.tills[1].put_levels(level("p2", 9000, version=900))
    world.hear()
    made = world.made

    again = world.read(world.keeper, path)

    assert world.made == made
    told = [dict(re.findall(rb'(data-now|data-since|name="once" value)="([^"]+)"', page)) for page in (first, again)]
    assert int(told[1][b"data-now"]) == int(told[0][b"data-now"]) + 500
    assert int(told[1][b"data-since"]) > int(told[0][b"data-since"])
    assert told[0][b'name="once" value'] != told[1][b'name="once" value']


@pytest.mark.parametrize("page", ["articles/p2/", "demander/", "demander/?article=p2"])
def test_two_visitors_never_share_what_makes_one_wish_of_a_form(world: World, page: str) -> None:
    world.hear()

    looks = [world.read(world.keeper, f"/boutiques/{SLUGS[0]}/{page}") for _ in range(20)]

    drawn = [found for look in looks for found in re.findall(rb' name="once" value="([^"]+)"', look)]
    assert len(drawn) == len(set(drawn)) == 20


PERSONAL: dict[str, Callable[[World], str]] = {
    "the form of a question": lambda world: f"/boutiques/{SLUGS[0]}/demander/",
    "a reservation": lambda world: f"/reservations/{_reserved(world)}/",
    "what is new of a reservation": lambda world: f"/reservations/{_reserved(world)}/etat/",
    "a question": lambda world: f"/questions/{_asked(world)}/",
    "what is new of a question": lambda world: f"/questions/{_asked(world)}/etat/",
    "the door of the town hall": lambda world: "/mairie/entrer/",
    "the town hall": lambda world: "/mairie/",
}  # fmt: skip


@pytest.mark.parametrize("what", PERSONAL)
def test_what_is_somebodys_own_is_never_kept(world: World, what: str) -> None:
    path = PERSONAL[what](world)
    cookies = {"HTTP_COOKIE": f"mairie={signed_in(world.town).cookie}"} if what == "the town hall" else {}
    world.hear()
    told: list[list[tuple[str, str]]] = []
    before = world.made

    looks = [world.read(world.keeper, path, headers=told, **cookies) for _ in range(3)]

    assert world.made == before + 3
    assert [dict(headers)["Cache-Control"] for headers in told] == ["no-store"] * 3
    assert all(looks)


def _reserved(world: World) -> str:
    return make(
        shop=models.Shop.objects.get(slug=SLUGS[0]), lines=[("p0", 1000)], customer="Lise", contact="06 00 00 00 00",
        note="", asked="form-of-lise", now_ms=world.town.now_ms,
    )[1]  # fmt: skip


def _asked(world: World) -> str:
    return ask(
        shop=models.Shop.objects.get(slug=SLUGS[0]), product=None, text="Ouvert lundi ?", customer="Lise",
        contact="06 00 00 00 00", asked="form-of-lise", language="fr", address="", now_ms=world.town.now_ms,
    )  # fmt: skip


def test_a_page_of_the_whole_town_is_kept_for_some_seconds_and_knows_no_later_news(world: World) -> None:
    world.hear()
    first = world.read(world.keeper, "/boutiques/")
    world.tills[0].beat(version=901)
    world.hear()
    world.town.now_ms += lasting.LIST_MS - 100
    again = world.read(world.keeper, "/boutiques/")
    world.town.now_ms += 100
    anew = world.read(world.keeper, "/boutiques/")

    since = [re.search(rb'data-since="(\d+)"', page)[1] for page in (first, again, anew)]  # type: ignore[index]
    assert since[0] == since[1] != since[2]


@pytest.mark.parametrize("path", [PATHS[0], PATHS[2]], ids=["shop", "product"])
def test_a_till_that_is_heard_has_only_a_few_words_written_anew(world: World, path: str) -> None:
    world.town.now_ms += 4 * MINUTE_MS  # past the shops' closing at three past
    world.hear()
    world.look(world.keeper, path)
    made, questions = world.made, []

    for minute in range(1, 9):
        world.town.now_ms += MINUTE_MS
        if minute == 7:
            world.tills[0].beat(version=100)
            world.hear()
        with CaptureQueriesContext(connection) as asked:
            kept = world.look(world.keeper, path)
        questions.append(len(asked))
        assert kept == world.look(world._plain, path)

    assert (world.made, questions) == (made, [0, 0, 0, 0, 0, 0, 1, 0])


def test_a_product_page_stays_while_what_is_sold_changes_only_its_line(world: World) -> None:
    path = f"/boutiques/{SLUGS[0]}/articles/p0/"
    world.hear()
    world.look(world.keeper, path)
    made = world.made

    for quantity, times in ((4, 0), (3, 0), (0, 1)):
        world.tills[0].put_levels(level("p0", quantity * 1000, version=100 - quantity))
        world.hear()
        assert world.look(world.keeper, path) == world.look(world._plain, path)
        assert world.made == made + times


def test_what_a_list_says_of_a_product_is_of_now_and_costs_one_card(world: World) -> None:
    world.hear()
    first = world.read(world.keeper, PATHS[0])
    world.tills[0].put_levels(level("p0", 0, version=901))
    world.hear()
    made = world.made
    again = world.read(world.keeper, PATHS[0])

    assert (b">Out of stock<" in first, b">Out of stock<" in again, world.made) == (False, True, made)
    assert _CARD.findall(first) == _CARD.findall(again)


SEARCH = "/?q=miel"


def test_what_was_found_is_shown_for_a_minute_while_things_are_only_sold(world: World) -> None:
    world.hear()
    world.read(world.keeper, SEARCH)
    made = world.made
    world.town.now_ms += 40_000
    world.tills[0].put_levels(level("p0", 0, version=901))
    world.tills[0].beat(version=902)
    world.hear()

    again = world.read(world.keeper, SEARCH)

    assert (world.made, again.count(b">Out of stock<")) == (made, 1)
    world.town.now_ms += 20_000
    world.read(world.keeper, SEARCH)
    assert world.made == made + 1


@pytest.mark.parametrize("deed", ["described anew", "shown", "hidden"])
def test_what_is_put_in_the_window_is_found_within_some_seconds(world: World, deed: str) -> None:
    row = {
        "described anew": product("p1", "Miel de bruyère", version=901),
        "shown": product("p9", "Miel de bruyère", version=901),
        "hidden": product("p1", "Miel 1", shown=False, version=901),
    }[deed]
    world.hear()
    world.read(world.keeper, SEARCH)
    world.town.now_ms += 1000
    world.tills[0].put_products(row)
    world.hear()
    made = world.made

    world.read(world.keeper, SEARCH)
    soon = world.made
    world.town.now_ms += lasting.LIST_MS
    late = world.read(world.keeper, SEARCH).decode()

    assert (soon - made, world.made - soon) == (deed != "shown", 1)
    assert ("Miel de bruyère" in late) == (deed != "hidden")


def test_a_list_that_another_page_found_before_the_news_does_not_outlive_it(world: World) -> None:
    world.hear()
    world.read(world.keeper, SEARCH)
    world.town.now_ms += 1000
    world.tills[0].put_products(product("p9", "Miel de bruyère", version=901))
    world.hear()
    world.read(world.keeper, "/?q=miel&x=1")
    world.town.now_ms += lasting.LIST_MS

    assert "Miel de bruyère" in world.read(world.keeper, "/?q=miel&x=1").decode()


def test_what_goes_on_at_a_shop_is_shown_at_once(world: World) -> None:
    world.hear()
    before = world.read(world.keeper, PATHS[0])
    told(world.town, "Fermé lundi", shop=models.Shop.objects.get(slug=SLUGS[0]))
    world.hear()
    after = world.read(world.keeper, PATHS[0])

    assert ("Fermé lundi" in before.decode(), "Fermé lundi" in after.decode()) == (False, True)


def test_what_is_known_of_a_shop_is_not_asked_again(world: World) -> None:
    world.hear()
    with CaptureQueriesContext(connection) as first:
        world.read(world.keeper, f"/boutiques/{SLUGS[0]}/articles/p0/")
    with CaptureQueriesContext(connection) as second:
        world.read(world.keeper, f"/boutiques/{SLUGS[0]}/articles/p1/")

    assert len(first) <= 12
    assert len(second) <= 6


def test_what_is_no_longer_shown_is_on_no_list(world: World) -> None:
    world.hear()
    assert b"Miel 1" in world.read(world.keeper, PATHS[0])
    world.tills[0].put_products(product("p1", "Miel 1", shown=False, version=901))
    world.hear()

    assert b"Miel 1" not in world.read(world.keeper, PATHS[0])


@pytest.mark.parametrize("cookie", ["langue=fr; officer=abc", "officer=abc", "langue=fr;langue=en"])
def test_somebody_with_another_cookie_gets_a_page_of_their_own(town: Town, cookie: str) -> None:
    world = World(town)
    world.hear()
    before = world.made
    for _ in range(3):
        world.read(world.keeper, PATHS[0], HTTP_COOKIE=cookie)

    assert world.made == before + 3


def test_languages_are_kept_apart(town: Town) -> None:
    world = World(town)
    world.hear()

    assert b'lang="fr"' in world.read(world.keeper, PATHS[0], "fr-FR,fr;q=0.9")
    assert b'lang="en"' in world.read(world.keeper, PATHS[0], "en")
    assert b'lang="en"' in world.read(world.keeper, PATHS[0], "fr", HTTP_COOKIE="langue=en")
    assert b'lang="fr"' in world.read(world.keeper, PATHS[0], "fr")


def test_nothing_is_kept_while_the_news_cannot_be_heard(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(town)
    world.hear()
    world.read(world.keeper, PATHS[0])
    before = world.made
    monkeypatch.setattr(following_module, "_BELIEVED_S", -1.0)

    world.read(world.keeper, PATHS[0])

    assert world.made == before + 1


def test_what_is_not_there_is_not_kept(town: Town) -> None:
    world = World(town)
    world.hear()
    before = world.made
    for _ in range(2):
        world.read(world.keeper, "/boutiques/personne/")

    assert world.made == before + 2


def test_pages_stay_within_their_bytes(town: Town) -> None:
    world = World(town)
    small = Keeper(world._make, world.following, limit_bytes=40_000)
    world.hear()
    for path in PATHS:
        world.read(small, path)

    assert 0 < small._shelf._size <= 40_000
    assert len(small._shelf._pages) < len(PATHS)
