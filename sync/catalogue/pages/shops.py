"""All shops of the town, trade by trade: which are open, how far they are, how fresh what they say is."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from sync.catalogue import clock, lasting
from sync.catalogue.folding import key
from sync.catalogue.pages.answers import page
from sync.catalogue.pages.frame import town
from sync.catalogue.pages.shop_cards import ShopCard, shop_cards

_SHOPS_FOR_A_HEADING = 3


@dataclass(frozen=True)
class Trade:
    """A trade to choose, with how many shops are of it."""

    name: str
    count: int
    url: str
    is_chosen: bool = False


@dataclass(frozen=True)
class Shelf:
    """Shops shown under one heading; small trades share one, whose name is empty where it is the only one."""

    name: str
    shops: tuple[ShopCard, ...]


def show(request: HttpRequest) -> HttpResponse:
    """Show the shops: all of them, those of a trade, those that are open now."""
    lasting.keep()
    lasting.shows_whole_town()
    listed = shop_cards(town(), clock.now_ms())
    only_open, chosen = request.GET.get("open", "") == "1", key(request.GET.get("trade", "")[:120])
    of_trade = [entry for entry in listed if chosen in {"", entry.trade_key}]
    shown = [entry for entry in of_trade if entry.is_open] if only_open else of_trade
    content = {
        "shelves": _shelves(shown),
        "trades": trades(listed, chosen=chosen, only_open=only_open),
        "shops_count": len(of_trade),
        "shown_count": len(shown),
        "open_count": sum(entry.is_open is True for entry in of_trade),
        "only_open": only_open,
        "all_url": _address(chosen, only_open=False),
        "open_url": _address(chosen, only_open=True),
    }
    return page(request, "shops.html", content)


def trades(shops: list[ShopCard], *, chosen: str = "", only_open: bool = False) -> list[Trade]:
    """Return the trades of shops, the one with most shops first, each with the address that chooses it or lets it go."""
    return [
        Trade(
            name=entries[0].shop.trade,
            count=len(entries),
            url=_address("" if trade == chosen else trade, only_open=only_open),
            is_chosen=trade == chosen,
        )
        for trade, entries in _by_trade(shops)
        if trade
    ]


def _shelves(shops: list[ShopCard]) -> list[Shelf]:
    """Put the shops of a large trade under its name, and those of all small ones together in the order of trades."""
    grouped = _by_trade(shops)
    large = [Shelf(entries[0].shop.trade, tuple(entries)) for trade, entries in grouped if _is_large(trade, entries)]
    small = [(trade, entry) for trade, entries in grouped if not _is_large(trade, entries) for entry in entries]
    rest = tuple(entry for _trade, entry in sorted(small, key=lambda one: (not one[0], one[0])))
    return [*large, Shelf(_("Other shops") if large else "", rest)] if rest else large


def _by_trade(shops: list[ShopCard]) -> list[tuple[str, list[ShopCard]]]:
    found: dict[str, list[ShopCard]] = {}
    for entry in shops:
        found.setdefault(entry.trade_key, []).append(entry)
    return sorted(found.items(), key=lambda item: (not item[0], -len(item[1]), item[0]))


def _is_large(trade: str, entries: list[ShopCard]) -> bool:
    return bool(trade) and len(entries) >= _SHOPS_FOR_A_HEADING


def _address(trade: str, *, only_open: bool) -> str:
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in (("trade", trade), ("open", "1" if only_open else "")) if value})
    return f"{reverse('shops')}?{query.urlencode()}" if query else reverse("shops")
