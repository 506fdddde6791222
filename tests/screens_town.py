"""The town that is photographed: the invented one of `demo-town`, with reservations and questions of known addresses.

It is written straight into the catalogue's folder before that is served, at the moment that `screens_serving` stops at.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from sync.order_protocol import Transition
from sync.window_protocol import Answer

if TYPE_CHECKING:
    from sync.catalogue.demo.filling import DemoShop
    from sync.catalogue.models import Order, Product

MOMENT_MS: Final = round(datetime(2026, 11, 26, 9, 32, tzinfo=UTC).timestamp() * 1000)
"""A Thursday, 10:32 in the town."""

ARTICLES: Final = 1600
_MINUTE_MS: Final = 60_000

Action = Literal["confirm", "reject", "fulfil"]

_RESERVED: Final[tuple[tuple[str, Action | None, str], ...]] = (
    ("asked", None, ""),
    ("aside", "confirm", "À tout à l’heure, c’est au comptoir."),
    ("refused", "reject", "Nous ne l’avons plus."),
    ("collected", "fulfil", ""),
)
"""A reservation's name, and what the shop does about it."""


def fill(folder: Path) -> Mapping[str, str]:
    """Fill a catalogue's folder, and return what its pages are found by: paths, and the officer's two words."""
    from sync.catalogue.starting import get_ready

    get_ready(folder)
    from django.db import connections

    from sync.catalogue.demo import filling, happenings

    shops = filling.fill(seed=1, articles=ARTICLES, now_ms=MOMENT_MS, tell=print)
    of = {one.shop.slug: one for one in shops}
    mail, password = happenings.new_officer(MOMENT_MS)
    found = {"mail": mail, "password": password, "event": _event()}
    found |= _articles(of) | _reservations(of["brulerie-du-cours"]) | _questions(of["librairie-du-passage"])
    _hide(of["le-cordonnier-du-pont"])
    connections.close_all()
    return found


def _articles(of: Mapping[str, DemoShop]) -> dict[str, str]:
    """Find the articles to look at: one at a reduced price, one to be asked for, one that is sold out."""
    from sync.catalogue.models import Product, Promotion

    reduced = Promotion.objects.filter(shop=of["epicerie-du-pont"].shop, product__level__quantity_milli__gte=9000)
    cheaper = reduced.select_related("product").earliest("product__ref").product
    told = "Cuit au chaudron par un voisin, en petite quantité.\n\nÀ servir avec un fromage sec ou une viande froide."
    Product.objects.filter(pk=cheaper.pk).update(description=told)
    gone = Product.objects.filter(shop=of["papeterie-grandpre"].shop, level__quantity_milli=0).earliest("ref")
    return {"reduced": _path(cheaper), "request": _path(_there(of["brulerie-du-cours"])[5]), "gone": _path(gone)}


def _there(one: DemoShop) -> list[Product]:
    from sync.catalogue.models import Product

    return list(Product.objects.filter(shop=one.shop, level__quantity_milli__gte=5000).order_by("ref")[:6])


def _path(product: Product) -> str:
    from django.urls import reverse

    path: str = reverse("product", args=[product.shop.slug, product.ref])
    return path


def _event() -> str:
    from django.urls import reverse

    from sync.catalogue.models import TownEvent

    path: str = reverse("event", args=[TownEvent.objects.get(title="Braderie du centre").slug])
    return path


def _reservations(one: DemoShop) -> dict[str, str]:
    """Make a reservation of each kind."""
    pages = {}
    for (name, action, reason), product in zip(_RESERVED, _there(one), strict=False):
        order, pages[name] = _reserved(one, name, product)
        if action is not None:
            _do(one, order, action, reason)
    return pages


def _reserved(one: DemoShop, name: str, product: Product) -> tuple[Order, str]:
    from django.urls import reverse

    from sync.catalogue.orders.making import make

    order, secret = make(
        shop=one.shop,
        lines=[(product.ref, 2000)],
        customer="Mme Perrin",
        contact="06 39 98 12 34",
        note="Je passe vers 18 h, merci !",
        asked=f"{name}-by-mme-perrin",
        now_ms=MOMENT_MS - 40 * _MINUTE_MS,
    )
    return order, reverse("reservation", args=[secret])


def _do(one: DemoShop, order: Order, action: Action, reason: str) -> None:
    from sync.catalogue.orders.moving import move

    deed = Transition(f"{order.pk}-{action}", one.key.term, order.pk, action, reason=reason)
    move(one.shop.pk, one.key.term, deed, now_ms=MOMENT_MS - 25 * _MINUTE_MS)


def _questions(one: DemoShop) -> dict[str, str]:
    """Ask twice, and answer once."""
    waiting = _ask(one, "waiting", "Le tome deux est-il déjà arrivé ?")
    answered = _ask(one, "answered", "Avez-vous des romans en gros caractères ?")
    _answer(one, "Oui, une trentaine, au fond à gauche.\nNous en commandons d’autres en deux jours.")
    return {"waiting": waiting, "answered": answered}


def _ask(one: DemoShop, name: str, text: str) -> str:
    from django.urls import reverse

    from sync.catalogue.questions.making import ask

    secret = ask(
        shop=one.shop,
        product=_there(one)[0] if name == "waiting" else None,
        text=text,
        customer="Mme Perrin",
        contact="06 39 98 12 34",
        asked=f"{name}-by-mme-perrin",
        language="fr",
        address="",
        now_ms=MOMENT_MS - 40 * _MINUTE_MS,
    )
    path: str = reverse("question", args=[secret])
    return path


def _answer(one: DemoShop, text: str) -> None:
    from sync.catalogue.models import Question
    from sync.catalogue.questions.answering import answer

    question = Question.objects.filter(shop=one.shop).latest("cursor")
    told = Answer("answered", one.key.term, question.pk, text)
    answer(one.shop.pk, one.key.term, told, now_ms=MOMENT_MS - 12 * _MINUTE_MS)


def _hide(one: DemoShop) -> None:
    from sync.catalogue.officers import shops

    shops.hide(one.shop, actor="Camille Vasseur", now_ms=MOMENT_MS, why="Fermée jusqu’au printemps")
