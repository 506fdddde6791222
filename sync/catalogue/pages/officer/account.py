"""An officer's own account: its password, and the browsers that are signed in."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from sync.catalogue import clock
from sync.catalogue.models import OfficerSession
from sync.catalogue.officers import accounts, sessions
from sync.catalogue.pages.officer import fields
from sync.catalogue.pages.officer.again import confirmed
from sync.catalogue.pages.officer.fields import Field
from sync.catalogue.pages.officer.gate import go, officers_form, officers_only, remember, show
from sync.catalogue.pages.officer.moments import moment_words
from sync.catalogue.pages.officer.password_words import NEW_PASSWORD, unfit_words

CHANGE_PASSWORD = (
    Field("password", gettext_lazy("Present password"), "password", is_needed=True, complete="current-password"),
    *NEW_PASSWORD,
)


@dataclass(frozen=True)
class BrowserLine:
    """A browser that is signed in."""

    since: str
    seen: str
    is_this: bool


@officers_only
def account(request: HttpRequest) -> HttpResponse:
    """Show which browsers an officer is signed in with."""
    return show(request, "account.html", _content(request, fields.Form(CHANGE_PASSWORD)))


@officers_form
def password(request: HttpRequest) -> HttpResponse:
    """Change the password; the other browsers are signed out, this one gets a new session."""
    if request.method != "POST":
        return go("officer-account")
    form = confirmed(request, fields.read(CHANGE_PASSWORD, request.POST))
    if form.errors:
        return show(request, "account.html", _content(request, form), status=422)
    officer, now_ms = request.officer.officer, clock.now_ms()
    chosen = str(form.values["new"])
    try:
        accounts.choose_password(officer, chosen, actor=officer.mail, now_ms=now_ms)
    except accounts.PasswordUnfit as unfit:
        form = form.wrong("new", unfit_words(unfit.flaw))
        return show(request, "account.html", _content(request, form), status=422)
    return remember(go("officer-account", done="saved"), accounts.go_on(officer, now_ms=now_ms))


@officers_form
def everywhere(request: HttpRequest) -> HttpResponse:
    """Sign every browser of the officer out."""
    if request.method != "POST":
        return go("officer-account")
    accounts.sign_out_everywhere(request.officer.officer, now_ms=clock.now_ms())
    return go("officer-sign-in", done="everywhere")


def _content(request: HttpRequest, form: fields.Form) -> dict[str, object]:
    signed = request.officer
    now_ms = clock.now_ms()
    held = OfficerSession.objects.filter(officer=signed.officer).order_by("-seen_ms")
    browsers = [
        BrowserLine(moment_words(one.created_ms), moment_words(one.seen_ms), one.pk == signed.session.pk)
        for one in held
        if sessions.is_going_on(one, now_ms=now_ms)
    ]
    return {"form": form, "browsers": browsers}
