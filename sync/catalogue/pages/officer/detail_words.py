"""The details of what was done, in words; they are noted as a program reads them, in no language of its own."""

import re
from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sync.catalogue.wording import length_of_time

_FIELDS = {
    "name": gettext_lazy("name"),
    "street": gettext_lazy("street"),
    "postcode": gettext_lazy("postcode"),
    "city": gettext_lazy("city"),
    "phone": gettext_lazy("telephone"),
    "website": gettext_lazy("website"),
    "hours": gettext_lazy("hours"),
    "trade": gettext_lazy("trade"),
    "presentation": gettext_lazy("presentation"),
    "figures": gettext_lazy("how stock is said"),
    "mail": gettext_lazy("mail address"),
    "latitude": gettext_lazy("latitude"),
    "longitude": gettext_lazy("longitude"),
}
_MODES = {
    "request": gettext_lazy("the shop is asked first"),
    "safety": gettext_lazy("at once, with some kept back"),
    "escrow": gettext_lazy("at once, from units handed over"),
}
_RULES = re.compile(r"(\w+)(?:, safety \d+)?, holds (\d+) min, answers within (\d+) min")
_TERM = re.compile(r"(?:epoch \d+, )?term (\d+)")
_COUNT = re.compile(r"(\d+) (addresses|shops)")


def detail_words(deed: str, detail: str) -> str:
    """Return a detail in the language in force; what a person wrote stays as it is."""
    said = _WORDS.get(deed)
    return detail if said is None or not detail else said(detail)


def _fields(detail: str) -> str:
    return ", ".join(str(_FIELDS.get(name, name)) for name in detail.split(", "))


def _rules(detail: str) -> str:
    if detail == "takes none":
        return _("takes no reservations")
    told = _RULES.fullmatch(detail)
    if told is None:
        return detail
    form = _("{mode}; held for {held}, answered within {answered}")
    held, answered = (length_of_time(int(minutes)) for minutes in told.group(2, 3))
    mode = str(_MODES.get(told[1], told[1]))
    return form.replace("{mode}", mode).replace("{held}", held).replace("{answered}", answered)


def _term(detail: str) -> str:
    told = _TERM.fullmatch(detail)
    return detail if told is None else _("pairing number {number}").replace("{number}", told[1])


def _count(detail: str) -> str:
    told = _COUNT.fullmatch(detail)
    if told is None:
        return detail
    count = int(told[1])
    if told[2] == "addresses":
        return ngettext("{count} address", "{count} addresses", count).replace("{count}", told[1])
    return ngettext("{count} shop", "{count} shops", count).replace("{count}", told[1])


_WORDS: dict[str, Callable[[str], str]] = {
    "shop made": _fields,
    "shop changed": _fields,
    "town changed": _fields,
    "rules changed": _rules,
    "till joined": _term,
    "term renewed": _term,
    "places read": _count,
    "demo town made": _count,
}
