"""Two shops of a town with one thing of every kind in the first, and every request that made them, written down."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.test import Client

from sync import order_protocol, protocol, window_protocol
from sync.catalogue import codes
from sync.catalogue.models import News, Officer, Order, Photo, Product, Question, TillKey, TownEvent
from tests.sync.catalogue import asked, hall
from tests.sync.catalogue.calls import HOUR_MS, PairedTill, Town
from tests.sync.catalogue.picture_files import photo_file
from tests.sync.catalogue.reservations import do, grant, rules
from tests.sync.catalogue.tills import level, product

ELSEWHERE = "203.0.113.9"
FIRST, SECOND = "Épicerie du Port", "Mercerie Le Goff"


@dataclass(frozen=True)
class Request:
    """A request as it was sent."""

    method: str
    path: str
    body: bytes
    content_type: str


class Recorder(Client):  # type: ignore[misc]
    """A client that keeps what it sends."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.sent: dict[tuple[str, str], list[Request]] = defaultdict(list)

    def generic(self, method: str, path: str, data: Any = b"", content_type: str = "", **more: Any) -> HttpResponse:
        """Send a request, and keep it."""
        body = data if isinstance(data, bytes) else str(data).encode()
        self.sent[method, path.partition("?")[0]].append(Request(method, path, body, content_type))
        return super().generic(method, path, body, content_type or "application/octet-stream", **more)

    def forget_all_but(self, path: str) -> None:
        """Keep only what was sent to an address."""
        for sent in [one for one in self.sent if one[1] != path]:
            del self.sent[sent]


@dataclass
class TwoShops:
    """The town, its tills and what was sent; `things` are what addresses are filled in with."""

    town: Town
    recorder: Recorder
    first: PairedTill
    second: PairedTill
    revoked: PairedTill
    things: dict[str, dict[str, str]] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)


def open_both(town: Town) -> TwoShops:
    """Make both shops; each of them had a till before the one it has, so that both are at the same term."""
    recorder = Recorder(SERVER_NAME="localhost", raise_request_exception=False)
    town.client = recorder
    where = {"street": "1, quai du Port", "postcode": "56000", "city": "Vannes", "phone": "02 97 00 00 04"}
    revoked = town.till(FIRST, **where)
    TillKey.objects.update(revoked_ms=town.now_ms)
    town.till(SECOND, **where)
    both = TwoShops(town, recorder, town.till(FIRST), town.till(SECOND), revoked)
    both.second.put_products(product("wool", "Pelote"))
    both.second.put_levels(level("wool", 9000))
    both.second.beat()
    rules(both.second)
    recorder.forget_all_but("/api/v1/pair")
    _fill_the_window(both.first)
    _deal_with_customers(both)
    _name_things(both)
    return both


def _fill_the_window(till: PairedTill) -> None:
    term, now_ms = till.term, till.town.now_ms
    till.put_products(product("coffee", "Café moulu", category="Épicerie", barcodes=("3017620422003",)))
    till.put_levels(level("coffee", 9000))
    till.beat()
    data = photo_file()
    name = hashlib.sha256(data).hexdigest()
    news = window_protocol.NewsRow("n1", 1, "Les clémentines", shown=True, from_ms=now_ms)
    reduced = window_protocol.PromotionRow("coffee", 1, now_ms, now_ms + HOUR_MS, 400, 450)
    head = protocol.WitnessedHead(1, 7, "a" * 64, now_ms)
    told = (
        (
            "PUT",
            "photos",
            window_protocol.PhotoBatch("p", term, (window_protocol.ProductPhotos("coffee", 1, (name,)),)),
        ),
        ("PUT", "window", window_protocol.ShopWord(term, 1, presentation="Depuis 1950", picture=name)),
        ("PUT", "news", window_protocol.NewsBatch("n", term, (news,))),
        ("PUT", "promotions", window_protocol.PromotionBatch("r", term, (reduced,))),
        ("POST", "witness", protocol.WitnessRequest("till-1", head)),
        ("POST", "term", protocol.TermRequest("till-1", 1)),
    )
    sent = till.call("PUT", f"photos/{name}", data, content_type="image/jpeg")
    assert sent.status_code == 200, sent.content
    for method, path, message in told:
        answer = till.call(method, path, message)
        assert answer.status_code == 200, (path, answer.content)
    rules(till)
    grant(till, ("coffee", 2000, 0))


def _deal_with_customers(both: TwoShops) -> None:
    """Let somebody reserve and ask by the pages' forms, the shop answer, and ask the other shop in turn."""
    town, till = both.town, both.first
    form = {"once": "r" * 32, "customer": "Anne", "contact": "06 12 34 56 78", "quantity": "1", "note": ""}
    reserved = town.client.post("/boutiques/epicerie-du-port/articles/coffee/reserver/", form)
    assert reserved.status_code == 303, reserved.content
    both.secrets["reservations"] = str(reserved.headers["Location"]).strip("/").rpartition("/")[2]
    question, page = asked.ask(town, article="coffee", once="q" * 32)
    both.secrets["questions"] = page.strip("/").rpartition("/")[2]
    do(till, Order.objects.get(shop=till.joined.shop), "accept", key="deed")
    asked.reply(till, question, key="answer")
    hold = order_protocol.NeighbourHold("hold", both.second.joined.shop, "wool", 1000)
    answer = till.call("POST", "town", hold)
    assert answer.status_code == 200, answer.content


def _name_things(both: TwoShops) -> None:
    shop, now_ms = both.first.joined.shop, both.town.now_ms
    moments = {"starts_ms": now_ms, "ends_ms": now_ms + HOUR_MS, "changed_ms": now_ms}
    event = TownEvent.objects.create(slug="braderie", title="Braderie", **moments)
    officer: Officer = hall.officer(both.town)
    photo = Photo.objects.get(shop=shop)
    news = str(News.objects.get(shop=shop).pk)
    order, question = Order.objects.get(shop=shop), Question.objects.get(shop=shop)
    assert order.secret == codes.key_hash(both.secrets["reservations"])
    both.things = {
        "": {"slug": "epicerie-du-port", "ref": Product.objects.get(shop=shop).ref},
        "categories/": {"key": "epicerie"},
        "photos/": {"number": str(photo.pk), "width": "160"},
        "reservations/": {"secret": order.pk},
        "questions/": {"secret": question.pk},
        "sitemap-": {"page": "1"},
        "agenda/": {"slug": event.slug, "year": "2023"},
        "nouvelles/": {"number": news},
        "hors-ligne/": {"language": "fr"},
        "api/v1/": {"photo_hash": photo.hash, "bucket": "0"},
        "mairie/lien/": {"secret": order.pk},
        "mairie/agents/": {"number": str(officer.pk)},
        "mairie/boutique/": {"number": str(TillKey.objects.filter(shop=shop).latest("pk").pk)},
        "mairie/actualites/": {"number": news},
        "mairie/evenements/": {"number": str(event.pk)},
    }
