"""How the shop window stands, in words: what is the matter, and what a person can do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from pos.wording import Wording, mark
from sync.errors import Distrust, SignInNeeded, Suspended, SyncError
from sync.state import WindowState
from ui.messages import explain
from ui.online.trial_words import publisher_in_words
from ui.online.window_view import WindowView

_GOES_ON: Final = mark("Selling goes on; what is sold waits here.")
_TO_DO: Final = {
    Distrust.SIGN_IN: mark("Join again with a new code."),
    Distrust.STALE_TERM: mark(
        "To publish from this till again, ask those who run the catalogue for a new code and join with it; "
        "the other till then stops."
    ),
    Distrust.REFUSES_ALL: mark("Look at the reasons below, then try again."),
    Distrust.MASS_CHANGE: mark("Decide below what is to be done."),
    Distrust.CONTRADICTED: mark("Tap “Old copy or second file” at the foot of the screen to decide."),
}
_ASK: Final = mark("Ask those who run the catalogue, then try again.")
_MENDED_BY_A_CODE: Final = frozenset({Distrust.SIGN_IN, Distrust.STALE_TERM})


class Tone(Enum):
    """How loud it is said."""

    WELL = auto()
    QUIET = auto()
    LOOK_HERE = auto()


@dataclass(frozen=True, slots=True)
class Standing:
    """A title, a sentence or two, and what is offered."""

    tone: Tone
    title: str
    line: str = ""
    can_retry: bool = False
    needs_code: bool = False


def standing(view: WindowView, state: WindowState, wording: Wording) -> Standing:
    """Say how the window stands.

    Args:
        view: what the shop's file knows.
        state: what the sync thread told last of this very joining.
        wording: the language.
    """
    if state.trouble is not None:
        return _troubled(state.trouble, view, wording)
    if view.refused:
        title = wording.plural("{count} article was refused", "{count} articles were refused", view.refused)
        others = wording("The others are being sent.") if view.waiting else wording("All others are in the window.")
        return Standing(Tone.LOOK_HERE, title.format(count=wording.number(view.refused)), others)
    left = ""
    if view.left:
        left = wording.plural("{count} article is set aside.", "{count} articles are set aside.", len(view.left))
        left = left.format(count=wording.number(len(view.left)))
    if view.waiting or state.current_at is None:
        return Standing(Tone.QUIET, wording("The window is being updated"), left)
    return Standing(Tone.WELL, wording("The window is current"), left)


def _troubled(trouble: SyncError, view: WindowView, wording: Wording) -> Standing:
    message = explain(trouble, wording)
    if not isinstance(trouble, Suspended):
        line = " ".join(filter(None, (message.happened, message.to_do)))
        return Standing(Tone.LOOK_HERE, message.title, line, can_retry=True)
    title, happened = message.title, message.happened
    if trouble.reason is Distrust.STALE_TERM:
        title, happened = wording("Another till publishes for this shop"), publisher_in_words(view.publisher, wording)
    if not isinstance(trouble, SignInNeeded):
        happened = f"{happened} {wording(_GOES_ON)}"
    return Standing(
        Tone.LOOK_HERE,
        title,
        f"{happened} {wording(_TO_DO.get(trouble.reason, _ASK))}",
        can_retry=not (trouble.reason is Distrust.MASS_CHANGE and view.differences.held),
        needs_code=trouble.reason in _MENDED_BY_A_CODE,
    )
