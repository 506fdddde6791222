"""How the sheet of the shop window online is posed for its pictures: a shop of our invention, joined or about to be."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from pos.database.online_links import OnlineLink
from pos.database.outbox import AsidedProduct
from sync.errors import Distrust, PairingCodeRefused, suspended_for
from sync.state import WindowState
from tests import builders
from ui.online.online_sheet import OnlineSheet
from ui.online.window_view import WindowView

if TYPE_CHECKING:
    from tests.screens import Sitting

CURRENT_AT: Final = datetime(2026, 11, 23, 14, 31, tzinfo=builders.PARIS)
LINK: Final = OnlineLink(
    target="catalogue",
    kind="catalogue",
    address="https://vitrines.example",
    shop="s",
    shop_name="Au Panier de Lise",
    window_url="https://vitrines.example/boutiques/au-panier-de-lise/",
    term=1,
    epoch=1,
)
CURRENT: Final = WindowState(linked=True, current_at=CURRENT_AT)
REFUSED: Final = (
    AsidedProduct("1", "Carte postale « Le port »", "a text holds control characters"),
    AsidedProduct("2", "Miel de bruyère 500 g", "the shop's shelf is full: 2,000 articles"),
)


def joining(sitting: Sitting) -> None:
    sheet = _laid(sitting, WindowView(None), CURRENT)
    sheet.join_page.address.setText("vitrines.example")
    sheet.join_page.code.setText("K7QF-3M9D")


def wrong_code(sitting: Sitting) -> None:
    joining(sitting)
    sheet = sitting.till.window.sheet
    assert isinstance(sheet, OnlineSheet)
    sheet.join_refused(PairingCodeRefused("K7QF-3M9D"))


def joined(sitting: Sitting) -> None:
    _laid(sitting, WindowView(LINK), CURRENT)


def refused(sitting: Sitting) -> None:
    _laid(sitting, WindowView(LINK, 0, len(REFUSED), REFUSED), CURRENT)


def suspended(sitting: Sitting) -> None:
    trouble = suspended_for(Distrust.STALE_TERM)
    _laid(sitting, WindowView(LINK, 12), WindowState(linked=True, current_at=CURRENT_AT, waiting=12, trouble=trouble))


def leaving(sitting: Sitting) -> None:
    _laid(sitting, WindowView(LINK), CURRENT).window_page.leave_key.click()


def _laid(sitting: Sitting, view: WindowView, state: WindowState) -> OnlineSheet:
    till = sitting.till
    sitting.shop_a_little()
    till.window.sell.status.show_window(state)
    sheet = OnlineSheet(till.theme, till.wording, till.window.icons)
    till.window.lay(sheet, sheet.begin(view, state, key_file=None))
    return sheet
