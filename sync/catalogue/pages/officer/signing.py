"""Signing in and out, and choosing a password by a link that works once."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sync.catalogue import clock
from sync.catalogue.addresses import asker
from sync.catalogue.officers import accounts
from sync.catalogue.pages.officer import fields, gate
from sync.catalogue.pages.officer.fields import Field
from sync.catalogue.pages.officer.gate import go, open_form, show
from sync.catalogue.pages.officer.password_words import NEW_PASSWORD, unfit_words, wait_words

SIGN_IN = (
    Field("mail", gettext_lazy("Mail address"), "mail", is_needed=True, complete="username"),
    Field("password", gettext_lazy("Password"), "password", is_needed=True, complete="current-password"),
    Field(
        "code",
        gettext_lazy("Code"),
        length=40,
        hint=gettext_lazy("Only where your account has a second factor: the six figures of your telephone."),
        complete="one-time-code",
    ),
)
_WRONG = gettext_lazy(
    "The mail address or the password is not right. With a second factor it may be the code: each one works once."
)


@open_form
def sign_in(request: HttpRequest) -> HttpResponse:
    """Let an officer in, and lead on to the page that was asked for."""
    then = gate.inside(request.POST.get("vers", "") or request.GET.get("vers", ""))
    if request.method != "POST":
        if request.officer is not None:
            return redirect(then)
        return show(request, "sign_in.html", {"form": fields.Form(SIGN_IN), "then": then})
    form = fields.read(SIGN_IN, request.POST)
    if form.errors:
        return show(request, "sign_in.html", {"form": form, "then": then}, status=422)
    told = [str(form.values[name]) for name in ("mail", "password", "code")]
    before = request.officer_secret
    try:
        secret = accounts.sign_in(*told, address=asker(request), before=before, now_ms=clock.now_ms())
    except accounts.PasswordWrong:
        form = replace(form, texts={**form.texts, "code": ""}).wrong("", str(_WRONG))
        return show(request, "sign_in.html", {"form": form, "then": then}, status=422)
    except accounts.TooManyTries as held:
        form = form.wrong("", wait_words(held.wait_ms))
        response = show(request, "sign_in.html", {"form": form, "then": then}, status=429)
        response.headers["Retry-After"] = str(-(-held.wait_ms // 1000))
        return response
    response = redirect(then)
    response.status_code = 303
    return gate.remember(response, secret)


@open_form
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign this browser out; asked for by a link, it only leads to the start."""
    if request.method != "POST" or request.officer is None:
        return go("officer")
    accounts.sign_out(request.officer.officer, request.officer_secret, now_ms=clock.now_ms())
    return _forget(go("officer-sign-in", done="out"))


@open_form
def choose(request: HttpRequest, secret: str) -> HttpResponse:
    """Let whoever opens a link choose their password; a link that was only looked at still works."""
    now_ms = clock.now_ms()
    officer = accounts.opened_by(secret, now_ms=now_ms)
    if officer is None:
        text = _("This address is used up, or more than a day old. Ask for a new one.")
        return show(request, "refused.html", {"text": text}, status=404)
    if request.method != "POST":
        return show(request, "choose.html", {"form": fields.Form(NEW_PASSWORD), "chooser": officer})
    form = fields.read(NEW_PASSWORD, request.POST)
    if not form.errors:
        try:
            chosen = str(form.values["new"])
            accounts.choose_password(officer, chosen, actor=officer.mail, now_ms=now_ms, link=secret)
        except accounts.PasswordUnfit as unfit:
            form = form.wrong("new", unfit_words(unfit.flaw))
        except accounts.PasswordWrong:
            return go("officer-choose", secret)
        else:
            return _forget(go("officer-sign-in", done="password"))
    return show(request, "choose.html", {"form": form, "chooser": officer}, status=422)


def _forget(response: HttpResponse) -> HttpResponse:
    response.delete_cookie(gate.cookie_name(), path="/", samesite="Strict")
    response.cookies[gate.cookie_name()]["secure"] = gate.cookie_name().startswith("__Host-")
    response.cookies[gate.cookie_name()]["httponly"] = True
    response.headers["Clear-Site-Data"] = '"cache"'
    return response
