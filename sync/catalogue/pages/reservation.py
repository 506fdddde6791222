"""A reservation's own page: whoever knows its address sees how it stands, and may give it up.

It stays true by itself. Without JavaScript the browser loads it again now and then; with it, `static/reservation.js`
asks `tell` whether something changed, and puts the new words in place. The address is a secret: the page is for no
search engine, and tells no other site where its reader came from.
"""

from dataclasses import dataclass

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language

from sync.catalogue import clock, codes, sentences, wording
from sync.catalogue.models import Order, OrderLine
from sync.catalogue.orders import feed
from sync.catalogue.orders.expiring import expire_over
from sync.catalogue.orders.forgetting import forget, is_forgotten
from sync.catalogue.orders.moving import cancel
from sync.catalogue.orders.states import OPEN
from sync.catalogue.pages.answers import hidden, page
from sync.catalogue.pages.fields import is_foreign
from sync.catalogue.pages.frame import town
from sync.catalogue.pages.refusals import forbidden
from sync.catalogue.pages.reservation_words import StateWords, words_of
from sync.catalogue.pages.visiting import visit


@dataclass(frozen=True)
class LineWords:
    """What of one product: `asked` beside `quantity` only where they differ."""

    name: str
    url: str
    quantity: str
    asked: str
    price: str


def show(request: HttpRequest, secret: str) -> HttpResponse:
    """Show a reservation; give it up, or forget who made one that has ended, when its customer says so."""
    order = _find(secret)
    if request.method == "POST":
        if is_foreign(request):
            return forbidden(request)
        do = forget if request.POST.get("deed") == "forget" else cancel
        do(order, clock.now_ms())
        response = redirect("reservation", secret)
        response.status_code = 303
        return hidden(response)
    return hidden(page(request, "reservation.html", _content(order, secret)))


def tell(request: HttpRequest, secret: str) -> HttpResponse:
    """Answer with the words of a reservation when its revision is another than the page shows, else with nothing."""
    order = _find(secret)
    if request.GET.get("revision", "") == str(order.revision):
        return hidden(HttpResponse(status=204, headers={"Cache-Control": "no-store"}))
    return hidden(page(request, "parts/reservation.html", _content(order, secret)))


def export(request: HttpRequest, secret: str) -> HttpResponse:
    """Hand out what is kept of a reservation and of who made it, as a file."""
    order = _find(secret)
    told = msgspec.json.format(msgspec.json.encode(feed.row_of(order, feed.lines_of(order))), indent=2)
    response = HttpResponse(told, content_type="application/json", headers={"Cache-Control": "no-store"})
    response.headers["Content-Disposition"] = f'attachment; filename="reservation-{order.number}.json"'
    return hidden(response)


def _find(secret: str) -> Order:
    """Return the reservation of a secret as it stands by the clock, or answer that there is none."""
    wanted = codes.key_hash(secret)
    order = Order.objects.select_related("shop").filter(secret=wanted).first()
    if order is None or not codes.same(order.secret, wanted):
        raise Http404
    now_ms = clock.now_ms()
    if order.state in OPEN and order.expires_ms <= now_ms:
        expire_over(now_ms, shop=order.shop_id)
        order.refresh_from_db()
    return order


def _content(order: Order, secret: str) -> dict[str, object]:
    now_ms, zone, language = clock.now_ms(), town().zone, get_language()
    words: StateWords = words_of(order, now_ms, zone)
    return {
        "order": order,
        "words": words,
        "is_open": order.state in OPEN,
        "is_forgotten": is_forgotten(order),
        "lines": [_line(order, line, language) for line in feed.lines_of(order)],
        "shop": order.shop,
        "shop_url": reverse("shop", args=[order.shop.slug]) if order.shop.shown else "",
        "visit": visit(order.shop, now_ms, zone),
        "page_url": reverse("reservation", args=[secret]),
        "state_url": reverse("reservation-state", args=[secret]),
        "export_url": reverse("reservation-export", args=[secret]),
    }


def _line(order: Order, line: OrderLine, language: str) -> LineWords:
    """Write a line down: what is held while it is open, what left once it was collected, else what was asked."""
    there = line.held_milli if order.state in OPEN else line.asked_milli
    if order.state == "fulfilled":
        there = line.fulfilled_milli
    quantity = wording.quantity(there, line.unit, language)
    asked = wording.quantity(line.asked_milli, line.unit, language) if there != line.asked_milli else ""
    price = "" if line.price_minor is None else wording.price(line.price_minor, line.currency, language)
    if price:
        price = sentences.per_kilogram(price) if line.unit == "kg" else sentences.each(price)
    return LineWords(
        name=line.name,
        url=reverse("product", args=[order.shop.slug, line.product.ref])
        if line.product.shown and order.shop.shown
        else "",
        quantity=quantity if line.unit == "kg" else f"{quantity}\N{NO-BREAK SPACE}×",
        asked=asked,
        price=price,
    )
