"""What a shop tells of a quantity: bands by default, counts where it chose so, and never less than nothing."""

from dataclasses import dataclass
from enum import Enum

from sync.catalogue.models import COUNTS

FEW_PIECES_MILLI = 3_000
FEW_KILOGRAMS_MILLI = 1_000


class Kind(Enum):
    """What a figure says."""

    OUT = "out"
    FEW = "few"
    SOME = "some"
    COUNT = "count"


@dataclass(frozen=True)
class Figure:
    """A quantity as it may be told; `quantity_milli` is 0 unless the shop tells counts."""

    kind: Kind
    quantity_milli: int = 0


def figure(quantity_milli: int, unit: str, figures: str) -> Figure:
    """Return what a shop tells of a quantity, by its choice of bands or counts."""
    if quantity_milli <= 0:
        return Figure(Kind.OUT)
    whole = quantity_milli if unit == "kg" else quantity_milli // 1000 * 1000
    if figures == COUNTS and whole:
        return Figure(Kind.COUNT, whole)
    few = FEW_KILOGRAMS_MILLI if unit == "kg" else FEW_PIECES_MILLI
    return Figure(Kind.FEW if quantity_milli <= few else Kind.SOME)
