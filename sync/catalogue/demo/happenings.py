"""What goes on in the invented town: news, events, promotions, reservations, questions, and an officer."""

import random
import secrets
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import cycle
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password

from sync.catalogue import batches, codes
from sync.catalogue.contents import news, promotions
from sync.catalogue.folding import key
from sync.catalogue.models import News, Officer, Photo, Product, Question, Shop, TownEvent
from sync.catalogue.orders.making import NotOffered, make
from sync.catalogue.orders.moving import move
from sync.catalogue.questions.answering import answer
from sync.catalogue.questions.making import ask
from sync.order_protocol import Transition
from sync.protocol import ProductBatch, ProductRow
from sync.window_protocol import Answer, NewsBatch, NewsRow, PromotionBatch, PromotionRow

if TYPE_CHECKING:
    from sync.catalogue.demo.filling import DemoShop

OFFICER = "agent@brevigny.invalid"
_ZONE = ZoneInfo("Europe/Paris")
_HOUR_MS = 3600 * 1000
_DAY_MS = 24 * _HOUR_MS
_PROMOTED_SHOPS, _PROMOTED_ARTICLES = 14, 5

_SHOP_NEWS = (
    ("Les nouveautés sont arrivées", "Elles sont en vitrine, et au complet dans l’arrière-boutique : demandez."),
    ("Dégustation samedi", "De dix heures à midi, sans inscription. On ouvre, on goûte, on en parle."),
    ("Un atelier pour débuter", "Huit places, deux heures, le matériel est fourni. Inscription à la boutique."),
    ("Nous cherchons un apprenti", "Pour la rentrée. Passez avec une lettre, ou seulement pour parler du métier."),
    ("Le café est offert", "Tous les mercredis matin, le temps de choisir."),
    ("Retouches et réparations", "Nous reprenons ce que nous avons vendu, et parfois le reste."),
    ("Vitrine refaite", "Trois jours de peinture, et la lumière en plus. Venez voir."),
    ("Produits de la vallée", "Quatre producteurs de plus nous livrent depuis cette semaine."),
)
_TOWN_NEWS = (
    ("Stationnement gratuit le samedi", "Le long des quais et place des Halles, de neuf heures à treize heures."),
    (
        "La rue Basse devient piétonne",
        "Chaque dimanche jusqu’à la fin de la saison ; livraisons avant dix heures.",
    ),
    ("Le marché change de place", "Pendant les travaux de la halle, retrouvez-le cours Fontenelle."),
)
_EVENTS = (
    ("Marché des producteurs", "place du Marché", 2, 6, "Légumes, fromages et miels, sous les tilleuls."),
    ("Braderie du centre", "rue Haute et rue Basse", 9, 34, "Les boutiques sortent leurs tables. La rue est à vous."),
    ("Nuit des vitrines", "tout le centre", 16, 5, "Ouvert jusqu’à vingt-deux heures, et de la musique partout."),
    ("Fête du livre jeunesse", "passage des Lavandières", 23, 30, "Lectures, dédicaces et un goûter."),
    ("Balade gourmande", "départ place des Halles", 30, 4, "Six boutiques, six bouchées, deux kilomètres."),
    ("Foire aux vélos", "faubourg Saint-Rieul", -20, 8, "Bourse, marquage et petites réparations."),
)  # fmt: skip
_ASKED = (
    ("Avez-vous ce modèle dans une autre couleur ?", "Oui, en bleu et en gris. Nous pouvons vous le montrer demain."),
    ("Est-ce que cela se conserve longtemps ?", "Six mois fermé, dix jours une fois ouvert, au frais."),
    ("Peut-on l’offrir emballé ?", ""),
    ("Livrez-vous dans le centre ?", "À pied, le jeudi et le samedi, pour trois euros."),
    ("Quand en aurez-vous à nouveau ?", ""),
)
_CUSTOMERS = ("Camille R.", "Dominique", "Famille Sorel", "Alix M.", "Claire B.", "Sacha", "Lou P.", "Andrea T.")


def day(now_ms: int, ahead: int = 0) -> str:
    """Return the day that is so many days ahead, in the town."""
    return (datetime.fromtimestamp(now_ms / 1000, _ZONE) + timedelta(days=ahead)).date().isoformat()


def happen(shops: Sequence["DemoShop"], pictures: Sequence[Photo], chance: random.Random, now_ms: int) -> None:
    """Let everything happen."""
    lively = [one for one in shops if one.plan.heard == "alive"]
    _tell_news(shops, chance, now_ms)
    _hold_events(shops, pictures, chance, now_ms)
    for one in lively[:_PROMOTED_SHOPS]:
        _reduce(one, chance, now_ms)
    _reserve(lively, chance, now_ms)
    _ask(lively, chance, now_ms)


def new_officer(now_ms: int) -> tuple[str, str]:
    """Make an officer of the invented town, and return the address and the password to sign in with; told once."""
    password = "-".join(codes.new_code() for _ in range(2)).lower()
    Officer.objects.create(mail=OFFICER, name="Camille Vasseur", password=make_password(password), created_ms=now_ms)
    return OFFICER, password


def _tell_news(shops: Sequence["DemoShop"], chance: random.Random, now_ms: int) -> None:
    from sync.catalogue.demo.filling import encoded

    told = cycle(_SHOP_NEWS)
    for number, one in enumerate(chance.sample(list(shops), 18)):
        title, text = next(told)
        since = now_ms - chance.randrange(2 * _HOUR_MS, 12 * _DAY_MS)
        row = NewsRow(f"n{number}", 1, title, True, since, since + 30 * _DAY_MS, text)
        batch = NewsBatch(f"demo-news-{number}", one.key.term, (row,))
        news.take(one.shop.pk, one.key.term, batch, encoded(batch), now_ms=now_ms)
    News.objects.bulk_create(
        News(
            ref=f"town-{number}",
            title=title,
            text=text,
            from_ms=now_ms - (number * 3 + 1) * _DAY_MS,
            until_ms=now_ms + 20 * _DAY_MS,
            changed_ms=now_ms,
        )
        for number, (title, text) in enumerate(_TOWN_NEWS)
    )


def _hold_events(shops: Sequence["DemoShop"], pictures: Sequence[Photo], chance: random.Random, now_ms: int) -> None:
    morning = datetime.fromtimestamp(now_ms / 1000, _ZONE).replace(hour=9, minute=0, second=0, microsecond=0)
    for title, place, ahead, hours, text in _EVENTS:
        starts = int((morning + timedelta(days=ahead)).timestamp() * 1000)
        event = TownEvent.objects.create(
            slug=f"{key(title)}-{day(now_ms, ahead)}",
            title=title,
            text=text,
            place=place,
            starts_ms=starts,
            ends_ms=starts + hours * _HOUR_MS,
            photo=chance.choice(pictures),
            changed_ms=now_ms,
        )
        event.shops.set(Shop.objects.filter(pk__in=[one.shop.pk for one in chance.sample(list(shops), 9)]))


def _reduce(one: "DemoShop", chance: random.Random, now_ms: int) -> None:
    """Reduce some prices since two days ago, from what was asked for more than thirty days before."""
    from sync.catalogue.demo.assortment import rounded
    from sync.catalogue.demo.filling import encoded

    starts = now_ms - 2 * _DAY_MS
    reduced: dict[str, tuple[int, int]] = {}
    for each in chance.sample(list(one.sold), min(_PROMOTED_ARTICLES, len(one.sold))):
        reduced[each.ref] = (rounded(each.price_minor * chance.choice((0.7, 0.8, 0.85))), each.price_minor)
    held = Product.objects.filter(shop=one.shop, ref__in=reduced).prefetch_related("barcode_set")
    cards = tuple(_reduced_card(product, reduced[product.ref][0]) for product in held)
    batch = ProductBatch("demo-reduced", one.key.term, cards)
    batches.take_products(one.shop.pk, one.key.term, batch, encoded(batch), now_ms=starts)
    rows = tuple(
        PromotionRow(ref, 1, starts, now_ms + 12 * _DAY_MS, price, prior, "Jusqu’à épuisement du stock")
        for ref, (price, prior) in reduced.items()
        if price < prior
    )
    told = PromotionBatch("demo-promotions", one.key.term, rows)
    promotions.take(one.shop.pk, one.key.term, told, encoded(told), now_ms=starts)


def _reduced_card(product: Product, price_minor: int) -> ProductRow:
    return ProductRow(
        product=product.ref,
        version=2,
        name=product.name,
        shown=True,
        unit=product.unit,
        currency=product.currency,
        price_minor=price_minor,
        brand=product.brand,
        category=product.category,
        family=product.family,
        barcodes=tuple(held.code for held in product.barcode_set.all()),
    )


def _reserve(shops: Sequence["DemoShop"], chance: random.Random, now_ms: int) -> None:
    """Make some reservations, and let the shops do about them what shops do."""
    deeds: tuple[Literal["accept", "confirm", "reject"] | None, ...] = (None, "accept", "confirm", None, "reject")
    taking = [one for one in shops if one.plan.takes != "none"]
    for number, (one, customer) in enumerate(zip(taking, _CUSTOMERS, strict=False)):
        there = [ref for ref, milli in one.levels.items() if milli >= 5000] or list(one.levels)
        asked = secrets.token_urlsafe(24)
        try:
            order, _ = make(
                shop=one.shop,
                lines=[(chance.choice(there), 1000)],
                customer=customer,
                contact=_telephone(number),
                note="",
                asked=asked,
                now_ms=now_ms,
            )
        except NotOffered:
            continue
        action = deeds[number % len(deeds)]
        if action is not None:
            reason = "Il vient de partir, désolés." if action == "reject" else ""
            deed = Transition(str(uuid.uuid4()), one.key.term, order.pk, action, reason=reason)
            move(one.shop.pk, one.key.term, deed, now_ms=now_ms)


def _ask(shops: Sequence["DemoShop"], chance: random.Random, now_ms: int) -> None:
    for place, (one, customer) in enumerate(zip(shops, cycle(_CUSTOMERS), strict=False)):
        text, said = _ASKED[place % len(_ASKED)]
        asked_ms = now_ms - chance.randrange(_HOUR_MS, 3 * _DAY_MS)
        ask(
            shop=one.shop,
            product=None,
            text=text,
            customer=customer,
            contact=_telephone(place),
            asked=secrets.token_urlsafe(24),
            language="fr",
            address="",
            now_ms=asked_ms,
        )
        if said:
            question = Question.objects.filter(shop=one.shop).latest("cursor")
            told = Answer(str(uuid.uuid4()), one.key.term, question.pk, said)
            answer(one.shop.pk, one.key.term, told, now_ms=asked_ms + _HOUR_MS // 2)


def _telephone(number: int) -> str:
    """Return a telephone number of those kept for stories (ARCEP), so that nobody is ever called or written to."""
    return f"06 39 98 {number // 100:02} {number % 100:02}"
