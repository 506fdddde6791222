"""What a question says of itself, in words, and what is answered most often."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from pos.domain.question import Question
from pos.wording import Wording, mark
from ui.online.refusal_words import reason_in_words
from ui.orders.order_words import moment_in_words

USUAL_ANSWERS: Final = (
    mark("Yes, we have it."),
    mark("It arrives on Thursday."),
    mark("No, sorry."),
)
"""At hand in a shop that has kept none of its own."""
_LANGUAGES: Final = {"en": mark("asked in English"), "fr": mark("asked in French")}


def usual_answers(wording: Wording) -> tuple[str, ...]:
    """The answers that are at hand before the shop keeps its own."""
    return tuple(wording(one) for one in USUAL_ANSWERS)


def who_in_words(question: Question) -> str:
    """Who asked, and how they can be reached."""
    return " · ".join(one for one in (question.customer, question.contact) if one)


def about_in_words(question: Question, wording: Wording) -> str:
    """What it is about; empty for the shop itself."""
    return wording("About: {name}").format(name=question.product_name) if question.product_name else ""


def asked_in_words(question: Question, now: datetime, wording: Wording) -> str:
    """When it was asked, and in which language where that is not the till's."""
    said = wording("asked {moment}").format(moment=moment_in_words(question.asked_at, now, wording))
    foreign = question.language != wording.language and question.language in _LANGUAGES
    return f"{said} · {wording(_LANGUAGES[question.language])}" if foreign else said


def state_in_words(question: Question, wording: Wording) -> str:
    """Where it stands."""
    if question.is_open:
        return wording("To answer")
    if question.refusal:
        return f"▲ {wording('Not taken by the online shop')}"
    return wording("Has its answer") if question.is_told else wording("Answered, not told yet")


def refusal_in_words(question: Question, wording: Wording) -> str:
    """Why the online shop would not take the answer; empty while nothing is wrong."""
    if not question.refusal:
        return ""
    return f"▲ {wording('Not taken by the online shop')}: {reason_in_words(question.refusal, wording)}"
