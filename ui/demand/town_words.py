"""What is said when the town has no answer, or another shop does not put something aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos.domain.errors import ShopError
from pos.wording import Wording
from sync.errors import Rejected, Temporary
from ui.messages import explain

if TYPE_CHECKING:
    from sync.order_protocol import TownRow


def no_answer(problem: ShopError, wording: Wording) -> str:
    """Why the town could not be asked; what was asked for can be noted all the same."""
    if isinstance(problem, Temporary):
        return wording("The town cannot be asked just now. Noting works all the same.")
    return explain(problem, wording).in_short


def not_put_aside(problem: ShopError, row: TownRow, wording: Wording) -> str:
    """Why nothing was put aside, and what to do now."""
    if isinstance(problem, Temporary):
        return wording("No answer came. Ask again: nothing is put aside twice.")
    if isinstance(problem, Rejected):
        return f"{wording('{shop} does not put this aside.').format(shop=row.shop_name)} {call_them(row, wording)}"
    return explain(problem, wording).in_short


def call_them(row: TownRow, wording: Wording) -> str:
    """To ask by telephone, where there is one."""
    if not row.phone:
        return wording("Ask there.")
    return wording("Call them: {phone}").format(phone=row.phone)


def open_now(row: TownRow, wording: Wording) -> str:
    """Whether the shop is open, where its hours tell."""
    if row.is_open is None:
        return ""
    return wording("open now") if row.is_open else wording("closed now")
