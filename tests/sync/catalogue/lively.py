"""A town with some life in it, for tests and pictures of its pages: shops, products, photos, and what goes on.

All of it is of our invention and the same every time. It is written straight into the tables, because what is under
test is what the pages make of it.
"""

import io
import random
from dataclasses import dataclass

from django.db import transaction
from PIL import Image, ImageDraw, ImageFilter

from sync.catalogue import photos
from sync.catalogue.folding import fold, key
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

MINUTE_MS = 60_000
DAY_MS = 24 * 60 * MINUTE_MS
WEEK = "Tu-Fr 09:00-12:30,14:30-19:00; Sa 09:00-19:00; Su 09:00-12:30"
LONG = "Assortiment-exceptionnellement-long-sans-espace-de-confitures-et-de-gelées-artisanales " * 2
SHARED_GTIN = "03760000000017"


@dataclass(frozen=True)
class Stall:
    """A shop of our invention: what it is called, what it sells, in which colours its photos are made."""

    name: str
    trade: str
    street: str
    hours: str
    colour: tuple[int, int, int]
    categories: tuple[tuple[str, tuple[str, ...]], ...]
    presentation: str = ""


STALLS = (
    Stall(
        "Au Panier de Lise", "Épicerie fine", "4, rue des Halles", WEEK, (196, 160, 98),
        (
            ("Cafés et thés", ("Café moulu 250 g", "Thé noir fumé 100 g", "Infusion verveine", "Café en grains 1 kg")),
            ("Épicerie salée", ("Huile de noix 50 cl", "Moutarde à l’ancienne", "Farine de blé noir 1 kg", "Sel gris")),
            ("Fromages", ("Comté 18 mois", "Tomme au foin", "Bleu de brebis")),
            ("Confiserie", ("Caramels au beurre salé 200 g", "Miel de bruyère 500 g", "Pâtes de fruits")),
        ),
        "Des produits de producteurs d’ici, choisis un par un. On vous fait goûter.\n\nPassez le samedi pour les fromages.",
    ),
    Stall(
        "Fournil Saint-Patern", "Boulangerie", "1, rue du Four", "Tu-Su 07:00-13:00,15:30-19:30", (214, 158, 84),
        (
            ("Pains", ("Baguette de tradition", "Pain de seigle 500 g", "Miche au levain", "Pain aux noix")),
            ("Viennoiseries", ("Kouign-amann individuel", "Croissant au beurre", "Brioche tressée")),
            ("Desserts", ("Far aux pruneaux", "Tarte aux pommes")),
        ),
        "Levain, farines de meules, four à bois. Deux fournées par jour.",
    ),
    Stall(
        "La Page d’à côté", "Librairie-papeterie", "12, place du Marché", "Tu-Sa 10:00-19:00", (96, 118, 160),
        (
            ("Livres", ("Atlas des marées", "Contes du golfe", "Cuisine du potager", "Le phare et la lune")),
            ("Papeterie", ("Carnet ligné A5", "Stylo plume, encre bleue", "Papier à lettres", "Encre sépia")),
            ("Jeux", ("Jeu de sept familles du littoral", "Puzzle 500 pièces", "Dominos en bois")),
        ),
        "Mille romans, un fauteuil, un chat.",
    ),
    Stall(
        "Les Halles Marines", "Poissonnerie", "2, quai du Port", "Tu-Sa 08:00-13:00; Su 08:00-12:30", (86, 140, 158),
        (("Poissons", ("Bar de ligne", "Filet de lieu", "Sole", "Sardines")), ("Coquillages", ("Huîtres n° 3", "Moules"))),
    ),
    Stall(
        "Cave du Rempart", "Caviste", "8, rue Haute", "Tu-Sa 10:00-12:30,15:00-19:30", (118, 58, 82),
        (("Boissons", ("Cidre brut 75 cl", "Jus de pomme 1 l", "Muscadet 75 cl", "Bière ambrée 33 cl", "Limonade")),),
        "Vignerons indépendants, cidres et bières d’ici.",
    ),
    Stall(
        "Fleurs de mai", "Fleuriste", "15, rue des Halles", "Mo-Sa 09:00-19:00", (206, 118, 138),
        (("Fleurs", ("Bouquet du moment", "Renoncules", "Eucalyptus", "Roses anciennes")), ("Plantes", ("Fougère",))),
    ),
    Stall(
        "Quincaillerie Le Gall", "Quincaillerie", "22, rue de la Gare", "Mo-Sa 09:00-12:00,14:00-18:30", (132, 122, 110),
        (("Outillage", ("Marteau de menuisier", "Tournevis plat", "Mètre ruban 5 m")), ("Maison", ("Ampoule", "Balai"))),
    ),
    Stall(
        "Primeur des Lices", "Primeur", "Halle, stand 7", "Tu-Sa 08:00-13:00", (120, 158, 84),
        (("Fruits et légumes", ("Pommes de garde", "Poireaux", "Salade batavia", "Betteraves", "Citrons")),),
    ),
    Stall(
        "Savonnerie des Dunes", "Parfumerie-cosmétique", "6, rue des Orfèvres", "Tu-Sa 10:00-19:00", (150, 176, 180),
        (("Hygiène", ("Savon au lait de jument", "Baume à lèvres", "Shampoing solide")), ("Bougies", ("Bougie figuier",))),
    ),
    Stall(
        "Laine & Compagnie", "Mercerie", "3, venelle du Puits", "sur rendez-vous, téléphonez avant de venir", (170, 120, 160),
        (("Mercerie", ("Pelote mérinos", "Aiguilles à tricoter", "Boutons de corne")),),
    ),
    Stall("Boucherie Kervella", "Boucherie", "9, rue des Halles", WEEK, (176, 92, 80), (("Viandes", ("Rôti de porc", "Saucisses au chou")),)),
    Stall("Cordonnerie du Passage", "Cordonnerie", "1, passage des Arts", "Tu-Fr 09:00-18:00", (120, 100, 84), ()),
)  # fmt: skip


def fill(now_ms: int, *, with_photos: bool = True) -> Town:
    """Fill an empty catalogue with a town at a moment."""
    chance = random.Random(6)
    pictures = _Pictures(now_ms, with_photos=with_photos)
    town, _made = Town.objects.update_or_create(
        pk=1,
        defaults={
            "name": "Les vitrines de Vannes",
            "mail": "commerce@vannes.example",
            "latitude": 47.6559,
            "longitude": -2.7603,
        },
    )
    shops = [_shop(stall, place, now_ms, chance, pictures) for place, stall in enumerate(STALLS)]
    with transaction.atomic():
        for stall, shop in zip(STALLS, shops, strict=True):
            _products(stall, shop, now_ms, chance)
        _same_article(shops, now_ms)
        Change.objects.bulk_create(
            Change(shop_id=shop_id, product_id=number, at_ms=now_ms)
            for shop_id, number in Product.objects.order_by("?").values_list("shop_id", "id")[:60]
        )
    _photograph(pictures)
    _go_on(shops, now_ms, pictures)
    return town


class _Pictures:
    """Photos that are drawn: a shape on a ground of the shop's colour, out of focus at its edges."""

    def __init__(self, now_ms: int, *, with_photos: bool) -> None:
        self.now_ms = now_ms
        self.with_photos = with_photos

    def take(
        self, colour: tuple[int, int, int], seed: int, *, wide: bool = False, shop_id: str | None = None
    ) -> Photo | None:
        if not self.with_photos:
            return None
        size = (960, 480) if wide else (640, 640)
        data = io.BytesIO()
        _drawn(size, colour, random.Random(seed)).save(data, "JPEG", quality=85)
        return photos.keep(data.getvalue(), shop_id=shop_id, now_ms=self.now_ms)


def _drawn(size: tuple[int, int], colour: tuple[int, int, int], chance: random.Random) -> Image.Image:
    width, height = size
    image = Image.new("RGB", size, tuple(min(255, part + 70) for part in colour))
    brush = ImageDraw.Draw(image)
    for _ in range(9):
        left, top, wide = chance.randrange(width), chance.randrange(height), chance.randrange(90, 320)
        shade = tuple(max(0, min(255, part + chance.randrange(-40, 90))) for part in colour)
        brush.ellipse((left - wide, top - wide, left + wide, top + wide), fill=shade)
    image = image.filter(ImageFilter.GaussianBlur(46))
    brush = ImageDraw.Draw(image)
    for place in range(3):
        left = width * (0.2 + 0.2 * place)
        top = height * chance.uniform(0.22, 0.4)
        shade = tuple(max(0, part - 30 + 26 * place) for part in colour)
        brush.rounded_rectangle((left, top, left + width * 0.18, height * 0.86), radius=width * 0.05, fill=shade)
        brush.ellipse((left + width * 0.03, top - height * 0.06, left + width * 0.15, top + height * 0.05), fill=shade)
    return image.filter(ImageFilter.GaussianBlur(1.2))


def _shop(stall: Stall, place: int, now_ms: int, chance: random.Random, pictures: _Pictures) -> Shop:
    heard = {9: None, 10: now_ms - 3 * DAY_MS, 7: now_ms - 3 * 60 * MINUTE_MS}.get(
        place, now_ms - place * MINUTE_MS // 2
    )
    shop = Shop.objects.create(
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
    if place not in {6, 9}:
        shop.picture = pictures.take(stall.colour, place, wide=True, shop_id=shop.id)
        shop.save()
    if place in {1, 2}:
        Rules.objects.create(
            shop=shop,
            term=1,
            version=1,
            takes=place == 2,
            mode="safety",
            safety_milli=1000,
            hold_minutes=1440,
            answer_minutes=240,
        )
    return shop


def _products(stall: Stall, shop: Shop, now_ms: int, chance: random.Random) -> None:
    kinds = ("", " bio", " de Pays", " grand format", " artisanal", " du moment", " coffret")
    wanted = [(category, name + kind) for category, names in stall.categories for name in names for kind in kinds]
    if shop.id == "shop-00":
        wanted.append(("Coffrets", LONG.strip()[:200]))
    for place, (category, name) in enumerate(wanted, start=1):
        unit = "kg" if category in {"Fromages", "Poissons", "Viandes"} else "piece"
        product = Product.objects.create(
            shop=shop, ref=f"p{place}", term=1, version=1, name=name, brand=chance.choice(("", "Ferme de Kerdual", "Atelier du Port")),
            category=category, category_key=key(category), family="", unit=unit, currency="EUR",
            price_minor=None if place % 23 == 0 else chance.randrange(120, 3900), shown=True, folded=fold(f"{name} {category}"),
            description="Fait ici, en petite quantité.\n\nÀ conserver au frais et au sec." if place % 2 else None,
        )  # fmt: skip
        if place % 11:
            quantity = chance.choice((0, 2000, 3000, 9000, 40_000))
            Level.objects.create(
                product=product,
                term=1,
                version=1,
                quantity_milli=quantity,
                checked_ms=shop.complete_ms or now_ms - 2 * DAY_MS,
            )


def _same_article(shops: list[Shop], now_ms: int) -> None:
    for shop in (shops[0], shops[4], shops[7]):
        product = Product.objects.filter(shop=shop).order_by("id").first()
        assert product is not None
        product.name, product.folded = "Jus de pomme de la ria 1 l", fold("Jus de pomme de la ria 1 l boissons")
        product.category, product.category_key, product.unit = "Boissons", "boissons", "piece"
        product.save()
        Level.objects.update_or_create(
            product=product,
            defaults={"term": 1, "version": 2, "quantity_milli": 9000, "checked_ms": shop.complete_ms or now_ms},
        )
        Barcode.objects.create(product=product, code=SHARED_GTIN[1:], gtin=SHARED_GTIN)


def _photograph(pictures: _Pictures) -> None:
    if not pictures.with_photos:
        return
    colours = {key(stall.name): stall.colour for stall in STALLS}
    taken: dict[tuple[str, str], list[Photo]] = {}
    for product in Product.objects.select_related("shop").order_by("id"):
        kind = (product.shop_id, product.category)
        if kind not in taken:
            found = [
                pictures.take(colours[product.shop.slug], len(taken) * 10 + place, shop_id=product.shop_id)
                for place in range(3)
            ]
            taken[kind] = [photo for photo in found if photo is not None]
        if product.pk % 5 != 3:
            for place, photo in enumerate(taken[kind] if product.pk % 4 == 1 else taken[kind][product.pk % 3 :][:1]):
                ProductPhoto.objects.create(
                    product=product, photo=photo, place=place, alt="" if place else f"{product.name}, vu de face"
                )


def _go_on(shops: list[Shop], now_ms: int, pictures: _Pictures) -> None:
    for place, product in enumerate(
        Product.objects.filter(price_minor__isnull=False, shop__in=shops[:6]).order_by("ref", "id")[:9]
    ):
        Promotion.objects.create(
            shop_id=product.shop_id, product=product, term=1, version=1, price_minor=product.price_minor,
            prior_minor=product.price_minor * (120 + 5 * place) // 100, starts_ms=now_ms - DAY_MS, ends_ms=now_ms + (1 + place) * DAY_MS,
            text="Fin de série" if place % 3 == 0 else "",
        )  # fmt: skip
    told = (
        (shops[0], "Les premiers fromages d’alpage sont là", "Venez les goûter samedi. Il y en aura peu."),
        (shops[2], "Rencontre avec l’autrice des « Contes du golfe »", "Vendredi à 18 h, entrée libre."),
        (None, "Le parking des Lices est gratuit le samedi", "Deux heures, toute la matinée."),
        (shops[1], "Nouveau pain : la miche aux graines", ""),
    )
    for place, (shop, title, text) in enumerate(told):
        News.objects.create(
            shop=shop, ref=f"n{place}", title=title, text=text, from_ms=now_ms - place * DAY_MS, changed_ms=now_ms,
            photo=pictures.take((150, 130, 110), 500 + place, wide=True) if place == 1 else None,
        )  # fmt: skip
    happening = (
        ("marche-de-noel", "Marché de Noël", "Place du Marché", -2 * 60 * MINUTE_MS, 6 * 60 * MINUTE_MS),
        ("braderie", "Grande braderie d’hiver", "Rues piétonnes", 5 * DAY_MS, 6 * DAY_MS),
        ("nocturne", "Nocturne des commerçants", "Centre-ville", 9 * DAY_MS, 9 * DAY_MS + 4 * 60 * MINUTE_MS),
    )
    for slug, title, where, starts, ends in happening:
        event = TownEvent.objects.create(
            slug=slug, title=title, text="Avec les boutiques du centre.", place=where, starts_ms=now_ms + starts,
            ends_ms=now_ms + ends, changed_ms=now_ms, photo=pictures.take((70, 90, 130), 700 + len(slug), wide=True) if slug == "braderie" else None,
        )  # fmt: skip
        event.shops.set(shops[:5])
    Closure.objects.create(
        shop=shops[0], first="2026-12-24", last="2026-12-24", hours="09:00-16:00", reason="Réveillon"
    )
    Closure.objects.create(shop=shops[0], first="2026-12-25", last="2026-12-27", reason="Noël")
