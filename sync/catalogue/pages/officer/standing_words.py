"""How a shop stands, in the words of the town hall's pages."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sync.catalogue import sentences
from sync.catalogue.officers.standings import Standing

_TROUBLES = {
    "not-joined": gettext_lazy("No till has joined: give the shop a pairing code, and lend a hand."),
    "silent": gettext_lazy("Its till has been silent for days: call the shop."),
    "waiting": gettext_lazy("Its till still has figures to send: look again later."),
    "nothing-shown": gettext_lazy("It shows nothing yet: help with the first products."),
    "no-hours": gettext_lazy("Its hours are missing: ask for them."),
}


@dataclass(frozen=True)
class StandingWords:
    """A shop's standing as it is read; `tone` is good, waits or hidden."""

    standing: Standing
    state: str
    tone: str
    heard: str
    troubles: tuple[str, ...]


def words_of(standing: Standing, now_ms: int, zone: str) -> StandingWords:
    """Say how a shop stands, in the language in force."""
    if not standing.shop.shown:
        state, tone = _("Hidden by the town hall"), "hidden"
    elif not standing.is_joined:
        state, tone = _("Not joined yet"), "waits"
    else:
        state, tone = _("Joined"), "good"
    return StandingWords(
        standing,
        state,
        tone,
        sentences.heard(standing.heard_ms, now_ms, zone),
        tuple(str(_TROUBLES[name]) for name in standing.troubles),
    )
