"""How the sheets of what is asked for in vain are posed for their pictures: a town of our invention."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

import msgspec

from pos.domain.demand import Demand, DemandAnswer, PutAside
from pos.domain.identity import to_ms
from pos.domain.quantity import Unit, pieces
from pos.operations.demanding import note
from sync.errors import Rejected
from sync.order_protocol import TownRow
from tests import builders
from ui.demand.demand_sheet import DemandSheet

if TYPE_CHECKING:
    from tests.screens import Sitting

MOMENT: Final = builders.NOON + timedelta(hours=2, minutes=32)
DYER: Final = TownRow(
    shop="s1",
    shop_name="Mercerie du Vieux Pont",
    address="4 rue du Vieux Pont, 35400 Saint-Malo",
    phone="02 99 00 00 04",
    is_open=True,
    product="p1",
    name="Bougie à la cire d’abeille 12 cm",
    unit="piece",
    level="En stock, vérifié il y a 8 min",
    holdable=True,
    price_minor=690,
)
GROCER: Final = TownRow(
    shop="s2",
    shop_name="Épicerie des Remparts",
    address="11 rue des Remparts, 35400 Saint-Malo",
    phone="02 99 00 00 11",
    is_open=False,
    product="p2",
    name="Bougies d’abeille, les deux",
    unit="piece",
    level="Il en reste sans doute peu, vu à 11:40, appelez avant de venir",
    holdable=False,
    price_minor=1250,
)
ASIDE: Final = PutAside(
    shop_name=DYER.shop_name,
    address=DYER.address,
    phone=DYER.phone,
    article=DYER.name,
    quantity=pieces(1),
    unit=Unit.PIECE,
    number="K7Q-3M9",
    page="https://vitrines.example/reservations/K7Q-3M9/",
    customer="Mme Le Goff",
    until=MOMENT + timedelta(hours=2),
)
_IN_ENGLISH: Final = {
    DYER.level: "In stock, checked 8 min ago",
    GROCER.level: "Probably a few left, last seen 11:40, please call",
}
"""What the catalogue says to a till in English."""
_ASKED: Final = (
    ("bougie d’abeille", 4, DemandAnswer.NOTED),
    ("Bougies d’abeille", 2, DemandAnswer.ELSEWHERE),
    ("pelote de laine bleu canard", 3, DemandAnswer.NOTED),
    ("café décaféiné en grains", 1, DemandAnswer.NOTED),
)


def asking(sitting: Sitting) -> None:
    _laid(sitting)


def town(sitting: Sitting) -> None:
    page = _laid(sitting).ask_page
    page.town.show()
    page.town.show_rows([_told(sitting, row) for row in (DYER, GROCER)])


def town_silent(sitting: Sitting) -> None:
    page = _laid(sitting).ask_page
    page.town.show()
    wording = sitting.till.wording
    page.town.show_nothing(wording("The town cannot be asked just now. Noting works all the same."))


def holding(sitting: Sitting) -> None:
    town(sitting)
    _sheet(sitting).ask_page.town.hold_keys[0].click()


def hold_refused(sitting: Sitting) -> None:
    holding(sitting)
    _sheet(sitting).refuse_hold((DYER.shop, DYER.product), Rejected("none left", "not-offered"))


def held(sitting: Sitting) -> None:
    holding(sitting)
    _sheet(sitting).show_held(ASIDE, prints=True)


def listed(sitting: Sitting) -> None:
    """What was asked for lately, four times the same in two spellings."""
    ids = builders.ids(77)
    at_ms = to_ms(MOMENT)
    for words, times, answer in _ASKED:
        for time in range(times):
            demand = Demand(ids(), at_ms - time * 86_400_000, words, answer=answer)
            sitting.till.background.run(partial(note, demand=demand))
    sitting.settle()
    nothing_listed(sitting)


def nothing_listed(sitting: Sitting) -> None:
    asked = sitting.till.late.demand.asked
    asked.open()
    sitting.settle(lambda: asked.sheet is not None)


def _laid(sitting: Sitting) -> DemandSheet:
    sitting.shop_a_little()
    sitting.till.window.sell.search.setText("bougie d’abeille")
    sitting.till.late.demand.open()
    sitting.settle(lambda: sitting.till.late.demand.sheet is not None)
    return _sheet(sitting)


def _told(sitting: Sitting, row: TownRow) -> TownRow:
    in_french = sitting.till.wording.language == "fr"
    return row if in_french else msgspec.structs.replace(row, level=_IN_ENGLISH[row.level])


def _sheet(sitting: Sitting) -> DemandSheet:
    sheet = sitting.till.late.demand.sheet
    assert sheet is not None
    return sheet
