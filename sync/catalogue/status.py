"""Who calls and how its shop's window stands: what a person at a till asks for to try the line."""

from sync.catalogue.models import Level, News, Order, Product, Shop, TillKey
from sync.order_protocol import HiddenNews, StatusReply

HIDDEN_NEWS_TOLD = 20
_OPEN = ("requested", "held", "confirmed")


def of(key: TillKey, *, now_ms: int) -> StatusReply:
    """Return whose key it is, whether its till publishes, and else which one does; changes nothing."""
    shop = Shop.objects.get(pk=key.shop_id)
    publishes = key.term == shop.term
    return StatusReply(
        shop=shop.id,
        shop_name=shop.name,
        till=key.till,
        term=key.term,
        publishes=publishes,
        now_ms=now_ms,
        products=Product.objects.filter(shop=shop, shown=True).count(),
        levels=Level.objects.filter(product__shop=shop, product__shown=True).count(),
        open_orders=Order.objects.filter(shop=shop, state__in=_OPEN).count(),
        complete_ms=shop.complete_ms,
        publisher=key.till_name if publishes else _publisher(shop),
        shown=shop.shown,
        hidden_news=_hidden_news(shop),
    )


def _hidden_news(shop: Shop) -> tuple[HiddenNews, ...]:
    hidden = News.objects.filter(shop=shop, shown=True).exclude(hidden_by="").order_by("-changed_ms")
    return tuple(HiddenNews(one.ref, one.title, one.hidden_why) for one in hidden[:HIDDEN_NEWS_TOLD])


def _publisher(shop: Shop) -> str:
    """The name of the till that publishes now; empty where its key was taken back."""
    kept = TillKey.objects.filter(shop=shop, term=shop.term, revoked_ms=None)
    return kept.values_list("till_name", flat=True).first() or ""
