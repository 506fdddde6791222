"""What is said about passwords: how a new one must be, why one is refused, how long guessing has to wait."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sync.catalogue.officers.passwords import LONGEST, SHORTEST, Flaw
from sync.catalogue.pages.officer.fields import Field
from sync.catalogue.wording import length_of_time

_RULE = gettext_lazy("At least 12 characters: a sentence of your own is easy to keep in mind. You may paste it.")
NEW_PASSWORD = (
    Field("new", gettext_lazy("New password"), "password", is_needed=True, hint=_RULE, complete="new-password"),
)
PASSWORD_AGAIN = Field(
    "password", gettext_lazy("Your password, once more"), "password", is_needed=True, complete="current-password"
)


def unfit_words(flaw: Flaw) -> str:
    """Say why a new password may not be chosen, and what to do."""
    if flaw is Flaw.SHORT:
        return _("It is too short: at least {count} characters, please.").replace("{count}", str(SHORTEST))
    if flaw is Flaw.LONG:
        return _("It is too long: at most {count} characters, please.").replace("{count}", str(LONGEST))
    return _("It is easily guessed: it holds little but common words, your name or the town's. Add words of your own.")


def wait_words(wait_ms: int) -> str:
    """Say how long the next password has to wait."""
    told = _("Too many wrong passwords. Please try again in {time}.")
    return told.replace("{time}", length_of_time(-(-wait_ms // 60_000)))
