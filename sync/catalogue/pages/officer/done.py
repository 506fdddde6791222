"""What a page says on top after something was done; named in the address by a word of ours, never by a text."""

from django.utils.translation import gettext_lazy as _

_WORDS = {
    "saved": _("Saved."),
    "made": _("The shop was made. Now give it a pairing code, so that its till can join."),
    "hidden": _("Taken out of the town's pages."),
    "shown": _("Shown in the town's pages again."),
    "revoked": _("The till's key opens nothing more. A new pairing code lets another till join."),
    "added": _("Announced."),
    "written": _("Written."),
    "removed": _("Taken back."),
    "disabled": _("The account is closed, its browsers are signed out."),
    "password": _("The new password is kept. Sign in with it."),
    "factor-off": _("The second factor is taken off. Your password alone lets you in."),
    "out": _("You are signed out."),
    "everywhere": _("You are signed out everywhere."),
}


def done_words(name: str) -> str:
    """Return the sentence of a deed; empty where the name is none of ours."""
    return str(_WORDS.get(name, ""))
