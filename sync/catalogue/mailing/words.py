"""What every letter about a shop ends with: where the shop is, when it is open, how it is called."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from sync.catalogue.models import Shop
from sync.catalogue.pages.frame import town
from sync.catalogue.pages.visiting import visit


def letter(*paragraphs: str) -> str:
    """Join the paragraphs of a letter that say something."""
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph) + "\n"


def about_shop(shop: Shop, now_ms: int) -> str:
    """Tell where a shop is, in the language in force."""
    there = visit(shop, now_ms, town().zone)
    form = _("{days}: {times}")
    hours = [form.replace("{days}", one.days).replace("{times}", ", ".join(one.times)) for one in there.days]
    hours = hours or [there.text_hours]
    return "\n".join(line for line in (shop.name, there.street, there.place, there.phone, *hours) if line)


def closing(reasons: Iterable[str]) -> str:
    """End a letter: who writes, why, and that nobody reads what comes back."""
    said = [*reasons, _("Nobody reads answers to this mail: please call the shop.")]
    return "\n".join(("-- ", town().name or _("The town's shops"), " ".join(said)))
