"""A town filled at once: what tills would have told in hours, copied into PostgreSQL in seconds."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.load.goods import article, stall

HOUR_MS = 3_600_000
TERM = 1


def shop_id(place: int) -> str:
    """The id of the shop at a place."""
    return f"00000000-0000-7000-8000-{place:012}"


def slug(place: int) -> str:
    """How the shop's page is called."""
    return f"boutique-{place:04}"


def key(place: int) -> str:
    """What the shop's till signs in with."""
    return f"ck_load_{place}"


def number(shop: int, product: int, products: int) -> int:
    """The number that the catalogue knows a product by: they are filled in order."""
    return shop * products + product + 1


def fill(data: Path, url: str, *, shops: int, products: int) -> None:
    """Migrate a database and fill it, in a process of its own: Django reads its settings once."""
    words = (sys.executable, "-m", "tests.load.filling", str(data), str(shops), str(products))
    subprocess.run(words, check=True, env={**os.environ, "DATABASE_URL": url}, timeout=900)


def _fill(data: Path, shops: int, products: int) -> None:
    from sync.catalogue.starting import get_ready

    get_ready(data, town="Les vitrines")
    from sync.catalogue import models

    if models.Product.objects.count() == shops * products:
        _freshen()
        return
    _empty()
    now = time.time_ns() // 1_000_000
    _copy(models.Shop, (_shop(place, now) for place in range(shops)))
    _copy(models.TillKey, (_till(place, now) for place in range(shops)))
    every = [(shop, place) for shop in range(shops) for place in range(products)]
    _copy(models.Product, (_product(shop, place, products) for shop, place in every))
    _copy(models.Level, (_level(number(*one, products), one, now) for one in every))
    coded = [(one, article(*one).gtin) for one in every]
    _copy(models.Barcode, ({"product_id": number(*one, products), "code": g[1:], "gtin": g} for one, g in coded if g))
    _learn()
    _settle()


def _learn() -> None:
    """Keep the words of all products, as tills would have told them."""
    from sync.catalogue import indexing, models

    indexing.learn(models.Product.objects.values_list("folded", flat=True).iterator())


def _words(place: int) -> str:
    from sync.catalogue import indexing, models

    made = stall(place)
    return indexing.shop_words(models.Shop(name=made.name, trade=made.trade))


def _shop(place: int, now: int) -> dict[str, object]:
    made = stall(place)
    return {
        "id": shop_id(place), "slug": slug(place), "name": made.name, "name_key": f"{made.name} {place}".lower(),
        "street": made.street, "postcode": "56000", "city": "Vannes", "phone": "02 97 00 00 00", "hours": made.hours,
        "trade": made.trade, "figures": "counts", "term": TERM, "complete_ms": now, "created_ms": now,
        "worded": _words(place),
    }  # fmt: skip


def _till(place: int, now: int) -> dict[str, object]:
    from sync.catalogue.codes import key_hash

    return {
        "hash": key_hash(key(place)), "shop_id": shop_id(place), "till": "till-1", "till_name": "Caisse",
        "epoch": 1, "term": TERM, "created_ms": now,
    }  # fmt: skip


def _product(shop: int, place: int, products: int) -> dict[str, object]:
    from sync.catalogue import indexing
    from sync.catalogue.folding import key as folded_key

    made = article(shop, place)
    return {
        "id": number(shop, place, products), "shop_id": shop_id(shop), "ref": f"p{place}", "term": TERM, "version": 1,
        "name": made.name, "brand": made.brand, "category": made.category, "category_key": folded_key(made.category),
        "family": "", "unit": "piece", "currency": "EUR", "price_minor": made.price_minor, "shown": True,
        "folded": indexing.folded(made.name, made.brand, made.category, _words(shop)),
        "name_key": indexing.name_key(made.name),
    }  # fmt: skip


def _level(product: int, one: tuple[int, int], now: int) -> dict[str, object]:
    quantity = (one[1] * 7 + one[0]) % 23 * 1000
    checked = now - one[1] % 50 * HOUR_MS // 10
    return {"product_id": product, "quantity_milli": quantity, "term": TERM, "version": 1, "checked_ms": checked}


def _copy(model: Any, rows: Iterable[dict[str, object]]) -> None:
    """Copy rows into a table; columns that a row does not name hold what the model would write."""
    from django.db import connection

    fields = [field for field in model._meta.concrete_fields if not field.generated]
    first, rest = _first(rows)
    if first is None:
        return
    columns = [field for field in fields if field.attname in first or not field.primary_key]
    bare = model()
    values = {field.attname: field.get_db_prep_save(getattr(bare, field.attname), connection) for field in columns}
    names = ", ".join(f'"{field.column}"' for field in columns)
    with connection.cursor() as cursor, cursor.copy(f'COPY "{model._meta.db_table}" ({names}) FROM STDIN') as copy:
        for row in rest:
            copy.write_row([row.get(field.attname, values[field.attname]) for field in columns])


def _first(rows: Iterable[dict[str, object]]) -> tuple[dict[str, object] | None, Iterator[dict[str, object]]]:
    reading = iter(rows)
    first = next(reading, None)

    def every() -> Iterator[dict[str, object]]:
        if first is not None:
            yield first
        yield from reading

    return first, every()


def _empty() -> None:
    _run("TRUNCATE catalogue_shop, catalogue_change RESTART IDENTITY CASCADE")


def _settle() -> None:
    """Number what comes next after what was copied, and let PostgreSQL look at what it holds."""
    from django.db import connection

    _run("SELECT setval(pg_get_serial_sequence('catalogue_product', 'id'), (SELECT max(id) FROM catalogue_product))")
    connection.close()
    _run("VACUUM ANALYZE")


def _freshen() -> None:
    """Let a town that was kept from an earlier run be as fresh as a new one, with no news yet."""
    now = time.time_ns() // 1_000_000
    _run("UPDATE catalogue_shop SET complete_ms = %s, closed_ms = NULL, opens_ms = NULL", (now,))
    _run("DELETE FROM catalogue_change")
    _run("DELETE FROM catalogue_attempt")
    _settle()


def _run(statement: str, values: Sequence[object] = ()) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, values)


if __name__ == "__main__":
    _fill(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
