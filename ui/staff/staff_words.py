"""What roles and rights are called, and how long somebody waits."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from pos.domain.staff import Right, Role
from pos.wording import NO_BREAK_SPACE, Wording, mark

ROLE_NAMES: Final[dict[Role, str]] = {
    Role.OWNER: mark("Owner"),
    Role.MANAGER: mark("Manager"),
    Role.SELLER: mark("Seller"),
    Role.INSPECTOR: mark("Inspector"),
}

ROLE_WORDS: Final[dict[Role, str]] = {
    Role.OWNER: mark("May do everything, and says who works here."),
    Role.MANAGER: mark("Runs the shop: articles, settings, closings; approves what sellers may not do alone."),
    Role.SELLER: mark("Sells."),
    Role.INSPECTOR: mark("Looks at everything and takes copies for an audit; sells and changes nothing."),
}

RIGHT_WORDS: Final[dict[Right, str]] = {
    Right.SELL: mark("Sell"),
    Right.VOID: mark("Take articles off a ticket, or empty it"),
    Right.REPRINT: mark("Print or save the receipt of an earlier sale again"),
    Right.OPEN_DRAWER: mark("Open the drawer without a sale"),
    Right.EDIT_ARTICLES: mark("Create articles, change them and their prices"),
    Right.IMPORT: mark("Bring in lists of articles"),
    Right.CLOSE_DAY: mark("Close the day"),
    Right.TRAIN: mark("Turn the training mode on and off"),
    Right.SETTINGS: mark("Change printers, displays, the scanner and the shop window online"),
    Right.STAFF: mark("Say who works here and what they may do"),
    Right.BACK_UP: mark("Make backups and put them back"),
    Right.INSPECT: mark("Look at the journal"),
    Right.EXPORT: mark("Take out archives and files for the accountant or an audit"),
}


def how_long(wait: timedelta, wording: Wording) -> str:
    """A wait, rounded up as a person says it: `30 s`, `8 min`, `24 h`."""
    seconds = -(-int(wait.total_seconds() * 1000) // 1000)
    for size, unit in ((3600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return f"{wording.number(-(-seconds // size))}{NO_BREAK_SPACE}{unit}"
    return f"{wording.number(seconds)}{NO_BREAK_SPACE}s"
