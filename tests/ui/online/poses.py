"""How the further pages of the shop window's sheet are posed: a shop with something to say on each of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from pos.database.coverage import Coverage
from pos.database.outbox import AsidedProduct
from pos.database.window_health import Differences, Reservations
from pos.domain.drift import Drift, DriftKind, DriftState, Moved, Story
from pos.domain.identity import to_ms
from pos.domain.online_log import Detail, LogEntry, LogEvent
from pos.domain.online_order import OrderMode
from pos.domain.stock import Reason
from sync.errors import Distrust, suspended_for
from sync.order_protocol import StatusReply
from sync.state import WindowState
from sync.trying import Step, Trial, steps_after
from tests.screens_online import CURRENT, CURRENT_AT, LINK, REFUSED
from ui.online.more_view import CoverageView, DriftView, LogView
from ui.online.online_sheet import OnlineSheet
from ui.online.window_view import WindowView

if TYPE_CHECKING:
    from tests.screens import Sitting

COMPARED: Final = replace(LINK, compared_at_ms=to_ms(CURRENT_AT), skew_ms=1_200)
WELL: Final = WindowView(
    COMPARED,
    reservations=Reservations(open=3, requested=1),
    differences=Differences(repaired=2),
    shown=412,
    articles=1_005,
)
AILING: Final = replace(
    WELL,
    link=replace(COMPARED, mode="escrow", skew_ms=11 * 60_000),
    waiting=7,
    waited=timedelta(minutes=23),
    set_aside=3,
    aside=(*REFUSED, AsidedProduct("3", "Bougie à la cire d’abeille", "unknown product")),
    left=frozenset({"3"}),
    reservations=Reservations(open=3, requested=1, unread=1, deeds=1),
)
BRAKED: Final = replace(WELL, differences=Differences(held=74, left=1, repaired=2))
STATUS: Final = StatusReply(
    shop="s", shop_name="Au Panier de Lise", till="t", term=1, publishes=True, now_ms=0, products=412, levels=405,
    open_orders=3, publisher="Caisse 1",
)  # fmt: skip
_TILL: Final = "01a205b3-d080-7b66-a964-407ad26901cc"


def healthy(sitting: Sitting) -> None:
    _laid(sitting, WELL, CURRENT)


def ailing(sitting: Sitting) -> None:
    skewed = replace(CURRENT, waiting=7, set_aside=3, left_aside=1, skew=timedelta(minutes=11))
    _laid(sitting, AILING, skewed)


def braked(sitting: Sitting) -> None:
    stopped = replace(CURRENT, trouble=suspended_for(Distrust.MASS_CHANGE), held=74)
    _laid(sitting, BRAKED, stopped)


def handed_over(sitting: Sitting) -> None:
    view = replace(WELL, waiting=12, waited=timedelta(hours=3), publisher="Caisse du fond")
    _laid(sitting, view, replace(CURRENT, waiting=12, trouble=suspended_for(Distrust.STALE_TERM)))


def tried(sitting: Sitting) -> None:
    sheet = _laid(sitting, WELL, CURRENT)
    _turn(sitting, sheet).trial_page.show_trial(
        Trial(LINK.address, steps_after(None, has_certificate=True), timedelta(milliseconds=184), status=STATUS)
    )


def tried_in_vain(sitting: Sitting) -> None:
    sheet = _laid(sitting, WELL, CURRENT)
    trial = Trial(
        LINK.address,
        steps_after(Step.CERTIFICATE, has_certificate=True),
        timedelta(milliseconds=92),
        suspended_for(Distrust.TLS),
    )
    _turn(sitting, sheet).trial_page.show_trial(trial)


def ruling(sitting: Sitting) -> None:
    sheet = _laid(sitting, WELL, CURRENT)
    sheet.window_page.card.rules_key.click()
    sheet.rules_page.modes.keys[list(OrderMode).index(OrderMode.ESCROW)].click()
    sheet.rules_page.share.show_text("0")
    sheet.rules_page.confirm()


def answering(sitting: Sitting) -> None:
    _laid(sitting, WELL, CURRENT).window_page.card.rules_key.click()


def covered(sitting: Sitting) -> None:
    rows = (
        Coverage("Papeterie et cartes postales du port", 120, 9, 118, 12, 40, 4),
        Coverage(None, 14, 3, 14, 14, 2, 2),
        Coverage("Maison", 310, 160, 309, 290, 300, 155),
        Coverage("Épicerie", 412, 401, 412, 409, 410, 400),
        Coverage("Boulangerie", 28, 28, 28, 28, 28, 28),
    )
    _laid(sitting, WELL, CURRENT).show_coverage(CoverageView(rows))


def reported(sitting: Sitting) -> None:
    _laid(sitting, BRAKED, CURRENT).show_drift(DriftView(DRIFTS))


def logged(sitting: Sitting) -> None:
    _laid(sitting, WELL, CURRENT).show_log(LogView(entries(), {"tea": "Thé vert de la montagne"}))


def entries() -> tuple[LogEntry, ...]:
    """A few days of a window, the latest first."""
    told: tuple[tuple[LogEvent, int, int, dict[str, Detail]], ...] = (
        (LogEvent.COMPARED, 3, 1, {"products": 412, "differing": 0}),
        (LogEvent.ORDER_DONE, 41, 1, {"number": "K7Q", "deed": "confirm", "order": "o"}),
        (LogEvent.ORDER_CAME, 55, 1, {"number": "K7Q", "order": "o"}),
        (LogEvent.SET_ASIDE, 190, 2, {"products": 2, "product": "tea", "reason": "the name is blank"}),
        (LogEvent.LINE_BACK, 1_500, 1, {"after_s": 480}),
        (LogEvent.LINE_LOST, 1_508, 4, {"reason": "unreachable"}),
        (LogEvent.DRIFT_REPAIRED, 1_800, 1, {"products": 1}),
        (LogEvent.DRIFT_FOUND, 1_802, 1, {"products": 1, "product": "tea", "kind": "lost-write"}),
        (LogEvent.RULES_CHANGED, 3_100, 1, {"mode": "escrow", "version": 4}),
        (LogEvent.SKEWED, 4_000, 1, {"minutes": -12}),
    )
    return tuple(_entry(*one) for one in told)


def _entry(event: LogEvent, ago: int, times: int, details: dict[str, Detail]) -> LogEntry:
    at = CURRENT_AT - timedelta(minutes=ago)
    return LogEntry("catalogue", event, at, at, times, details)


def _moved(seq: int, milli: int, minutes: int, reason: Reason = Reason.SALE) -> Moved:
    return Moved(_TILL, 1, seq, reason.value, milli, to_ms(CURRENT_AT - timedelta(minutes=minutes)))


def _drift(number: int, kind: DriftKind, state: DriftState, found: datetime, story: Story) -> Drift:
    return Drift(
        id=number,
        target="catalogue",
        product_id=f"p{number}",
        name="Thé vert de la montagne" if number == 1 else "Carte postale « Le port »",
        kind=kind,
        state=state,
        found_at=found,
        settled_at=found + timedelta(minutes=1) if state is DriftState.REPAIRED else None,
        ours='{"version":12,"level":{"version":14,"milli":3000,"table_milli":3000}}',
        theirs='{"term":1,"version":12,"shown":true,"level":{"term":1,"version":11,"milli":5000}}',
        story=story,
    )


DRIFTS: Final = (
    _drift(
        1,
        DriftKind.LOST_WRITE,
        DriftState.HELD,
        CURRENT_AT,
        Story(_moved(120, 5_000, 900, Reason.OPENING), (_moved(133, -1_000, 60), _moved(140, -1_000, 30))),
    ),
    _drift(2, DriftKind.MANUAL_EDIT, DriftState.REPAIRED, CURRENT_AT - timedelta(days=2), Story(None, (), 0)),
)


def _turn(sitting: Sitting, sheet: OnlineSheet) -> OnlineSheet:
    sheet.window_page.card.test_key.click()
    sitting.settle()
    return sheet


def _laid(sitting: Sitting, view: WindowView, state: WindowState) -> OnlineSheet:
    till = sitting.till
    sitting.shop_a_little()
    till.window.sell.status.show_window(state)
    sheet = OnlineSheet(till.theme, till.wording, till.window.icons)
    till.window.lay(sheet, sheet.begin(view, state, key_file=None))
    return sheet
