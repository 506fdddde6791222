"""What a shopkeeper would want to read of the shop window's last thirty days, one word a thing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

Detail = str | int


class LogEvent(StrEnum):
    """What happened; behind each the details that go with it."""

    JOINED = "joined"  # shop, term
    LEFT = "left"
    LINE_LOST = "line_lost"  # reason
    LINE_BACK = "line_back"
    SUSPENDED = "suspended"  # reason
    RESUMED = "resumed"
    REFUSED = "refused"  # reason: a batch as a whole, to be sent in halves
    SET_ASIDE = "set_aside"  # products, product and reason of the first
    SENT_AGAIN = "sent_again"  # products
    TERM_RENEWED = "term_renewed"  # term, epoch
    HANDED_OVER = "handed_over"  # term: another till of the shop publishes now, or this one does again
    KEY_TRIED = "key_tried"  # result
    ORDER_CAME = "order_came"  # order, number
    ORDER_DONE = "order_done"  # order, number, deed
    ORDER_CANCELLED = "order_cancelled"  # order, number
    ORDER_EXPIRED = "order_expired"  # order, number
    ORDER_OVERTAKEN = "order_overtaken"  # order, number, deed
    ORDER_REFUSED = "order_refused"  # order, reason: a row nobody could read, kept as it came
    DEED_REFUSED = "deed_refused"  # order, deed, reason
    PROMISE_OVERRIDDEN = "promise_overridden"  # product, quantity_milli
    RULES_CHANGED = "rules_changed"  # mode, version
    RULES_TOLD = "rules_told"  # mode, version
    ESCROW_MOVED = "escrow_moved"  # products
    HELD_IN_TOWN = "held_in_town"  # shop, number
    QUESTION_CAME = "question_came"  # question
    QUESTION_ANSWERED = "question_answered"  # question
    QUESTION_UNREADABLE = "question_unreadable"  # reason: the page of the catalogue still shows it to its shopper
    COMPARED = "compared"  # products, differing
    DRIFT_FOUND = "drift_found"  # products, product and kind of the first
    DRIFT_REPAIRED = "drift_repaired"  # products
    BRAKED = "braked"  # products, would_change, would_be_zero (their record there is missing)
    BRAKE_LIFTED = "brake_lifted"  # answer: repaired or left
    SKEWED = "skewed"  # minutes
    CLOCK_RIGHT = "clock_right"


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One line of the log; what happened again and again within an hour is one line, `times` and `until` say so."""

    target: str
    event: LogEvent
    at: datetime
    until: datetime
    times: int
    details: Mapping[str, Detail]
