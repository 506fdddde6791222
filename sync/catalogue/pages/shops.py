"""All shops of the town, trade by trade: which are open, how far they are, how fresh what they say is."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from sync.catalogue import clock
from sync.catalogue.pages.answers import page
from sync.catalogue.pages.frame import town
from sync.catalogue.pages.shop_cards import ShopCard, shop_cards


@dataclass(frozen=True)
class Trade:
    """A trade with its shops."""

    key: str
    name: str
    shops: tuple[ShopCard, ...]

    @property
    def anchor(self) -> str:
        """The name of its place on the page of all shops."""
        return f"trade-{self.key or 'other'}"


def show(request: HttpRequest) -> HttpResponse:
    """Show the shops, all of them or only those that are open now."""
    listed = shop_cards(town(), clock.now_ms())
    only_open = request.GET.get("open", "") == "1"
    shown = [entry for entry in listed if entry.is_open] if only_open else listed
    content = {
        "trades": trades(shown),
        "shops_count": len(listed),
        "shown_count": len(shown),
        "open_count": sum(entry.is_open is True for entry in listed),
        "only_open": only_open,
    }
    return page(request, "shops.html", content)


def trades(shops: list[ShopCard]) -> list[Trade]:
    """Gather shops by trade, the trade with most shops first; those that name none come last."""
    found: dict[str, list[ShopCard]] = {}
    for entry in shops:
        found.setdefault(entry.trade_key, []).append(entry)
    ordered = sorted(found.items(), key=lambda item: (not item[0], -len(item[1]), item[0]))
    return [Trade(key, entries[0].shop.trade or _("Other shops"), tuple(entries)) for key, entries in ordered]
