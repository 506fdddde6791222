"""A town with some life in it, for tests and pictures of its pages: shops, products, photos, and what goes on.

All of it is of our invention and the same every time. It is written straight into the tables, because what is under
test is what the pages make of it.
"""

import io
import random
from datetime import UTC, datetime, timedelta

from django.db import transaction
from PIL import Image, ImageDraw, ImageFilter

from sync.catalogue import photos
from sync.catalogue.folding import fold, key
from sync.catalogue.indexing import reword
from sync.catalogue.models import (
    Barcode,
    Change,
    Closure,
    Level,
    News,
    Photo,
    Product,
    ProductPhoto,
    Promotion,
    Rules,
    Shop,
    Town,
    TownEvent,
)
from tests.sync.catalogue.stalls import STALLS, Stall

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS
LONG = "Assortiment-exceptionnellement-long-sans-espace-de-confitures-et-de-gelées-artisanales"
SHARED_GTIN = "03760000000017"

_KINDS = ("", " bio", " de Pays", " grand format", " artisanal", " du moment", " coffret")
_WEIGHED = {"Fromages", "Poissons", "Viandes"}

Colour = tuple[int, int, int]


def fill(now_ms: int, *, with_photos: bool = True) -> None:
    """Fill an empty catalogue with a town at a moment."""
    chance = random.Random(6)
    Town.objects.filter(pk=1).update(
        name="Les vitrines de Vannes", mail="commerce@vannes.example", latitude=47.6559, longitude=-2.7603
    )
    shops = [_shop(stall, place, now_ms, chance) for place, stall in enumerate(STALLS)]
    with transaction.atomic():
        for stall, shop in zip(STALLS, shops, strict=True):
            _products(stall, shop, now_ms, chance)
        _same_article(shops, now_ms)
        for shop in shops:
            reword(shop)
        latest = Product.objects.filter(pk__in=[product.pk for product in Product.objects.order_by("ref", "id")[:60]])
        Change.objects.bulk_create(Change(shop_id=one.shop_id, product=one, at_ms=now_ms) for one in latest)
        _reduce(shops, now_ms)
        _close(shops[0], now_ms)
    _tell(shops, now_ms)
    if with_photos:
        _photograph(shops, now_ms)


def _shop(stall: Stall, place: int, now_ms: int, chance: random.Random) -> Shop:
    """Open a shop; one was never heard, one not for days, one not for hours."""
    heard = {7: now_ms - 3 * HOUR_MS, 9: None, 10: now_ms - 3 * DAY_MS}.get(place, now_ms - place * MINUTE_MS // 2)
    shop: Shop = Shop.objects.create(
        id=f"shop-{place:02}",
        slug=key(stall.name),
        name=stall.name,
        name_key=fold(stall.name),
        street=stall.street,
        postcode="56000",
        city="Vannes",
        phone=f"02 97 00 00 {place:02}",
        hours=stall.hours,
        trade=stall.trade,
        presentation=stall.presentation,
        website="www.panier-de-lise.example" if place == 0 else "",
        latitude=47.6559 + chance.uniform(-0.006, 0.006),
        longitude=-2.7603 + chance.uniform(-0.009, 0.009),
        figures="counts" if place == 2 else "bands",
        term=1,
        complete_ms=heard,
        created_ms=now_ms,
    )
    if place in {1, 2}:
        rules = {"mode": "safety", "safety_milli": 1000, "hold_minutes": 1440, "answer_minutes": 240}
        Rules.objects.create(shop=shop, term=1, version=1, takes=place == 2, **rules)
    return shop


def _products(stall: Stall, shop: Shop, now_ms: int, chance: random.Random) -> None:
    wanted = [(category, name + kind) for category, names in stall.categories for name in names for kind in _KINDS]
    if shop.id == "shop-00":
        wanted.append(("Coffrets", f"{LONG} {LONG}"))
    made = Product.objects.bulk_create(
        Product(
            shop=shop,
            ref=f"p{place}",
            term=1,
            version=1,
            name=name,
            brand=chance.choice(("", "Ferme de Kerdual", "Atelier du Port")),
            category=category,
            category_key=key(category),
            family="",
            unit="kg" if category in _WEIGHED else "piece",
            currency="EUR",
            price_minor=None if place % 23 == 0 else chance.randrange(120, 3900),
            shown=True,
            folded=fold(f"{name} {category}"),
            description="Fait ici, en petite quantité.\n\nÀ conserver au frais et au sec." if place % 2 else None,
        )
        for place, (category, name) in enumerate(wanted, start=1)
    )
    heard = shop.complete_ms or now_ms - 2 * DAY_MS
    Level.objects.bulk_create(
        Level(product=product, term=1, version=1, quantity_milli=chance.choice((0, 2000, 3000, 9000)), checked_ms=heard)
        for product in made
        if int(product.ref[1:]) % 11
    )


def _same_article(shops: list[Shop], now_ms: int) -> None:
    """Let three shops have the same article, by its barcode."""
    for product in Product.objects.filter(shop__in=(shops[0], shops[4], shops[7]), ref="p1").select_related("shop"):
        product.name, product.folded = "Jus de pomme de la ria 1 l", fold("Jus de pomme de la ria 1 l boissons")
        product.category, product.category_key, product.unit = "Boissons", "boissons", "piece"
        product.save()
        Level.objects.filter(product=product).update(quantity_milli=9000)
        Barcode.objects.create(product=product, code=SHARED_GTIN[1:], gtin=SHARED_GTIN)


def _reduce(shops: list[Shop], now_ms: int) -> None:
    listed = Product.objects.filter(price_minor__isnull=False, shop__in=shops[:6]).order_by("ref", "id")[:9]
    for place, product in enumerate(listed):
        Promotion.objects.create(
            shop_id=product.shop_id,
            product=product,
            term=1,
            version=1,
            price_minor=product.price_minor,
            prior_minor=product.price_minor * (120 + 5 * place) // 100,
            starts_ms=now_ms - DAY_MS,
            ends_ms=now_ms + (1 + place) * DAY_MS,
            text="Fin de série" if place % 3 == 0 else "",
        )


def _close(shop: Shop, now_ms: int) -> None:
    day = datetime.fromtimestamp(now_ms / 1000, UTC).date() + timedelta(days=28)
    first, last = (day + timedelta(days=1)).isoformat(), (day + timedelta(days=3)).isoformat()
    Closure.objects.create(shop=shop, first=day.isoformat(), last=day.isoformat(), hours="09:00-16:00", reason="Fête")
    Closure.objects.create(shop=shop, first=first, last=last, reason="Congés")


def _tell(shops: list[Shop], now_ms: int) -> None:
    told = (
        (shops[0], "Les premiers fromages d’alpage sont là", "Venez les goûter samedi. Il y en aura peu."),
        (shops[2], "Rencontre avec l’autrice des « Contes du golfe »", "Vendredi à 18 h, entrée libre."),
        (None, "Le parking des Lices est gratuit le samedi", "Deux heures, toute la matinée."),
        (shops[1], "Nouveau pain : la miche aux graines", ""),
    )
    for place, (shop, title, text) in enumerate(told):
        from_ms = now_ms - place * DAY_MS
        News.objects.create(shop=shop, ref=f"n{place}", title=title, text=text, from_ms=from_ms, changed_ms=now_ms)
    happening = (
        ("marche-de-noel", "Marché de Noël", "Place du Marché", -2 * HOUR_MS, 6 * HOUR_MS),
        ("braderie", "Grande braderie d’hiver", "Rues piétonnes", 5 * DAY_MS, 6 * DAY_MS),
        ("nocturne", "Nocturne des commerçants", "Centre-ville", 9 * DAY_MS, 9 * DAY_MS + 4 * HOUR_MS),
    )
    for slug, title, where, starts, ends in happening:
        moments = {"starts_ms": now_ms + starts, "ends_ms": now_ms + ends, "changed_ms": now_ms}
        event = TownEvent.objects.create(slug=slug, title=title, text="Avec les boutiques.", place=where, **moments)
        event.shops.set(shops[:5])


def _photograph(shops: list[Shop], now_ms: int) -> None:
    """Draw photos: one of each shop, three of what it sells, some of what goes on; some products have none."""
    for place, (stall, shop) in enumerate(zip(STALLS, shops, strict=True)):
        if place not in {6, 9}:
            Shop.objects.filter(pk=shop.pk).update(picture=_taken(stall.colour, place, now_ms, shop=shop, wide=960))
        seen = [_taken(stall.colour, 100 + place * 3 + which, now_ms, shop=shop) for which in range(3)]
        listed = [product for product in Product.objects.filter(shop=shop).order_by("id") if product.pk % 5 != 3]
        ProductPhoto.objects.bulk_create(
            ProductPhoto(product=one, photo=photo, place=which, alt="" if which else f"{one.name}, vu de face")
            for one in listed
            for which, photo in enumerate(seen if one.ref == "p1" else seen[one.pk % 3 :][:1])
        )
    News.objects.filter(ref="n1").update(photo=_taken((150, 130, 110), 500, now_ms, wide=960))
    TownEvent.objects.filter(slug="braderie").update(photo=_taken((70, 90, 130), 700, now_ms, wide=960))


def _taken(colour: Colour, seed: int, now_ms: int, *, shop: Shop | None = None, wide: int = 640) -> Photo:
    data = io.BytesIO()
    _drawn((wide, 480 if wide > 640 else 640), colour, random.Random(seed)).save(data, "JPEG", quality=85)
    return photos.keep(data.getvalue(), shop_id=shop.id if shop else None, now_ms=now_ms)


def _drawn(size: tuple[int, int], colour: Colour, chance: random.Random) -> Image.Image:
    """Draw three jars on a ground of a colour, out of focus at its edges."""
    width, height = size
    image = Image.new("RGB", size, _shade(colour, 70))
    brush = ImageDraw.Draw(image)
    for _ in range(9):
        left, top, round_px = chance.randrange(width), chance.randrange(height), chance.randrange(90, 320)
        brush.ellipse(
            (left - round_px, top - round_px, left + round_px, top + round_px),
            fill=_shade(colour, chance.randrange(-40, 90)),
        )
    image = image.filter(ImageFilter.GaussianBlur(46))
    brush = ImageDraw.Draw(image)
    for place in range(3):
        side, top_of = width * (0.2 + 0.2 * place), height * chance.uniform(0.22, 0.4)
        shade = _shade(colour, 26 * place - 30)
        brush.rounded_rectangle((side, top_of, side + width * 0.18, height * 0.86), radius=width * 0.05, fill=shade)
        lid = (side + width * 0.03, top_of - height * 0.06, side + width * 0.15, top_of + height * 0.05)
        brush.ellipse(lid, fill=shade)
    return image


def _shade(colour: Colour, lighter: int) -> Colour:
    red, green, blue = (max(0, min(255, part + lighter)) for part in colour)
    return red, green, blue
