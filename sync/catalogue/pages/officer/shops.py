"""A shop as the town hall looks after it: invited, described, hidden or shown, its pairing code, its tills."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sync.catalogue import clock, pairing
from sync.catalogue.addresses import base_url
from sync.catalogue.models import Shop, TillKey
from sync.catalogue.officers import shops as deeds
from sync.catalogue.officers.standings import standing_of
from sync.catalogue.pages.frame import town
from sync.catalogue.pages.officer import fields
from sync.catalogue.pages.officer.again import confirmed
from sync.catalogue.pages.officer.fields import Field
from sync.catalogue.pages.officer.gate import go, officers_form, officers_only, show
from sync.catalogue.pages.officer.moments import moment_words
from sync.catalogue.pages.officer.password_words import PASSWORD_AGAIN
from sync.catalogue.pages.officer.standing_words import words_of

_HOURS_HINT = gettext_lazy("As in “Lu-Ve 9:00-12:30,14:00-19:00; Sa 9:00-19:00”; anything else is shown as a text.")
_SPOT_HINT = gettext_lazy("May stay empty: it is looked up by the address, where the town's addresses are known here.")
SHOP = (
    Field("name", gettext_lazy("Name of the shop"), is_needed=True),
    Field(
        "trade", gettext_lazy("Trade"), length=120, hint=gettext_lazy("What people call it: bakery, books, bicycles.")
    ),
    Field("street", gettext_lazy("Number and street")),
    Field("postcode", gettext_lazy("Postcode"), length=16),
    Field("city", gettext_lazy("Town or village"), length=120),
    Field("phone", gettext_lazy("Telephone"), "phone", length=32),
    Field("mail", gettext_lazy("Mail address"), "mail", hint=gettext_lazy("For the town hall only, never shown.")),
    Field("website", gettext_lazy("Website"), "website"),
    Field("hours", gettext_lazy("Opening hours"), length=400, hint=_HOURS_HINT),
    Field("presentation", gettext_lazy("A few words about it"), "text", length=2000),
    Field("latitude", gettext_lazy("Latitude"), "number", most=90.0, hint=_SPOT_HINT),
    Field("longitude", gettext_lazy("Longitude"), "number", most=180.0),
)
HIDE = (Field("why", gettext_lazy("Why (only officers read it)"), length=200, is_needed=True),)
CODE = (PASSWORD_AGAIN,)


@dataclass(frozen=True)
class TillLine:
    """A till that joined for a shop."""

    till: TillKey
    joined: str
    heard: str
    revoked: str
    publishes: bool


@officers_only
def shop(request: HttpRequest, slug: str) -> HttpResponse:
    """Show how a shop stands, and what may be done about it."""
    chosen, now_ms, zone = _find(slug), clock.now_ms(), town().zone
    listed = TillKey.objects.filter(shop=chosen).order_by("-term", "-pk")
    tills = [
        TillLine(
            till,
            moment_words(till.created_ms, zone),
            moment_words(till.heard_ms or None, zone),
            moment_words(till.revoked_ms, zone),
            till.term == chosen.term and till.revoked_ms is None,
        )
        for till in listed
    ]
    return show(
        request,
        "shop.html",
        {"line": words_of(standing_of(chosen, now_ms), now_ms, zone), "shop": chosen, "tills": tills},
    )


@officers_form
def invite(request: HttpRequest) -> HttpResponse:
    """Make a shop; its pairing code comes next."""
    form = fields.Form(SHOP)
    if request.method == "POST":
        form = _read_shop(request)
        if not form.errors:
            actor, now_ms = request.officer.officer.mail, clock.now_ms()
            made = _try(form, lambda values: deeds.make(values, actor=actor, now_ms=now_ms))
            if isinstance(made, Shop):
                return go("officer-code", made.slug, done="made")
            form = made
    return _form(request, form, _("Invite a shop"), _("Go on to the pairing code"), reverse("officer"))


@officers_form
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """Change who a shop is."""
    chosen = _find(slug)
    form = fields.filled(SHOP, {name: getattr(chosen, name) for name in deeds.FIELDS})
    if request.method == "POST":
        form = _read_shop(request)
        if not form.errors:
            actor, now_ms = request.officer.officer.mail, clock.now_ms()
            changed = _try(form, lambda values: deeds.change(chosen, values, actor=actor, now_ms=now_ms))
            if isinstance(changed, Shop):
                return go("officer-shop", slug, done="saved")
            form = changed
    title = _("Details of {name}").replace("{name}", chosen.name)
    return _form(request, form, title, _("Save"), reverse("officer-shop", args=[slug]))


@officers_form
def hide(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a shop out of the town, with a reason for the log."""
    chosen = _find(slug)
    form = fields.Form(HIDE)
    if request.method == "POST":
        form = fields.read(HIDE, request.POST)
        if not form.errors:
            actor, why = request.officer.officer.mail, str(form.values["why"])
            deeds.hide(chosen, actor=actor, why=why, now_ms=clock.now_ms())
            return go("officer-shop", slug, done="hidden")
    content = {
        "title": _("Hide {name} from the town?").replace("{name}", chosen.name),
        "lead": _(
            "It leaves every page, search and list; its till is told. Reservations that were made stay as they are."
        ),
        "form": form,
        "button": _("Hide the shop"),
        "is_grave": True,
        "back": reverse("officer-shop", args=[slug]),
    }
    return show(request, "form.html", content, status=422 if form.errors else 200)


@officers_form
def unhide(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a shop again."""
    chosen = _find(slug)
    if request.method == "POST":
        deeds.show(chosen, actor=request.officer.officer.mail, now_ms=clock.now_ms())
        return go("officer-shop", slug, done="shown")
    return go("officer-shop", slug)


@officers_form
def code(request: HttpRequest, slug: str) -> HttpResponse:
    """Give a shop a pairing code, on a sheet to print and hand over: it is shown this once."""
    chosen = _find(slug)
    form = fields.Form(CODE)
    if request.method == "POST":
        form = confirmed(request, fields.read(CODE, request.POST))
        if not form.errors:
            return _sheet(request, chosen)
    content = {
        "title": _("A pairing code for {name}").replace("{name}", chosen.name),
        "lead": _(
            "It is shown once and works once, for a day. The till that joins with it alone speaks for the shop then."
        ),
        "form": form,
        "button": _("Give a pairing code"),
        "back": reverse("officer-shop", args=[slug]),
    }
    return show(request, "form.html", content, status=422 if form.errors else 200)


@officers_form
def revoke(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Take the key of a till back: it was stolen, sold or given away."""
    chosen = _find(slug)
    till = get_object_or_404(TillKey, pk=number, shop=chosen, revoked_ms=None)
    if request.method == "POST":
        deeds.revoke(till, actor=request.officer.officer.mail, now_ms=clock.now_ms())
        return go("officer-shop", slug, done="revoked")
    content = {
        "title": _("Take the key of “{name}” back?").replace("{name}", till.till_name),
        "lead": _(
            "For a till that was stolen or lost: nothing it tells is taken any more. The window stays, and ages."
        ),
        "form": fields.Form(()),
        "button": _("Take the key back"),
        "is_grave": True,
        "back": reverse("officer-shop", args=[slug]),
    }
    return show(request, "form.html", content)


def _find(slug: str) -> Shop:
    return get_object_or_404(Shop, slug=slug)


def _read_shop(request: HttpRequest) -> fields.Form:
    """Read the form of a shop; coordinates are both there or both left out."""
    form = fields.read(SHOP, request.POST)
    spot = [name for name in ("latitude", "longitude") if not form.texts[name].strip()]
    if len(spot) == 1 and not form.errors:
        form = form.wrong(spot[0], _("Latitude and longitude belong together: give both, or neither."))
    return form


def _try(form: fields.Form, deed: "deeds.Deed") -> Shop | fields.Form:
    """Do it, or return the form with what is wrong with the name."""
    try:
        return deed(form.values)
    except deeds.NameTaken:
        return form.wrong("name", _("Another shop of the town has this name. Add the street, say."))
    except deeds.NameEmpty:
        return form.wrong("name", _("A name needs letters or digits."))


def _form(request: HttpRequest, form: fields.Form, title: str, button: str, back: str) -> HttpResponse:
    content: Mapping[str, object] = {"title": title, "form": form, "button": button, "back": back}
    return show(request, "form.html", content, status=422 if form.errors else 200)


def _sheet(request: HttpRequest, chosen: Shop) -> HttpResponse:
    now_ms = clock.now_ms()
    drawn = pairing.new_code(chosen, secret=settings.SECRET_KEY, now_ms=now_ms, actor=request.officer.officer.mail)
    content = {
        "shop": chosen,
        "code": drawn,
        "until": moment_words(now_ms + pairing.CODE_LIFE_MS),
        "address": base_url(request),
    }
    return show(request, "sheet.html", content)
