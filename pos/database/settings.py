"""Settings of the shop, by name; values are text."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

import msgspec

from pos.domain.shop import ShopIdentity
from pos.fiscal.business_day import USUAL_CUT_OFF

if TYPE_CHECKING:
    from pos.database.connection import Database
    from pos.domain.customer_display import DisplaySetting

_SHOP = "shop.identity"
_DISPLAY = "display."
_CUT_OFF = "day.cut_off"
_LAST_MONTH = "year.last_month"
_FLOAT = "drawer.float"
_BLIND = "count.blind"
_ACCOUNTANT = "accountant.mail"
_ACCOUNTANT_FROM = "accountant.from_seq"


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


def cut_off(db: Database) -> time:
    """The hour at which a new business day begins."""
    kept = get(db, _CUT_OFF)
    return time.fromisoformat(kept) if kept else USUAL_CUT_OFF


def put_cut_off(db: Database, hour: time) -> None:
    """Set the hour at which a new business day begins."""
    put(db, _CUT_OFF, hour.isoformat(timespec="minutes"))


def last_month_of_year(db: Database) -> int:
    """The month the financial year ends with, December unless set."""
    return int(get(db, _LAST_MONTH, "12"))


def put_last_month_of_year(db: Database, month: int) -> None:
    """Set the month the financial year ends with."""
    put(db, _LAST_MONTH, str(month))


def drawer_float(db: Database) -> int:
    """The cash, in minor units, that lies in the drawer when a day begins."""
    return int(get(db, _FLOAT, "0"))


def put_drawer_float(db: Database, minor: int) -> None:
    """Set the cash that lies in the drawer when the next day begins."""
    put(db, _FLOAT, str(minor))


def counts_blind(db: Database) -> bool:
    """Whether the drawer is counted without seeing what is expected."""
    return get(db, _BLIND) == "1"


def put_counts_blind(db: Database, *, blind: bool) -> None:
    """Set whether the drawer is counted without seeing what is expected."""
    put(db, _BLIND, "1" if blind else "")


def accountant_mail(db: Database) -> str:
    """The address closings are mailed to; empty where none was set."""
    return get(db, _ACCOUNTANT)


def accountant_from(db: Database) -> int:
    """The record after which closings are mailed: what was closed before the address was set is not."""
    return int(get(db, _ACCOUNTANT_FROM, "0"))


def put_accountant_mail(db: Database, address: str, *, from_seq: int) -> None:
    """Set the address closings after a record are mailed to."""
    put(db, _ACCOUNTANT, address)
    put(db, _ACCOUNTANT_FROM, str(from_seq))


def customer_display(db: Database) -> DisplaySetting:
    """How the customer's display is wanted; none where nothing was set yet."""
    from pos.domain.customer_display import AfterSale, DisplaySetting

    usual = DisplaySetting()
    return DisplaySetting(
        window=get(db, f"{_DISPLAY}window") == "1",
        serial=get(db, f"{_DISPLAY}serial"),
        baud=int(get(db, f"{_DISPLAY}baud", str(usual.baud))),
        message=get(db, f"{_DISPLAY}message"),
        after_sale=AfterSale(get(db, f"{_DISPLAY}after_sale", usual.after_sale.value)),
    )


def put_customer_display(db: Database, wanted: DisplaySetting) -> None:
    """Set how the customer's display is wanted."""
    put(db, f"{_DISPLAY}window", "1" if wanted.window else "")
    put(db, f"{_DISPLAY}serial", wanted.serial)
    put(db, f"{_DISPLAY}baud", str(wanted.baud))
    put(db, f"{_DISPLAY}message", wanted.message)
    put(db, f"{_DISPLAY}after_sale", wanted.after_sale.value)
