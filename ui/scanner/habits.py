"""How a shop wants its scanner heard: how slow it may be, and which sounds; kept in the shop's file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pos.database import settings
from pos.database.connection import transaction
from ui.sell.scan_decoder import GAP_MS, WIDEST_GAP_MS
from ui.sounds import SoundChoice

if TYPE_CHECKING:
    from pos.database.connection import Database

_GAP: Final = "scanner.gap_ms"
_SOUNDS: Final = "sounds"


@dataclass(frozen=True, slots=True)
class Habits:
    """gap_ms is how far apart a scanner's keys may be."""

    gap_ms: int = GAP_MS
    sounds: SoundChoice = SoundChoice.ON


def read(db: Database) -> Habits:
    """What the file says; what it says wrongly is as if it were not said."""
    gap, sounds = settings.get(db, _GAP), settings.get(db, _SOUNDS)
    return Habits(
        gap_ms=min(max(int(gap), GAP_MS), WIDEST_GAP_MS) if gap.isdecimal() else GAP_MS,
        sounds=SoundChoice(sounds) if sounds in set(SoundChoice) else SoundChoice.ON,
    )


def keep(db: Database, habits: Habits) -> None:
    """Write them down."""
    with transaction(db):
        settings.put(db, _GAP, str(habits.gap_ms))
        settings.put(db, _SOUNDS, habits.sounds.value)
