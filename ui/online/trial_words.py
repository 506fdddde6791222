"""What came of trying the line, in words: each step with its tick, or with what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pos.wording import Wording, mark
from sync.errors import Temporary, Unsettled
from sync.trying import Result, Step, Trial
from ui.messages import explain
from ui.online import fact_words
from ui.online.joining_words import joining_refused

if TYPE_CHECKING:
    from sync.order_protocol import StatusReply

SIGNS: Final = {Result.WELL: "✓", Result.FAILED: "▲", Result.UNTRIED: "–", Result.NEEDLESS: "✓"}
_NAMES: Final = {
    Step.ADDRESS: mark("Address"),
    Step.CERTIFICATE: mark("Certificate"),
    Step.ANSWER: mark("Answer"),
    Step.KEY: mark("Key of this till"),
    Step.PUBLISHES: mark("Publishing"),
    Step.CLOCK: mark("Clocks"),
}
_WELL: Final = {
    Step.CERTIFICATE: mark("It is right: who answers is who the address names."),
    Step.ANSWER: mark("It answers as a catalogue does."),
    Step.KEY: mark("The catalogue knows it."),
    Step.PUBLISHES: mark("This till publishes for the shop."),
    Step.CLOCK: mark("They agree."),
}
_NEW_CODE: Final = mark("Join again with a new code.")


@dataclass(frozen=True, slots=True)
class SaidStep:
    """One step: its sign, what was tried, and what is said of it."""

    result: Result
    name: str
    line: str


def steps_in_words(trial: Trial, wording: Wording) -> tuple[SaidStep, ...]:
    """Every step, in the order in which they were tried."""
    return tuple(
        SaidStep(result, wording(_NAMES[step]), _line(step, result, trial, wording)) for step, result in trial.results
    )


def summary(trial: Trial, wording: Wording) -> str:
    """All of it in a sentence, with how long it took."""
    milliseconds = round(trial.took.total_seconds() * 1000)
    took = wording("{milliseconds} ms").format(milliseconds=wording.number(milliseconds))
    if trial.failed is None:
        return wording("All is well; the answer took {took}.").format(took=took)
    return wording("Something is to be seen to; it took {took}.").format(took=took)


def publisher_in_words(publisher: str, wording: Wording) -> str:
    """Which till publishes now, as far as the online shop tells."""
    if not publisher:
        return wording("Another till publishes for this shop now.")
    return wording("The till “{till}” publishes for this shop now.").format(till=publisher)


def _line(step: Step, result: Result, trial: Trial, wording: Wording) -> str:
    if result is Result.UNTRIED:
        return wording("Not tried: what comes before it failed.")
    if result is Result.NEEDLESS:
        return wording("None is asked of a catalogue on this very machine.")
    return _to_do(step, trial, wording) if result is Result.FAILED else _well(step, trial, wording)


def _well(step: Step, trial: Trial, wording: Wording) -> str:
    status = trial.status
    if step is Step.ADDRESS:
        return wording("{address} answers.").format(address=trial.address)
    if step is Step.KEY and status is not None:
        return wording("It belongs to {shop}.").format(shop=status.shop_name)
    if step is Step.PUBLISHES and status is not None:
        shown = wording.plural(
            "The window shows {count} article.", "The window shows {count} articles.", status.products
        )
        shown = shown.format(count=wording.number(status.products))
        told = (wording("This till publishes for the shop."), shown, *_hidden_in_words(status, wording))
        return " ".join(told)
    return wording(_WELL[step])


def _hidden_in_words(status: StatusReply, wording: Wording) -> tuple[str, ...]:
    """What the town hall keeps out of the town's pages: the whole shop, or some of its news with the reason."""
    shop = () if status.shown else (wording("The town hall keeps the whole shop out of its pages: ask there."),)
    news = tuple(
        wording("The town hall hid your news “{title}”: {why}.").format(title=one.title, why=one.why or "?")
        for one in status.hidden_news
    )
    return (*shop, *news)


def _to_do(step: Step, trial: Trial, wording: Wording) -> str:
    if step is Step.PUBLISHES and trial.status is not None:
        taken_back = wording("To publish from this till again, join with a new code.")
        return f"{publisher_in_words(trial.status.publisher, wording)} {taken_back}"
    if step is Step.CLOCK and trial.skew is not None:
        return fact_words.skewed(trial.skew, wording)
    if trial.trouble is None:
        return ""
    if step is Step.KEY:
        return f"{explain(trial.trouble, wording).happened} {wording(_NEW_CODE)}"
    if (
        step is Step.ANSWER
        and isinstance(trial.trouble, Temporary)
        and trial.trouble.reason is not Unsettled.NOT_THE_SHOP
    ):
        message = explain(trial.trouble, wording)
        return f"{message.happened} {wording('It is tried again by itself.')}"
    return joining_refused(trial.trouble, wording)
