"""When the on-screen keyboard comes by itself: a setting of the shop."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QInputDevice

from pos.database import settings
from pos.database.connection import transaction

if TYPE_CHECKING:
    from pos.database.connection import Database

_SETTING: Final = "till.on_screen_keyboard"


class WhenShown(StrEnum):
    """By itself under a box that was touched, or only when it is asked for."""

    TOUCHED = "touched"
    NEVER = "never"


def read(db: Database) -> WhenShown | None:
    """What the shop decided; None when it never did."""
    kept = settings.get(db, _SETTING)
    return WhenShown(kept) if kept in set(WhenShown) else None


def keep(db: Database, when: WhenShown) -> None:
    """Keep what the shop decided."""
    with transaction(db):
        settings.put(db, _SETTING, when)


def touch_screen_is_there() -> bool:
    """Whether this machine has a screen that feels fingers."""
    return any(device.type() is QInputDevice.DeviceType.TouchScreen for device in QInputDevice.devices())
