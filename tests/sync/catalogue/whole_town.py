"""A town where every page of the catalogue has something to show: an officer, tills, reservations and questions too.

All of it is written straight into the tables, because what is under test is what the pages make of it.
"""

from dataclasses import dataclass

from django.urls import URLPattern, URLResolver

from sync.catalogue import codes, urls
from sync.catalogue.models import News, Order, Question, Shop, TillKey, TownEvent
from sync.catalogue.officers import accounts
from sync.catalogue.orders.making import make
from sync.catalogue.questions.making import ask
from tests.sync.catalogue import lively
from tests.sync.catalogue.hall_browser import MAIL, NAME, PASSWORD

SHOP = "au-panier-de-lise"
TAKES = "la-page-d-a-cote"
YEAR = 2024
_YEAR_MS = 1_720_000_000_000
RESERVATIONS = ("requested", "held", "confirmed", "rejected", "expired", "cancelled", "fulfilled")
QUESTIONS = ("asked", "answered", "withdrawn")
Values = dict[str, str | int]


@dataclass(frozen=True)
class Filled:
    """What the town's addresses are made of, by how they begin (the longest that fits), the pages of each state, and an
    article that can be reserved."""

    values: dict[str, Values]
    states: tuple[str, ...]
    reservable: str

    def address(self, route: str) -> str:
        """Return an address of a route; fails where nobody told what it may be made of."""
        begin = max((begin for begin in self.values if route.startswith(begin)), key=len, default="")
        address = route
        for part in [piece.partition(">")[0] for piece in route.split("<")[1:]]:
            value = self.values.get(begin, {})[part.partition(":")[2]]
            address = address.replace(f"<{part}>", str(value))
        return f"/{address}"


def routes() -> list[str]:
    """Return every route of the catalogue but those of the tills, which answer no page."""
    return [route for route in _routes("", urls.urlpatterns) if not route.startswith(("api/", "^api/"))]


def fill(now_ms: int) -> Filled:
    """Fill an empty catalogue."""
    lively.fill(now_ms)
    for shop in Shop.objects.exclude(complete_ms=None):
        TillKey.objects.create(
            hash=codes.key_hash(shop.id), shop=shop, till=f"till-{shop.id}", till_name="Caisse", epoch=1, term=1,
            created_ms=now_ms, heard_ms=now_ms,
        )  # fmt: skip
    officer = accounts.add(MAIL, NAME, actor="command", now_ms=now_ms)
    accounts.choose_password(officer, PASSWORD, actor="command", now_ms=now_ms)
    newcomer = accounts.add("yann@vannes.example", "Yann", actor=MAIL, now_ms=now_ms)
    gone = {"starts_ms": _YEAR_MS, "ends_ms": _YEAR_MS + lively.HOUR_MS, "changed_ms": _YEAR_MS}
    TownEvent.objects.create(slug="fete-d-ete", title="Fête d’été", place="Port", **gone)
    reservations = [_reservation(place, state, now_ms) for place, state in enumerate(RESERVATIONS)]
    questions = [_question(place, state, now_ms) for place, state in enumerate(QUESTIONS)]
    photo = Shop.objects.get(slug=SHOP).picture_id
    shop_news, town_news = News.objects.exclude(shop=None).order_by("pk")[0].pk, News.objects.get(shop=None).pk
    event = TownEvent.objects.get(slug="braderie").pk
    values: dict[str, Values] = {
        "boutiques/": {"slug": SHOP, "ref": "p1"},
        "categories/": {"key": "boissons"},
        "photos/": {"number": photo, "width": 160},
        "reservations/": {"secret": reservations[0]},
        "questions/": {"secret": questions[0]},
        "sitemap-": {"page": 1},
        "agenda/": {"slug": "braderie"},
        "agenda/archives/": {"year": YEAR},
        "nouvelles/": {"number": shop_news},
        "hors-ligne/": {"language": "fr"},
        "mairie/lien/": {"secret": accounts.give_link(newcomer, actor=MAIL, now_ms=now_ms)},
        "mairie/agents/": {"number": newcomer.pk},
        "mairie/boutique/": {"slug": SHOP, "number": TillKey.objects.get(shop__slug=SHOP).pk},
        "mairie/actualites/": {"number": town_news},
        "mairie/actualites/<int:number>/masquer/": {"number": shop_news},
        "mairie/actualites/<int:number>/montrer/": {"number": shop_news},
        "mairie/evenements/": {"number": event},
    }
    states = [f"/reservations/{secret}/" for secret in reservations] + [f"/questions/{secret}/" for secret in questions]
    return Filled(values, tuple(states), f"/boutiques/{TAKES}/articles/{_sold()[-1]}/")


def _routes(begin: str, patterns: list[URLPattern | URLResolver]) -> list[str]:
    found: list[str] = []
    for pattern in patterns:
        route = begin + str(pattern.pattern)
        found += _routes(route, pattern.url_patterns) if isinstance(pattern, URLResolver) else [route]
    return found


def _sold() -> list[str]:
    """Return what the shop that takes reservations has enough of."""
    listed = Shop.objects.get(slug=TAKES).product_set.filter(level__quantity_milli=9000).order_by("pk")
    return [product.ref for product in listed]


def _reservation(place: int, state: str, now_ms: int) -> str:
    """Make a reservation, let it stand as it does in a state, and return its page's secret."""
    order, secret = make(
        shop=Shop.objects.get(slug=TAKES),
        lines=[(_sold()[place], 1000)],
        customer="Mme Perrin",
        contact="06 12 34 56 78",
        note="Je passe vers 18 h, merci !",
        asked=f"form-{place}",
        now_ms=now_ms,
    )
    reason = "Nous ne l’avons plus." if state in {"rejected", "cancelled"} else ""
    Order.objects.filter(pk=order.pk).update(state=state, reason=reason)
    return secret


def _question(place: int, state: str, now_ms: int) -> str:
    """Ask something, let it stand as it does in a state, and return its page's secret."""
    shop, form = Shop.objects.get(slug=SHOP), f"question-{place}"
    secret = ask(
        shop=shop,
        product=None,
        text="Est-il de cette année ?",
        customer="Mme Perrin",
        contact="06 12 34 56 78",
        asked=form,
        language="fr",
        address="",
        now_ms=now_ms,
    )
    answer = "Oui,\nde juin." if state == "answered" else ""
    Question.objects.filter(secret=codes.key_hash(secret)).update(state=state, answer=answer, answered_ms=now_ms)
    return secret
