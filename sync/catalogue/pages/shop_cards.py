"""The shops of the town as cards: who they are, whether they are open, how far they go online, how fresh they are."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Sum
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sync.catalogue import distances, lasting
from sync.catalogue.folding import key
from sync.catalogue.models import Closure, Rules, Shelf, Shop, Town
from sync.catalogue.opening import closures_of
from sync.catalogue.pages.heard import Heard, heard
from sync.catalogue.pages.opening_words import OpenWords, open_words
from sync.catalogue.pages.paths import shop_path
from sync.catalogue.pages.pictures import Picture, picture
from sync.catalogue.pictograms import Tile, tile
from sync.catalogue.showing import shown_shops


@dataclass(frozen=True)
class ShopCard:
    """A shop in a list; `rung` says how far it goes online, `far` how far it is from the middle of the town."""

    shop: Shop
    url: str
    trade_key: str
    products: int
    rung: str
    heard: Heard
    opening: OpenWords
    picture: Picture | None
    tile: Tile
    far: str

    @property
    def is_open(self) -> bool | None:
        """Whether the shop is open now, None where its hours do not tell."""
        return self.opening.is_open


@dataclass(frozen=True)
class Standing:
    """What the cards of shops are made with, looked up once for all of them."""

    now_ms: int
    town: Town
    closures: Mapping[str, tuple[Closure, ...]]
    products: Mapping[str, int]
    rules: Mapping[str, Rules]


def shop_cards(town: Town, now_ms: int) -> list[ShopCard]:
    """Return the cards of all shops that the town shows, in the order of their names: four questions in all."""
    cards: list[ShopCard] = lasting.found_of(("shops", get_language()), now_ms, lambda: _all(town, now_ms))
    return list(cards)


def _all(town: Town, now_ms: int) -> list[ShopCard]:
    shops = list(shown_shops().select_related("picture").order_by("name_key"))
    counted = Shelf.objects.filter(count__gt=0).values_list("shop_id").annotate(Sum("count"))
    standing = Standing(
        now_ms=now_ms,
        town=town,
        closures=closures_of((shop.id for shop in shops), now_ms, town.zone),
        products=dict(counted),
        rules=Rules.objects.in_bulk(),
    )
    return [_card(shop, standing) for shop in shops]


def rung_of(products: int, rules: Rules | None) -> str:
    """Say how far a shop goes online: a window, its products too, or reserving them as well."""
    if not products:
        return _("Shop window")
    if rules is not None and not rules.takes:
        return _("Products and stock")
    return _("Reservation")


def _card(shop: Shop, known: Standing) -> ShopCard:
    products = known.products.get(shop.id, 0)
    trade_key = key(shop.trade)
    return ShopCard(
        shop=shop,
        url=shop_path(shop.slug),
        trade_key=trade_key,
        products=products,
        rung=rung_of(products, known.rules.get(shop.id)),
        heard=heard(shop, known.now_ms, known.town.zone),
        opening=open_words(shop, known.closures[shop.id], known.now_ms, known.town.zone),
        picture=None if shop.picture is None else picture(shop.picture),
        tile=tile(trade_key, shop.name),
        far=far_from(shop, known.town),
    )


def far_from(shop: Shop, other: Shop | Town) -> str:
    """Write how far a shop is from another or from the middle of the town; empty where one of them has no place."""
    places = (other.latitude, other.longitude, shop.latitude, shop.longitude)
    if any(degrees is None for degrees in places):
        return ""
    return distances.in_words(distances.metres(*places), get_language() or "fr")
