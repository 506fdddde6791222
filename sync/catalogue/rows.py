"""The hot path's SQL: one statement per question, however many rows a batch holds.

Rows travel to the database as one JSON array, which SQLite and PostgreSQL both read; only the two functions at
the end know how each of them does. Values and shapes are those of `sync.protocol`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import msgspec
from django.db import connection


@dataclass(frozen=True)
class Held:
    """A product that the catalogue knows, and which word of it (term, version) it holds, where it holds one."""

    product_id: int
    mark: tuple[int, int] | None


@dataclass(frozen=True)
class ProductValues:
    """What is written of a product, search words included."""

    ref: str
    version: int
    name: str
    brand: str
    category: str
    category_key: str
    family: str
    unit: str
    currency: str
    price_minor: int | None
    description: str
    shown: bool
    folded: str
    name_key: str


class Marks(NamedTuple):
    """What is held of a product and of its level; the level's fields are None where none was ever told."""

    ref: str
    term: int
    version: int
    shown: bool
    level_term: int | None
    level_version: int | None
    quantity_milli: int | None


class Promising(NamedTuple):
    """A line of a reservation: what it holds while it is open, and what it keeps of the units handed to the window."""

    product: int
    is_open: bool
    expires_ms: int | None
    held_milli: int
    reserved_milli: int


def held_products(shop: str, refs: Iterable[str]) -> dict[str, Held]:
    """Find the products of a shop among `refs`, each with the (term, version) of its description."""
    return _held(
        f"SELECT p.ref, p.id, p.term, p.version FROM catalogue_product p WHERE {_named()}",
        (shop, _json(refs)),
    )


def held_levels(shop: str, refs: Iterable[str]) -> dict[str, Held]:
    """Find the products of a shop among `refs`, each with the (term, version) of its level, where it has one."""
    return _held(
        "SELECT p.ref, p.id, l.term, l.version FROM catalogue_product p"
        f" LEFT JOIN catalogue_level l ON l.product_id = p.id WHERE {_named()}",
        (shop, _json(refs)),
    )


def put_products(shop: str, term: int, rows: Sequence[ProductValues]) -> dict[str, int]:
    """Write descriptions that are newer than the held ones, and return the number of each product."""
    items = [_item(place, kind) for place, kind in enumerate(_PRODUCT_KINDS)]
    sets = ", ".join(f"{name} = excluded.{name}" for name in ("term", *_PRODUCT_COLUMNS[1:]))
    statement = (
        f"INSERT INTO catalogue_product (shop_id, term, {', '.join(_PRODUCT_COLUMNS)})"
        f" SELECT %s, %s, {', '.join(items)} FROM {_each('%s')} WHERE true"
        f" ON CONFLICT (shop_id, ref) DO UPDATE SET {sets} RETURNING ref, id"
    )
    lines = [tuple(getattr(row, name) for name in _PRODUCT_COLUMNS) for row in rows]
    return dict(_fetch(statement, (shop, term, _json(lines))))


def forget_hidden_levels(shop: str, refs: Iterable[str]) -> None:
    """Forget the levels of those products among `refs` that are hidden: nobody kept them current meanwhile."""
    _run(
        "DELETE FROM catalogue_level WHERE product_id IN"
        f" (SELECT p.id FROM catalogue_product p WHERE NOT p.shown AND {_named()})",
        (shop, _json(refs)),
    )


def put_levels(term: int, now_ms: int, rows: Iterable[tuple[int, int, int]]) -> None:
    """Write levels that are newer than the held ones, given as (product, version, quantity_milli)."""
    _run(
        "INSERT INTO catalogue_level (product_id, version, quantity_milli, term, checked_ms)"
        f" SELECT {_item(0, 'bigint')}, {_item(1, 'bigint')}, {_item(2, 'bigint')}, %s, %s"
        f" FROM {_each('%s')} WHERE true ON CONFLICT (product_id) DO UPDATE SET term = excluded.term,"
        " version = excluded.version, quantity_milli = excluded.quantity_milli, checked_ms = excluded.checked_ms",
        (term, now_ms, _json(rows)),
    )


def put_barcodes(products: Iterable[int], codes: Iterable[tuple[int, str, str]]) -> None:
    """Replace the barcodes of some products by (product, code, gtin)."""
    _run(
        f"DELETE FROM catalogue_barcode WHERE product_id IN (SELECT {_number_item()} FROM {_each('%s')})",
        (_json(products),),
    )
    _run(
        "INSERT INTO catalogue_barcode (product_id, code, gtin)"
        f" SELECT {_item(0, 'bigint')}, {_item(1, 'text')}, {_item(2, 'text')} FROM {_each('%s')}",
        (_json(codes),),
    )


def among(column: str) -> str:
    """Ask for rows whose number is in a JSON array."""
    return f"{column} IN (SELECT {_number_item()} FROM {_each('%s')})"


def shown_products(columns: Iterable[str], condition: str, values: Sequence[object]) -> list[Any]:
    """Read columns of products that shoppers may see (p), of their shops (s) and of their levels (l).

    It is asked for every page: Django would take longer to write it than a database takes to answer it.
    """
    return _fetch(
        f"SELECT {', '.join(columns)} FROM catalogue_product p JOIN catalogue_shop s ON s.id = p.shop_id"
        f" LEFT JOIN catalogue_level l ON l.product_id = p.id WHERE p.shown AND s.shown AND {condition}",
        values,
    )


def barcodes_of(product: str) -> str:
    """Ask for a product's barcodes beside its other columns, as a JSON array of [code, gtin] in the order told."""
    codes = f"FROM catalogue_barcode b WHERE b.product_id = {product}"
    if connection.vendor == "sqlite":
        ordered = f"(SELECT code, gtin {codes} ORDER BY b.id)"
        return f"(SELECT json_group_array(json_array(code, gtin)) FROM {ordered})"
    return f"(SELECT jsonb_agg(jsonb_build_array(b.code, b.gtin) ORDER BY b.id)::text {codes})"


def put_words(words: Iterable[str]) -> None:
    """Keep words that products are found by; known ones are left alone."""
    _run(
        f"INSERT INTO catalogue_word (word) SELECT {_text_item()} FROM {_each('%s')} WHERE true"
        " ON CONFLICT (word) DO NOTHING",
        (_json(words),),
    )


def note_changes(shop: str, now_ms: int, products: Iterable[int | None], *, figures_only: bool = False) -> None:
    """Tell open pages about some products of a shop, or about the shop itself (None); say whether only figures changed.

    Call it last in a transaction: on PostgreSQL it waits for its turn, so that numbers grow as commits happen.
    """
    wait_for_news()
    _run(
        "INSERT INTO catalogue_change (shop_id, product_id, at_ms, figures_only)"
        f" SELECT %s, {_item(0, 'bigint')}, %s, %s FROM {_each('%s')}",
        (shop, now_ms, figures_only, _json((product,) for product in products)),
    )


def note_prices(now_ms: int, prices: Iterable[tuple[int, int | None]]) -> None:
    """Keep what the window asks for products from now on, given as (product, price), where it asked another before."""
    differs = "IS NOT" if connection.vendor == "sqlite" else "IS DISTINCT FROM"
    product, price = _item(0, "bigint"), _item(1, "bigint")
    _run(
        f"INSERT INTO catalogue_priceseen (product_id, price_minor, from_ms) SELECT {product}, {price}, %s"
        f" FROM {_each('%s')} WHERE {price} {differs} (SELECT s.price_minor FROM catalogue_priceseen s"
        f" WHERE s.product_id = {product} ORDER BY s.from_ms DESC, s.id DESC LIMIT 1)",
        (now_ms, _json(prices)),
    )


def promising_lines(products: Iterable[int]) -> list[Promising]:
    """Find the lines of reservations that hold something of some products (see `orders.rights.reserved`)."""
    found = _fetch(
        "SELECT l.product_id, o.state IN ('requested', 'held', 'confirmed'), o.mode = 'escrow', o.expires_ms,"
        " l.held_milli, l.released_milli FROM catalogue_orderline l JOIN catalogue_order o ON o.id = l.order_id"
        " LEFT JOIN catalogue_feed f ON f.shop_id = o.shop_id"
        f" WHERE l.product_id IN (SELECT {_number_item()} FROM {_each('%s')})"
        " AND (o.state IN ('requested', 'held', 'confirmed')"
        " OR (o.mode = 'escrow' AND o.state IN ('expired', 'cancelled') AND o.cursor > f.heard))",
        (_json(products),),
    )
    return [
        Promising(product, bool(is_open), expires, held, (held if is_open else released) if is_escrow else 0)
        for product, is_open, is_escrow, expires, held, released in found
    ]


def tells(shop: str) -> tuple[bool, bool, bool]:
    """Tell whether a shop takes part in any event, has any promotion, and any news, past ones among them."""
    of_shop = ("catalogue_townevent_shops", "catalogue_promotion", "catalogue_news")
    asked = ", ".join(f"EXISTS (SELECT 1 FROM {table} WHERE shop_id = %s)" for table in of_shop)
    ((events, promotions, news),) = _fetch(f"SELECT {asked}", (shop,) * len(of_shop))
    return bool(events), bool(promotions), bool(news)


def next_turn(now_ms: int) -> int | None:
    """Return the next moment at which a promotion, a news or an event of the town begins or ends."""
    turns = " UNION ALL ".join(f"SELECT min({name}) AS turn FROM {table} WHERE {name} > %s" for table, name in _TURNS)
    ((turn,),) = _fetch(f"SELECT min(turn) FROM ({turns}) AS turns", (now_ms,) * len(_TURNS))
    return turn if turn is None else int(turn)


def add_calls(spent: Iterable[tuple[str, int, int, int]]) -> None:
    """Add (shop, minute, calls, rows) to what shops spent; in the order of the shops, so that no two callers meet."""
    _run(
        "INSERT INTO catalogue_calls (shop_id, minute, calls, rows)"
        f" SELECT {_item(0, 'text')}, {_item(1, 'bigint')}, {_item(2, 'bigint')}, {_item(3, 'bigint')}"
        f" FROM {_each('%s')} WHERE true ON CONFLICT (shop_id, minute) DO UPDATE SET"
        " calls = catalogue_calls.calls + excluded.calls, rows = catalogue_calls.rows + excluded.rows",
        (_json(sorted(spent)),),
    )


def calls_in(minute: int) -> list[tuple[str, int, int]]:
    """Return (shop, calls, rows) of every shop that called in a minute."""
    return _fetch("SELECT shop_id, calls, rows FROM catalogue_calls WHERE minute = %s", (minute,))


def wait_for_news() -> None:
    """Wait for the turn to write what is read by number: on PostgreSQL one transaction at a time, until it ends."""
    if connection.vendor == "postgresql":
        _run("SELECT pg_advisory_xact_lock(%s)", (_CHANGES_LOCK,))


def level_page(shop: str, after: str, limit: int) -> list[tuple[str, int, int]]:
    """Return (ref, version, quantity_milli) of a shop's levels in order of ref, after a ref, at most `limit`."""
    return _fetch(
        "SELECT p.ref, l.version, l.quantity_milli FROM catalogue_product p JOIN catalogue_level l"
        " ON l.product_id = p.id WHERE p.shop_id = %s AND p.ref > %s ORDER BY p.ref LIMIT %s",
        (shop, after, limit),
    )


def shown_marks(shop: str) -> list[Marks]:
    """Find what is held of every product that a shop's window shows."""
    return _marks("p.shown", (shop,))


def bucket_marks(shop: str, bucket: int) -> list[Marks]:
    """Find what is held of every product of a bucket (`sync.digest.bucket_of`), shown or not."""
    first_byte = (
        "sha256(p.ref)" if connection.vendor == "sqlite" else "encode(sha256(convert_to(p.ref, 'UTF8')), 'hex')"
    )
    return _marks(f"substr({first_byte}, 1, 2) = %s", (shop, f"{bucket:02x}"))


_PRODUCT_COLUMNS = tuple(ProductValues.__dataclass_fields__)
_PRODUCT_KINDS = tuple(
    {"version": "bigint", "price_minor": "bigint", "shown": "boolean"}.get(name, "text") for name in _PRODUCT_COLUMNS
)
_TURNS = (
    ("catalogue_promotion", "starts_ms"),
    ("catalogue_promotion", "ends_ms"),
    ("catalogue_news", "from_ms"),
    ("catalogue_news", "until_ms"),
    ("catalogue_townevent", "starts_ms"),
    ("catalogue_townevent", "ends_ms"),
)
_CHANGES_LOCK = 0x636F6D70746F6972


def _held(statement: str, values: Sequence[object]) -> dict[str, Held]:
    return {
        ref: Held(product_id, None if term is None else (term, version))
        for ref, product_id, term, version in _fetch(statement, values)
    }


def _marks(condition: str, values: Sequence[object]) -> list[Marks]:
    found = _fetch(
        "SELECT p.ref, p.term, p.version, p.shown, l.term, l.version, l.quantity_milli FROM catalogue_product p"
        f" LEFT JOIN catalogue_level l ON l.product_id = p.id WHERE p.shop_id = %s AND {condition}",
        values,
    )
    return [Marks(ref, term, version, bool(shown), *level) for ref, term, version, shown, *level in found]


def _fetch(statement: str, values: Sequence[object]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def _run(statement: str, values: Sequence[object]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _json(rows: Iterable[object]) -> str:
    return msgspec.json.encode(list(rows)).decode()


def _named() -> str:
    """Ask for a shop's products among those named; of a join SQLite would make a walk through all of them a name."""
    return f"p.shop_id = %s AND p.ref IN (SELECT {_text_item()} FROM {_each('%s')})"


def _each(parameter: str) -> str:
    """Name the array's items `item.value`, in either database."""
    if connection.vendor == "sqlite":
        return f"json_each({parameter}) AS item"
    return f"jsonb_array_elements({parameter}::jsonb) AS item(value)"


def _item(place: int, kind: str) -> str:
    if connection.vendor == "sqlite":
        return f"json_extract(item.value, '$[{place}]')"
    return f"(item.value->>{place})::{kind}"


def _text_item() -> str:
    return "item.value" if connection.vendor == "sqlite" else "(item.value #>> '{}')"


def _number_item() -> str:
    return "item.value" if connection.vendor == "sqlite" else "(item.value #>> '{}')::bigint"
