"""Reserving a product: the form comes in, and the shopper is led to the reservation's own page."""

from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sync.catalogue import clock
from sync.catalogue.addresses import asker, base_url
from sync.catalogue.orders.making import NotOffered, make
from sync.catalogue.orders.offered import Offering
from sync.catalogue.orders.slowing import is_too_often
from sync.catalogue.pages.fields import is_foreign
from sync.catalogue.pages.product import Chosen, find, show_with
from sync.catalogue.pages.refusals import forbidden
from sync.catalogue.pages.reserve_form import Form, read, why_not


def reserve(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """Take a form: what is wrong with it is said on the product's page, else its reservation is shown.

    A double click or a reload sends the same form, which makes one reservation.
    """
    chosen = find(slug, ref)
    if request.method != "POST":
        return redirect("product", slug, ref)
    if is_foreign(request):
        return forbidden(request)
    form = read(request.POST, chosen.product.unit)
    if form.errors:
        return show_with(request, chosen, form, status=422)
    now_ms = clock.now_ms()
    if is_too_often(asker(request), secret=settings.SECRET_KEY, now_ms=now_ms):
        told = _("Too many reservations came from here of late. Please try again in a quarter of an hour, or call.")
        return show_with(request, chosen, replace(form, errors={"form": told}), status=429)
    return _make(request, chosen, form, now_ms)


def _make(request: HttpRequest, chosen: Chosen, form: Form, now_ms: int) -> HttpResponse:
    try:
        _order, secret = make(
            shop=chosen.product.shop,
            lines=[(chosen.product.ref, form.quantity_milli)],
            customer=form.customer,
            contact=form.contact,
            note=form.note,
            asked=form.once,
            language=get_language(),
            address=base_url(request),
            now_ms=now_ms,
        )
    except NotOffered as refused:
        place = "quantity" if refused.offering is Offering.TOO_FEW else "form"
        return show_with(request, chosen, replace(form, errors={place: why_not(refused.offering)}), status=409)
    response = redirect("reservation", secret)
    response.status_code = 303
    return response
