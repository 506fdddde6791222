"""An officer's second factor: set up with a telephone, shown once, and taken off."""

from dataclasses import replace

import qrcode
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sync.catalogue import clock
from sync.catalogue.addresses import asker
from sync.catalogue.models import Town
from sync.catalogue.officers import accounts, factors
from sync.catalogue.pages.officer import fields
from sync.catalogue.pages.officer.again import confirmed
from sync.catalogue.pages.officer.fields import Field
from sync.catalogue.pages.officer.gate import go, officers_form, show
from sync.catalogue.pages.officer.password_words import PASSWORD_AGAIN, wait_words

AGAIN = (PASSWORD_AGAIN,)
CODE = (Field("code", gettext_lazy("The six figures"), length=12, is_needed=True, complete="one-time-code"),)


@officers_form
def factor(request: HttpRequest) -> HttpResponse:
    """Show whether there is a second factor; set it up or take it off."""
    deed = request.POST.get("deed", "") if request.method == "POST" else ""
    if deed == "confirm":
        return _confirm(request)
    if deed in {"begin", "end"}:
        form = confirmed(request, fields.read(AGAIN, request.POST))
        if form.errors:
            return _page(request, form, status=422)
        if deed == "begin":
            return _begin(request)
        officer = request.officer.officer
        factors.end(officer, actor=officer.mail, now_ms=clock.now_ms())
        return go("officer-factor", done="factor-off")
    return _page(request, fields.Form(AGAIN))


def _begin(request: HttpRequest) -> HttpResponse:
    """Show a new secret, this once: a page that is opened later shows it no more."""
    officer = request.officer.officer
    secret = factors.begin(officer)
    told = {
        "form": fields.Form(CODE),
        "is_begun": True,
        "square": _square_code(factors.address(officer, secret, town=Town.objects.get().name)),
        "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
    }
    return show(request, "factor.html", told)


def _confirm(request: HttpRequest) -> HttpResponse:
    form = fields.read(CODE, request.POST)
    if not form.errors:
        officer, code = request.officer.officer, str(form.values["code"])
        try:
            drawn = accounts.set_up_factor(officer, code, address=asker(request), now_ms=clock.now_ms())
        except factors.CodeWrong:
            form = form.wrong("code", _("This is not what the telephone should say now. Is its clock right?"))
        except accounts.TooManyTries as held:
            form = form.wrong("code", wait_words(held.wait_ms))
        else:
            return show(request, "factor.html", {"codes": drawn})
    return show(request, "factor.html", {"form": replace(form, texts={}), "is_begun": True}, status=422)


def _page(request: HttpRequest, form: fields.Form, *, status: int = 200) -> HttpResponse:
    officer = request.officer.officer
    told = {"form": form, "has_factor": bool(officer.factor), "codes_left": factors.codes_left(officer)}
    return show(request, "factor.html", told, status=status)


def _square_code(text: str) -> dict[str, object]:
    """Draw a square code as one path of little squares, which needs no style of its own."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    rows = code.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    return {"side": len(rows), "path": path}
