"""The log of the shop window in plain words: what happened, a sentence each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final

from pos.domain.online_log import LogEntry, LogEvent
from pos.domain.online_order import OrderMode
from pos.domain.quantity import Quantity, Unit
from pos.wording import Wording, mark
from sync.errors import Distrust, Temporary, Unsettled, suspended_for
from sync.trying import Result, Step
from ui.messages import explain
from ui.online.fact_words import age
from ui.online.refusal_words import reason_in_words
from ui.online.rule_words import MODE_NAMES

Names = Mapping[str, str]

_TROUBLE: Final = frozenset(
    {
        *(LogEvent.LINE_LOST, LogEvent.SUSPENDED, LogEvent.REFUSED, LogEvent.SET_ASIDE, LogEvent.ORDER_OVERTAKEN),
        *(LogEvent.ORDER_REFUSED, LogEvent.DEED_REFUSED, LogEvent.PROMISE_OVERRIDDEN, LogEvent.DRIFT_FOUND),
        *(LogEvent.BRAKED, LogEvent.SKEWED, LogEvent.QUESTION_UNREADABLE),
    }
)
_PLAIN: Final = {
    LogEvent.LEFT: mark("The shop left the catalogue."),
    LogEvent.RESUMED: mark("Somebody looked and said to go on."),
    LogEvent.TERM_RENEWED: mark("After a restore everything is sent anew."),
    LogEvent.HANDED_OVER: mark("Publishing for the shop was handed over to another till."),
    LogEvent.ORDER_CAME: mark("Reservation {number} came."),
    LogEvent.ORDER_CANCELLED: mark("Reservation {number} was cancelled by the shopper."),
    LogEvent.ORDER_EXPIRED: mark("Reservation {number} expired."),
    LogEvent.RULES_TOLD: mark("The online shop knows how reservations are taken now."),
    LogEvent.HELD_IN_TOWN: mark("Something was put aside at {shop} for a customer: reservation {number}."),
    LogEvent.CLOCK_RIGHT: mark("The clocks agree again."),
    LogEvent.JOINED: mark("The shop joined the catalogue as {shop}."),
    LogEvent.ORDER_REFUSED: mark("A reservation could not be read; it is kept as it came: “{reason}”."),
    LogEvent.DEED_REFUSED: mark("The online shop refused what was done about a reservation: “{reason}”."),
    LogEvent.QUESTION_CAME: mark("A shopper asked a question."),
    LogEvent.QUESTION_ANSWERED: mark("A shopper’s question was answered."),
    LogEvent.QUESTION_UNREADABLE: mark("A shopper’s question could not be read: “{reason}”."),
}
_DEEDS: Final = {
    "accept": mark("Reservation {number} was accepted."),
    "confirm": mark("Reservation {number} was put aside."),
    "reject": mark("Reservation {number} was declined."),
    "fulfil": mark("Reservation {number} was collected."),
    "release": mark("Reservation {number} was given up; its goods are for sale again."),
}
_FAILED_STEPS: Final = {
    Step.ADDRESS: mark("The line was tried: the address did not answer."),
    Step.CERTIFICATE: mark("The line was tried: the certificate was not right."),
    Step.ANSWER: mark("The line was tried: the answer was not a catalogue’s."),
    Step.KEY: mark("The line was tried: the till’s key was not known."),
    Step.PUBLISHES: mark("The line was tried: another till publishes for the shop."),
    Step.CLOCK: mark("The line was tried: the clocks did not agree."),
}


def is_trouble(event: LogEvent) -> bool:
    """Whether somebody may want to see to it."""
    return event in _TROUBLE


def in_words(entry: LogEntry, names: Names, wording: Wording) -> str:
    """What happened.

    Args:
        entry: a line of the log.
        names: of the articles that are spoken of, by their id.
        wording: the language.
    """
    say = _SAYING.get(entry.event)
    if say is not None:
        return say(_Told(entry, names, wording))
    told: dict[str, object] = {"number": "?", "shop": "?", "reason": "?", **entry.details}
    return wording(_PLAIN[entry.event]).format(**told)


class _Told:
    """The details of a line, read with care: an older or a newer Comptoir may have written others."""

    def __init__(self, entry: LogEntry, names: Names, wording: Wording) -> None:
        self._details, self._names, self.wording = entry.details, names, wording

    def word(self, name: str) -> str:
        return str(self._details.get(name, ""))

    def count(self, name: str) -> int:
        value = self._details.get(name, 0)
        return value if isinstance(value, int) else 0

    def counted(self, name: str) -> str:
        return self.wording.number(self.count(name))

    @property
    def product(self) -> str:
        told = self.word("product")
        return self._names.get(told, told) or "?"


def _line_lost(told: _Told) -> str:
    word, wording = told.word("reason"), told.wording
    if word in set(Unsettled):
        return explain(Temporary(Unsettled(word)), wording).title + "."
    return wording("The line to the online shop was lost.")


def _line_back(told: _Told) -> str:
    wording = told.wording
    lost = timedelta(seconds=told.count("after_s"))
    return wording("The line is back, after {age}.").format(age=age(lost, wording))


def _suspended(told: _Told) -> str:
    word, wording = told.word("reason"), told.wording
    if word not in set(Distrust):
        return wording("Nothing is sent until somebody has looked.")
    message = explain(suspended_for(Distrust(word)), wording)
    return f"{message.title}. {message.happened}"


def _refused(told: _Told) -> str:
    wording = told.wording
    said = wording("A batch was refused as a whole and is sent in halves.")
    return f"{said} {reason_in_words(told.word('reason'), wording)}"


def _set_aside(told: _Told) -> str:
    wording, count = told.wording, told.count("products")
    reason = reason_in_words(told.word("reason"), wording)
    if count <= 1:
        return wording("“{name}” was refused.").format(name=told.product) + f" {reason}"
    said = wording("{count} articles were refused, the first of them “{name}”.")
    return said.format(count=told.counted("products"), name=told.product) + f" {reason}"


def _sent_again(told: _Told) -> str:
    said = told.wording.plural(
        "{count} refused article is sent again.", "{count} refused articles are sent again.", told.count("products")
    )
    return said.format(count=told.counted("products"))


def _key_tried(told: _Told) -> str:
    result, wording = told.word("result"), told.wording
    if result in set(Step):
        return wording(_FAILED_STEPS[Step(result)])
    if result == Result.WELL:
        return wording("The line was tried, and all is well.")
    return wording("The line was tried.")


def _order_done(told: _Told) -> str:
    said = _DEEDS.get(told.word("deed"), mark("Something was done about reservation {number}."))
    return told.wording(said).format(number=told.word("number"))


def _order_overtaken(told: _Told) -> str:
    said = told.wording("Reservation {number} had ended before the shop’s answer came: nothing was changed.")
    return said.format(number=told.word("number"))


def _promise_overridden(told: _Told) -> str:
    wording = told.wording
    said = wording("{count} of “{name}” were sold here though promised online: who holds the goods wins.")
    count = wording.quantity(Quantity(told.count("quantity_milli")), Unit.PIECE)
    return said.format(count=count, name=told.product)


def _rules_changed(told: _Told) -> str:
    mode, wording = told.word("mode"), told.wording
    name = wording(MODE_NAMES[OrderMode(mode)]) if mode in set(OrderMode) else mode
    return wording("How reservations are taken was changed: {mode}.").format(mode=name)


def _escrow_moved(told: _Told) -> str:
    said = told.wording.plural(
        "Units of {count} article were handed to the window or taken back.",
        "Units of {count} articles were handed to the window or taken back.",
        told.count("products"),
    )
    return said.format(count=told.counted("products"))


def _compared(told: _Told) -> str:
    wording = told.wording
    if not told.count("differing"):
        said = wording("Till and window were compared, {products} articles: both agree.")
    else:
        said = wording("Till and window were compared, {products} articles: {differing} differ.")
    return said.format(products=told.counted("products"), differing=told.counted("differing"))


def _drift_found(told: _Told) -> str:
    said = told.wording.plural(
        "Till and window differ in {count} article, “{name}”.",
        "Till and window differ in {count} articles, the first of them “{name}”.",
        told.count("products"),
    )
    return said.format(count=told.counted("products"), name=told.product)


def _drift_repaired(told: _Told) -> str:
    said = told.wording.plural(
        "{count} difference was repaired.", "{count} differences were repaired.", told.count("products")
    )
    return said.format(count=told.counted("products"))


def _braked(told: _Told) -> str:
    said = told.wording.plural(
        "{count} difference is held back until somebody decides.",
        "{count} differences are held back until somebody decides.",
        told.count("products"),
    )
    return said.format(count=told.counted("products"))


def _brake_lifted(told: _Told) -> str:
    wording = told.wording
    if told.word("answer") == "left":
        return wording("Somebody left the window as it is.")
    return wording("Somebody said to repair what was held back.")


def _skewed(told: _Told) -> str:
    minutes, wording = told.count("minutes"), told.wording
    if minutes > 0:
        said = wording("This machine’s clock was {age} ahead of the online shop’s.")
    else:
        said = wording("This machine’s clock was {age} behind the online shop’s.")
    return said.format(age=age(timedelta(minutes=abs(minutes)), wording))


_SAYING: Final[dict[LogEvent, Callable[[_Told], str]]] = {
    LogEvent.LINE_LOST: _line_lost,
    LogEvent.LINE_BACK: _line_back,
    LogEvent.SUSPENDED: _suspended,
    LogEvent.REFUSED: _refused,
    LogEvent.SET_ASIDE: _set_aside,
    LogEvent.SENT_AGAIN: _sent_again,
    LogEvent.KEY_TRIED: _key_tried,
    LogEvent.ORDER_DONE: _order_done,
    LogEvent.ORDER_OVERTAKEN: _order_overtaken,
    LogEvent.PROMISE_OVERRIDDEN: _promise_overridden,
    LogEvent.RULES_CHANGED: _rules_changed,
    LogEvent.ESCROW_MOVED: _escrow_moved,
    LogEvent.COMPARED: _compared,
    LogEvent.DRIFT_FOUND: _drift_found,
    LogEvent.DRIFT_REPAIRED: _drift_repaired,
    LogEvent.BRAKED: _braked,
    LogEvent.BRAKE_LIFTED: _brake_lifted,
    LogEvent.SKEWED: _skewed,
}
