"""The kinds of printers the program brings along, each with what suits it to begin with."""

from __future__ import annotations

from functools import cache

import msgspec

import resources
from pos.domain.printer import PrinterKind


@cache
def printer_kinds() -> tuple[PrinterKind, ...]:
    """All of them, in the order they are offered."""
    return msgspec.json.decode(resources.path("printers", "kinds.json").read_bytes(), type=tuple[PrinterKind, ...])
