"""Filling an empty catalogue with the invented town: by the functions that tills' calls use, in one transaction.

The photos come first, since each is written anew outside any transaction; a town that was not finished leaves nothing
but them, and finds them again the next time.
"""

import random
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import msgspec
from django.conf import settings
from django.db import transaction

from sync.catalogue import batches, heartbeats, pairing, photos
from sync.catalogue.contents import words
from sync.catalogue.demo import drawings
from sync.catalogue.demo.assortment import ShopPlan, Sold, assorted, shop_plans
from sync.catalogue.models import Photo, Product, ProductPhoto, Shop, TillKey, Town
from sync.catalogue.orders import escrow, rules
from sync.catalogue.starting import CannotStart, Invitation, described_shop
from sync.order_protocol import EscrowBatch, EscrowRow
from sync.order_protocol import Rules as ToldRules
from sync.protocol import (
    BATCH_LIMIT,
    Heartbeat,
    LevelBatch,
    LevelRow,
    Message,
    PairRequest,
    ProductBatch,
    ProductRow,
)
from sync.window_protocol import ClosureRow, ShopWord

TOWN = "Brévigny-sur-Brène"
TILL = "demo-till"
CENTRE = (46.9237, 2.5114)
POSTCODE = "00000"
_PRESENTATION = (
    "Une ville inventée : ses boutiques, ses habitants et ses marques n’existent pas. Tout y fonctionne pourtant"
    " comme dans une vraie, et vous pouvez y réserver, demander et chercher sans risque."
)
_MINUTE_MS = 60_000
_HOUR_MS = 60 * _MINUTE_MS
_DAY_MS = 24 * _HOUR_MS
FIRST_SEEN_MS = 45 * _DAY_MS
"""So long ago the town's articles came into their windows: a prior price needs thirty days."""
_HEARD_MS = {
    "alive": 10_000,
    "recent": 25 * _MINUTE_MS,
    "dated": 5 * _HOUR_MS,
    "closed": 14 * _HOUR_MS,
    "old": 3 * _DAY_MS,
    "never": 0,
}

Tell = Callable[[str], None]


@dataclass(frozen=True)
class DemoShop:
    """A shop of the invented town with its till, and what it sells."""

    plan: ShopPlan
    shop: Shop
    key: TillKey
    sold: Sequence[Sold]
    levels: dict[str, int] = field(default_factory=dict)


def check_empty() -> None:
    """Look whether there is no shop yet.

    Raises:
        CannotStart: there is one.
    """
    if Shop.objects.exists():
        raise CannotStart(
            "This catalogue has shops already. The invented town needs an empty one: choose a new folder with --data,"
            " or with DATABASE_URL a new database. With --alive alone a town that was made before goes on living."
        )


def fill(*, seed: int, articles: int, now_ms: int, tell: Tell) -> list[DemoShop]:
    """Fill the catalogue, all of it or nothing, and return its shops.

    Args:
        seed: the same seed makes the same shops, articles, prices and levels.
        articles: how many, over all shops.
        now_ms: this moment.
        tell: told how far it is.

    Raises:
        CannotStart: the catalogue is not empty.
    """
    from sync.catalogue.auditing import COMMAND, note
    from sync.catalogue.demo import happenings

    check_empty()
    chance = random.Random(seed)
    plans = shop_plans()
    sold = assorted(plans, articles, chance)
    pictures, fronts = _pictures(len(plans), now_ms, tell)
    with transaction.atomic():
        _describe_town()
        shops = []
        for place, (plan, goods) in enumerate(zip(plans, sold, strict=True), start=1):
            shops.append(_open_shop(plan, goods, fronts[place - 1], chance, now_ms))
            if place % 8 == 0:
                tell(f"{place} of {len(plans)} shops")
        _hang_up(shops, pictures, chance)
        tell("News, events, promotions, reservations and questions")
        happenings.happen(shops, list(pictures.values()), chance, now_ms)
        note(COMMAND, "demo town made", detail=f"{len(shops)} shops", now_ms=now_ms)
    return shops


def found(now_ms: int) -> list[DemoShop]:
    """Find the shops of a town that was made before.

    Raises:
        CannotStart: none was.
    """
    plans = {plan.name: plan for plan in shop_plans()}
    keys = TillKey.objects.filter(till=TILL, shop__name__in=plans).select_related("shop").order_by("pk")
    shops = []
    for key in keys:
        held = Product.objects.filter(shop=key.shop, shown=True, level__isnull=False)
        levels = dict(held.values_list("ref", "level__quantity_milli"))
        shops.append(DemoShop(plans[key.shop.name], key.shop, key, (), levels))
    if not shops:
        raise CannotStart("There is no invented town in this catalogue.")
    return shops


def push_levels(one: DemoShop, levels: Sequence[tuple[str, int]], *, version: int, now_ms: int) -> None:
    """Tell levels as the shop's till would."""
    for first in range(0, len(levels), BATCH_LIMIT):
        some = tuple(LevelRow(ref, version, milli) for ref, milli in levels[first : first + BATCH_LIMIT])
        batch = LevelBatch(f"{TILL}-{uuid.uuid4()}", one.key.term, some)
        batches.take_levels(one.shop.pk, one.key.term, batch, encoded(batch), now_ms=now_ms)


def beat(one: DemoShop, *, version: int, now_ms: int, closing: bool = False) -> None:
    """Say that everything was told, as the shop's till would."""
    heartbeats.hear(one.key, Heartbeat(one.key.term, version, now_ms, 0, closing), now_ms=now_ms)


def encoded(message: Message) -> bytes:
    """Return a message as its till would have sent it."""
    return msgspec.json.encode(message)


def _pictures(shops: int, now_ms: int, tell: Tell) -> tuple[dict[tuple[str, int], Photo], list[Photo]]:
    """Draw and keep the photos: some of each kind of article, shared by all shops, and the front of each shop."""
    wanted = [(name, variant) for name in sorted(drawings.DRAWINGS) for variant in range(drawings.HUES)]
    tell(f"Drawing {len(wanted) + shops} pictures")
    with ThreadPoolExecutor(2) as pool:
        drawn = pool.map(lambda one: drawings.drawn(*one), wanted)
        kept = {one: photos.keep(file, shop_id=None, now_ms=now_ms) for one, file in zip(wanted, drawn, strict=True)}
        fronts = pool.map(drawings.shop_front, range(shops))
        return kept, [photos.keep(file, shop_id=None, now_ms=now_ms) for file in fronts]


def _describe_town() -> None:
    Town.objects.filter(pk=1).update(
        name=TOWN,
        presentation=_PRESENTATION,
        mail="mairie@brevigny.invalid",
        latitude=CENTRE[0],
        longitude=CENTRE[1],
    )


def _open_shop(plan: ShopPlan, sold: Sequence[Sold], front: Photo, chance: random.Random, now_ms: int) -> DemoShop:
    """Invite a shop, pair its till, and let that till say everything."""
    since = now_ms - FIRST_SEEN_MS
    invitation = Invitation(
        name=plan.name,
        street=plan.street,
        postcode=POSTCODE,
        city=TOWN,
        hours=plan.hours,
        trade=plan.trade,
        figures="counts" if chance.random() < 0.3 else "bands",
    )
    shop = described_shop(invitation, since)
    code = pairing.new_code(shop, secret=settings.SECRET_KEY, now_ms=now_ms)
    request = PairRequest(code=code, till=TILL, till_name="Caisse", epoch=1)
    pairing.pair(request, window_url="", address="demo", secret=settings.SECRET_KEY, now_ms=now_ms)
    one = DemoShop(plan, shop, TillKey.objects.get(shop=shop), sold)
    _tell_who(one, front, chance, now_ms)
    for first in range(0, len(sold), BATCH_LIMIT):
        rows = tuple(_row(each) for each in sold[first : first + BATCH_LIMIT])
        batch = ProductBatch(f"{TILL}-p{first}", one.key.term, rows)
        batches.take_products(shop.pk, one.key.term, batch, encoded(batch), now_ms=since)
    _tell_rules(one, now_ms)
    _tell_levels(one, chance, now_ms)
    return one


def _tell_who(one: DemoShop, front: Photo, chance: random.Random, now_ms: int) -> None:
    slug = one.shop.slug
    word = ShopWord(
        term=one.key.term,
        version=1,
        phone=f"00 00 00 {chance.randrange(100):02} {chance.randrange(100):02}",
        website=f"https://{slug}.invalid/",
        mail=f"bonjour@{slug}.invalid",
        hours=one.plan.hours,
        trade=one.plan.trade,
        presentation=one.plan.presentation,
        closures=_closures(chance, now_ms),
    )
    words.take(one.shop.pk, one.key.term, word, now_ms=now_ms)
    Shop.objects.filter(pk=one.shop.pk).update(
        latitude=CENTRE[0] + chance.gauss(0, 0.0035),
        longitude=CENTRE[1] + chance.gauss(0, 0.005),
        picture=front,
    )


def _closures(chance: random.Random, now_ms: int) -> tuple[ClosureRow, ...]:
    """A third of the shops take days off soon; some open on another day, or longer, or are away right now."""
    from sync.catalogue.demo.happenings import day

    kind = chance.randrange(12)
    if kind == 0:
        return (ClosureRow(day(now_ms), day(now_ms, 4), reason="Congés"),)
    if kind == 1:
        return (ClosureRow(day(now_ms, 9), day(now_ms, 16), reason="Congés"),)
    if kind == 2:
        return (ClosureRow(day(now_ms, 3), day(now_ms, 3), hours="10:00-12:00", reason="Inventaire l’après-midi"),)
    if kind == 3:
        return (ClosureRow(day(now_ms, 6), day(now_ms, 6), hours="09:00-21:00", reason="Nocturne"),)
    return ()


def _row(one: Sold) -> ProductRow:
    return ProductRow(
        product=one.ref,
        version=1,
        name=one.article.name,
        shown=True,
        unit="kg" if one.article.unit == "kg" else "piece",
        currency="EUR",
        price_minor=one.price_minor,
        brand=one.article.brand,
        category=one.article.category,
        family=one.article.family,
        barcodes=(one.barcode,) if one.barcode else (),
    )


def _tell_rules(one: DemoShop, now_ms: int) -> None:
    takes = one.plan.takes != "none"
    mode = one.plan.takes if takes else "request"
    told = ToldRules(one.key.term, 1, takes, mode, safety_milli=1000 if mode == "safety" else 0)  # type: ignore[arg-type]
    rules.take(one.shop.pk, one.key.term, told, now_ms=now_ms)


def _tell_levels(one: DemoShop, chance: random.Random, now_ms: int) -> None:
    """Tell levels of all kinds, and beat, as long ago as this shop was heard last."""
    if one.plan.heard == "never":
        return
    heard_ms = now_ms - _HEARD_MS[one.plan.heard]
    for each in one.sold:
        if chance.random() < 0.97:  # of the rest nobody ever told how much there is
            one.levels[each.ref] = _level(each, chance)
    push_levels(one, list(one.levels.items()), version=1, now_ms=heard_ms)
    if one.plan.takes == "escrow":
        rows = tuple(EscrowRow(ref, 2000) for ref, milli in list(one.levels.items())[:60] if milli >= 4000)
        escrow.take(one.shop.pk, one.key.term, EscrowBatch(one.key.term, rows), now_ms=now_ms)
    beat(one, version=1, now_ms=heard_ms, closing=one.plan.heard == "closed")


def _level(one: Sold, chance: random.Random) -> int:
    kind = chance.random()
    if kind < 0.08:
        return 0
    if one.article.unit == "kg":
        return chance.randrange(300, 18_000, 50)
    return 1000 * (chance.randint(1, 2) if kind < 0.25 else chance.randint(3, 40))


def _hang_up(shops: Sequence[DemoShop], pictures: dict[tuple[str, int], Photo], chance: random.Random) -> None:
    """Give most articles a photo, all sizes of one the same; some have two."""
    numbers = {(shop, ref): pk for shop, ref, pk in Product.objects.values_list("shop_id", "ref", "pk")}
    hung = []
    for one in shops:
        for each in one.sold:
            if chance.random() > 0.85:
                continue
            place = (each.article.code // 3) % drawings.HUES
            product = numbers[one.shop.pk, each.ref]
            hung.append(ProductPhoto(product_id=product, photo=pictures[each.article.drawing, place], place=0))
            if each.article.code % 9 == 0:
                other = pictures[each.article.drawing, (place + 2) % drawings.HUES]
                hung.append(ProductPhoto(product_id=product, photo=other, place=1))
    ProductPhoto.objects.bulk_create(hung, batch_size=500)
