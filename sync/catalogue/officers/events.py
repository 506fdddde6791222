"""What happens in town, as officers announce it, with the shops that take part."""

from collections.abc import Iterable, Mapping

from sync.catalogue import rows
from sync.catalogue.auditing import note
from sync.catalogue.database import writing
from sync.catalogue.folding import key
from sync.catalogue.models import Shop, TownEvent

FIELDS = ("title", "text", "place", "starts_ms", "ends_ms")


def add(values: Mapping[str, object], shops: Iterable[str], *, actor: str, now_ms: int) -> TownEvent:
    """Announce an event of checked values, as named by FIELDS; `shops` are the ids of those that take part."""
    with writing():
        event = TownEvent(slug=_free_slug(str(values["title"])), changed_ms=now_ms)
        _fill(event, values, shops, now_ms)
        note(actor, "event added", detail=event.title, now_ms=now_ms)
        rows.note_changes(None, now_ms, [None])
    return event


def change(event: TownEvent, values: Mapping[str, object], shops: Iterable[str], *, actor: str, now_ms: int) -> None:
    """Change an event; its address on the web stays."""
    with writing():
        held = TownEvent.objects.select_for_update().get(pk=event.pk)
        _fill(held, values, shops, now_ms)
        note(actor, "event changed", detail=held.title, now_ms=now_ms)
        rows.note_changes(None, now_ms, [None])


def remove(event: TownEvent, *, actor: str, now_ms: int) -> None:
    """Take an event back."""
    with writing():
        note(actor, "event removed", detail=event.title, now_ms=now_ms)
        TownEvent.objects.filter(pk=event.pk).delete()
        rows.note_changes(None, now_ms, [None])


def _fill(event: TownEvent, values: Mapping[str, object], shops: Iterable[str], now_ms: int) -> None:
    for name in FIELDS:
        setattr(event, name, values[name])
    event.changed_ms = now_ms
    event.save()
    event.shops.set(Shop.objects.filter(pk__in=list(shops)))


def _free_slug(title: str) -> str:
    wanted = key(title)[:60].strip("-") or "evenement"
    taken = set(TownEvent.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    numbers = (wanted if count == 1 else f"{wanted}-{count}" for count in range(1, len(taken) + 2))
    return next(slug for slug in numbers if slug not in taken)
