"""The first page of the town hall: what needs a person, and how the shops stand."""

from django.http import HttpRequest, HttpResponse

from sync.catalogue import clock
from sync.catalogue.folding import fold
from sync.catalogue.officers import standings
from sync.catalogue.officers.standings import Standing
from sync.catalogue.pages.frame import town
from sync.catalogue.pages.officer.gate import officers_only, show
from sync.catalogue.pages.officer.standing_words import words_of

_WORDS_LENGTH = 120


@officers_only
def overview(request: HttpRequest) -> HttpResponse:
    """Show how the shops stand, all of them or those whose names hold what was looked for."""
    now_ms, zone = clock.now_ms(), town().zone
    wanted = request.GET.get("q", "").replace("\0", "").strip()[:_WORDS_LENGTH]
    every = standings.standings(now_ms)
    found = [one for one in every if fold(wanted) in one.shop.name_key] if fold(wanted) else every
    content = {
        "facts": _facts(every),
        "letters": standings.letters_in_trouble(),
        "needing": [words_of(one, now_ms, zone) for one in every if one.troubles],
        "lines": [words_of(one, now_ms, zone) for one in sorted(found, key=lambda one: one.shop.name_key)],
        "wanted": wanted,
    }
    return show(request, "overview.html", content)


def _facts(every: list[Standing]) -> dict[str, int]:
    """Sum up what the town shows: of the shops that it does not hide."""
    shown = [one for one in every if one.shop.shown]
    products = sum(one.products for one in shown)
    fresh = sum(one.fresh for one in shown)
    return {
        "shops": len(shown),
        "joined": sum(one.is_joined for one in shown),
        "products": products,
        "fresh_percent": 100 * fresh // products if products else 0,
    }
