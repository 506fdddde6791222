"""Who the town is: its name, what it says of itself, where its centre is, and where it can be written to."""

from collections.abc import Mapping

from sync.catalogue import rows
from sync.catalogue.auditing import note
from sync.catalogue.database import writing
from sync.catalogue.models import Town

FIELDS = ("name", "presentation", "mail", "latitude", "longitude")


def change(values: Mapping[str, object], *, actor: str, now_ms: int) -> None:
    """Change who the town is, of checked values as named by FIELDS."""
    with writing():
        town = Town.objects.select_for_update().get(pk=1)
        changed = [name for name in FIELDS if getattr(town, name) != values[name]]
        for name in changed:
            setattr(town, name, values[name])
        if changed:
            town.save(update_fields=changed)
            note(actor, "town changed", detail=", ".join(changed), now_ms=now_ms)
            rows.note_changes(None, now_ms, [None])
