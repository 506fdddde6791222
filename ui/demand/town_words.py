"""What is said when the town has no answer, or another shop does not put something aside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pos.domain.errors import ShopError
from pos.wording import NO_BREAK_SPACE, Wording
from sync.errors import Rejected, Temporary
from ui.messages import explain

if TYPE_CHECKING:
    from sync.order_protocol import TownRow

TOO_FEW: Final = "too-few"
"""The catalogue's word for a shop that has some, but less than was asked for."""


def no_answer(problem: ShopError, wording: Wording) -> str:
    """Why the town could not be asked; what was asked for can be noted all the same."""
    if isinstance(problem, Temporary):
        return wording("The town cannot be asked just now. Noting works all the same.")
    return explain(problem, wording).in_short


def not_put_aside(problem: ShopError, row: TownRow, wording: Wording) -> str:
    """Why nothing was put aside, and what to do now."""
    if isinstance(problem, Temporary):
        return wording("No answer came. Ask again: nothing is put aside twice.")
    if isinstance(problem, Rejected) and problem.kind == TOO_FEW:
        return f"{wording('{shop} does not have that much free.').format(shop=row.shop_name)} {call_them(row, wording)}"
    if isinstance(problem, Rejected):
        return f"{wording('{shop} does not put this aside.').format(shop=row.shop_name)} {call_them(row, wording)}"
    return explain(problem, wording).in_short


def call_them(row: TownRow, wording: Wording) -> str:
    """To ask by telephone, where there is one."""
    if not row.phone:
        return wording("Ask there.")
    return wording("Call them: {phone}").format(phone=row.phone)


def where(row: TownRow, wording: Wording) -> str:
    """Whether the shop is open, as far as its hours tell, where it is, and its telephone, which stays in one line."""
    opened = {True: wording("open now"), False: wording("closed now"), None: ""}[row.is_open]
    return " · ".join(filter(None, (opened, row.address, row.phone.replace(" ", NO_BREAK_SPACE))))
