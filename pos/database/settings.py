"""Settings of the shop, by name; values are text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from pos.domain.shop import ShopIdentity

if TYPE_CHECKING:
    from pos.database.connection import Database

_SHOP = "shop.identity"


def get(db: Database, name: str, default: str = "") -> str:
    """The value of a setting, or the default when it was never set."""
    value = db.value("SELECT value FROM setting WHERE name = ?", (name,))
    return default if value is None else str(value)


def put(db: Database, name: str, value: str) -> None:
    """Set a setting."""
    db.execute(
        "INSERT INTO setting VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, value),
    )


def shop_identity(db: Database) -> ShopIdentity:
    """Who the shop is; empty fields where nothing was set yet."""
    body = get(db, _SHOP)
    return msgspec.json.decode(body, type=ShopIdentity) if body else ShopIdentity()


def put_shop_identity(db: Database, shop: ShopIdentity) -> None:
    """Set who the shop is."""
    put(db, _SHOP, msgspec.json.encode(shop).decode())
