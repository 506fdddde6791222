"""Asking for the password once more, before something that cannot be taken back lightly."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from sync.catalogue import clock
from sync.catalogue.addresses import asker
from sync.catalogue.officers import accounts
from sync.catalogue.pages.officer.fields import Form
from sync.catalogue.pages.officer.password_words import wait_words


def confirmed(request: HttpRequest, form: Form) -> Form:
    """Return a form whose `password` was looked at, with what is wrong where it is not the officer's."""
    if form.errors:
        return form
    password = str(form.values["password"])
    try:
        accounts.confirm(request.officer.officer, password, address=asker(request), now_ms=clock.now_ms())
    except accounts.PasswordWrong:
        return form.wrong("password", _("This is not your password."))
    except accounts.TooManyTries as held:
        return form.wrong("password", wait_words(held.wait_ms))
    return form
