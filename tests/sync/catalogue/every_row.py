"""A row in every table of the catalogue, with the values that are hardest to carry from one database to another."""

import itertools
from typing import Any

from django.apps import apps
from django.db import connection, models

WORDS = "Bœuf « à l’Éclade »\t\\N\\t \"x\", 'y'\r\n\U0001f956 fin"
LARGE = 2**53 - 1
_numbers = itertools.count(1)


def fill_every_table(*, rounds: int = 2) -> None:
    """Write some rows into each table: one with every value there may be, one with nothing where that may be."""
    for bare in [False, True][:rounds]:
        made: dict[Any, Any] = {}
        for model in apps.get_app_config("catalogue").get_models():
            _row(model, made, bare=bare)
        event, shop = made[_model("TownEvent")], made[_model("Shop")]
        event.shops.add(shop)


def rows_by_table() -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, as Python reads them."""
    found = {}
    for model in apps.get_app_config("catalogue").get_models(include_auto_created=True):
        values = model.objects.order_by("pk").values_list()
        found[model._meta.db_table] = [tuple(bytes(v) if isinstance(v, memoryview) else v for v in r) for r in values]
    connection.close()
    return found


def _model(name: str) -> Any:
    return apps.get_model("catalogue", name)


def _row(model: Any, made: dict[Any, Any], *, bare: bool) -> Any:
    if model in made:
        return made[model]
    if model.__name__ == "Town":
        made[model] = model.objects.get(pk=1)
        return made[model]
    number = next(_numbers)
    made[model] = None  # a photo has a shop, and the shop a picture: the second of them does without
    values: dict[str, Any] = {}
    for field in model._meta.local_concrete_fields:
        if isinstance(field, models.AutoField | models.BigAutoField):
            values[field.attname] = 1000 + number
        elif field.is_relation:
            values[field.name] = None if field.null and bare else _row(field.related_model, made, bare=bare)
        else:
            values[field.attname] = None if field.null and bare else _value(field, number)
    if model.__name__ == "OrderLine":
        values |= {"asked_milli": 6, "held_milli": 3, "fulfilled_milli": 2, "released_milli": 1}
    made[model] = model.objects.create(**values)
    return made[model]


def _value(field: Any, number: int) -> Any:
    match field.get_internal_type():
        case "BooleanField":
            return number % 2 == 0
        case "FloatField":
            return 47.0 if number % 2 else -2.7580123456789
        case "BinaryField":
            return bytes(range(256))
        case "IntegerField" | "BigIntegerField":
            return number if field.get_internal_type() == "IntegerField" or field.unique else LARGE - number
        case "TextField":
            return WORDS
        case _:
            return f"{number}-{WORDS}"[: field.max_length] if field.max_length > 8 else f"{number}"
