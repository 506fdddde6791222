"""Asking a shop: the form, about the shop or one of its articles, which leads to the question's own page."""

from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sync.catalogue import clock
from sync.catalogue.addresses import asker, base_url
from sync.catalogue.models import Product, Shop
from sync.catalogue.orders.slowing import is_too_often
from sync.catalogue.pages.answers import page
from sync.catalogue.pages.ask_form import Form, blank, read
from sync.catalogue.pages.fields import is_foreign
from sync.catalogue.pages.frame import town
from sync.catalogue.pages.refusals import forbidden
from sync.catalogue.pages.visiting import visit
from sync.catalogue.questions.making import ask, can_be_asked


def show(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the form, or take it: what is wrong with it is said there, else the question's own page follows.

    A double click or a reload sends the same form, which makes one question.
    """
    shop = get_object_or_404(Shop, slug=slug, shown=True)
    product = _about(shop, request.GET.get("article", ""))
    if request.method != "POST":
        return _page(request, shop, product, blank())
    if is_foreign(request):
        return forbidden(request)
    form = read(request.POST)
    if form.errors:
        return _page(request, shop, product, form, status=422)
    if not can_be_asked(shop):
        return _page(request, shop, product, form, status=409)
    now_ms = clock.now_ms()
    if is_too_often(asker(request), secret=settings.SECRET_KEY, now_ms=now_ms):
        told = _("Too many questions came from here of late. Please try again in a quarter of an hour, or call.")
        return _page(request, shop, product, replace(form, errors={"form": told}), status=429)
    secret = ask(
        shop=shop,
        product=product,
        text=form.text,
        customer=form.customer,
        contact=form.contact,
        asked=form.once,
        language=get_language(),
        address=base_url(request),
        now_ms=now_ms,
    )
    response = redirect("question", secret)
    response.status_code = 303
    return response


def _about(shop: Shop, ref: str) -> Product | None:
    """Return the article that is asked about; one that is not shown any more makes it a question to the shop."""
    return Product.objects.filter(shop=shop, shown=True, ref=ref.replace("\0", "")).first() if ref else None


def _page(request: HttpRequest, shop: Shop, product: Product | None, form: Form, *, status: int = 200) -> HttpResponse:
    here = reverse("ask", args=[shop.slug])
    content = {
        "shop": shop,
        "shop_url": reverse("shop", args=[shop.slug]),
        "product": product,
        "product_url": reverse("product", args=[shop.slug, product.ref]) if product else "",
        "form": form,
        "form_url": f"{here}?article={product.ref}" if product else here,
        "can_be_asked": can_be_asked(shop),
        "visit": visit(shop, clock.now_ms(), town().zone),
    }
    return page(request, "ask.html", content, status=status)
