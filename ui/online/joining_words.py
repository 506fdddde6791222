"""Why a joining did not succeed, and what to do now: at that moment other things help than when selling."""

from __future__ import annotations

from typing import Final

from pos.domain.errors import ShopError
from pos.wording import Wording, mark
from sync.errors import PairingCodeRefused, Rejected, Suspended, Temporary, Unsettled
from ui.messages import explain

_CHECK: Final = mark("Check the address and the network, then try again.")
_ASK: Final = mark("Try again; if the code is then refused, ask for a new one.")
_CHECK_WITH: Final = mark("Check the address with those who run the catalogue.")
_NEVER_HEARD: Final = frozenset({Unsettled.UNREACHABLE, Unsettled.NOT_THE_SHOP})


def joining_refused(problem: ShopError, wording: Wording) -> str:
    """What happened, why, and what to do, in two or three sentences."""
    message = explain(problem, wording)
    if isinstance(problem, Suspended):
        said = (wording("This address cannot be trusted") + ".", message.happened, wording(_CHECK_WITH))
    elif isinstance(problem, Temporary):
        said = (f"{message.title}.", message.happened, _to_do(problem, wording))
    elif isinstance(problem, Rejected) and not isinstance(problem, PairingCodeRefused):
        quoted = wording("The catalogue says: “{reason}”").format(reason=problem.reason) + "."
        said = (f"{message.title}.", quoted if problem.reason else "", wording(_CHECK_WITH))
    else:
        said = (f"{message.title}.", message.happened, message.to_do)
    return " ".join(filter(None, said))


def _to_do(problem: Temporary, wording: Wording) -> str:
    if problem.wait is not None:
        minutes = max(1, -(-int(problem.wait.total_seconds()) // 60))
        return wording("Try again in {minutes} min.").format(minutes=wording.number(minutes))
    return wording(_CHECK if problem.reason in _NEVER_HEARD else _ASK)
