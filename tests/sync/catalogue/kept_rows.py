"""All that a catalogue keeps, to be held against what it keeps later: the rows of all tables, and the photo files."""

from typing import Any

from django.apps import apps
from django.conf import settings

COUNTERS = frozenset({"Asking", "Calls", "OfficerTry", "PairingFailure"})
"""What may grow by a refused request: these count them, so that guessing and flooding get slow."""
_WAYS_TO_A_SHOP = (("shop", "shop_id"), ("product", "product__shop_id"), ("order", "order__shop_id"))

Rows = dict[str, list[tuple[Any, ...]]]


def kept(*, but_of: str = "") -> Rows:
    """Return all rows but the counters; where a shop is named, also without its own ones, and without files."""
    found: Rows = {}
    for model in apps.get_app_config("catalogue").get_models(include_auto_created=True):
        if model.__name__ in COUNTERS:
            continue
        rows = model.objects.order_by("pk")
        way = _way_to_a_shop(model)
        if but_of and way:
            rows = rows.exclude(**{way: but_of})
        found[model.__name__] = [tuple(map(_plain, row)) for row in rows.values_list()]
    if not but_of:
        found["files"] = sorted((file.name,) for file in (settings.DATA_FOLDER / "photos").glob("*"))
    return found


def changed(before: Rows, after: Rows) -> list[str]:
    """Name the tables that are not as they were."""
    return [name for name, rows in before.items() if after[name] != rows]


def _way_to_a_shop(model: Any) -> str:
    if model.__name__ == "Shop":
        return "pk"
    names = {field.name for field in model._meta.local_concrete_fields}
    return next((way for name, way in _WAYS_TO_A_SHOP if name in names), "")


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value
