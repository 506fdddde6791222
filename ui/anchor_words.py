"""How is said that a verification was held against what the machine remembers."""

from __future__ import annotations

from pos.wording import Wording


def compared_with(count: int, wording: Wording) -> str:
    """With how many ends of the journal a file was compared."""
    said = wording.plural(
        "Compared with {count} end of the journal that this machine remembers.",
        "Compared with {count} ends of the journal that this machine remembers.",
        count,
    )
    return said.format(count=wording.number(count))
