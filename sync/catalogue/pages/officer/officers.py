"""The officers of the town: who they are, one more invited, an account closed, a link for a forgotten password."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sync.catalogue import clock
from sync.catalogue.addresses import absolute
from sync.catalogue.models import Officer
from sync.catalogue.officers import accounts
from sync.catalogue.pages.officer import fields
from sync.catalogue.pages.officer.again import confirmed
from sync.catalogue.pages.officer.fields import Field
from sync.catalogue.pages.officer.gate import go, officers_form, officers_only, show
from sync.catalogue.pages.officer.moments import moment_words
from sync.catalogue.pages.officer.password_words import PASSWORD_AGAIN

INVITE = (
    Field("name", gettext_lazy("Name of the officer"), is_needed=True),
    Field("mail", gettext_lazy("Mail address"), "mail", is_needed=True),
    PASSWORD_AGAIN,
)
ONLY_PASSWORD = (PASSWORD_AGAIN,)


@dataclass(frozen=True)
class OfficerLine:
    """An officer in the list."""

    officer: Officer
    since: str
    closed: str
    is_self: bool


@officers_only
def officers(request: HttpRequest) -> HttpResponse:
    """List the officers, those whose accounts are closed last."""
    own = request.officer.officer.pk
    listed = [
        OfficerLine(one, moment_words(one.created_ms), moment_words(one.disabled_ms), one.pk == own)
        for one in sorted(Officer.objects.order_by("name"), key=lambda one: one.disabled_ms is not None)
    ]
    return show(request, "officers.html", {"lines": listed})


@officers_form
def invite(request: HttpRequest) -> HttpResponse:
    """Make an account, and show the address where its officer chooses a password: once."""
    form = fields.Form(INVITE)
    if request.method == "POST":
        form = confirmed(request, fields.read(INVITE, request.POST))
        if not form.errors:
            actor, now_ms = request.officer.officer.mail, clock.now_ms()
            try:
                added = accounts.add(str(form.values["mail"]), str(form.values["name"]), actor=actor, now_ms=now_ms)
            except accounts.AlreadyOfficer:
                form = form.wrong("mail", _("There is an account of this mail address already."))
            else:
                return _with_link(request, added)
    content = {
        "title": _("Invite an officer"),
        "lead": _("You get an address to hand on: it lets the officer choose a password."),
        "form": form,
        "button": _("Make the account"),
        "back": reverse("officer-officers"),
    }
    return show(request, "form.html", content, status=422 if form.errors else 200)


@officers_form
def link(request: HttpRequest, number: int) -> HttpResponse:
    """Show an address where an officer who forgot the password chooses a new one."""
    chosen = get_object_or_404(Officer, pk=number, disabled_ms=None)
    form = fields.Form(ONLY_PASSWORD)
    if request.method == "POST":
        form = confirmed(request, fields.read(ONLY_PASSWORD, request.POST))
        if not form.errors:
            return _with_link(request, chosen)
    content = {
        "title": _("A new password for {name}").replace("{name}", chosen.name),
        "lead": _("You get an address to hand on. The present password works until a new one is chosen."),
        "form": form,
        "button": _("Give an address"),
        "back": reverse("officer-officers"),
    }
    return show(request, "form.html", content, status=422 if form.errors else 200)


@officers_form
def disable(request: HttpRequest, number: int) -> HttpResponse:
    """Close an account; nobody closes their own, so that the town is never left without one."""
    chosen = get_object_or_404(Officer.objects.exclude(pk=request.officer.officer.pk), pk=number, disabled_ms=None)
    form = fields.Form(ONLY_PASSWORD)
    if request.method == "POST":
        form = confirmed(request, fields.read(ONLY_PASSWORD, request.POST))
        if not form.errors:
            accounts.disable(chosen, actor=request.officer.officer.mail, now_ms=clock.now_ms())
            return go("officer-officers", done="disabled")
    content = {
        "title": _("Close the account of {name}?").replace("{name}", chosen.name),
        "lead": _("Its browsers are signed out at once. The same mail address may be invited again later."),
        "form": form,
        "button": _("Close the account"),
        "is_grave": True,
        "back": reverse("officer-officers"),
    }
    return show(request, "form.html", content, status=422 if form.errors else 200)


def _with_link(request: HttpRequest, officer: Officer) -> HttpResponse:
    secret = accounts.give_link(officer, actor=request.officer.officer.mail, now_ms=clock.now_ms())
    address = absolute(request, reverse("officer-choose", args=[secret]))
    return show(request, "link.html", {"invited": officer, "link": address})
