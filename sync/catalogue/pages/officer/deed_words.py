"""What was done, in words: the deeds that `auditing.note` is told of."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sync.catalogue.auditing import COMMAND

DEEDS = {
    "signed in": gettext_lazy("Signed in"),
    "signed out": gettext_lazy("Signed out"),
    "signed out everywhere": gettext_lazy("Signed out everywhere"),
    "sign-in held up": gettext_lazy("Wrong passwords, made to wait"),
    "password changed": gettext_lazy("Password changed"),
    "password link given": gettext_lazy("Address for a new password given"),
    "second factor set up": gettext_lazy("Second factor set up"),
    "second factor taken off": gettext_lazy("Second factor taken off"),
    "recovery code used": gettext_lazy("Signed in with a code for a lost telephone"),
    "officer added": gettext_lazy("Officer added"),
    "officer disabled": gettext_lazy("Account closed"),
    "shop made": gettext_lazy("Shop made"),
    "shop changed": gettext_lazy("Shop's details changed"),
    "shop hidden": gettext_lazy("Shop hidden"),
    "shop shown": gettext_lazy("Shop shown again"),
    "pairing code given": gettext_lazy("Pairing code given"),
    "till joined": gettext_lazy("Till joined"),
    "till revoked": gettext_lazy("Till's key taken back"),
    "term renewed": gettext_lazy("Till went on from a restored file"),
    "rules changed": gettext_lazy("Reservation rules changed"),
    "news written": gettext_lazy("News of the town written"),
    "news changed": gettext_lazy("News of the town changed"),
    "news removed": gettext_lazy("News of the town taken back"),
    "news hidden": gettext_lazy("News of a shop hidden"),
    "news shown": gettext_lazy("News of a shop shown again"),
    "event added": gettext_lazy("Event announced"),
    "event changed": gettext_lazy("Event changed"),
    "event removed": gettext_lazy("Event taken back"),
    "town changed": gettext_lazy("Town's details changed"),
    "places read": gettext_lazy("Addresses of the town read"),
    "catalogue restored": gettext_lazy("Catalogue put back from a backup"),
    "demo town made": gettext_lazy("Invented town made"),
}


def deed_words(deed: str) -> str:
    """Return a deed in the language in force; one without words of its own is said as it was noted."""
    return str(DEEDS.get(deed, deed))


def actor_words(actor: str) -> str:
    """Return who it was, in the language in force."""
    if actor == COMMAND:
        return _("A command on the server")
    if actor.startswith("till "):
        return _("The till “{name}”").replace("{name}", actor.removeprefix("till "))
    return actor
