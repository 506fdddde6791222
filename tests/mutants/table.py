"""Every mutant, each a promise of sync that is broken; the names are those of the design where it names them."""

from __future__ import annotations

from typing import Final

from tests.mutants import deciding, keeping, reserving, telling
from tests.mutants.mutant import Mutant

MUTANTS: Final[tuple[Mutant, ...]] = (
    *deciding.MUTANTS,
    *telling.MUTANTS,
    *keeping.MUTANTS,
    *reserving.MUTANTS,
)
